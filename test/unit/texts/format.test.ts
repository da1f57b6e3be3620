import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { DATE_FORMATS } from '../../../src-main/contract/office.ts';
import { en } from '../../../src-renderer/texts/en.ts';
import { Formats, type DateFormat } from '../../../src-renderer/texts/format.ts';

/** Tuesday 24 November 2026, 10:43 in Berlin. */
const NOW = Date.UTC(2026, 10, 24, 9, 43);
const MINUTE = 60_000;
const at = (text: string) => Date.parse(text);
const formats = (zone = 'Europe/Berlin', dateFormat: DateFormat = 'd MMM yyyy', now = NOW) =>
  new Formats({ locale: 'en-GB', zone, dateFormat, texts: en, now: () => now });

describe('ages', () => {
  test.each([
    [0, 'now'],
    [59_000, 'now'],
    [6 * MINUTE, '6 min'],
    [25 * MINUTE, '25 min'],
    [60 * MINUTE, '1 h'],
    [10 * 60 * MINUTE, '10 h'],
    [20 * 60 * MINUTE, '1 d'],
    [4 * 24 * 60 * MINUTE, '4 d'],
    [6 * 24 * 60 * MINUTE, '6 d'],
    [7 * 24 * 60 * MINUTE, '17 Nov'],
    [400 * 24 * 60 * MINUTE, '20 Oct 2025'],
  ])('%i ms ago is %s', (ago, said) => {
    expect(formats().age(NOW - ago)).toBe(said);
  });

  test('a ticket of before midnight is hours old in the small hours', () => {
    const night = at('2026-11-24T01:30:00+01:00');
    expect(formats('Europe/Berlin', 'd MMM yyyy', night).age(at('2026-11-23T22:00:00+01:00'))).toBe('3 h');
  });

  test('what lies ahead of a clock that was put back is shown with its day', () => {
    expect(formats().age(NOW + 3 * 24 * 60 * MINUTE)).toBe('27 Nov');
  });
});

describe('dates in the zone of the office', () => {
  test('the day of the office counts, not that of the computer', () => {
    const instant = at('2026-11-19T23:30:00Z');
    expect(formats('Europe/Berlin').moment(instant)).toBe('Fri 20 Nov, 00:30');
    expect(formats('America/New_York').moment(instant)).toBe('Thu 19 Nov, 18:30');
  });

  test.each([
    ['2026-11-24T10:17:00+01:00', 'Today, 10:17'],
    ['2026-11-23T08:00:00+01:00', 'Yesterday, 08:00'],
    ['2026-11-19T11:40:00+01:00', 'Thu 19 Nov, 11:40'],
    ['2025-11-19T11:40:00+01:00', '19 Nov 2025, 11:40'],
  ])('%s is %s', (text, said) => {
    expect(formats().moment(at(text))).toBe(said);
  });

  test.each([
    ['2026-11-24T10:30:00+01:00', 'due 10:30', true],
    ['2026-11-24T12:00:00+01:00', 'due 12:00', false],
    ['2026-11-24T00:00:00+01:00', 'due today', false],
    ['2026-11-24T23:59:59+01:00', 'due today', false],
    ['2026-11-23T00:00:00+01:00', 'due yesterday', true],
    ['2026-11-23T23:59:59+01:00', 'due yesterday', true],
    ['2026-11-25T00:00:00+01:00', 'due tomorrow', false],
    ['2026-11-27T00:00:00+01:00', 'due Fri 27 Nov', false],
    ['2027-01-08T00:00:00+01:00', 'due 8 Jan 2027', false],
  ])('%s is %s', (text, said, late) => {
    expect(formats().due(at(text))).toBe(said);
    expect(formats().isLate(at(text))).toBe(late);
  });

  test('every date format of the settings is written', () => {
    const day = at('2026-02-03T12:00:00+01:00');
    expect(DATE_FORMATS.map((format) => formats('Europe/Berlin', format).date(day))).toEqual([
      '3 Feb 2026',
      '03.02.2026',
      '03/02/2026',
      '02/03/2026',
      '2026-02-03',
    ]);
    expect(DATE_FORMATS.map((format) => formats('Europe/Berlin', format).day(day))).toEqual([
      '3 Feb',
      '03.02.',
      '03/02',
      '02/03',
      '02-03',
    ]);
  });

  test('a day of a field begins at midnight of the office, in summer and in winter', () => {
    expect(formats().fromFieldDate('2026-07-01')).toBe(at('2026-06-30T22:00:00Z'));
    expect(formats().fromFieldDate('2026-12-01')).toBe(at('2026-11-30T23:00:00Z'));
    for (const nonsense of ['', '2026-02-30', '2026-13-01', '2026-00-10', '24.12.2026', '20261224'])
      expect(formats().fromFieldDate(nonsense), nonsense).toBeNull();
  });

  test('a day without a midnight begins at its first moment', () => {
    // Chile goes to summer time at midnight: 6 September 2026 has no 00:00.
    const start = formats('America/Santiago').fromFieldDate('2026-09-06');
    expect(start && formats('America/Santiago').fieldDate(start)).toBe('2026-09-06');
  });

  property.prop([
    fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(2100, 0, 1) }),
    fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland', 'Africa/Cairo', 'UTC'),
  ])('a day shown in a field comes back as the same day', (instant, zone) => {
    const f = formats(zone);
    const start = f.fromFieldDate(f.fieldDate(instant));
    expect(start).not.toBeNull();
    expect(f.fieldDate(start ?? 0)).toBe(f.fieldDate(instant));
    expect(start ?? Infinity).toBeLessThanOrEqual(instant);
  });
});

describe('numbers', () => {
  test.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1_000, '1 kB'],
    [212_400, '212 kB'],
    [999_600, '1 MB'],
    [1_800_000, '1.8 MB'],
    [12_345_678, '12 MB'],
    [2_147_483_648, '2.1 GB'],
    [-5, '0 bytes'],
  ])('%i bytes are %s', (bytes, said) => {
    expect(formats().bytes(bytes)).toBe(said);
  });

  test('counts, shares, work and time left are read at a glance', () => {
    expect(formats().count(48_212)).toBe('48,212');
    expect(formats().percent(0.618)).toBe('62%');
    expect(formats().worked(45 * 60)).toBe('0 h 45');
    expect(formats().worked(12 * 3600 + 5 * 60)).toBe('12 h 05');
    expect(formats().worked(-90)).toBe('−0 h 02');
    expect(formats().left(1_200)).toBe('1 second left');
    expect(formats().left(43_000)).toBe('45 seconds left');
    expect(formats().left(125_000)).toBe('2 minutes left');
    expect(formats().left(7_300_000)).toBe('2 hours left');
  });

  test('a list of names is joined, a long one is cut and says so', () => {
    expect(formats().list(['Anna'])).toBe('Anna');
    expect(formats().list(['Anna', 'Ben', 'Carla'])).toBe('Anna, Ben and Carla');
    expect(formats().list(['Anna', 'Ben', 'Carla', 'Dan', 'Eve'], 2)).toBe('Anna, Ben and 3 more');
  });
});
