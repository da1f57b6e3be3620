import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { DATE_FORMATS } from '../../../src-main/contract/office.ts';
import { movedDay, readDay } from '../../../src-renderer/texts/day-text.ts';
import { en } from '../../../src-renderer/texts/en.ts';
import { Formats, type DateFormat } from '../../../src-renderer/texts/format.ts';

const read = (text: string, dateFormat: DateFormat = 'd MMM yyyy', locale = 'en-GB') =>
  readDay(text, { dateFormat, locale, today: '2026-11-24' });
const LOCALES = ['en-GB', 'de-DE', 'pl-PL', 'fr-FR', 'es-ES'];

describe('a day as somebody writes it', () => {
  test('is read in the order of the office’s date format', () => {
    expect(read('3/2/2026', 'dd/MM/yyyy')).toBe('2026-02-03');
    expect(read('3/2/2026', 'MM/dd/yyyy')).toBe('2026-03-02');
    expect(read('3.2.2026', 'dd.MM.yyyy')).toBe('2026-02-03');
    expect(read('2026-2-3', 'yyyy-MM-dd')).toBe('2026-02-03');
    expect(read('3 Feb 2026', 'd MMM yyyy')).toBe('2026-02-03');
  });

  test.each([
    ['24.11.2026', '2026-11-24'],
    ['24-11-26', '2026-11-24'],
    ['24 11', '2026-11-24'],
    ['24.11.', '2026-11-24'],
    ['24112026', '2026-11-24'],
    ['241126', '2026-11-24'],
    ['24 nov', '2026-11-24'],
    ['24 NOVEMBER 2025', '2025-11-24'],
    ['Nov 24, 2025', '2025-11-24'],
    ['2025 Nov 24', '2025-11-24'],
    ['2026-11-24', '2026-11-24'],
    ['2026/11/24', '2026-11-24'],
    ['29.2.2028', '2028-02-29'],
    ['1.1.46', '2046-01-01'],
    ['1.1.47', '1947-01-01'],
    ['２４．１１．２０２６', '2026-11-24'],
  ])('%s is %s', (text, day) => expect(read(text)).toBe(day));

  test.each([
    '',
    '24',
    '31.2.2026',
    '29.2.2027',
    '0.1.2026',
    '1.13.2026',
    '1.1.0000',
    '1.1.1',
    '1.1.202',
    '24 ju 2026',
  ])('%j is no day', (text) => expect(read(text)).toBeNull());
  test.each([
    'tomorrow',
    '24:11:2026',
    '24.11.2026 10:00',
    '1 2 3 4',
    'Nov Nov 2026',
    '٢٤',
    '24.11.20261',
    '999999999',
  ])('%j is no day either', (text) => expect(read(text)).toBeNull());

  test('month names are those of the language', () => {
    expect(read('3. März 2026', 'd MMM yyyy', 'de-DE')).toBe('2026-03-03');
    expect(read('3 Mar 2026', 'd MMM yyyy', 'de-DE')).toBeNull();
    expect(read('3 lut 2026', 'd MMM yyyy', 'pl-PL')).toBe('2026-02-03');
  });

  property.prop(
    [
      fc.date({ min: new Date('1000-01-01'), max: new Date('9998-12-31'), noInvalidDate: true }),
      fc.constantFrom(...DATE_FORMATS),
      fc.constantFrom(...LOCALES),
      fc.constantFrom('Europe/Berlin', 'America/Santiago', 'Asia/Kathmandu', 'Pacific/Auckland'),
    ],
    { numRuns: 300 },
  )(
    'what the desk writes, in any format, language and zone, is read as the same day',
    (moment, dateFormat, locale, zone) => {
      const formats = new Formats({ locale, zone, dateFormat, texts: en, now: () => Date.UTC(2026, 10, 24) });
      const day = moment.toISOString().slice(0, 10);
      const written = formats.dayText(day);
      expect(formats.readDay(written), written).toBe(day);
    },
  );

  property.prop([fc.string({ maxLength: 30 }), fc.constantFrom(...DATE_FORMATS)])(
    'any text is a day or none, and never harms',
    (text, dateFormat) => {
      expect(read(text, dateFormat) ?? '2026-11-24').toMatch(/^\d{4}-\d\d-\d\d$/);
    },
  );
});

test('a day is moved by days, over the ends of months and years', () => {
  expect(movedDay('2026-12-31', 1)).toBe('2027-01-01');
  expect(movedDay('2026-03-01', -1)).toBe('2026-02-28');
  expect(movedDay('9999-12-31', 1)).toBe('9999-12-31');
});

test('a text that is no day stays as it was written', () => {
  const formats = new Formats({ locale: 'en-GB', zone: 'UTC', dateFormat: 'dd.MM.yyyy', texts: en, now: () => 0 });
  expect(formats.dayText('soon')).toBe('soon');
  expect(formats.dayText('')).toBe('');
});
