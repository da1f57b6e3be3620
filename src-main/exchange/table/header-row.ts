import { LIMITS } from './limits.ts';
import type { ReadRow } from './rows.ts';

const LOOKED_AT = 30;
const DATA =
  /^(?:[^\s@]+@[^\s@]+\.[^\s@]+|[-+]?\d+(?:[.,]\d+)?|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(?:[ T].*)?|\d{1,3}(?:\.\d{1,3}){3})$/;

const filled = (row: ReadRow): number => row.cells.filter((cell) => cell.trim() !== '').length;

/** A row of names has no addresses, numbers or dates, no long texts, and hardly an empty cell. */
function looksLikeData(row: ReadRow): boolean {
  return row.cells.some((cell) => DATA.test(cell.trim()) || cell.length > 120 || /<[^\s<>@]+@[^\s<>@]+>/.test(cell));
}

/**
 * The row among the first ones that names the columns: the first about as wide as the table, unless it looks like a
 * ticket itself, then null. Titles above the table are passed by; a heading with a broken quote is still the heading.
 */
export function guessHeaderRow(rows: ReadRow[]): number | null {
  const read = rows.slice(0, LIMITS.sampleRows).filter((row) => row.ok);
  const widths = read.map(filled).sort((a, b) => a - b);
  const usual = widths[Math.floor(widths.length / 2)] ?? 0;
  const first = rows.slice(0, LOOKED_AT).find((row) => filled(row) >= Math.max(1, usual * 0.6));
  if (first === undefined || looksLikeData(first)) return null;
  return first.rowNumber;
}
