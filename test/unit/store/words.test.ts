import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
  cut,
  cutPlaced,
  digits,
  fold,
  lastFour,
  LONGEST_TAIL,
  LONGEST_WORD,
  tails,
  tailsOfPart,
  tailText,
} from '../../../src-main/store/words.ts';
import { foldPlaced } from '../../../src-main/store/folded-places.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(
      fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
      { maxLength: 60 },
    )
    .map((letters) => letters.join('')),
  fc
    .array(fc.constantFrom(...'aAßŁĳﬁıİſµ\u0301\u0306иИйЙёςΣσάأإى٣ـ\u200d\u200b\u00ad\u202e゙ガｶﾞ한ᄒ각ᆨ京都ไำà0 .-\0'), {
      maxLength: 30,
    })
    .map((letters) => letters.join('')),
);

describe('folding', () => {
  property.prop([anyText], { numRuns: 3000 })('twice changes nothing', (text) => {
    expect(fold(fold(text))).toBe(fold(text));
  });

  property.prop([anyText], { numRuns: 1000 })('leaves no U+0000, no lone surrogate, nothing invisible', (text) => {
    const folded = fold(text);
    expect(folded.isWellFormed()).toBe(true);
    expect(folded).not.toMatch(/[\0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u);
  });

  it.each([
    ['Łódź, Ærøskøbing, Þórður, Đorđe, STRASSE Straße', 'lodz, aeroskobing, thordur, dorde, strasse strasse'],
    ['Iğdır İstanbul', 'igdir istanbul'],
    ['Œuvre ﬁn ＡＢＣ１２ ½', 'oeuvre fin abc12 1⁄2'],
    ['Ёлка Йод Ґанок', 'елка йод ганок'],
    ['Γιώργος ΣΟΦΟΣ σοφός', 'γιωργοσ σοφοσ σοφοσ'],
    ['مُحَمَّد محمـــد أحمد', 'محمد محمد احمد'],
    ['٠١٢٣ ۴۵۶ १२३', '0123 456 123'],
    ['so\u00adft\u200b \u202eabc\u202c', 'soft abc'],
    ['ｶﾞラス', 'ガラス'],
    ['a\ud800b\0c', 'a\ufffdbc'],
  ])('%s is compared as %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('keeps apart what is another letter', () => {
    expect(fold('й')).not.toBe(fold('и'));
    expect(fold('が')).not.toBe(fold('か'));
    expect(fold('क')).not.toBe(fold('कि'));
  });

  it('finds composed and decomposed writing the same', () => {
    for (const text of ['Müller', 'Кий', 'Γιώργος', '한국어', 'が', 'क़', 'น้ำ']) {
      expect(fold(text.normalize('NFD'))).toBe(fold(text.normalize('NFC')));
    }
  });
});

describe('cutting words', () => {
  property.prop([anyText], { numRuns: 2000 })('a folded text gives the words of the text itself', (text) => {
    expect(cut(fold(text))).toEqual(cut(text));
    expect(cutPlaced(fold(text)).map(({ word }) => word)).toEqual(cut(text));
  });

  property.prop([anyText])('a word of a text, cut again, is that word first', (text) => {
    for (const word of cut(text)) expect(cut(word)[0]).toBe(word);
  });

  property.prop([anyText])('places of words are where the words stand', (text) => {
    const folded = fold(text);
    for (const { word, start, end } of cutPlaced(folded)) expect(folded.slice(start, end)).toBe(word);
  });

  it('cuts by blanks and signs where there are blanks', () => {
    expect(cut("O'Brien: 3.14, K-2023/001 j.mueller@x.example")).toEqual([
      'o',
      'brien',
      '3',
      '14',
      'k',
      '2023',
      '001',
      'j',
      'mueller',
      'x',
      'example',
    ]);
    expect(cut('देवनागरी में')).toEqual(['देवनागरी', 'में']);
  });

  it('cuts Chinese, Japanese, Korean and Thai by pairs, and the last character alone', () => {
    expect(cut('東京都')).toEqual(['東京', '京都', '都']);
    expect(cut('한국어')).toEqual(['한국', '국어', '어']);
    expect(cut('ภาษา')).toEqual(['ภา', 'าษ', 'ษา', 'า']);
    expect(cut('𠀀𠀁𠀂')).toEqual(['𠀀𠀁', '𠀁𠀂', '𠀂']);
    expect(cut('東京Tower')).toEqual(['東京', '京', 'tower']);
  });

  it('cuts a word without end into pieces', () => {
    const words = cut('x'.repeat(1_000_000));
    expect(words.length).toBe(Math.ceil(1_000_000 / LONGEST_WORD));
    expect(words.join('').length).toBe(1_000_000);
    expect(Math.max(...words.map((word) => word.length))).toBe(LONGEST_WORD);
  });

  it('gives each pictograph alone', () => {
    expect(cut('ok👍🏽 👩‍👩‍👧')).toContain('👍');
    expect(cut('👩‍👩‍👧')).toEqual(['👩', '👩', '👧']);
  });
});

describe('the way back from a folded text', () => {
  property.prop([anyText], { numRuns: 2000 })('leads into the original, never backwards', (text) => {
    const { folded, source } = foldPlaced(text);
    let last = 0;
    for (let i = 0; i <= folded.length; i += 1) {
      expect(source(i)).toBeGreaterThanOrEqual(last);
      last = source(i);
    }
    expect(last).toBeLessThanOrEqual(text.length);
  });

  it('leads past marks and runs to the letters behind them', () => {
    const text = 'cafe\u0301 nai\u0308ve ＡＢ ﬁne 가각 é\0ö end';
    const { folded, source } = foldPlaced(text);
    const found = (word: string) =>
      text.slice(source(folded.indexOf(word)), source(folded.indexOf(word) + word.length));
    expect(folded).toBe(fold(text));
    expect(['cafe', 'naive', 'fine', 'end'].map(found)).toEqual(['cafe\u0301', 'nai\u0308ve', 'ﬁne', 'end']);
  });

  it('leads to the very letters', () => {
    const text = 'Die Straße in Łódź';
    const { folded, source } = foldPlaced(text);
    const at = folded.indexOf('lodz');
    expect(text.slice(source(at), source(at + 4))).toBe('Łódź');
  });
});

describe('parts of identifiers', () => {
  property.prop([anyText, fc.nat(), fc.nat()])('any part is the beginning of a tail', (text, from, length) => {
    const letters = Array.from(tailText(text));
    const part = letters
      .slice(from % (letters.length + 1))
      .slice(0, 1 + (length % LONGEST_TAIL))
      .join('');
    for (const tail of tailsOfPart(part)) expect(tails(text).some((one) => one.startsWith(tail))).toBe(true);
  });

  it('reads the digits of a telephone number in any script', () => {
    expect(digits('+49 (0)170 ١٢٣')).toBe('490170123');
    expect(lastFour('0170 123-45 67')).toBe('4567');
  });
});

it('folds plain text faster than 20 MB a second', () => {
  const text = 'The heating in the kitchen has been cold since Tuesday. '.repeat(40_000);
  fold(text);
  const before = process.threadCpuUsage();
  fold(text);
  const used = process.threadCpuUsage(before);
  expect(text.length / Math.max(1, used.user + used.system)).toBeGreaterThan(20);
});
