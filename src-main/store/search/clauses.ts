import { cut, digits, isPaired, tailsOfPart } from '../words.ts';
import { drawnTogether, spelledOut } from './names.ts';
import { phoneDigits } from './query.ts';
import type { QueryPart } from './query.ts';
import { TEXT_KINDS } from './tables.ts';
import type { PersonColumn, TextKind, TicketColumn } from './tables.ts';

/** Tokens that must follow each other; with `beginning` the last one may go on. */
export type Phrase = { tokens: string[]; beginning: boolean };

/** Phrases that must all stand in the columns. */
export type Clause<Column extends string> = { columns: readonly Column[]; phrases: Phrase[] };

/** What one part of a query asks of each of the three tables; a list may be empty, then nothing is asked. */
export type PartClauses = {
  tickets: Clause<TicketColumn>[];
  texts: Clause<TextKind>[];
  people: Clause<PersonColumn>[];
};

const MOST_TOKENS = 40;

/** A phrase of words as it stands in the index, whichever words surround it. */
function wordPhrase(text: string, exact: boolean): Phrase | null {
  const tokens = cut(text).slice(0, MOST_TOKENS);
  const last = tokens.at(-1);
  if (last === undefined) return null;
  const paired = isPaired(last);
  const single = paired && Array.from(last).length === 1;
  const before = tokens.at(-2);
  // The last character alone closes a run in the index; in a query the run may go on.
  if (single && before && isPaired(before) && Array.from(before).length === 2 && before.endsWith(last)) {
    return { tokens: tokens.slice(0, -1), beginning: false };
  }
  return { tokens, beginning: single || (!exact && !paired) };
}

/** Any part of an identifier. */
const partOf = (value: string): Phrase[] => tailsOfPart(value).map((tail) => ({ tokens: [tail], beginning: true }));

/** Columns of words, of tails of identifiers, and of tails of telephone numbers. */
type Asked<Column extends string> = {
  words: readonly Column[];
  tails: readonly Column[];
  digits: readonly Column[];
};

const NOTHING = { words: [], tails: [], digits: [] };

const fieldOf = (part: QueryPart) => ('field' in part ? part.field : null);

function askedOfTickets(part: QueryPart): Asked<TicketColumn> {
  const field = fieldOf(part);
  if (field === null) return { ...NOTHING, words: ['subject', 'field', 'file'], tails: ['tracking'] };
  if (field === 'id') return { ...NOTHING, tails: ['tracking'] };
  if (field === 'subject' || field === 'field' || field === 'file') return { ...NOTHING, words: [field] };
  return NOTHING;
}

function askedOfPeople(part: QueryPart): Asked<PersonColumn> {
  const field = fieldOf(part);
  if (field === null) return { words: ['who'], tails: ['name', 'email', 'number', 'address'], digits: ['phone'] };
  if (field === 'name') return { ...NOTHING, words: ['who'], tails: ['name'] };
  if (field === 'email') return { ...NOTHING, tails: ['email'] };
  if (field === 'number') return { ...NOTHING, tails: ['number', 'address'] };
  if (field === 'phone') return { ...NOTHING, digits: ['phone'] };
  return NOTHING;
}

function askedOfTexts(part: QueryPart): readonly TextKind[] {
  const field = fieldOf(part);
  if (field === 'message' || field === 'reply' || field === 'note') return [field];
  return field ? [] : TEXT_KINDS;
}

const ONLY_DIGITS = /^[\d\s()+/.\-–]+$/;

function clausesFor<Column extends string>(text: string, exact: boolean, asked: Asked<Column>): Clause<Column>[] {
  const clauses: Clause<Column>[] = [];
  const add = (columns: readonly Column[], phrases: Phrase[]): void => {
    if (columns.length > 0 && phrases.length > 0) clauses.push({ columns, phrases });
  };
  const phrase = wordPhrase(text, exact);
  if (phrase) add(asked.words, [phrase]);
  add(asked.tails, partOf(text));
  if (ONLY_DIGITS.test(text)) add(asked.digits, partOf(phoneDigits(text) || digits(text)));
  const spelled = spelledOut(text);
  const other = phrase && wordPhrase(spelled, exact);
  if (other && other.tokens.join(' ') !== phrase.tokens.join(' ')) {
    add(asked.words, [other]);
    add(asked.tails, partOf(spelled));
  }
  // Whoever types Mueller also means Müller; as a whole word only, for `due` must not find every `du…`.
  const together = phrase?.tokens.map(drawnTogether);
  if (together && text.length >= 4 && together.join(' ') !== phrase?.tokens.join(' ')) {
    add(asked.words, [{ tokens: together, beginning: false }]);
  }
  return clauses;
}

/** What a part of a query asks of the index; patterns of IPs ask nothing. */
export function ticketClauses(part: QueryPart): PartClauses {
  if (part.kind === 'ip-like' || (part.kind === 'ip' && (part.field || part.low !== part.high))) {
    return { tickets: [], texts: [], people: [] };
  }
  const exact = part.kind === 'ip' || part.kind === 'tracking' || (part.kind === 'text' && part.exact);
  const texts = { ...NOTHING, words: askedOfTexts(part) };
  return {
    tickets: clausesFor(part.text, exact, askedOfTickets(part)),
    texts: clausesFor(part.text, exact, texts),
    people: clausesFor(part.text, exact, askedOfPeople(part)),
  };
}

/** What one token of a person's find asks of the index of people; `named` asks of the names only. */
export function personClauses(token: string, named: boolean): Clause<PersonColumn>[] {
  return clausesFor<PersonColumn>(token, false, {
    words: ['who'],
    tails: named ? [] : ['name', 'email', 'number', 'address', 'ip'],
    digits: named ? [] : ['phone'],
  });
}

/** A phrase as it stands in the index of tickets: each word behind its month (`''` where there are none). */
export const inMonth = ({ tokens }: Phrase, month: string): string =>
  tokens.map((token) => month + token.replaceAll('"', '')).join(' ');

const quoted = (phrase: Phrase, month: string): string => `"${inMonth(phrase, month)}"${phrase.beginning ? ' *' : ''}`;

/**
 * Clauses as an expression of FTS5, any of which may hold, on the words of any of these months. `all`: the table's
 * columns; a clause of all of them names none, which takes two thirds of the time.
 */
export const expression = (
  clauses: readonly Clause<string>[],
  months: readonly string[],
  all: readonly string[],
): string =>
  clauses
    .flatMap(({ columns, phrases }) => {
      const where = columns.length === all.length ? '' : `{${columns.join(' ')}} : `;
      return months.map((month) => `(${where}(${phrases.map((one) => quoted(one, month)).join(' AND ')}))`);
    })
    .join(' OR ');
