import { clock, numberText, readNumberFormat } from '../xlsx/number-format.ts';
import type { NumberFormat } from '../xlsx/number-format.ts';

const DAY_MS = 86_400_000;
/** Excel's day 0: times without a day are written as times of it. */
const DAY_ZERO = Date.UTC(1899, 11, 31);
/** From here on Excel counts a 29 February 1900 that never was. */
const MARCH_1900 = Date.UTC(1900, 2, 1);

const date = (withDate: boolean, withTime: boolean): NumberFormat => ({ kind: 'date', withDate, withTime });
/** Formats SpreadsheetML has names for (Microsoft, "XML Spreadsheet Reference", ss:NumberFormat); all others are codes. */
const NAMED = new Map<string, NumberFormat>([
  ['general date', date(true, true)],
  ...['long date', 'medium date', 'short date'].map((name) => [name, date(true, false)] as const),
  ...['long time', 'medium time', 'short time'].map((name) => [name, date(false, true)] as const),
  ['percent', { kind: 'percent' }],
  ...['general', 'general number', 'fixed', 'standard', 'currency', 'euro currency', 'scientific']
    .concat('yes/no', 'true/false', 'on/off', '')
    .map((name) => [name, { kind: 'general' }] as const),
]);

export const formatOf = (code: string): NumberFormat =>
  NAMED.get(code.trim().toLowerCase()) ?? readNumberFormat(0, code);

const DATE_TIME = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,3})\d*)?)?$/;

/** A `DateTime` as a spreadsheet program shows it: ISO text without a zone, or a length of time. */
function dateText(raw: string, format: NumberFormat): string {
  const parts = DATE_TIME.exec(raw);
  if (parts === null) return raw;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const ms = Number((parts[7] ?? '').padEnd(3, '0'));
  const time = ((hour * 60 + minute) * 60 + second) * 1000 + ms;
  const days = Date.UTC(year, month - 1, day);
  const timeOnly = format.kind === 'duration' || (format.kind === 'date' && !format.withDate);
  if (days >= DAY_ZERO && (timeOnly || days === DAY_ZERO)) {
    const since = days - DAY_ZERO + (days >= MARCH_1900 ? DAY_MS : 0);
    if (format.kind === 'duration' || since === 0) return clock(since + time);
  }
  const written = raw.slice(0, 10);
  return time === 0 && (parts[4] === undefined || (format.kind === 'date' && !format.withTime))
    ? written
    : `${written}T${clock(time)}`;
}

/** The text of a cell by the type of its data (`String`, `Number`, `DateTime`, `Boolean`, `Error`) and its style. */
export function cellText(type: string, value: string, format: NumberFormat, date1904: boolean): string {
  switch (type) {
    case 'Number':
      return value.trim() === '' ? '' : numberText(value.trim(), format, date1904);
    case 'DateTime':
      return dateText(value.trim(), format);
    case 'Boolean':
      return value.trim() === '' ? '' : value.trim() === '1' ? 'TRUE' : 'FALSE';
    default:
      return value;
  }
}
