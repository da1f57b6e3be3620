import type { Database } from 'better-sqlite3';
import { prepared as statement } from '../prepared.ts';
import type { FromRows } from './from-rows.ts';
import { monthOf } from './keys.ts';
import type { QueryField } from './query.ts';
import { columnsOf, wordsOfPeople, wordsOfTickets } from './row-words.ts';
import { ticketOfRow } from './standing.ts';
import type { Place, Ready, Standing } from './standing.ts';
import { PERSON_COLUMNS, TEXT_KINDS, TICKET_COLUMNS } from './tables.ts';
import type { PersonColumn, TicketColumn } from './tables.ts';

const FIELD_OF: Record<TicketColumn | PersonColumn, QueryField> = {
  who: 'name',
  name: 'name',
  email: 'email',
  phone: 'phone',
  number: 'number',
  address: 'number',
  ip: 'ip',
  tracking: 'id',
  subject: 'subject',
  field: 'field',
  file: 'file',
};

const KEPT = `SELECT kept."row", kept.kind, kept.ref
  FROM json_each(?) AS wanted CROSS JOIN find_kept AS kept ON kept."row" = wanted.value`;

type Add = (key: number, place: Place) => void;

/** Where the parts of a query stand in tickets that were found: by what told that they stand there. */
export function placesOf(
  sqlite: Database,
  rows: FromRows,
  keys: readonly number[],
  found: readonly { ready: Ready; standing: Standing }[],
): Map<number, Place[]> {
  const places = new Map<number, Map<string, Place>>(keys.map((key) => [key, new Map()]));
  const add: Add = (key, place) => void places.get(key)?.set(`${place.field} ${place.ref}`, place);
  const among = (some: readonly number[]): number[] => some.filter((key) => places.has(key));
  for (const { ready, standing } of found) {
    for (const key of standing.known) add(key, { field: 'ip' });
    addPeople(sqlite, rows, ready, among(standing.people), add);
    addOwn(sqlite, ready, among(standing.own), add);
    for (const { key, place } of standing.read) add(key, place);
    const texts = standing.further.filter(({ key }) => places.has(key));
    for (const row of standing.rows) {
      const key = ticketOfRow(row);
      if (places.has(key)) texts.push({ key, row });
    }
    addTexts(sqlite, texts, add);
  }
  return new Map([...places].map(([key, all]) => [key, [...all.values()]]));
}

/** What the people of tickets are known by, where a part stands in it. */
function addPeople(sqlite: Database, rows: FromRows, { clauses }: Ready, keys: readonly number[], add: Add): void {
  if (keys.length === 0) return;
  const people = [...(rows.peopleOf?.(keys) ?? [])];
  const words = wordsOfPeople(sqlite, new Set(people.map(({ person }) => person)));
  for (const { key, person } of people) {
    const own = words.get(person);
    const here = new Set(own && clauses.people.flatMap((clause) => columnsOf(own, clause, '')));
    for (const column of PERSON_COLUMNS) if (here.has(column)) add(key, { field: FIELD_OF[column] });
  }
}

/** The fields of tickets' own rows in which a part stands. */
function addOwn(sqlite: Database, { clauses }: Ready, keys: readonly number[], add: Add): void {
  if (keys.length === 0) return;
  for (const [key, words] of wordsOfTickets(sqlite, keys)) {
    const { code } = monthOf(key);
    const here = new Set(clauses.tickets.flatMap((clause) => columnsOf(words, clause, code)));
    for (const column of TICKET_COLUMNS) if (here.has(column)) add(key, { field: FIELD_OF[column] });
  }
}

/** The texts behind rows of the index. */
function addTexts(sqlite: Database, rows: readonly { key: number; row: number }[], add: Add): void {
  if (rows.length === 0) return;
  const asked = JSON.stringify(rows.map(({ row }) => row));
  const kept = statement(sqlite, KEPT).raw().all(asked) as [row: number, kind: number, ref: number][];
  const texts = new Map(kept.map(([row, kind, ref]) => [row, { kind, ref }]));
  for (const { key, row } of rows) {
    const text = texts.get(row);
    const field = TEXT_KINDS[text?.kind ?? -1];
    if (text && field) add(key, { field, ref: text.ref });
  }
}
