import anyAscii from 'any-ascii';

/** Longest word the index holds, in code points; a longer one is cut into pieces of this length. */
export const LONGEST_WORD = 64;

const NOT_ASCII = /[^\x00-\x7f]/;
const NOT_ASCII_RUN = /[^\x00-\x7f]+/g;
const INVISIBLE = /[\p{Cf}\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u{fe00}-\u{fe0f}\u{e0100}-\u{e01ef}]/gu;
/** Accents and vowel points that people leave out. Marks that make another letter (Indic, Thai, Japanese) stay. */
const LEFT_OUT =
  /(?<!\u0438\p{M}*)\u0306|[\u0300-\u0305\u0307-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/gu;
const LATIN = /[^\x00-\x7f]/gu;
const LATIN_LETTER = /\p{Script=Latin}/u;
const DIGIT = /\p{Nd}/u;

/** Letters that no decomposition joins: final forms, Arabic, Persian and Urdu forms of one letter, hard Ukrainian g. */
const SAME_LETTER = new Map(
  Object.entries({
    ς: 'σ',
    ґ: 'г',
    ך: 'כ',
    ם: 'מ',
    ן: 'נ',
    ף: 'פ',
    ץ: 'צ',
    ـ: '',
    ٱ: 'ا',
    ى: 'ي',
    ی: 'ي',
    ک: 'ك',
    ة: 'ه',
    ہ: 'ه',
    ھ: 'ه',
  }),
);

function foldLetter(letter: string): string {
  const same = SAME_LETTER.get(letter);
  if (same !== undefined) return same;
  if (LATIN_LETTER.test(letter)) return anyAscii(letter).toLowerCase() || letter;
  if (DIGIT.test(letter)) return foldDigit(letter);
  return letter;
}

/** Unicode's decimal digits stand in rows of ten, so the distance to the row's beginning is the value. */
function foldDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (DIGIT.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((code - first) % 10);
}

function foldRun(run: string): string {
  return run
    .toLowerCase()
    .normalize('NFKD')
    .toLowerCase()
    .replace(INVISIBLE, '')
    .replace(LEFT_OUT, '')
    .toUpperCase()
    .toLowerCase()
    .replace(LATIN, foldLetter)
    .normalize('NFC');
}

/** Short runs come again and again (an umlaut, a Cyrillic word): remembered, so that folding stays cheap. */
const KNOWN_RUNS = 20_000;
const known = new Map<string, string>();
/** Remembers none of them any more. */
export const forgetWords = (): void => known.clear();

function foldKnownRun(run: string): string {
  if (run.length > 16) return foldRun(run);
  let folded = known.get(run);
  if (folded === undefined) {
    if (known.size >= KNOWN_RUNS) known.clear();
    folded = foldRun(run);
    known.set(run, folded);
  }
  return folded;
}

/**
 * The one folding of text for comparing and finding: case, accents, width, ligatures, final forms, digits of any
 * script, invisible and bidi characters, U+0000. Folding twice changes nothing; lone surrogates become U+FFFD.
 */
export function fold(text: string): string {
  if (!NOT_ASCII.test(text)) return (text.includes('\0') ? text.replaceAll('\0', '') : text).toLowerCase();
  return text.replaceAll('\0', '').toWellFormed().toLowerCase().replace(NOT_ASCII_RUN, foldKnownRun);
}

const ASCII_WORD = /[a-z0-9]+/g;
const WORD = /[\p{L}\p{M}\p{N}]+|\p{Extended_Pictographic}|\p{RI}/gu;
/** Scripts written without blanks between words, and Hangul, whose particles cling to the words. */
const PAIRED_LETTER =
  '\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Bopomofo}\\p{scx=Hangul}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}\\p{scx=Tai_Le}\\p{scx=Yi}';
const PAIRED = new RegExp(`[${PAIRED_LETTER}]`, 'u');
const PAIRED_OR_NOT = new RegExp(`[${PAIRED_LETTER}]+|[^${PAIRED_LETTER}]+`, 'gu');

/** Whether a word is cut by pairs of characters, as Chinese, Japanese, Korean and Thai are. */
export const isPaired = (word: string): boolean => PAIRED.test(word);

/** A word and where it stands in the folded text it was cut from, in UTF-16 units. */
export type PlacedWord = { word: string; start: number; end: number };

function eachPair(run: string, start: number, found: (word: string, start: number, end: number) => void): void {
  let before = '';
  let beforeAt = start;
  let at = start;
  for (const letter of run) {
    if (before) found(before + letter, beforeAt, at + letter.length);
    before = letter;
    beforeAt = at;
    at += letter.length;
  }
  found(before, beforeAt, at);
}

function eachPiece(run: string, start: number, found: (word: string, start: number, end: number) => void): void {
  const letters = Array.from(run);
  for (let i = 0, at = start; i < letters.length; i += LONGEST_WORD) {
    const piece = letters.slice(i, i + LONGEST_WORD).join('');
    found(piece, at, at + piece.length);
    at += piece.length;
  }
}

function eachWord(folded: string, found: (word: string, start: number, end: number) => void): void {
  const pattern = NOT_ASCII.test(folded) ? WORD : ASCII_WORD;
  for (const { 0: run, index } of folded.matchAll(pattern)) {
    if (pattern === WORD && PAIRED.test(run)) {
      for (const { 0: part, index: within } of run.matchAll(PAIRED_OR_NOT)) {
        if (PAIRED.test(part)) eachPair(part, index + within, found);
        else eachPiece(part, index + within, found);
      }
    } else if (run.length > LONGEST_WORD) eachPiece(run, index, found);
    else found(run, index, index + run.length);
  }
}

/**
 * The words of a text, folded, in their order: runs of letters, marks and digits; pairs of characters (and each run's
 * last character alone) where no blanks divide words; each pictograph alone. Without words: an empty list.
 */
export function cut(text: string): string[] {
  const words: string[] = [];
  const folded = fold(text);
  if (NOT_ASCII.test(folded)) eachWord(folded, (word) => words.push(word));
  else
    for (const word of folded.match(ASCII_WORD) ?? []) {
      if (word.length > LONGEST_WORD) eachPiece(word, 0, (piece) => words.push(piece));
      else words.push(word);
    }
  return words;
}

/** The words of an already folded text with their places in it. */
export function cutPlaced(folded: string): PlacedWord[] {
  const words: PlacedWord[] = [];
  eachWord(folded, (word, start, end) => words.push({ word, start, end }));
  return words;
}

/** Longest identifier that is indexed by its parts, in code points. */
export const LONGEST_IDENTIFIER = 500;
/** Longest tail of an identifier that the index holds, in code points. */
export const LONGEST_TAIL = 16;

const NOT_IN_TAILS = /[\p{Cc}"'\u2018\u2019\u2028\u2029]/gu;
const BLANKS = /\s+/gu;

/** An identifier as its tails are cut: folded, blanks as `_`, without quotation marks and controls. */
export function tailText(value: string): string {
  return fold(value.slice(0, LONGEST_IDENTIFIER * 2))
    .trim()
    .replace(BLANKS, '_')
    .replace(NOT_IN_TAILS, '');
}

/**
 * What follows from each character of an identifier on, sixteen characters of it at the most: so that any part of the
 * identifier is the beginning of a tail. (Phrases of trigrams took eight times as long for an address of mail.)
 */
export function tails(value: string): string[] {
  const text = tailText(value);
  const letters = Array.from(text).slice(0, LONGEST_IDENTIFIER);
  // Where each letter is one unit, a tail is a stretch of the text: ten times as fast as putting it together.
  if (letters.length === Math.min(text.length, LONGEST_IDENTIFIER) && !NOT_ASCII.test(text))
    return letters.map((_, i) => text.slice(i, Math.min(i + LONGEST_TAIL, letters.length)));
  return letters.map((_, i) => letters.slice(i, i + LONGEST_TAIL).join(''));
}

/** The beginnings of tails that an identifier must have to hold a part: the part, or its first and last sixteen. */
export function tailsOfPart(part: string): string[] {
  const letters = Array.from(tailText(part));
  if (letters.length === 0) return [];
  if (letters.length <= LONGEST_TAIL) return [letters.join('')];
  return [letters.slice(0, LONGEST_TAIL).join(''), letters.slice(-LONGEST_TAIL).join('')];
}

/** The digits of a telephone number, of any script, as ASCII. */
export const digits = (value: string): string => fold(value).replace(/[^0-9]/g, '');

/** The last four digits of a telephone number, by which people name it; all of them where it has fewer. */
export const lastFour = (phone: string): string => digits(phone).slice(-4);
