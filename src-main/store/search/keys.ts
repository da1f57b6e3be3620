/**
 * The find key of a ticket: an integer below 2^41 that sorts by the second of creation, then by a free counter. It is
 * the row of the ticket in the search index, and decides which month's words its texts are indexed under.
 */
const EPOCH = Date.UTC(2000, 0, 1) / 1000;
const LAST_SECOND = 2 ** 31 - 1;
const A_SECOND = 1024;

/** Texts of one ticket with a row of their own below its find key; further ones get negative rows. */
export const ROWS_A_TICKET = 4096;

const secondOf = (createdMs: number): number =>
  Math.min(LAST_SECOND, Math.max(0, Math.floor((Number.isFinite(createdMs) ? createdMs : 0) / 1000) - EPOCH));

/**
 * The next free find key for a ticket created at `createdMs` (Unix milliseconds; years 2000 to 2068, others are held
 * to these). `highest(low, high)` answers the highest key in use between the two, both included.
 */
export function freeKey(createdMs: number, highest: (low: number, high: number) => number | null): number {
  const second = secondOf(createdMs);
  for (let step = 1, at = second; ; at += step) {
    if (at > LAST_SECOND) {
      step = -1;
      at = second - 1;
    }
    const low = at * A_SECOND;
    const used = highest(low, low + A_SECOND - 1);
    if (used === null) return low;
    if (used < low + A_SECOND - 1) return used + 1;
  }
}

/** The lowest and highest find key of tickets created from one moment to another (Unix milliseconds, both included). */
export const keysBetween = (fromMs: number, toMs: number): { low: number; high: number } => ({
  low: secondOf(fromMs) * A_SECOND,
  high: secondOf(toMs) * A_SECOND + A_SECOND - 1,
});

/** The month of a find key: the two characters its words begin with, and the lowest key of that month. */
export type Month = { code: string; low: number };

const months = new Map<number, Month>();

/** The month a find key belongs to. */
export function monthOf(key: number): Month {
  const date = new Date((Math.floor(key / A_SECOND) + EPOCH) * 1000);
  const number = (date.getUTCFullYear() - 2000) * 12 + date.getUTCMonth();
  let month = months.get(number);
  if (!month) {
    const low = (Date.UTC(2000, number, 1) / 1000 - EPOCH) * A_SECOND;
    month = { code: number.toString(36).padStart(2, '0'), low };
    months.set(number, month);
  }
  return month;
}
