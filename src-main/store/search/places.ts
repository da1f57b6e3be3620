import type { Database } from 'better-sqlite3';
import { expression, ticketClauses } from './clauses.ts';
import type { Clause } from './clauses.ts';
import type { FromRows } from './from-rows.ts';
import { ROWS_A_TICKET, monthOf } from './keys.ts';
import { columnsFor } from './people.ts';
import type { Query, QueryField } from './query.ts';
import { TEXT_KINDS, TICKET_COLUMNS } from './tables.ts';
import type { PersonColumn, TicketColumn } from './tables.ts';
import { prepared as statement } from '../prepared.ts';

/** Where a part of a query stands: a field, and for texts the id of the reply or note (0 for the message). */
export type Place = { field: QueryField; ref?: number };

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

const IN_TICKETS = 'SELECT rowid FROM find_tickets WHERE find_tickets MATCH ? AND rowid BETWEEN ? AND ?';
const IN_TEXTS = 'SELECT rowid FROM find_texts WHERE find_texts MATCH ? AND rowid BETWEEN ? AND ?';
const KEPT = 'SELECT ticket, kind, ref FROM find_kept WHERE "row" = ?';

type Group = { code: string; keys: Set<number>; low: number; high: number };

/** The keys of a page by their months. */
function groupsOf(keys: readonly number[]): Group[] {
  const groups = new Map<string, Group>();
  for (const key of keys) {
    const { code } = monthOf(key);
    const group = groups.get(code);
    if (!group) groups.set(code, { code, keys: new Set([key]), low: key, high: key });
    else {
      group.keys.add(key);
      group.low = Math.min(group.low, key);
      group.high = Math.max(group.high, key);
    }
  }
  return [...groups.values()];
}

/** Where each part that is asked for (not the excluded ones) stands in the tickets of a page. */
export function placesOf(
  sqlite: Database,
  query: Query,
  keys: readonly number[],
  rows: FromRows,
): Map<number, Place[]> {
  const places = new Map<number, Map<string, Place>>(keys.map((key) => [key, new Map()]));
  const add = (key: number, place: Place): void => void places.get(key)?.set(`${place.field} ${place.ref}`, place);
  const groups = groupsOf(keys);
  const people = keys.length > 0 && query.parts.length > 0 ? [...(rows.peopleOf?.(keys) ?? [])] : [];
  for (const part of query.parts) {
    if (part.not) continue;
    const clauses = ticketClauses(part);
    if (part.kind === 'ip' || part.kind === 'ip-like') {
      for (const key of rows.withIp?.(part) ?? []) add(key, { field: 'ip' });
    }
    for (const { key, person } of clauses.people.length > 0 ? people : [])
      for (const column of columnsFor(sqlite, person, clauses.people)) add(key, { field: FIELD_OF[column] });
    for (const group of groups) {
      placesInTickets(sqlite, clauses.tickets, group, add);
      if (clauses.texts.length > 0) placesInTexts(sqlite, expression(clauses.texts, group.code), group, add);
    }
  }
  return new Map([...places].map(([key, found]) => [key, [...found.values()]]));
}

function placesInTickets(
  sqlite: Database,
  clauses: readonly Clause<TicketColumn>[],
  { code, keys, low, high }: Group,
  add: (key: number, place: Place) => void,
): void {
  const find = statement(sqlite, IN_TICKETS).pluck();
  const anywhere = clauses.length > 0 ? (find.all(expression(clauses, code), low, high) as number[]) : [];
  if (!anywhere.some((key) => keys.has(key))) return;
  for (const column of TICKET_COLUMNS) {
    const here = clauses.filter(({ columns }) => columns.includes(column));
    if (here.length === 0) continue;
    const asked = expression(
      here.map((clause) => ({ ...clause, columns: [column] })),
      code,
    );
    for (const key of find.all(asked, low, high) as number[]) add(key, { field: FIELD_OF[column] });
  }
}

function placesInTexts(sqlite: Database, asked: string, group: Group, add: (key: number, place: Place) => void): void {
  const find = statement(sqlite, IN_TEXTS).pluck();
  const mark = (row: number): void => {
    const kept = statement(sqlite, KEPT).get(row) as { ticket: number; kind: number; ref: number } | undefined;
    const field = TEXT_KINDS[kept?.kind ?? -1];
    if (kept && field) add(kept.ticket, { field, ref: kept.ref });
  };
  const first = group.low * ROWS_A_TICKET;
  for (const row of find.all(asked, first, group.high * ROWS_A_TICKET + ROWS_A_TICKET - 1) as number[]) {
    if (group.keys.has(Math.floor(row / ROWS_A_TICKET))) mark(row);
  }
  for (const row of find.all(asked, Number.MIN_SAFE_INTEGER, -1) as number[]) mark(row);
}
