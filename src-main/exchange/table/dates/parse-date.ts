import { Temporal } from 'temporal-polyfill';
import { readDate } from './read-date.ts';
import type { DateRefusal, TableDateFormat } from './read-date.ts';

const FIRST_YEAR = 1970;
const LAST_YEAR = 2100;
const QUARTER = 15 * 60 * 1000;
const DAY = 96 * QUARTER;
const KEPT = 50_000;

/** Instants of quarters of an hour already found, by zone: a file names the same days over and over. */
const instants = new Map<string, Map<number, number>>();

/**
 * UTC milliseconds of a wall clock in a zone. An hour that summer time leaves out is taken for the one after it, an
 * hour that comes twice for the first. Zones change at quarters of an hour, so those are remembered.
 */
function instantOf(localMs: number, zone: string): number {
  let known = instants.get(zone);
  if (known === undefined || known.size > KEPT) {
    known = new Map<number, number>();
    instants.set(zone, known);
  }
  const quarter = Math.floor(localMs / QUARTER) * QUARTER;
  let instant = known.get(quarter);
  if (instant === undefined) {
    const wall = Temporal.PlainDateTime.from(new Date(quarter).toISOString().slice(0, 19));
    instant = wall.toZonedDateTime(zone).epochMilliseconds;
    known.set(quarter, instant);
  }
  return instant + (localMs - quarter);
}

/**
 * UTC milliseconds of a date as a column writes it; without an offset of its own it is read in `zone` (IANA name), a
 * day alone as its midnight. Years before 1970 and after 2100 are refused: no ticket is of then.
 */
export function parseDate(
  text: string,
  format: TableDateFormat,
  zone: string,
): { ok: true; at: number } | { ok: false; code: DateRefusal } {
  const read = readDate(text, format);
  if (!read.ok) return read;
  const { year, month, day, time, offset } = read.date;
  if (year < FIRST_YEAR || year > LAST_YEAR) return { ok: false, code: 'year-out-of-range' };
  const local = Date.UTC(year, month - 1, day) + (time ?? 0);
  if (offset !== null) return { ok: true, at: local - offset * 60_000 };
  return { ok: true, at: instantOf(local, zone) };
}

/** A day for a custom date (a birthday, a purchase) as `YYYY-MM-DD`, whatever its time; years 1800 to 2200. */
export function parseDay(
  text: string,
  format: TableDateFormat,
): { ok: true; day: string } | { ok: false; code: DateRefusal } {
  const read = readDate(text, format);
  if (!read.ok) return read;
  const { year, month, day, time } = read.date;
  if (year < 1800 || year > 2200) return { ok: false, code: 'year-out-of-range' };
  const at = Date.UTC(year, month - 1, day) + (time === DAY ? DAY : 0);
  return { ok: true, day: new Date(at).toISOString().slice(0, 10) };
}
