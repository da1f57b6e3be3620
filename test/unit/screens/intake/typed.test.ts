import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { marksOf } from '../../../../src-renderer/screens/intake/typed-marks.ts';
import { personOfTyped } from '../../../../src-renderer/screens/intake/typed-person.ts';

describe('what was typed into the box', () => {
  const none = { name: '', email: '', phone: '', address: '', number: '' };
  test.each([
    ['Kowalczyk', { name: 'Kowalczyk' }],
    ['  Anna   Kowal ', { name: 'Anna Kowal' }],
    ['kowal 3.14', { name: 'kowal', address: '3.14' }],
    ['Kowal C 3.14', { name: 'Kowal', address: 'C 3.14' }],
    ['anna@post.example', { email: 'anna@post.example' }],
    ['Anna Kowal anna@post.example', { name: 'Anna Kowal', email: 'anna@post.example' }],
    ['+48 601 555 014', { phone: '+48 601 555 014' }],
    ['Kowal (030) 90-18 20', { name: 'Kowal', phone: '(030) 90-18 20' }],
    ['0176/5550143 Kowal', { name: 'Kowal', phone: '0176/5550143' }],
    ['Anna Nowak B 2.07 0170 5550143', { name: 'Anna Nowak', address: 'B 2.07', phone: '0170 5550143' }],
    ['R-1074', { number: 'R-1074' }],
    ['陳美玲', { name: '陳美玲' }],
    ['J. B. Lefèvre', { name: 'J. B. Lefèvre' }],
    ['', {}],
  ])('“%s” becomes the fields its form belongs to', (typed, fields) => {
    expect(personOfTyped(typed)).toEqual({ ...none, ...fields });
  });

  property.prop([fc.array(fc.string({ unit: 'grapheme' }))])('no word of it is lost', (words) => {
    const typed = words.join(' ');
    const fields = Object.values(personOfTyped(typed)).join(' ');
    const sorted = (text: string) =>
      text
        .split(/\s+/u)
        .filter((word) => word !== '')
        .sort();
    expect(sorted(fields)).toEqual(sorted(typed));
  });
});

describe('hits are marked where they stand', () => {
  const marked = (typed: string, text: string) => marksOf(typed, text).map(([from, to]) => text.slice(from, to));
  test.each([
    ['muller', 'Jürgen Müller-Thurgau', ['Müller']],
    ['MÜLL', 'Jürgen Müller', ['Müll']],
    ['kowal 3.14', 'Agnieszka Kowalczyk', ['Kowal']],
    ['kowal 3.14', 'C 3.14, +48 601 555 014', ['3.14']],
    ['601555', 'C 3.14, +48 601 555 014', ['601 555']],
    ['0176 5550143', '+49 176 5550143', ['176', '5550143']],
    ['strasse', 'Hauptstraße 4', ['straße']],
    ['шевч', 'Оксана Шевченко', ['Шевч']],
    ['lodz', 'Łódź', ['Łódź']],
    ['14', '+48 601', []],
    ['', 'Anna', []],
  ])('%s in %s', (typed, text, expected) => {
    expect(marked(typed, text)).toEqual(expected);
  });

  property.prop([fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })])(
    'every mark lies within the text and is not turned round',
    (typed, text) => {
      for (const [from, to] of marksOf(typed, text)) {
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(text.length);
        expect(from).toBeLessThanOrEqual(to);
      }
    },
  );
});
