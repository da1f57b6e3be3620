import { createReadStream } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

export type CsvEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** Characters of Windows-1252 at 0x80 to 0x9F; the five unused places are the replacement character. */
const WINDOWS_1252 =
  '\u20ac\ufffd\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\ufffd\u017d\ufffd' +
  '\ufffd\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\ufffd\u017e\u0178';
const UNUSED_1252 = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

export type ByteCounts = {
  bytes: number;
  nulls: number;
  /** Control bytes other than tab, line feed, carriage return. */
  controls: number;
  /** UTF-8 sequences of two bytes and more that are whole, and bytes that fit in none. */
  sequences: number;
  broken: number;
  unused1252: number;
};

/** Reads a byte stream once and counts what tells its encoding; only four numbers are kept between pieces. */
export class ByteScan {
  readonly counts: ByteCounts = { bytes: 0, nulls: 0, controls: 0, sequences: 0, broken: 0, unused1252: 0 };
  private open = 0;
  private missing = 0;
  private low = 0x80;
  private high = 0xbf;

  add(piece: Uint8Array): void {
    const counts = this.counts;
    counts.bytes += piece.length;
    for (let i = 0; i < piece.length; i++) {
      const byte = piece[i] as number;
      if (byte < 0x80 && this.missing === 0) {
        if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) this.control(byte);
        continue;
      }
      if (this.missing > 0) {
        if (byte >= this.low && byte <= this.high) {
          if (UNUSED_1252.has(byte)) counts.unused1252++;
          this.low = 0x80;
          this.high = 0xbf;
          this.missing--;
          if (this.missing === 0) counts.sequences++;
          continue;
        }
        counts.broken += this.open - this.missing + 1;
        this.missing = 0;
        if (byte < 0x80) {
          if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) this.control(byte);
          continue;
        }
      }
      if (UNUSED_1252.has(byte)) counts.unused1252++;
      this.begin(byte);
    }
  }

  end(): ByteCounts {
    if (this.missing > 0) this.counts.broken += this.open - this.missing + 1;
    this.missing = 0;
    return this.counts;
  }

  private control(byte: number): void {
    this.counts.controls++;
    if (byte === 0) this.counts.nulls++;
  }

  /** The ranges of RFC 3629, section 4: no overlong forms, no surrogates, nothing past U+10FFFF. */
  private begin(byte: number): void {
    this.low = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
    this.high = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
    if (byte >= 0xc2 && byte <= 0xdf) this.open = this.missing = 1;
    else if (byte >= 0xe0 && byte <= 0xef) this.open = this.missing = 2;
    else if (byte >= 0xf0 && byte <= 0xf4) this.open = this.missing = 3;
    else this.counts.broken++;
  }
}

/** Encoding told by a byte order mark, with the mark's length. */
export function encodingByMark(start: Uint8Array): { encoding: CsvEncoding; bom: number } | null {
  const [a, b, c] = start;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', bom: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', bom: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', bom: 2 };
  return null;
}

/** UTF-16 without a mark, told by where its zero bytes stand; null where the bytes are not UTF-16. */
export function utf16ByZeros(sample: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const units = Math.floor(sample.length / 2);
  if (units === 0) return null;
  let even = 0;
  let odd = 0;
  let breaksLe = 0;
  let breaksBe = 0;
  for (let i = 0; i < units; i++) {
    const a = sample[2 * i] as number;
    const b = sample[2 * i + 1] as number;
    if (a === 0) even++;
    if (b === 0) odd++;
    if (b === 0 && (a === 10 || a === 13)) breaksLe++;
    if (a === 0 && (b === 10 || b === 13)) breaksBe++;
  }
  if (odd > units * 0.3 && even < units * 0.05) return 'utf-16le';
  if (even > units * 0.3 && odd < units * 0.05) return 'utf-16be';
  // Text in scripts beyond Latin has few zeros: those of its line breaks and delimiters.
  const scan = new ByteScan();
  scan.add(sample.subarray(0, units * 2));
  if (scan.end().broken === 0) return null;
  if (breaksLe > 0 && even === 0) return 'utf-16le';
  if (breaksBe > 0 && odd === 0) return 'utf-16be';
  return null;
}

/**
 * UTF-8 or Windows-1252, from counts over the whole file. Broken bytes among ten times as many whole UTF-8 sequences
 * are damage in a UTF-8 file; otherwise the bytes were never UTF-8.
 */
export function encodingByCounts(counts: ByteCounts): { encoding: 'utf-8' | 'windows-1252'; undecodable: number } {
  if (counts.broken === 0) return { encoding: 'utf-8', undecodable: 0 };
  if (counts.sequences >= counts.broken * 10) return { encoding: 'utf-8', undecodable: counts.broken };
  return { encoding: 'windows-1252', undecodable: counts.unused1252 };
}

function fromWindows1252(piece: Buffer): string {
  return piece.toString('latin1').replace(/[\u0080-\u009f]/g, (c) => WINDOWS_1252.charAt(c.charCodeAt(0) - 0x80));
}

/**
 * The bytes of a text file as pieces of UTF-8, from `from` on, whatever its encoding; bytes that cannot be decoded and
 * lone surrogates become U+FFFD when the pieces are read as text.
 */
export async function* utf8Pieces(path: string, encoding: CsvEncoding, from: number): AsyncGenerator<Buffer> {
  const decoder = new StringDecoder('utf16le');
  let carried: Buffer = Buffer.alloc(0);
  for await (const read of createReadStream(path, { start: from, highWaterMark: 128 * 1024 })) {
    const piece = read as Buffer;
    if (encoding === 'utf-8') yield piece;
    else if (encoding === 'windows-1252') yield Buffer.from(fromWindows1252(piece), 'utf8');
    else if (encoding === 'utf-16le') yield Buffer.from(decoder.write(piece), 'utf8');
    else {
      const joined = Buffer.concat([carried, piece]);
      const even = joined.length - (joined.length % 2);
      carried = joined.subarray(even);
      yield Buffer.from(decoder.write(Buffer.from(joined.subarray(0, even)).swap16()), 'utf8');
    }
  }
  const rest = decoder.end();
  if (rest !== '') yield Buffer.from(rest.toWellFormed(), 'utf8');
  if (carried.length > 0) yield Buffer.from('\ufffd', 'utf8');
}
