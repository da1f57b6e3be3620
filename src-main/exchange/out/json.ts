import type { Reads } from '../../store/index.ts';
import { readAttachment } from '../../tickets/index.ts';
import type { ReadRecord } from '../record/read-records.ts';
import { inRecords, type AttachmentRecord, type RecordPart } from '../record/shape.ts';
import type { Outgoing } from './outgoing.ts';

/** Bytes of a file that may stand in a JSON text: a longer string is more than most programs read. */
export const MOST_IN_JSON = 100 * 1024 * 1024;

type Source = Pick<Outgoing, 'db' | 'office' | 'ids' | 'tickets' | 'check'> & { parts: readonly RecordPart[] };

/** Writes tickets as JSON. Answers how many files were too large to go along. */
export async function writeJson(outgoing: Outgoing): Promise<{ leftOut: number }> {
  const told = { leftOut: 0 };
  const parts = inRecords(outgoing.parts);
  for await (const text of jsonText({ ...outgoing, parts }, told)) outgoing.file.write(text);
  return told;
}

/**
 * Tickets as JSON (`docs/tickets-json.md`), a line a ticket, in pieces as they are read. `told` counts files too large
 * to go along; `lies` says where a file lies that goes beside, by its id.
 * @throws Refused `cancelled`; `damaged` where a file's bytes are not whole
 */
export async function* jsonText(
  { db, office, parts, ids, tickets, check }: Source,
  told: { leftOut: number },
  lies?: (attachmentId: number) => string | undefined,
): AsyncGenerator<string> {
  yield `${JSON.stringify(office.head(parts)).slice(0, -1)},"tickets":[`;
  let count = 0;
  for await (const read of tickets(parts, { ids, step: 'tickets' })) {
    yield count === 0 ? '\n' : ',\n';
    if (lies) yield JSON.stringify(besideFiles(read, lies));
    else if (parts.includes('bytes')) yield* withBytes(db, read, told, check);
    else yield JSON.stringify(read.record);
    count += 1;
  }
  yield `\n],"count":${count}}\n`;
}

const besideFiles = ({ record, attachmentIds }: ReadRecord, lies: (attachmentId: number) => string | undefined) => ({
  ...record,
  attachments: record.attachments?.map((facts, n) => ({ ...facts, file: lies(attachmentIds[n] ?? 0) })),
});

async function* withBytes(
  db: Reads,
  { record: { attachments = [], ...record }, attachmentIds }: ReadRecord,
  told: { leftOut: number },
  check: () => void,
): AsyncGenerator<string> {
  yield `${JSON.stringify(record).slice(0, -1)},"attachments":[`;
  for (const [n, facts] of attachments.entries()) {
    if (n > 0) yield ',';
    if (facts.size <= MOST_IN_JSON) yield* fileText(db, facts, attachmentIds[n] ?? 0, check);
    else {
      yield JSON.stringify(facts);
      told.leftOut += 1;
    }
  }
  yield ']}';
}

async function* fileText(db: Reads, facts: AttachmentRecord, id: number, check: () => void): AsyncGenerator<string> {
  yield `${JSON.stringify(facts).slice(0, -1)},"base64":"`;
  let kept = Buffer.alloc(0);
  for await (const piece of (await readAttachment({ db }, id)).bytes) {
    check();
    const bytes = Buffer.concat([kept, piece]);
    // base64 is cut at threes of bytes only
    const cut = bytes.length - (bytes.length % 3);
    yield bytes.toString('base64', 0, cut);
    kept = bytes.subarray(cut);
  }
  yield `${kept.toString('base64')}"}`;
}
