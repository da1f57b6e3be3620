import { foldPlaced } from '../folded-places.ts';
import type { FoldedText } from '../folded-places.ts';
import { cutPlaced, LONGEST_WORD, tailText } from '../words.ts';
import { ticketClauses } from './clauses.ts';
import type { Phrase } from './clauses.ts';
import { ipKey } from './ip.ts';
import { nameForms, spelledOut } from './names.ts';
import type { Query, QueryField, QueryPart } from './query.ts';

/** The texts of a hit by field, as they are shown; a field may have several values. */
export type ShownTexts = Partial<Record<QueryField, string | readonly string[]>>;

/** A stretch of a text, in UTF-16 units: from `start` up to `end`. */
export type Mark = { start: number; end: number };

/**
 * Where a query stands in one value: all marks in it, and a passage of some 120 characters around the first one, with
 * the marks in the passage; `before` and `after` say whether text was left out there.
 */
export type Passage = {
  field: QueryField;
  index: number;
  marks: Mark[];
  snippet: { text: string; marks: Mark[]; before: boolean; after: boolean };
};

const SNIPPET = 120;
const BEFORE_MARK = 40;
const MOST_MARKS = 1000;

const TEXT_FIELDS: readonly QueryField[] = ['subject', 'message', 'reply', 'note', 'field', 'file'];

/** Only the letters of a text that `wanted` takes, with the way back to the original. */
function sift(text: FoldedText, wanted: RegExp): FoldedText {
  let folded = '';
  const places: number[] = [];
  let at = 0;
  for (const letter of text.folded) {
    if (wanted.test(letter)) {
      folded += letter;
      for (let i = 0; i < letter.length; i += 1) places.push(at + i);
    }
    at += letter.length;
  }
  return { folded, source: (unit) => text.source(places[unit] ?? at) };
}

/** The end in the original of what ends before `unit`: up to where the next unit comes from, but no further letter. */
function markOf(text: FoldedText, original: string, start: number, end: number): Mark {
  const last = text.source(end - 1);
  const next = /^.[\p{M}\p{Cf}]*/su.exec(original.slice(last).toWellFormed())?.[0].length ?? 1;
  return { start: text.source(start), end: last + next };
}

/** No passage is longer, however long its first mark. */
const LONGEST_SNIPPET = 2 * SNIPPET;
/** So much of a text is read at once for its first mark, in UTF-16 units. */
const WINDOW = 400;
const SPACE = /\s/;

/** From where on a phrase can stand in a text: the blank before the first of its words. */
function firstChance(folded: string, phrases: readonly Phrase[]): number {
  let first = folded.length;
  for (const { tokens } of phrases) {
    const at = folded.indexOf(tokens[0] ?? '');
    if (at >= 0 && at < first) first = at;
  }
  while (first > 0 && first < folded.length && !SPACE.test(folded.charAt(first - 1))) first -= 1;
  return first;
}

/** All marks of phrases in a text. */
function everyMark(original: string, phrases: readonly Phrase[]): Mark[] {
  const text = foldPlaced(original);
  const from = firstChance(text.folded, phrases);
  if (from === text.folded.length) return [];
  return phrases
    .flatMap((phrase) => standsAt(text.folded, phrase, from))
    .map(({ start, end }) => markOf(text, original, start, end));
}

/** The next place from `at` on where a text may be cut without changing what stands on either side. */
function nextCut(text: string, at: number): number {
  let end = Math.min(at, text.length);
  while (end < text.length && !SPACE.test(text.charAt(end))) end += 1;
  return end;
}

/** The place `words` words before the end of a text, where a phrase may begin that goes on behind it. */
function wordsBack(text: string, words: number): number {
  const folded = foldPlaced(text);
  let at = folded.source(cutPlaced(folded.folded).at(-words)?.start ?? 0);
  while (at > 0 && !SPACE.test(text.charAt(at - 1))) at -= 1;
  return at;
}

/**
 * The marks that the passage around the first of them can show: a text is read piece by piece up to it, for folding all
 * of each text of a page took longer than finding the page.
 */
