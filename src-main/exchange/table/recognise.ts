import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { encodingByMark, type ByteCounts } from './csv/encoding.ts';
import { TableRefused } from './refusal.ts';

const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
/** Beginnings of kinds of files that are no tables but may be all text. */
const OTHER_KINDS = ['%PDF-', '{\\rtf', '%!PS', 'SQLite format 3\0', 'From: ', 'BEGIN:VCARD', 'BEGIN:VCALENDAR'];

/** Reads up to `length` bytes at `position`; fewer at the end of the file. */
export async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** Text by its first bytes, as far as it can be told before the encoding is known: UTF-16 shows by its mark or zeros. */
function textOf(start: Buffer): string {
  const encoding = encodingByMark(start)?.encoding ?? (start[1] === 0 ? 'utf-16le' : start[0] === 0 ? 'utf-16be' : '');
  const text =
    encoding === 'utf-16le' || encoding === 'utf-16be'
      ? new TextDecoder(encoding).decode(start)
      : start.toString('utf8');
  return text.replace(/^\ufeff/, '').trimStart();
}

/**
 * Whether a file is an archive (an XLSX, to be looked into), an XML spreadsheet, JSON or other text (a CSV, to be looked
 * at), by its first bytes and never by its name.
 * @throws TableRefused for what can be told to be none of them.
 */
export async function recognise(
  path: string,
): Promise<{ kind: 'zip' | 'xml' | 'json' | 'text'; bytes: number; start: Buffer }> {
  const file = await open(path, 'r');
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new TableRefused('not-a-table');
    if (found.size === 0) throw new TableRefused('empty-file');
    const start = await readAt(file, 0, 4096);
    if (start.subarray(0, 8).equals(OLE))
      throw new TableRefused((await holdsEncryptedPackage(file, found.size)) ? 'encrypted' : 'old-excel');
    if (start.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1')))
      return { kind: 'zip', bytes: found.size, start };
    const text = textOf(start);
    if (OTHER_KINDS.some((kind) => text.startsWith(kind))) throw new TableRefused('not-a-table');
    if (
      /^<[?!]?[A-Za-z-]/.test(text) &&
      /urn:schemas-microsoft-com:office:spreadsheet|<\?mso-application progid="Excel/.test(text)
    )
      return { kind: 'xml', bytes: found.size, start };
    if (/^\{\s*["}]/.test(text)) {
      if (start.includes(0)) throw new TableRefused('unknown-encoding');
      return { kind: 'json', bytes: found.size, start };
    }
    if (/^\[\s*[[{\]]/.test(text)) throw new TableRefused('json-other');
    if (/^<(!doctype html|html|head|body|table|meta)\b/i.test(text)) throw new TableRefused('html-page');
    if (/^<\?xml|^<!DOCTYPE/i.test(text)) throw new TableRefused('not-a-table');
    return { kind: 'text', bytes: found.size, start };
  } finally {
    await file.close();
  }
}

/** Excel keeps a workbook with a password in an old container, under a stream of this name (MS-OFFCRYPTO, 2.3). */
async function holdsEncryptedPackage(file: FileHandle, size: number): Promise<boolean> {
  const name = Buffer.from('EncryptedPackage', 'utf16le');
  const step = 1024 * 1024;
  for (let at = 0; at < size; at += step) {
    const piece = await readAt(file, at, step + name.length);
    if (piece.includes(name)) return true;
  }
  return false;
}

/** Whether bytes that are not UTF-16 are a text at all: control characters are rare in one, even in a broken one. */
export function isText({ bytes, nulls, controls, broken }: ByteCounts): boolean {
  if (nulls > bytes * 0.1) return false;
  return controls <= (broken > 0 ? bytes * 0.02 : bytes * 0.3);
}
