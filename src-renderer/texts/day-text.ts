import type { DATE_FORMATS } from '../../src-main/contract/office.ts';

type DateFormat = (typeof DATE_FORMATS)[number];
type Parts = { year: number | null; month: number; day: number };

/** Two figures of a year mean one of the last eighty years or of the next twenty. */
const AHEAD = 20;

const ORDERS = {
  'd MMM yyyy': 'dmy',
  'dd.MM.yyyy': 'dmy',
  'dd/MM/yyyy': 'dmy',
  'MM/dd/yyyy': 'mdy',
  'yyyy-MM-dd': 'ymd',
} as const satisfies Record<DateFormat, string>;

/** What reading a day needs to know of the office and its language. */
export type DayReading = {
  dateFormat: DateFormat;
  /** BCP 47: whose month names are read. */
  locale: string;
  /** Today in the office's zone, as `2026-11-24`: says the year that was left out. */
  today: string;
};

/** The number of a month by its name or at least three letters of it; null for any other word, or for two months. */
function monthOf(word: string, locale: string): number | null {
  const fold = (text: string) => text.toLocaleLowerCase(locale).replaceAll('.', '');
  const fits: number[] = [];
  for (let month = 1; month <= 12; month += 1) {
    const names = (['long', 'short'] as const).map((form) =>
      fold(new Intl.DateTimeFormat(locale, { month: form, timeZone: 'UTC' }).format(Date.UTC(2024, month - 1, 15))),
    );
    if (names.includes(word)) return month;
    if (word.length >= 3 && names.some((name) => name.startsWith(word))) fits.push(month);
  }
  return fits.length === 1 ? (fits[0] ?? null) : null;
}

/** The year that is meant; null for one or three figures. */
function yearOf(figures: string, thisYear: number): number | null {
  if (figures.length === 4) return Number(figures);
  if (figures.length !== 2) return null;
  const last = thisYear + AHEAD;
  const year = last - (last % 100) + Number(figures);
  return year > last ? year - 100 : year;
}

/** `24112026` as three numbers, where figures stand without anything between them. */
function cut(figures: string, order: string): string[] {
  const long = figures.length === 8;
  if (!long && figures.length !== 6) return [figures];
  const year = long ? 4 : 2;
  const at = order === 'ymd' ? [year, year + 2] : [2, 4];
  return [figures.slice(0, at[0]), figures.slice(at[0], at[1]), figures.slice(at[1])];
}

function partsOf(words: readonly string[], { dateFormat, locale, today }: DayReading): Parts | null {
  const thisYear = Number(today.slice(0, 4));
  const order = ORDERS[dateFormat];
  const named = words.findIndex((word) => !/^\d+$/.test(word));
  let figures = words.filter((_word, at) => at !== named);
  if (figures.some((word) => !/^\d{1,8}$/.test(word))) return null;
  if (named >= 0) {
    const month = monthOf(words[named] ?? '', locale);
    if (month === null || figures.length < 1 || figures.length > 2) return null;
    if (figures[0]?.length === 4) figures = figures.toReversed();
    const [day = '', year] = figures;
    return { day: Number(day), month, year: year === undefined ? thisYear : yearOf(year, thisYear) };
  }
  if (figures.length === 1) figures = cut(figures[0] ?? '', order);
  // A year that stands first is one in every format: 2026-11-24.
  const meant = figures.length === 3 && figures[0]?.length === 4 ? 'ymd' : order;
  const letters = figures.length === 3 ? meant : figures.length === 2 ? meant.replace('y', '') : '';
  const figureOf = (letter: string) => figures[letters.indexOf(letter)];
  const [day, month, year] = [figureOf('d'), figureOf('m'), figureOf('y')];
  if (day === undefined || month === undefined) return null;
  return { day: Number(day), month: Number(month), year: year === undefined ? thisYear : yearOf(year, thisYear) };
}

/**
 * The day that somebody wrote in the office's date format, as `2026-11-24`: with any separators, without leading
 * zeros, with a month's name, with two figures of the year or without it, or with the year in front.
 * Null for what is no day.
 */
export function readDay(text: string, reading: DayReading): string | null {
  const plain = text.normalize('NFKC').trim().toLocaleLowerCase(reading.locale);
  const words = plain.match(/\d+|\p{L}[\p{L}\p{M}]*/gu) ?? [];
  if (words.length > 3 || !/^[\s.,/\\\-–−]*$/u.test(plain.replace(/\d+|\p{L}[\p{L}\p{M}]*/gu, ''))) return null;
  const parts = partsOf(words, reading);
  if (!parts?.year || parts.year < 1000) return null;
  const { year, month, day } = parts;
  const moment = new Date(Date.UTC(year, month - 1, day));
  return moment.getUTCMonth() === month - 1 && moment.getUTCDate() === day ? dayOf(moment) : null;
}

/** A day moved by some days, within the years that are written with four figures. */
export function movedDay(day: string, days: number): string {
  const moment = new Date(`${day}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + days);
  const year = moment.getUTCFullYear();
  return year < 1000 || year > 9999 ? day : dayOf(moment);
}

const dayOf = (moment: Date) => moment.toISOString().slice(0, 10);
