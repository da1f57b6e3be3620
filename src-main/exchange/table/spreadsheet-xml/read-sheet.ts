import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { LIMITS } from '../limits.ts';
import { stopIfCancelled, TableRefused } from '../refusal.ts';
import type { ReadOptions, ReadRow } from '../rows.ts';
import { Archive } from '../xlsx/archive.ts';
import { XmlStream } from '../xml-stream.ts';
import { encodingOf, textPieces, type Lost } from './decode.ts';
import { WorkbookReader } from './sheet-rows.ts';

/** Where the document lies: a file, or the only one inside an archive (HESK gives its export out so). */
export type Document = { path: string; inside: string | null };

type Opened = { pieces: AsyncIterable<Uint8Array>; bytes: number; close: () => Promise<void> };

async function open({ path, inside }: Document): Promise<Opened> {
  if (inside === null) {
    const pieces = createReadStream(path, { highWaterMark: 128 * 1024 }) as AsyncIterable<Uint8Array>;
    return { pieces, bytes: (await stat(path)).size, close: () => Promise.resolve() };
  }
  const archive = await Archive.open(path);
  return {
    pieces: archive.pieces(inside, LIMITS.sheetBytes),
    bytes: archive.size(inside),
    close: () => archive.close(),
  };
}

async function* read(
  document: Document,
  reader: WorkbookReader,
  lost: Lost,
  { signal, onProgress }: ReadOptions,
): AsyncGenerator<ReadRow> {
  const { pieces, bytes, close } = await open(document);
  const xml = new XmlStream(reader, 'xml-entities');
  let done = 0;
  async function* counted(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
    for (let piece: Uint8Array | undefined = first; piece !== undefined;) {
      stopIfCancelled(signal);
      done += piece.length;
      if (done > LIMITS.sheetBytes) throw new TableRefused('too-large', { megabytes: LIMITS.sheetBytes / 1024 / 1024 });
      yield piece;
      const next: IteratorResult<Uint8Array, unknown> = await rest.next();
      piece = next.done ? undefined : next.value;
    }
  }
  const source = pieces[Symbol.asyncIterator]();
  try {
    const first = await source.next();
    if (first.done) throw new TableRefused('empty-file');
    for await (const text of textPieces(counted(first.value, source), encodingOf(first.value), lost)) {
      xml.write(text);
      yield* reader.rows.splice(0);
      onProgress?.(done, bytes);
    }
    xml.end();
    if (!reader.isWorkbook) throw new TableRefused('not-a-table');
    yield* reader.rows.splice(0);
  } finally {
    await source.return?.();
    await close();
  }
}

export type Survey = { sheets: { name: string; hidden: boolean; hasRows: boolean }[] } & Lost;

/** Worksheets of a SpreadsheetML workbook and what could not be decoded; it is read through once. */
export async function surveyWorkbook(document: Document, options: ReadOptions = {}): Promise<Survey> {
  const reader = new WorkbookReader(null);
  const lost: Lost = { undecodable: 0 };
  for await (const row of read(document, reader, lost, options)) void row;
  const sheets = reader.sheets.map(({ name, hidden, filledRows }) => ({ name, hidden, hasRows: filledRows > 1 }));
  return { sheets, ...lost };
}

/**
 * The rows of one worksheet that hold anything, as they stream by; row numbers are the sheet's own.
 * @throws TableRefused `xml-entities` for a document type or entities, `damaged`, `not-a-table`, `too-large`,
 * `unknown-encoding`, `cancelled`.
 */
export async function* spreadsheetRows(
  document: Document,
  sheet: number,
  options: ReadOptions = {},
): AsyncGenerator<ReadRow> {
  yield* read(document, new WorkbookReader(sheet), { undecodable: 0 }, options);
}
