import { serialToIso } from '../xlsx/number-format.ts';
import { monthByName, WEEKDAY } from './month-names.ts';

/** How a column writes its dates. The order of day, month and year is all that has to be known; signs are seen. */
export const TABLE_DATE_FORMATS = [
  'iso',
  'dmy',
  'mdy',
  'ymd',
  'named',
  'excel-1900',
  'excel-1904',
  'unix-seconds',
  'unix-milliseconds',
] as const;
export type TableDateFormat = (typeof TABLE_DATE_FORMATS)[number];

export type DateRefusal = 'not-a-date' | 'no-such-day' | 'no-such-time' | 'year-out-of-range';

/** A date as written: its parts, and minutes east of UTC where the text says so. */
export type WrittenDate = {
  year: number;
  month: number;
  day: number;
  /** Milliseconds since midnight; null where no time is written. */
  time: number | null;
  offset: number | null;
};

type Read = { ok: true; date: WrittenDate } | { ok: false; code: DateRefusal };

const refused = (code: DateRefusal): Read => ({ ok: false, code });

const ZONES: Record<string, number> = {
  z: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  bst: 60,
  west: 60,
  cet: 60,
  mez: 60,
  cest: 120,
  mesz: 120,
  eet: 120,
  eest: 180,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
};

const TIME =
  /^(\d{1,2})(?:[:.h](\d{2}))?(?:[:.](\d{2}))?(?:[.,](\d{1,9}))?\s*(am|pm|a\.m\.|p\.m\.|uhr|h)?\s*(?:(z|[a-z]{3,4})?\s*([+-]\d{2}(?::?\d{2})?)?)?\s*(?:\([^)]*\))?$/i;

/** Milliseconds since midnight and offset of a written time; a code where it is none. */
function readTime(text: string): { time: number; offset: number | null } | DateRefusal {
  const parts = TIME.exec(text);
  if (parts === null) return 'not-a-date';
  const [, hours, minutes, seconds, fraction, half, zone, shift] = parts;
  if (minutes === undefined && half === undefined) return 'not-a-date';
  let hour = Number(hours);
  const twelve = half !== undefined && /^[ap]/i.test(half);
  if (twelve && (hour < 1 || hour > 12)) return 'no-such-time';
  if (twelve) hour = (hour % 12) + (/^p/i.test(half) ? 12 : 0);
  const minute = Number(minutes ?? 0);
  // A leap second is taken for the second before it, as everywhere in computing.
  const second = Math.min(59, Number(seconds ?? 0));
  if (hour > 24 || minute > 59 || Number(seconds ?? 0) > 60 || (hour === 24 && minute + second > 0))
    return 'no-such-time';
  const ms = fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000);
  let offset: number | null = null;
  if (zone !== undefined) {
    const known = ZONES[zone.toLowerCase()];
    if (known === undefined) return 'not-a-date';
    offset = known;
  }
  if (shift !== undefined) {
    const [, sign, h, m] = /^([+-])(\d{2}):?(\d{2})?$/.exec(shift) ?? [];
    offset = (offset ?? 0) + (sign === '-' ? -1 : 1) * (Number(h) * 60 + Number(m ?? 0));
    if (Math.abs(offset) > 18 * 60) return 'no-such-time';
  }
  return { time: ((hour * 60 + minute) * 60 + second) * 1000 + ms, offset };
}

const NUMERIC = /^(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})\.?(?:(?:\s*T|\s*,?\s+)(\S.*))?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(\S*))?$/;
const DAY_FIRST =
  /^(\d{1,2})(?:st|nd|rd|th|er|\.)?[\s-]+(?:of\s+)?([\p{L}]+\.?)[\s,-]+(\d{4}|\d{2})(?:(?:\s*,)?\s+(?:at\s+|um\s+|à\s+)?(\S.*))?$/iu;
const MONTH_FIRST =
  /^([\p{L}]+\.?)[\s-]+(\d{1,2})(?:st|nd|rd|th)?(?:\s*,\s*|\s+|-)(\d{4})(?:(?:\s*,)?\s+(?:at\s+)?(\S.*))?$/iu;
