import { readDate } from './read-date.ts';
import type { TableDateFormat } from './read-date.ts';

/** Reading order: what says itself first. Numbers are dates only where a column's name says so. */
const WRITTEN: TableDateFormat[] = ['iso', 'named', 'ymd', 'dmy', 'mdy'];
const NUMBERS: TableDateFormat[] = ['excel-1900', 'unix-seconds', 'unix-milliseconds'];
/** Share of a column that must be dates for it to be called one. */
const ENOUGH = 0.9;

export type DateGuess =
  | { kind: 'format'; format: TableDateFormat; read: number; unread: number }
  | { kind: 'ambiguous'; formats: TableDateFormat[]; example: string; readings: string[]; unread: number }
  | { kind: 'none' };

/** Texts that stand for "no date" in exports. */
export function isNoDate(text: string): boolean {
  return /^(?:|-+|–|n\/?a|none|null|nil|never|0|0000-00-00(?: 00:00:00)?|k\.? ?a\.?|keine?|aucune?)$/i.test(
    text.trim(),
  );
}

function inReach(text: string, format: TableDateFormat): boolean {
  const value = Number(text.replace(',', '.'));
  if (format === 'excel-1900') return value >= 25_569 && value < 73_415;
  if (format === 'unix-seconds') return value >= 100_000_000 && value < 4_133_980_800;
  if (format === 'unix-milliseconds') return value >= 100_000_000_000 && value < 4_133_980_800_000;
  return true;
}

/** Counts, text by text, which formats read a column; for a whole file as well as for a sample. */
export class DateTally {
  private readonly formats: TableDateFormat[];
  private readonly reads = new Map<TableDateFormat, number>();
  private total = 0;
  private example: { text: string; readings: Map<TableDateFormat, string> } | null = null;
  private halves = false;
  private dotted = 0;

  /** `numbers`: also Excel's serial numbers and Unix times, for columns whose name says that they are dates. */
  constructor({ numbers = false }: { numbers?: boolean } = {}) {
    this.formats = numbers ? [...WRITTEN, ...NUMBERS] : WRITTEN;
  }

  add(text: string): void {
    if (isNoDate(text)) return;
    this.total++;
    if (/\d\s*[ap]\.?m\.?\b/i.test(text)) this.halves = true;
    if (/^\D*\d{1,2}\.\d{1,2}\.\d/.test(text)) this.dotted++;
    const readings = new Map<TableDateFormat, string>();
    // A year in front and a hyphen leave no doubt: the other orders need not be tried.
    const formats: TableDateFormat[] = /^\s*\d{4}-/.test(text) ? ['iso', 'ymd'] : this.formats;
    for (const format of formats) {
      const read = readDate(text, format);
      if (!read.ok || !inReach(text, format)) continue;
      this.reads.set(format, (this.reads.get(format) ?? 0) + 1);
      const { year, month, day } = read.date;
      readings.set(format, `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`);
    }
    if (new Set(readings.values()).size > 1 && (this.example === null || readings.size > this.example.readings.size))
      this.example = { text, readings };
  }

  result(): DateGuess {
    const share = (format: TableDateFormat): number => (this.reads.get(format) ?? 0) / Math.max(1, this.total);
    const most = Math.max(...this.formats.map(share));
    if (this.total === 0 || most < ENOUGH) return { kind: 'none' };
    // A format that reads fewer than another is refuted by the rows it does not read.
    const fit = this.formats.filter((format) => share(format) === most && share(format) > 0);
    const first = fit[0] as TableDateFormat;
    const read = this.reads.get(first) ?? 0;
    const unread = this.total - read;
    const open = fit.filter((format) => this.example?.readings.has(format));
    const differing = new Set(open.map((format) => this.example?.readings.get(format)));
    if (first === 'iso' || first === 'named' || open.length < 2 || differing.size < 2 || this.example === null)
      return { kind: 'format', format: first, read, unread };
    // Dots between day, month and year are German and Swiss usage, where the day comes first.
    if (fit.includes('dmy') && this.dotted >= this.total * ENOUGH)
      return { kind: 'format', format: 'dmy', read, unread };
    const { text, readings } = this.example;
    const likely: TableDateFormat = this.halves ? 'mdy' : 'dmy';
    const formats = [...open].sort((a, b) => Number(b === likely) - Number(a === likely));
    return { kind: 'ambiguous', formats, example: text, readings: formats.map((f) => readings.get(f) ?? ''), unread };
  }
}

/**
 * The format of a column's dates by all of its texts; `ambiguous` with both (or all) readings of one example where day
 * and month could be changed over, `none` where fewer than nine in ten are dates.
 */
export function guessDates(samples: Iterable<string>, options: { numbers?: boolean } = {}): DateGuess {
  const tally = new DateTally(options);
  for (const text of samples) tally.add(text);
  return tally.result();
}