function firstMarks(original: string, phrases: readonly Phrase[]): Mark[] {
  const longest = Math.max(...phrases.map(({ tokens }) => tokens.length));
  let size = WINDOW;
  for (let from = 0; from < original.length;) {
    const to = nextCut(original, from + size);
    const piece = original.slice(from, to);
    const marks = everyMark(piece, phrases).sort((a, b) => a.start - b.start);
    const [first] = marks;
    if (first) {
      const needed = from + Math.max(first.end, first.start + LONGEST_SNIPPET);
      const all = needed <= to ? marks : everyMark(original.slice(from, nextCut(original, needed)), phrases);
      return all.map(({ start, end }) => ({ start: start + from, end: end + from }));
    }
    if (to === original.length) return [];
    const next = longest === 1 ? to : from + wordsBack(piece, longest - 1);
    if (next > from) from = next;
    size *= 2;
  }
  return [];
}

/** Where a phrase stands in a folded text, from a place on, in units of it. */
function standsAt(folded: string, phrase: Phrase, from: number): Mark[] {
  const quick = NOT_ASCII.test(folded) ? null : standInAscii(folded, phrase);
  if (quick) return quick;
  const { tokens, beginning } = phrase;
  const words = cutPlaced(folded.slice(from));
  const marks: Mark[] = [];
  const last = tokens.length - 1;
  for (let at = 0; at + last < words.length && marks.length < MOST_MARKS; at += 1) {
    const fits = tokens.every((token, i) => {
      const word = words[at + i]?.word;
      return i === last && beginning ? word?.startsWith(token) : word === token;
    });
    const first = words[at];
    const ending = words[at + last];
    if (!fits || !first || !ending) continue;
    const end = beginning ? ending.start + (tokens[last] ?? '').length : ending.end;
    marks.push({ start: from + first.start, end: from + end });
  }
  return marks;
}

const NOT_ASCII = /[^\x00-\x7f]/;

const inWord = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 48 && code <= 57);

/** Whether so many letters and digits stand before a place that the index may have cut a word in two there. */
function behindLongWord(folded: string, at: number): boolean {
  let from = at;
  while (at - from < LONGEST_WORD && inWord(folded.charCodeAt(from - 1))) from -= 1;
  return at - from === LONGEST_WORD;
}

/** The same in a folded text of ASCII, where a word is a run of letters and digits; null where words must be cut first. */
function standInAscii(folded: string, { tokens, beginning }: Phrase): Mark[] | null {
  if (tokens.some((token) => token.length >= LONGEST_WORD)) return null;
  const [first = '', ...others] = tokens;
  const marks: Mark[] = [];
  for (let at = folded.indexOf(first); at >= 0 && marks.length < MOST_MARKS; at = folded.indexOf(first, at + 1)) {
    if (inWord(folded.charCodeAt(at - 1))) {
      if (behindLongWord(folded, at)) return null;
      continue;
    }
    let end = at + first.length;
    for (const token of others) {
      if (inWord(folded.charCodeAt(end))) end = folded.length;
      while (end < folded.length && !inWord(folded.charCodeAt(end))) end += 1;
      end = folded.startsWith(token, end) ? end + token.length : Infinity;
    }
    if (end <= folded.length && (beginning || !inWord(folded.charCodeAt(end)))) marks.push({ start: at, end });
  }
  return marks;
}

function partMarks(text: FoldedText, original: string, part: string): Mark[] {
  const marks: Mark[] = [];
  if (!part) return marks;
  for (let at = text.folded.indexOf(part); at >= 0 && marks.length < MOST_MARKS;) {
    marks.push(markOf(text, original, at, at + part.length));
    at = text.folded.indexOf(part, at + part.length);
  }
  return marks;
}

