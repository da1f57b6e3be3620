import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { guessDates, parseDate, parseDay, TABLE_DATE_FORMATS } from '../../../../src-main/exchange/table/index.ts';
import type { TableDateFormat } from '../../../../src-main/exchange/table/index.ts';

const BERLIN = 'Europe/Berlin';
const at = (iso: string): number => Date.parse(iso);

describe('the format of a column', () => {
  it.each<[string[], TableDateFormat]>([
    [['2023-06-01', '2023-06-13'], 'iso'],
    [['2023-06-01 12:15:36', '2023-06-02T01:00:00Z', '2023-06-02T01:00:00.123+02:00'], 'iso'],
    [['20230601', '20230602T121536Z'], 'iso'],
    [['2023/06/01', '2023/12/31 23:59'], 'ymd'],
    [['1.6.2023', '01.06.2023 14:05'], 'dmy'],
    [['01.06.23', '02.06.23'], 'dmy'],
    [['13/06/2023', '01/02/2023'], 'dmy'],
    [['06/13/2023', '01/02/2023 3:04 PM'], 'mdy'],
    [['06-13-2023', '01-02-2023'], 'mdy'],
    [['1 June 2023', 'June 2, 2023 4:05 pm', '03-Jul-23'], 'named'],
    [['1. März 2023', '12. Dezember 2023 08:15 Uhr'], 'named'],
    [['1er août 2023', '14 juil. 2023 à 08:15', '3 février 2024'], 'named'],
    [
      ['Thu, 01 Jun 2023 12:15:36 +0200', 'Thu Jun 01 2023 12:15:36 GMT+0200 (CEST)', 'Thu Jun 01 12:15:36 2023'],
      'named',
    ],
  ])('%j is %s', (samples, format) => {
    expect(guessDates(samples)).toEqual({ kind: 'format', format, read: samples.length, unread: 0 });
    for (const sample of samples) expect(parseDate(sample, format, BERLIN)).toMatchObject({ ok: true });
  });

  it('asks where day and month could be changed over, with both readings', () => {
    expect(guessDates(['05/06/2023', '01/02/2023 10:00'])).toEqual({
      kind: 'ambiguous',
      formats: ['dmy', 'mdy'],
      example: '05/06/2023',
      readings: ['2023-06-05', '2023-05-06'],
      unread: 0,
    });
    expect(guessDates(['05/06/2023 3:04 PM'])).toMatchObject({ kind: 'ambiguous', formats: ['mdy', 'dmy'] });
    expect(guessDates(['05/06/07'])).toMatchObject({ kind: 'ambiguous', formats: ['dmy', 'ymd', 'mdy'] });
  });

  it('lets a single row settle it', () => {
    expect(guessDates([...Array.from({ length: 500 }, () => '05/06/2023'), '25/06/2023'])).toMatchObject({
      format: 'dmy',
    });
  });

  it('takes numbers for dates only where the column’s name says so', () => {
    expect(guessDates(['45078', '45079.5'])).toEqual({ kind: 'none' });
    expect(guessDates(['45078', '45079.5'], { numbers: true })).toMatchObject({ format: 'excel-1900' });
    expect(guessDates(['1685614536'], { numbers: true })).toMatchObject({ format: 'unix-seconds' });
    expect(guessDates(['1685614536123'], { numbers: true })).toMatchObject({ format: 'unix-milliseconds' });
    expect(guessDates(['32', '48', '67'], { numbers: true })).toEqual({ kind: 'none' });
  });

  it('passes by what stands for no date, counts what it cannot read, and calls no column dates for one in two', () => {
    const dates = Array.from({ length: 19 }, (_, i) => `2023-06-${String(i + 1).padStart(2, '0')}`);
    expect(guessDates([...dates, 'soon', '', '-', 'N/A', '0000-00-00 00:00:00'])).toEqual({
      kind: 'format',
      format: 'iso',
      read: 19,
      unread: 1,
    });
    expect(guessDates(['2023-06-01', 'soon'])).toEqual({ kind: 'none' });
    expect(guessDates(['', '-'])).toEqual({ kind: 'none' });
  });
});

