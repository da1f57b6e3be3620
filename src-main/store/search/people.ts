import type { Database } from 'better-sqlite3';
import { cut, digits } from '../words.ts';
import { expression, personClauses } from './clauses.ts';
import type { Clause } from './clauses.ts';
import { nameForms, nameWords } from './names.ts';
import { PERSON_COLUMNS } from './tables.ts';
import type { PersonColumn } from './tables.ts';
import { prepared as statement } from '../prepared.ts';
import { tailTokens, withCompact } from './tickets.ts';

/** What a person is recognised by, as people wrote it; IPs in the form `ipText` gives. */
export type PersonDoc = {
  names?: readonly string[];
  emails?: readonly string[];
  phones?: readonly string[];
  numbers?: readonly string[];
  addresses?: readonly string[];
  ips?: readonly string[];
};

const phoneTokens = (values: readonly string[] = []): string[] =>
  tailTokens(values.flatMap((value) => [digits(value), digits(value.replace('(0)', ''))]));
const nameTokens = (values: readonly string[] = []): string[] => tailTokens(values.flatMap(nameForms));

function tokensOf(doc: PersonDoc): Record<PersonColumn, string[]> {
  return {
    who: nameWords(doc.names),
    name: nameTokens(doc.names),
    email: tailTokens(doc.emails ?? []),
    phone: phoneTokens(doc.phones),
    number: tailTokens(withCompact(doc.numbers)),
    address: tailTokens(withCompact(doc.addresses)),
    ip: tailTokens(doc.ips ?? []),
  };
}

const COLUMNS = PERSON_COLUMNS.join(', ');
const OLD = `SELECT ${COLUMNS} FROM find_people WHERE rowid = ?`;
const DROP = 'DELETE FROM find_people WHERE rowid = ?';
const PUT = `INSERT INTO find_people (rowid, ${COLUMNS}) VALUES (?${', ?'.repeat(PERSON_COLUMNS.length)})`;
const FIND = 'SELECT rowid FROM find_people WHERE find_people MATCH ? ORDER BY rowid DESC LIMIT ?';

/** Puts a person into the index, in place of what it held of them; does nothing where nothing changed. */
export function putPerson(sqlite: Database, person: number, doc: PersonDoc): void {
  const tokens = tokensOf(doc);
  const texts = PERSON_COLUMNS.map((column) => tokens[column].join(' '));
  const old = statement(sqlite, OLD).raw().get(person) as string[] | undefined;
  if (old?.every((text, index) => text === texts[index])) return;
  if (old) statement(sqlite, DROP).run(person);
  statement(sqlite, PUT).run(person, ...texts);
}

/** Takes a person out of the index. */
export function dropPerson(sqlite: Database, person: number): void {
  statement(sqlite, DROP).run(person);
}

const FITTING = 'SELECT rowid FROM find_people WHERE find_people MATCH ?';

/** Everybody for whom one of these clauses holds, in no order. */
export const peopleFor = (sqlite: Database, clauses: readonly Clause<PersonColumn>[]): number[] =>
  clauses.length === 0
    ? []
    : (statement(sqlite, FITTING)
        .pluck()
        .all(expression(clauses, [''], PERSON_COLUMNS)) as number[]);

const MOST_TOKENS = 8;
const LONGEST_TOKEN = 100;
/** A telephone number as people write it: its groups are one number, not words beside each other. */
const TELEPHONE = /^[+(]{0,2}\d[\d\s()./-]*$/u;
const LEAST_DIGITS = 6;

/** The groups of a telephone number put together; all other text as it is. */
function joined(typed: string): string {
  const number = typed.trim();
  const bare = digits(number);
  return TELEPHONE.test(number) && bare.length >= LEAST_DIGITS ? (number.startsWith('+') ? `+${bare}` : bare) : typed;
}

/**
 * People for what is being typed: every token must be the beginning of a word of a name, or any part of an identifier
 * (`kowal 3.14` is a name and a flat). Ids, those whose name alone fits first, then the newest. Never throws for any
 * text.
 */
export function findPeople(sqlite: Database, typed: string, limit: number): number[] {
  const tokens = joined(typed.slice(0, MOST_TOKENS * LONGEST_TOKEN).toWellFormed())
    .split(/\s+/u)
    .map((token) => token.slice(0, LONGEST_TOKEN).toWellFormed())
    .filter((token) => cut(token).length > 0)
    .slice(0, MOST_TOKENS);
  if (tokens.length === 0) return [];
  const found = new Set<number>();
  for (const named of [true, false]) {
    const asked = tokens
      .map((token) => expression(personClauses(token, named), [''], PERSON_COLUMNS))
      .filter((one) => one !== '');
    const expr = asked.map((one) => `(${one})`).join(' AND ');
    for (const id of statement(sqlite, FIND).pluck().all(expr, limit) as number[]) found.add(id);
    if (found.size >= limit) break;
  }
  return [...found].slice(0, limit);
}