const LETTER = /[\p{L}\p{M}\p{N}]/u;
const NOT_QUOTE = /[^"'\u2018\u2019\s\p{Cc}]/u;
const ASCII_DIGIT = /[0-9]/;

function identifierMarks(field: QueryField, value: string, part: QueryPart): Mark[] {
  const text = foldPlaced(value);
  if (part.kind === 'phone' || field === 'phone') {
    const wanted = part.kind === 'phone' ? part.digits : part.text.replace(/[^0-9]/g, '');
    if (field === 'phone') return partMarks(sift(text, ASCII_DIGIT), value, wanted);
  }
  const bare = (part: string): string => tailText(part).replaceAll('_', '');
  for (const asked of [part.text, spelledOut(part.text)]) {
    const marks = partMarks(sift(text, NOT_QUOTE), value, bare(asked));
    if (marks.length > 0) return marks;
    const letters = partMarks(sift(text, LETTER), value, bare(asked));
    if (letters.length > 0 && field !== 'email') return letters;
  }
  return [];
}

function ipMarks(value: string, part: QueryPart): Mark[] {
  const whole = [{ start: 0, end: value.length }];
  if (part.kind === 'ip') {
    const key = ipKey(value);
    return key !== null && key >= part.low && key <= part.high ? whole : [];
  }
  if (part.kind !== 'ip-like' && part.kind !== 'ip-beginning') return [];
  const pieces = part.pattern.split('%').map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pieces.join('.*')}$`, 'is').test(value) ? whole : [];
}

/** What a part asks of a field, made once a part: it is needed for every text of a page. */
const known = new WeakMap<QueryPart, Map<QueryField, Phrase[]>>();
function phrasesIn(field: QueryField, part: QueryPart): Phrase[] {
  const ofPart = known.get(part) ?? new Map<QueryField, Phrase[]>();
  known.set(part, ofPart);
  let phrases = ofPart.get(field);
  if (!phrases) {
    const column = field === 'name' ? 'who' : field;
    const { tickets, texts, people } = ticketClauses(part);
    const clauses = [...tickets, ...texts, ...people].filter(({ columns }) =>
      (columns as readonly string[]).includes(column),
    );
    ofPart.set(field, (phrases = clauses.flatMap((clause) => clause.phrases)));
  }
  return phrases;
}

const asks = (field: QueryField, part: QueryPart): boolean =>
  !part.not && (!('field' in part) || part.field === null || part.field === field);

/** Marks of all parts in a text of words. */
function textMarks(field: QueryField, value: string, query: Query, every: boolean): Mark[] {
  const phrases = query.parts.flatMap((part) => (asks(field, part) ? phrasesIn(field, part) : []));
  if (phrases.length === 0) return [];
  return every ? everyMark(value, phrases) : firstMarks(value, phrases);
}

function marksIn(field: QueryField, value: string, part: QueryPart): Mark[] {
  if (field === 'ip') return part.not ? [] : ipMarks(value, part);
  if (!asks(field, part)) return [];
  const marks = identifierMarks(field, value, part);
  if (field !== 'name' || marks.length > 0) return marks;
  const phrases = phrasesIn('name', part);
  // Found by another form of the name (Щукин by Shchukin): then it is the whole name.
  const byForm = nameForms(value).some(
    (form) => everyMark(form, phrases).length > 0 || form.includes(tailText(part.text)),
  );
  return byForm ? [{ start: 0, end: value.length }] : [];
}

/** Marks in their order, those that touch or overlap as one. */
function joined(marks: readonly Mark[]): Mark[] {
  const inOrder: Mark[] = [];
  for (const mark of [...marks].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = inOrder.at(-1);
    if (last && mark.start <= last.end) last.end = Math.max(last.end, mark.end);
    else inOrder.push({ ...mark });
  }
  return inOrder;
}

const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

function snippetOf(value: string, marks: readonly Mark[]): Passage['snippet'] {
  const first = marks[0] ?? { start: 0, end: 0 };
  let from = Math.max(0, first.start - BEFORE_MARK);
  const blank = value.slice(from, first.start).search(/\s\S/);
  if (from > 0 && blank >= 0) from += blank + 1;
  let to = Math.min(value.length, Math.max(from + SNIPPET, Math.min(first.end, from + LONGEST_SNIPPET)));
  if (isLow(value.charCodeAt(from))) from += 1;
  if (to < value.length && isLow(value.charCodeAt(to))) to -= 1;
  const within = marks
    .filter(({ start, end }) => end > from && start < to)
    .map(({ start, end }) => ({ start: Math.max(start, from) - from, end: Math.min(end, to) - from }));
  return { text: value.slice(from, to), marks: within, before: from > 0, after: to < value.length };
}

/**
 * Where a query stands in the texts of a hit, with places in the texts as they were given. Parts that exclude mark
 * nothing. Values without a mark are left out. `every`: all marks of a value; otherwise, in a long one, those its passage
 * can show.
 */
export function where(texts: ShownTexts, query: Query, every = true): Passage[] {
  const passages: Passage[] = [];
  for (const [field, given] of Object.entries(texts) as [QueryField, string | readonly string[]][]) {
    const values = typeof given === 'string' ? [given] : given;
    values.forEach((value, index) => {
      const marks = joined(
        TEXT_FIELDS.includes(field)
          ? textMarks(field, value, query, every)
          : query.parts.flatMap((part) => marksIn(field, value, part)),
      );
      if (marks.length > 0) passages.push({ field, index, marks, snippet: snippetOf(value, marks) });
    });
  }
  return passages;
}
