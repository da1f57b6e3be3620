import { sql } from 'drizzle-orm';
import type { IdentifierKind } from '../../contract/terms.ts';
import type { Reads } from '../handles.ts';
import { identifiers } from '../schema/index.ts';
import { cut, digits, fold, isPaired } from '../words.ts';
import { listed } from './reach.ts';

/** What somebody is known by, as `identifiers` has it. */
export type Known = { kind: IdentifierKind; folded: string; normalised: string };

/** What these people are known by. */
export const knownOf = async (db: Reads, people: readonly number[]): Promise<Known[]> =>
  db
    .select({ kind: identifiers.kind, folded: identifiers.folded, normalised: identifiers.normalised })
    .from(identifiers)
    .where(sql`${identifiers.personId} in ${listed(people)}`);

const LEAST_LETTERS = 3;
const LEAST_DIGITS = 6;
const NUMBER_IN_TEXT = /\d[\d\s()/.\-–]{4,}\d/g;

const length = (text: string): number => Array.from(text).length;
const compact = (text: string): string => text.replace(/[^\p{L}\p{M}\p{N}]/gu, '');
/** Parts of a name that stand for themselves: three letters or more, or written without blanks between words. */
const parts = (name: string): string[] => cut(name).filter((part) => length(part) >= LEAST_LETTERS || isPaired(part));

type Text = { folded: string; words: Set<string>; run: string; compact: string; numbers: string[] };
function asText(text: string): Text {
  const folded = fold(text);
  const words = cut(folded);
  const numbers = (folded.match(NUMBER_IN_TEXT) ?? []).map((found) => digits(found).replace(/^0+/, ''));
  return { folded, words: new Set(words), run: ` ${words.join(' ')} `, compact: compact(folded), numbers };
}

const asRun = (name: string): string => ` ${cut(name).join(' ')} `;

function holdsNumber(text: Text, phone: string): boolean {
  const own = digits(phone);
  const least = Math.min(LEAST_DIGITS, own.length);
  return (
    own.length >= LEAST_LETTERS &&
    text.numbers.some((n) => n.length >= least && (own.endsWith(n) || n.endsWith(own.slice(-LEAST_DIGITS - 1))))
  );
}

function holdsOther(text: Text, { kind, folded, normalised }: Known): boolean {
  if (kind === 'phone') return holdsNumber(text, normalised);
  if (kind === 'email' || kind === 'ip') return text.folded.includes(folded) || text.folded.includes(normalised);
  const own = compact(folded);
  if (length(own) < LEAST_LETTERS) return false;
  return length(own) === LEAST_LETTERS ? text.words.has(own) : text.compact.includes(own);
}

/**
 * Whether a text names one of the people who are known by these identifiers: by any part of a name of three letters or
 * more as a whole word, by the digits of a telephone number, by an address or number. Case and accents count for nothing.
 */
export function namesAny(known: readonly Known[]): (text: string) => boolean {
  const named = new Set(known.flatMap(({ kind, folded }) => (kind === 'name' ? parts(folded) : [])));
  const runs = known.filter(({ kind }) => kind === 'name').map(({ folded }) => asRun(folded));
  const others = known.filter(({ kind }) => kind !== 'name');
  return (typed) => {
    const text = asText(typed);
    for (const word of text.words) if (named.has(word)) return true;
    return (
      runs.some((run) => run.trim() !== '' && text.run.includes(run)) || others.some((one) => holdsOther(text, one))
    );
  };
}

/** The same for records that stay: a name counts when all of its parts are there, so that a printer called Rose does. */
export function namesWholly(known: readonly Known[]): (text: string) => boolean {
  const named = known
    .filter(({ kind }) => kind === 'name')
    .map(({ folded }) => parts(folded))
    .filter((all) => all.length > 0);
  const others = known.filter(({ kind }) => kind !== 'name');
  return (typed) => {
    const text = asText(typed);
    return (
      named.some((all) => all.every((part) => text.words.has(part))) || others.some((one) => holdsOther(text, one))
    );
  };
}