/** `Thu Jun 01 12:15:36 2023`, as C programs write it. */
const C_STYLE = /^([\p{L}]+)\s+(\d{1,2})\s+(\d{1,2}:\d{2}:\d{2})\s+(\d{4})$/iu;

function fullYear(text: string): number {
  const year = Number(text);
  return text.length > 2 ? year : year + (year < 70 ? 2000 : 1900);
}

function complete(year: number, month: number, day: number, time: string | undefined): Read {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return refused('no-such-day');
  if (time === undefined) return { ok: true, date: { year, month, day, time: null, offset: null } };
  const read = readTime(time.trim());
  if (typeof read === 'string') return refused(read);
  return { ok: true, date: { year, month, day, ...read } };
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function readNumeric(text: string, format: 'iso' | 'dmy' | 'mdy' | 'ymd'): Read {
  const parts = NUMERIC.exec(text);
  if (parts === null) {
    const compact = format === 'iso' ? COMPACT.exec(text) : null;
    if (compact === null) return refused('not-a-date');
    const [, year, month, day, h, m, s, rest] = compact;
    const time = h === undefined ? undefined : `${h}:${m ?? '00'}:${s ?? '00'}${rest ?? ''}`;
    return complete(Number(year), Number(month), Number(day), time);
  }
  const [, a = '', sign, b = '', c = '', time] = parts;
  if (format === 'iso' && (sign !== '-' || a.length !== 4)) return refused('not-a-date');
  const yearText = format === 'iso' || format === 'ymd' ? a : c;
  const others = format === 'iso' || format === 'ymd' ? [b, c] : [a, b];
  if ((yearText.length !== 4 && yearText.length !== 2) || others.some((part) => part.length > 2))
    return refused('not-a-date');
  const [month, day] = format === 'dmy' ? [b, a] : format === 'mdy' ? [a, b] : [b, c];
  return complete(fullYear(yearText), Number(month), Number(day), time);
}

function readNamed(text: string): Read {
  const bare = text.replace(WEEKDAY, '');
  const c = C_STYLE.exec(bare);
  const dayFirst = DAY_FIRST.exec(bare);
  const monthFirst = c === null ? MONTH_FIRST.exec(bare) : null;
  const [word, day, year, time] =
    c !== null
      ? [c[1], c[2], c[4], c[3]]
      : dayFirst !== null
        ? [dayFirst[2], dayFirst[1], dayFirst[3], dayFirst[4]]
        : [monthFirst?.[1], monthFirst?.[2], monthFirst?.[3], monthFirst?.[4]];
  const month = word === undefined ? null : monthByName(word);
  if (month === null || year === undefined) return refused('not-a-date');
  return complete(fullYear(year), month, Number(day), time);
}

function readNumber(text: string, format: 'excel-1900' | 'excel-1904' | 'unix-seconds' | 'unix-milliseconds'): Read {
  if (!/^\d+(?:[.,]\d+)?$/.test(text)) return refused('not-a-date');
  const value = Number(text.replace(',', '.'));
  if (format === 'excel-1900' || format === 'excel-1904') {
    const iso = serialToIso(value, format === 'excel-1904', true, value % 1 !== 0);
    return iso === null ? refused('not-a-date') : readNumeric(iso, 'iso');
  }
  const ms = Math.floor(format === 'unix-seconds' ? value * 1000 : value);
  if (ms > 8.64e15) return refused('year-out-of-range');
  const read = readNumeric(new Date(ms).toISOString().replace(/^\+0*/, ''), 'iso');
  return read.ok ? read : refused('year-out-of-range');
}

/** Reads a date as `format` writes it, into its parts; no zone is applied yet. */
export function readDate(text: string, format: TableDateFormat): Read {
  const trimmed = text.replace(/[\s\u00a0\u202f]+/g, ' ').trim();
  if (trimmed.length > 80) return refused('not-a-date');
  switch (format) {
    case 'named':
      return readNamed(trimmed);
    case 'iso':
    case 'dmy':
    case 'mdy':
    case 'ymd':
      return readNumeric(trimmed.replace(WEEKDAY, ''), format);
    default:
      return readNumber(trimmed, format);
  }
}
