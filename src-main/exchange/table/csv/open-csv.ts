import { createReadStream } from 'node:fs';
import { LIMITS } from '../limits.ts';
import { isText } from '../recognise.ts';
import { stopIfCancelled, TableRefused } from '../refusal.ts';
import type { OpenOptions } from '../rows.ts';
import { delimiterByHint, guessDelimiter } from './delimiter.ts';
import type { Delimiter } from './delimiter.ts';
import { ByteScan, encodingByCounts, encodingByMark, utf16ByZeros, utf8Pieces } from './encoding.ts';
import type { CsvEncoding } from './encoding.ts';
import { lineEnd } from './lines.ts';

/** What has to be known of a text file before its records can be read. */
export type CsvShape = {
  encoding: CsvEncoding;
  bom: number;
  delimiter: Delimiter;
  skipLines: number;
  undecodable: number;
};

/**
 * Encoding and delimiter of a text file. The whole file is read once, since Windows-1252 can show at its very end.
 * @throws TableRefused `not-a-table` for bytes that are no text, `empty-file` for nothing but space.
 */
export async function openCsv(path: string, start: Buffer, options: OpenOptions): Promise<CsvShape> {
  const mark = encodingByMark(start);
  let encoding: CsvEncoding | null = options.encoding ?? mark?.encoding ?? utf16ByZeros(start);
  const bom = mark?.bom ?? 0;
  let undecodable = 0;
  if (encoding === null || encoding === 'utf-8' || encoding === 'windows-1252') {
    const scan = new ByteScan();
    for await (const piece of createReadStream(path, { start: bom, highWaterMark: 512 * 1024 })) {
      stopIfCancelled(options.signal);
      scan.add(piece as Buffer);
    }
    const counts = scan.end();
    if (!isText(counts)) throw new TableRefused('not-a-table');
    const told = encodingByCounts(counts);
    encoding ??= told.encoding;
    undecodable = encoding === 'utf-8' ? counts.broken : counts.unused1252;
  }
  const sample = await sampleText(path, encoding, bom);
  if (sample.text.trim() === '') throw new TableRefused('empty-file');
  if (encoding !== 'utf-8' && encoding !== 'windows-1252') {
    if (!isWritten(sample.text)) throw new TableRefused('not-a-table');
    undecodable = sample.isWhole ? count(sample.text, '\ufffd') : await countReplaced(path, encoding, bom);
  }
  const hint = delimiterByHint(sample.text);
  const delimiter = options.delimiter ?? hint ?? guessDelimiter(sample.text, sample.isWhole);
  return { encoding, bom, delimiter, skipLines: hint === null ? 0 : 1, undecodable };
}

async function sampleText(path: string, encoding: CsvEncoding, bom: number) {
  const pieces: Buffer[] = [];
  let length = 0;
  let isWhole = true;
  for await (const piece of utf8Pieces(path, encoding, bom)) {
    pieces.push(piece);
    length += piece.length;
    if (length < LIMITS.sampleBytes) continue;
    isWhole = false;
    break;
  }
  return { text: Buffer.concat(pieces).toString('utf8'), isWhole };
}

/** UTF-16 read from other bytes is full of characters nobody writes. */
function isWritten(text: string): boolean {
  const odd = text.match(/[\0-\x08\x0e-\x1f\ufffd\ufdd0-\ufdef\ufffe\uffff\ue000-\uf8ff]|\p{Cn}/gu);
  return (odd?.length ?? 0) <= text.length * 0.1;
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

async function countReplaced(path: string, encoding: CsvEncoding, bom: number): Promise<number> {
  const replaced = Buffer.from('\ufffd', 'utf8');
  let found = 0;
  for await (const piece of utf8Pieces(path, encoding, bom))
    for (let i = piece.indexOf(replaced); i !== -1; i = piece.indexOf(replaced, i + 3)) found++;
  return found;
}

/** The text from its first record on: without mark, and without the hint line. */
export async function* csvBytes(path: string, shape: Omit<CsvShape, 'undecodable'>): AsyncGenerator<Buffer> {
  let skip = shape.skipLines;
  for await (const read of utf8Pieces(path, shape.encoding, shape.bom)) {
    let piece = read;
    for (; skip > 0; skip--) piece = piece.subarray(lineEnd(piece, false) ?? piece.length);
    yield piece;
  }
}