describe('a date as UTC milliseconds', () => {
  it.each<[string, TableDateFormat, string, string]>([
    ['2023-06-01', 'iso', BERLIN, '2023-05-31T22:00:00Z'],
    ['2023-06-01 12:15:36', 'iso', BERLIN, '2023-06-01T10:15:36Z'],
    ['2023-01-01 12:15', 'iso', BERLIN, '2023-01-01T11:15:00Z'],
    ['2023-06-01T12:15:36Z', 'iso', BERLIN, '2023-06-01T12:15:36Z'],
    ['2023-06-01T12:15:36.5-05:00', 'iso', BERLIN, '2023-06-01T17:15:36.500Z'],
    ['2023-06-01 12:15 EST', 'iso', BERLIN, '2023-06-01T17:15:00Z'],
    ['2023-06-01T24:00:00Z', 'iso', BERLIN, '2023-06-02T00:00:00Z'],
    ['1.6.23 9:05', 'dmy', 'UTC', '2023-06-01T09:05:00Z'],
    ['31.12.99', 'dmy', 'UTC', '1999-12-31T00:00:00Z'],
    ['06/01/2023 12:05 AM', 'mdy', 'UTC', '2023-06-01T00:05:00Z'],
    ['06/01/2023, 12:05 p.m.', 'mdy', 'UTC', '2023-06-01T12:05:00Z'],
    ['45078.75', 'excel-1900', 'UTC', '2023-06-01T18:00:00Z'],
    ['43616', 'excel-1904', 'UTC', '2023-06-01T00:00:00Z'],
    ['1685614536', 'unix-seconds', BERLIN, '2023-06-01T10:15:36Z'],
    ['1685614536123', 'unix-milliseconds', BERLIN, '2023-06-01T10:15:36.123Z'],
    ['1\u202fjuin\u00a02023 à 8h15', 'named', 'UTC', '2023-06-01T08:15:00Z'],
    // An hour that summer time leaves out, one that comes twice, and a zone that changes by half an hour.
    ['2024-03-31 02:30', 'iso', BERLIN, '2024-03-31T01:30:00Z'],
    ['2024-10-27 02:30', 'iso', BERLIN, '2024-10-27T00:30:00Z'],
    ['2024-10-06 02:15', 'iso', 'Australia/Lord_Howe', '2024-10-05T15:45:00Z'],
    ['2024-10-06 02:40', 'iso', 'Australia/Lord_Howe', '2024-10-05T15:40:00Z'],
  ])('%j (%s) in %s', (text, format, zone, expected) => {
    expect(parseDate(text, format, zone)).toEqual({ ok: true, at: at(expected) });
  });

  it.each<[string, TableDateFormat, string]>([
    ['soon', 'iso', 'not-a-date'],
    ['2023-02-29', 'iso', 'no-such-day'],
    ['31/04/2023', 'dmy', 'no-such-day'],
    ['13/13/2023', 'dmy', 'no-such-day'],
    ['2023-06-01 25:00', 'iso', 'no-such-time'],
    ['06/01/2023 13:00 PM', 'mdy', 'no-such-time'],
    ['2023-06-01 12:00 XYZ', 'iso', 'not-a-date'],
    ['1969-12-31', 'iso', 'year-out-of-range'],
    ['2101-01-01', 'iso', 'year-out-of-range'],
    ['99999999999999999', 'unix-seconds', 'year-out-of-range'],
    ['60', 'excel-1900', 'not-a-date'],
    ['x'.repeat(5000), 'named', 'not-a-date'],
  ])('%j (%s) is refused as %s', (text, format, code) => {
    expect(parseDate(text, format, BERLIN)).toEqual({ ok: false, code });
  });

  it('gives custom dates as days, also from before 1970', () => {
    expect(parseDay('3.4.1955', 'dmy')).toEqual({ ok: true, day: '1955-04-03' });
    expect(parseDay('2023-06-01 23:59', 'iso')).toEqual({ ok: true, day: '2023-06-01' });
    expect(parseDay('1.1.1600', 'dmy')).toEqual({ ok: false, code: 'year-out-of-range' });
  });

  const instant = fc.integer({ min: 0, max: Date.UTC(2100, 11, 30) }).map((ms) => Math.floor(ms / 1000) * 1000);
  test.prop([instant])('comes back from every way of writing it', (ms) => {
    const iso = new Date(ms).toISOString();
    const [y = '', m = '', d = ''] = iso.slice(0, 10).split('-');
    const time = iso.slice(11, 19);
    const hour = Number(time.slice(0, 2));
    const half = `${hour % 12 || 12}${time.slice(2)} ${hour < 12 ? 'AM' : 'PM'}`;
    const written: [string, TableDateFormat][] = [
      [iso, 'iso'],
      [`${d}.${m}.${y} ${time}`, 'dmy'],
      [`${m}/${d}/${y} ${half}`, 'mdy'],
      [`${y}/${m}/${d} ${time}`, 'ymd'],
      [new Date(ms).toUTCString(), 'named'],
      [String(ms / 1000), 'unix-seconds'],
      [String(ms), 'unix-milliseconds'],
      [String(ms / 86_400_000 + 25_569), 'excel-1900'],
    ];
    for (const [text, format] of written)
      expect([text, parseDate(text, format, 'UTC')]).toEqual([text, { ok: true, at: ms }]);
  });

  test.prop([
    fc.oneof(fc.string({ maxLength: 60 }), fc.stringMatching(/^[0-9 .:/+TZapm-]{0,30}$/)),
    fc.constantFrom(...TABLE_DATE_FORMATS),
  ])('is in reach or refused, whatever the text', (text, format) => {
    const read = parseDate(text, format, BERLIN);
    if (read.ok) expect(new Date(read.at).getUTCFullYear()).toBeGreaterThanOrEqual(1969);
    else expect(read.code).toMatch(/^(not-a-date|no-such-day|no-such-time|year-out-of-range)$/);
  });
});
