import { foldPlaced } from '../folded-places.ts';
import type { FoldedText } from '../folded-places.ts';
import { cutPlaced, tailText } from '../words.ts';
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

/** Further than a passage reaches from its first mark. */
const BEYOND_PASSAGE = 2 * SNIPPET + 60;
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

/** Marks of phrases; in a long text those that its passage can show, unless `every` one is wanted. */
function phraseMarks(text: FoldedText, original: string, phrases: readonly Phrase[], every: boolean): Mark[] {
  const { folded } = text;
  const from = firstChance(folded, phrases);
  if (from === folded.length) return [];
  if (!every && folded.length - from > 2 * BEYOND_PASSAGE) {
    let end = from + 2 * BEYOND_PASSAGE;
    while (end < folded.length && !SPACE.test(folded.charAt(end))) end += 1;
    const marks = marksBetween(text, original, phrases, from, end);
    const [first] = marks.sort((a, b) => a.start - b.start);
    if (first && first.end + BEYOND_PASSAGE < text.source(end)) return marks;
  }
  return marksBetween(text, original, phrases, from, folded.length);
}

function marksBetween(
  text: FoldedText,
  original: string,
  phrases: readonly Phrase[],
  from: number,
  end: number,
): Mark[] {
  const words = cutPlaced(text.folded.slice(from, end));
  const marks: Mark[] = [];
  for (const { tokens, beginning } of phrases) {
    const last = tokens.length - 1;
    for (let at = 0; at + last < words.length && marks.length < MOST_MARKS; at += 1) {
      const fits = tokens.every((token, i) => {
        const word = words[at + i]?.word;
        return i === last && beginning ? word?.startsWith(token) : word === token;
      });
      const first = words[at];
      const ending = words[at + last];
      if (!fits || !first || !ending) continue;
      const to = beginning ? ending.start + (tokens[last] ?? '').length : ending.end;
      marks.push(markOf(text, original, from + first.start, from + to));
    }
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
  if (part.kind !== 'ip-like') return [];
  const pieces = part.pattern.split('%').map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pieces.join('.*')}$`, 'is').test(value) ? whole : [];
}

function marksIn(field: QueryField, value: string, part: QueryPart, every: boolean): Mark[] {
  if (field === 'ip') return ipMarks(value, part);
  const named = 'field' in part ? part.field : null;
  if (part.not || (named !== null && named !== field)) return [];
  const { tickets, texts, people } = ticketClauses(part);
  const clauses = [...tickets, ...texts, ...people].filter(({ columns }) => {
    const wanted: readonly string[] = columns;
    return wanted.includes(field) || (field === 'name' && wanted.includes('who'));
  });
  if (TEXT_FIELDS.includes(field)) {
    const phrases = clauses.flatMap((clause) => clause.phrases);
    return phraseMarks(foldPlaced(value), value, phrases, every);
  }
  const marks = identifierMarks(field, value, part);
  if (field !== 'name' || marks.length > 0) return marks;
  const words = clauses.filter(({ columns }) => (columns as readonly string[]).includes('who'));
  const phrases = words.flatMap((clause) => clause.phrases);
  // Found by another form of the name (Щукин by Shchukin): then it is the whole name.
  const byForm = nameForms(value).some(
    (form) => phraseMarks(foldPlaced(form), form, phrases, true).length > 0 || form.includes(tailText(part.text)),
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
  let to = Math.min(value.length, Math.max(from + SNIPPET, Math.min(first.end, from + 2 * SNIPPET)));
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
      const marks = joined(query.parts.flatMap((part) => (part.not ? [] : marksIn(field, value, part, every))));
      if (marks.length > 0) passages.push({ field, index, marks, snippet: snippetOf(value, marks) });
    });
  }
  return passages;
}
