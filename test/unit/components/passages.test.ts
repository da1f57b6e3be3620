import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { initialsOf } from '../../../src-renderer/components/initials.ts';
import { faceOf, piecesOf } from '../../../src-renderer/components/passages.ts';

describe('passages', () => {
  test('hits are marked', () => {
    expect(piecesOf('Agnieszka Kowalczyk', [[10, 15]])).toEqual([
      { text: 'Agnieszka ', marked: false },
      { text: 'Kowal', marked: true },
      { text: 'czyk', marked: false },
    ]);
  });

  test('overlapping marks are one, and marks beyond the text do no harm', () => {
    const marks = [
      [4, 9],
      [0, 5],
      [7, 99],
      [3, 3],
      [-4, 2],
    ] as [number, number][];
    expect(piecesOf('0123456789', marks)).toEqual([{ text: '0123456789', marked: true }]);
  });

  test('a name that would turn itself round is shown as it is', () => {
    expect(piecesOf('photo\u202egpj.exe')).toEqual([
      { text: 'photo', marked: false },
      { text: 'RLO', marked: false, control: true },
      { text: 'gpj.exe', marked: false },
    ]);
    expect(piecesOf('\u0000')).toEqual([{ text: 'U+0000', marked: false, control: true }]);
  });

  test('line ends and tabs stay, and so do the signs that Arabic and emoji need', () => {
    const text = 'a\n\tb \u200f\u200d\u200c';
    expect(piecesOf(text)).toEqual([{ text, marked: false }]);
  });

  property.prop([
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(fc.tuple(fc.integer({ min: -5, max: 210 }), fc.integer({ min: -5, max: 210 })), { maxLength: 6 }),
  ])('no text can hide or turn what stands beside it, and none of it is lost', (text, marks) => {
    const pieces = piecesOf(text, marks);
    const shown = pieces.filter(({ control }) => !control).map((piece) => piece.text);
    expect(shown.join('')).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u0000]/);
    const controls = text.match(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g) ?? [];
    expect(pieces.filter(({ control }) => control).length).toBe(controls.length);
    expect(shown.join('').length).toBe(text.length - controls.length);
  });

  test('Japanese, Korean and Chinese get their own faces', () => {
    expect(['東京タワー', '이지훈', '陳美玲 Chen', 'Łódź', 'عبد'].map(faceOf)).toEqual([
      'ja',
      'ko',
      'zh',
      undefined,
      undefined,
    ]);
  });
});

describe('initials', () => {
  test.each([
    ['Hanna Lindqvist', 'HL'],
    ['Jean-Baptiste Lefèvre-Okowski', 'JO'],
    ['Bartholomäus von Hohenlohe-Waldenburg-Schillingsfürst', 'BS'],
    ['Þórunn Jónsdóttir', 'ÞJ'],
    ['陳美玲 Chen Mei-Ling', '陳'],
    ['이지훈', '이'],
    ['عبد الرحمن الخطيب', 'عا'],
    ['Олександр Коваленко', 'ОК'],
    ['Å', 'Å'],
    ['  (J. B.) Lefevre ', 'JL'],
    ['', ''],
    ['!!! ...', ''],
    ['o’Brien', 'O'],
  ])('of %s are %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });

  property.prop([fc.string({ unit: 'binary' })])('of any text are short and never throw', (name) => {
    expect([...new Intl.Segmenter().segment(initialsOf(name))].length).toBeLessThanOrEqual(6);
  });
});
