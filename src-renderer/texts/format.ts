import type { DATE_FORMATS } from '../../src-main/contract/office.ts';
import { readDay } from './day-text.ts';
import type { Texts } from './translate.ts';
import { translate } from './translate.ts';

export type DateFormat = (typeof DATE_FORMATS)[number];
export type FormatSettings = {
  /** BCP 47, as `en-GB`. */
  locale: string;
  /** IANA zone of the office, never of the computer. */
  zone: string;
  dateFormat: DateFormat;
  /** The language's texts, for words as "Yesterday". */
  texts: Texts;
  /** Present time in UTC milliseconds; asked at each call, so that ages grow. */
  now: () => number;
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
type Civil = { year: number; month: number; day: number; hour: number; minute: number; second: number };

/** Numbers, dates and ages as the office reads them. Instants are UTC milliseconds, sizes are bytes. */
export class Formats {
  readonly #settings: FormatSettings;
  readonly #civil: Intl.DateTimeFormat;
  readonly #weekday: Intl.DateTimeFormat;
  readonly #month: Intl.DateTimeFormat;
  readonly #count: Intl.NumberFormat;
  readonly #list: Intl.ListFormat;

  constructor(settings: FormatSettings) {
    const { locale, zone } = settings;
    this.#settings = settings;
    this.#civil = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    this.#weekday = new Intl.DateTimeFormat(locale, { timeZone: zone, weekday: 'short' });
    this.#month = new Intl.DateTimeFormat(locale, { timeZone: zone, month: 'short' });
    this.#count = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
    this.#list = new Intl.ListFormat(locale, { type: 'conjunction', style: 'long' });
  }

  /** `48,212` */
  count(n: number): string {
    return this.#count.format(n);
  }

  /** `62 %` of a share between 0 and 1. */
  percent(share: number): string {
    return new Intl.NumberFormat(this.#settings.locale, { style: 'percent', maximumFractionDigits: 0 }).format(share);
  }

  /** `212 kB`, `1.8 MB`: decimal units, as files are shown by the three systems' stores. */
  bytes(n: number): string {
    const units = ['byte', 'kB', 'MB', 'GB', 'TB'] as const;
    let step = 0;
    let value = Math.max(0, n);
    while (step < units.length - 1 && Math.round(value) >= 1000) {
      value /= 1000;
      step += 1;
    }
    const unit = units[step] ?? 'TB';
    if (unit === 'byte') return this.#say('time.bytes', { n: value });
    const digits = value < 10 && step > 1 ? 1 : 0;
    const number = new Intl.NumberFormat(this.#settings.locale, { maximumFractionDigits: digits }).format(value);
    return `${number} ${unit}`;
  }

  /** `Anna, Ben and Carla`; with more than `most` names `Anna, Ben and 3 more`. */
  list(items: readonly string[], most = Infinity): string {
    if (items.length <= most) return this.#list.format(items);
    const rest = this.#say('time.more', { n: items.length - most });
    return this.#list.format([...items.slice(0, most), rest]);
  }

  /** `10:17`, always of 24 hours. */
  time(at: number): string {
    const { hour, minute } = this.#at(at);
    return `${two(hour)}:${two(minute)}`;
  }

  /** `19 Nov 2026`, or in the office's own date format. */
  date(at: number): string {
    return this.#dayMonth(at, true);
  }

  /** `Today`, `Yesterday`, `19 Nov`, and with the year when it is another one. */
  day(at: number): string {
    const apart = this.#daysFromToday(at);
    if (apart === 0) return this.#say('time.today');
    if (apart === -1) return this.#say('time.yesterday');
    if (apart === 1) return this.#say('time.tomorrow');
    return this.#dayMonth(at, !this.#sameYear(at));
  }

  /** `Today, 10:17`, `Thu 19 Nov, 11:40`, `19 Nov 2025, 11:40`. */
  moment(at: number): string {
    const apart = this.#daysFromToday(at);
    const day = Math.abs(apart) <= 1 ? this.day(at) : this.#withWeekday(at);
    return this.#say('time.dayAndTime', { day, time: this.time(at) });
  }

  /** `19 Nov 2026, 11:40`: for paper, titles and what has to be exact. */
  exact(at: number): string {
    return this.#say('time.dayAndTime', { day: this.date(at), time: this.time(at) });
  }

  /** `now`, `6 min`, `1 h`, `1 d`, `6 d`, then the day. What lies ahead (a clock put back) is shown with its day. */
  age(at: number): string {
    const passed = this.#settings.now() - at;
    if (passed < -MINUTE) return this.day(at);
    if (passed < MINUTE) return this.#say('time.now');
    if (passed < HOUR) return this.#say('time.minutes', { n: Math.floor(passed / MINUTE) });
    const days = -this.#daysFromToday(at);
    if (days === 0 || passed < 12 * HOUR) return this.#say('time.hours', { n: Math.floor(passed / HOUR) });
    if (days < 7) return this.#say('time.days', { n: days });
    return this.#dayMonth(at, !this.#sameYear(at));
  }

  /**
   * `due 10:30`, `due today`, `due yesterday`, `due Fri 27 Nov`.
   * A due moment at midnight of the office, or in the last second before it, stands for the whole day.
   */
  due(at: number): string {
    const apart = this.#daysFromToday(at);
    if (apart === 0 && !this.isWholeDay(at)) return this.#say('time.due', { when: this.time(at) });
    if (apart === 0) return this.#say('time.dueToday');
    if (apart === -1) return this.#say('time.dueYesterday');
    if (apart === 1) return this.#say('time.dueTomorrow');
    return this.#say('time.due', { when: this.#withWeekday(at) });
  }

  /** `Fri 27 Nov`, `27 Nov 2025` in another year; with the time where it is not the whole day. */
  dueDay(at: number): string {
    const day = Math.abs(this.#daysFromToday(at)) <= 1 ? this.day(at) : this.#withWeekday(at);
    return this.isWholeDay(at) ? day : this.#say('time.dayAndTime', { day, time: this.time(at) });
  }

  /** True once a due moment has passed; a whole day is late from the next day on. */
  isLate(at: number): boolean {
    return this.isWholeDay(at) ? this.#daysFromToday(at) < 0 : this.#settings.now() > at;
  }

  /** True for midnight in the office's zone and for the last second of a day: what is due without an hour. */
  isWholeDay(at: number): boolean {
    const { hour, minute, second } = this.#at(at);
    return (hour === 0 && minute === 0 && second === 0) || (hour === 23 && minute === 59 && second === 59);
  }

  /** `0 h 45`, `12 h 05` of seconds. */
  worked(seconds: number): string {
    const minutes = Math.round(Math.abs(seconds) / 60);
    const sign = seconds < 0 && minutes > 0 ? '−' : '';
    return sign + this.#say('time.worked', { hours: Math.floor(minutes / 60), minutes: two(minutes % 60) });
  }

  /** `2 minutes left`, `10 seconds left` of milliseconds; coarse, so that it does not flicker. */
  left(milliseconds: number): string {
    const seconds = Math.max(1, Math.round(milliseconds / 1000));
    if (seconds < 60) return this.#say('time.secondsLeft', { n: seconds < 10 ? seconds : Math.round(seconds / 5) * 5 });
    if (seconds < 3600) return this.#say('time.minutesLeft', { n: Math.round(seconds / 60) });
    return this.#say('time.hoursLeft', { n: Math.round(seconds / 3600) });
  }

  /** `2026-11-19`: the day of a moment, as fields of days keep it. */
  fieldDate(at: number): string {
    const { year, month, day } = this.#at(at);
    return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  }

  /** `2026-11-19 11.40.05`: a moment in the name of a file, which no disk refuses. */
  fileStamp(at: number): string {
    const { hour, minute, second } = this.#at(at);
    return `${this.fieldDate(at)} ${two(hour)}.${two(minute)}.${two(second)}`;
  }

  /** Midnight of the office's zone at a day given as `2026-11-19`, in UTC milliseconds; null for what is no day. */
  fromFieldDate(text: string): number | null {
    const match = /^(\d{4,6})-(\d\d)-(\d\d)$/.exec(text);
    if (!match) return null;
    const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
    const wanted = Date.UTC(year, month - 1, day);
    if (new Date(wanted).getUTCDate() !== day || month < 1 || month > 12) return null;
    // Where summer time begins at midnight there is no 00:00: the day then begins at its first moment.
    for (const guess of [wanted - this.#offset(wanted), wanted - this.#offset(wanted - this.#offset(wanted))])
      if (this.#wall(guess) === wanted) return guess;
    return wanted - this.#offset(wanted - DAY);
  }

  /** A day given as `2026-11-19`, as the office writes it; what is no day stays as it is. */
  dayText(day: string): string {
    const at = this.fromFieldDate(day);
    return at === null ? day : this.date(at);
  }

  /** The day that somebody wrote in the office's date format, as `2026-11-19`; null for what is none. */
  readDay(text: string): string | null {
    const { dateFormat, locale, now } = this.#settings;
    return readDay(text, { dateFormat, locale, today: this.fieldDate(now()) });
  }

  /** `Tuesday, 24 November 2026` of a day given as `2026-11-24`, for reading aloud. */
  spokenDay(day: string): string {
    const at = Date.parse(`${day}T12:00:00Z`);
    return new Intl.DateTimeFormat(this.#settings.locale, { dateStyle: 'full', timeZone: 'UTC' }).format(at);
  }

  /** Which of the words for an empty field of a day goes with the office's date format. */
  get dateForm() {
    return DATE_FORMS[this.#settings.dateFormat];
  }

  #say(key: string, values?: Record<string, string | number>): string {
    return translate(this.#settings.texts, this.#settings.locale, key, values);
  }

  #at(at: number): Civil {
    const civil: Civil = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
    for (const { type, value } of this.#civil.formatToParts(at)) if (type in civil) civil[type as keyof Civil] = +value;
    return civil;
  }

  /** The office's clock on the wall, as if it were UTC. */
  #wall(at: number): number {
    const { year, month, day, hour, minute, second } = this.#at(at);
    return Date.UTC(year, month - 1, day, hour, minute, second);
  }

  #offset(at: number): number {
    return this.#wall(at) - Math.floor(at / 1000) * 1000;
  }

  #daysFromToday(at: number): number {
    return Math.floor(this.#wall(at) / DAY) - Math.floor(this.#wall(this.#settings.now()) / DAY);
  }

  #sameYear(at: number): boolean {
    return this.#at(at).year === this.#at(this.#settings.now()).year;
  }

  #withWeekday(at: number): string {
    if (!this.#sameYear(at)) return this.#dayMonth(at, true);
    return this.#say('time.weekdayAndDay', { weekday: this.#weekday.format(at), day: this.#dayMonth(at, false) });
  }

  #dayMonth(at: number, withYear: boolean): string {
    const { year, month, day } = this.#at(at);
    const [d, m, y] = [two(day), two(month), String(year).padStart(4, '0')];
    switch (this.#settings.dateFormat) {
      case 'dd.MM.yyyy':
        return withYear ? `${d}.${m}.${y}` : `${d}.${m}.`;
      case 'dd/MM/yyyy':
        return withYear ? `${d}/${m}/${y}` : `${d}/${m}`;
      case 'MM/dd/yyyy':
        return withYear ? `${m}/${d}/${y}` : `${m}/${d}`;
      case 'yyyy-MM-dd':
        return withYear ? `${y}-${m}-${d}` : `${m}-${d}`;
      case 'd MMM yyyy': {
        const values = { day: String(day), month: this.#month.format(at) };
        return withYear ? this.#say('time.dayMonthYear', { ...values, year: y }) : this.#say('time.dayMonth', values);
      }
    }
  }
}

const DATE_FORMS = {
  'd MMM yyyy': 'words',
  'dd.MM.yyyy': 'points',
  'dd/MM/yyyy': 'slashes',
  'MM/dd/yyyy': 'monthFirst',
  'yyyy-MM-dd': 'yearFirst',
} as const satisfies Record<DateFormat, string>;

const two = (n: number) => String(n).padStart(2, '0');
