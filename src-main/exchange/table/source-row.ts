import { createHmac } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { cleanText } from './mapping/clean-text.ts';

/** Texts of any content, one after the other, so that no two lists give the same bytes. */
function joined(texts: string[]): string {
  return texts.map((text) => `${text.length}:${text}`).join('');
}

/** Cells as they count: cleaned, outer space and empty cells at the end left out (spreadsheet programs drop them). */
function counted(cells: string[]): string[] {
  const cleaned = cells.map((cell) => cleanText(cell).trim());
  return cleaned.slice(0, cleaned.findLastIndex((cell) => cell !== '') + 1);
}

/**
 * What a row is known by when its file comes again: `id`, an HMAC-SHA256 (hex) of the source's name and the file's own
 * ticket id, or of the whole row where it has none, and `content`, one of all its cells, to tell a known id with other
 * content. `secret` is the office's, as `createSecretKey` makes it of 32
 * bytes (four times as fast as the bytes themselves); without it nobody can try out ids or texts. `nth` counts equal rows
 * without an id within one file, from 0, so that the second of two equal rows is a ticket too.
 */
export function sourceRowId(
  { source, ownId, cells, nth = 0 }: { source: string; ownId: string | null; cells: string[]; nth?: number },
  secret: KeyObject,
): { id: string; content: string } {
  const hmac = (kind: string, texts: string[]): string =>
    createHmac('sha256', secret)
      .update(joined([`paperdesk ${kind}`, source.normalize('NFC').trim(), ...texts]), 'utf8')
      .digest('hex');
  const row = counted(cells);
  const id = ownId === null ? hmac('row', [String(nth), ...row]) : hmac('id', [ownId]);
  return { id, content: hmac('content', row) };
}
