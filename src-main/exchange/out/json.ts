import type { Reads } from '../../store/index.ts';
import { readAttachment } from '../../tickets/index.ts';
import type { ReadRecord } from '../record/read-records.ts';
import type { AttachmentRecord } from '../record/shape.ts';
import type { LeavingFile } from './leaving-file.ts';
import type { Outgoing } from './outgoing.ts';

/** Bytes of a file that may stand in a JSON text: a longer string is more than most programs read. */
export const MOST_IN_JSON = 100 * 1024 * 1024;

/**
 * Writes tickets as JSON (`docs/tickets-json.md`), a line a ticket. Answers how many files were too large to go along.
 * @throws Refused `cancelled`; `damaged` where a file's bytes are not whole
 */
export async function writeJson({
  db,
  file,
  office,
  parts,
  ids,
  tickets,
  check,
}: Outgoing): Promise<{ leftOut: number }> {
  const head = JSON.stringify(office.head(parts));
  file.write(`${head.slice(0, -1)},"tickets":[`);
  let count = 0;
  let leftOut = 0;
  for await (const read of tickets(parts, { ids, step: 'tickets' })) {
    file.write(count === 0 ? '\n' : ',\n');
    if (parts.includes('bytes')) leftOut += await writeWithBytes(db, file, read, check);
    else file.write(JSON.stringify(read.record));
    count += 1;
  }
  file.write(`\n],"count":${count}}\n`);
  return { leftOut };
}

async function writeWithBytes(
  db: Reads,
  file: LeavingFile,
  { record: { attachments = [], ...record }, attachmentIds }: ReadRecord,
  check: () => void,
): Promise<number> {
  file.write(`${JSON.stringify(record).slice(0, -1)},"attachments":[`);
  let leftOut = 0;
  for (const [at, facts] of attachments.entries()) {
    if (at > 0) file.write(',');
    const whole = facts.size <= MOST_IN_JSON;
    if (whole) await writeFile(db, file, facts, attachmentIds[at] ?? 0, check);
    else file.write(JSON.stringify(facts));
    leftOut += whole ? 0 : 1;
  }
  file.write(']}');
  return leftOut;
}

async function writeFile(db: Reads, file: LeavingFile, facts: AttachmentRecord, id: number, check: () => void) {
  file.write(`${JSON.stringify(facts).slice(0, -1)},"base64":"`);
  let kept = Buffer.alloc(0);
  for await (const piece of (await readAttachment({ db }, id)).bytes) {
    check();
    const bytes =
      kept.length > 0 ? Buffer.concat([kept, piece]) : Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    // base64 is cut at threes of bytes only
    const cut = bytes.length - (bytes.length % 3);
    file.write(bytes.toString('base64', 0, cut));
    kept = Buffer.from(bytes.subarray(cut));
  }
  file.write(`${kept.toString('base64')}"}`);
}
