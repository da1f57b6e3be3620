import { Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import { Refused, type Reads } from '../../store/index.ts';
import { readAttachment } from '../../tickets/index.ts';
import { marked } from '../table/csv/formulas.ts';
import { BOM, csvLine } from '../table/csv/line.ts';
import { inRecords, type AttachmentRecord, type RecordPart } from '../record/shape.ts';
import { jsonText } from './json.ts';
import type { LeavingFile } from './leaving-file.ts';
import type { Outgoing } from './outgoing.ts';
import { freeNames } from './zip-names.ts';

export const LIST = 'list.csv';
export const TICKETS = 'tickets.json';
/** The head of the list, never translated. */
const LIST_HEAD = ['Tracking ID', 'File', 'Original name', 'Kind', 'Bytes', 'SHA-256', 'Date'];
/** What is packed already: deflating it again takes time and gives nothing. */
const PACKED = /^(image\/(?!svg|bmp|tiff)|audio\/|video\/|application\/(zip|gzip|x-7z|x-rar|pdf|vnd\.(openxml|oasis)))/;

/** A file of the archive: where it lies in it, and what is known of it. */
type Packed = { id: number; path: string; trackingId: string; facts: AttachmentRecord };

/**
 * Writes the attachments of tickets as a ZIP, each ticket's in a folder named by its tracking id, under names that every
 * disk can take; `list.csv` says what each was called and where it belongs. With the part `tickets`, the tickets lie
 * beside as JSON. Files of private notes go with the part `notes` only. Piece by piece, over 4 GB too (zip64).
 * @throws Refused `refused` (`no-attachments`) when there is nothing to pack, `cancelled`, `damaged`
 */
export async function writeZip(outgoing: Outgoing): Promise<{ leftOut: number }> {
  const { db, file, parts, check, progress } = outgoing;
  const files = await filesOf(outgoing);
  if (files.length === 0) throw new Refused('refused', { reason: 'no-attachments' });
  const zip = new ZipWriter(into(file), { useWebWorkers: false, keepOrder: true });
  // its size is known before, so that it is written as the oldest programs read it
  await zip.add(LIST, new Uint8ArrayReader(Buffer.from(listText(files))));
  if (parts.includes('tickets')) {
    const paths = new Map(files.map(({ id, path }) => [id, path]));
    const asked = inRecords([...parts, 'attachments']);
    const text = jsonText({ ...outgoing, parts: asked }, { leftOut: 0 }, (id) => paths.get(id));
    await zip.add(TICKETS, streamOf(encoded(text)));
  }
  const total = files.reduce((bytes, { facts }) => bytes + facts.size, 0);
  let done = 0;
  const read = (bytes: number) => {
    check();
    progress('bytes', (done += bytes), total);
  };
  for (const { id, path, facts } of files)
    await zip.add(path, streamOf(counted(db, id, read)), {
      level: PACKED.test(facts.kind) ? 0 : 6,
      lastModDate: new Date(facts.created),
      uncompressedSize: facts.size,
    });
  await zip.close();
  return { leftOut: 0 };
}

/** All files that go, with names of their own. */
async function filesOf({ ids, parts, tickets }: Outgoing): Promise<Packed[]> {
  const asked: RecordPart[] = ['attachments', ...(parts.includes('notes') ? (['notes'] as const) : [])];
  const folders = freeNames([LIST, TICKETS]);
  const files: Packed[] = [];
  for await (const { record, attachmentIds } of tickets(asked, { ids, step: 'list' })) {
    if (attachmentIds.length === 0) continue;
    const folder = folders(record.trackingId);
    const names = freeNames();
    for (const [n, facts] of (record.attachments ?? []).entries())
      files.push({
        id: attachmentIds[n] ?? 0,
        path: `${folder}/${names(facts.name)}`,
        trackingId: record.trackingId,
        facts,
      });
  }
  return files;
}

function listText(files: readonly Packed[]): string {
  const rows = files.map(({ path, trackingId, facts: { name, kind, size, sha256, created } }) =>
    csvLine([trackingId, path, name, kind, String(size), sha256, created].map(marked)),
  );
  return BOM + csvLine(LIST_HEAD) + rows.join('');
}

async function* counted(db: Reads, id: number, read: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const piece of (await readAttachment({ db }, id)).bytes) {
    read(piece.length);
    yield piece;
  }
}

async function* encoded(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const text of texts) yield Buffer.from(text);
}

/** Bytes as they are asked for. */
function streamOf(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(stream) {
      const next = await pieces.next();
      if (next.done) stream.close();
      else stream.enqueue(next.value);
    },
  });
}

const into = (file: LeavingFile) => new WritableStream<Uint8Array>({ write: (bytes) => file.write(bytes) });
