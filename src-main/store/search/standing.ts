import type { Database } from 'better-sqlite3';
import { prepared as statement } from '../prepared.ts';
import { expression } from './clauses.ts';
import type { PartClauses } from './clauses.ts';
import { ROWS_A_TICKET, monthOf } from './keys.ts';
import type { FromRows } from './from-rows.ts';
import { asksForIp } from './query.ts';
import type { QueryField, QueryPart } from './query.ts';
import { TEXT_KINDS, TICKET_COLUMNS } from './tables.ts';

/** Find keys from `low` on, below `below`, and the months they are of. */
export type Stretch = { low: number; below: number; months: readonly string[] };

const NEXT = 'SELECT max(id) FROM find_tickets_content WHERE id < ?';

/** The newest so many months in which there are tickets, from below a key; null where there are none. */
export function stretchBelow(sqlite: Database, below: number, most: number): Stretch | null {
  const months: string[] = [];
  let low = below;
  while (months.length < most) {
    const newest = statement(sqlite, NEXT).pluck().get(low) as number | null;
    if (newest === null) break;
    const month = monthOf(newest);
    months.push(month.code);
    low = month.low;
  }
  return months.length === 0 ? null : { low, below, months };
}

/** A part of a query made ready: the clauses for the index, and the people it names. */
export type Ready = { part: QueryPart; clauses: PartClauses; people: ReadonlySet<number> };

/** Where a part of a query stands: a field, and for texts the id of the reply or note (0 for the message). */
export type Place = { field: QueryField; ref?: number };

/**
 * The tickets in which a part stands, from key `low` on, with a weight for how often, and what says so: the rows of
 * tickets and of texts in the index, people it names, keys the caller knows, and texts that were read.
 */
export type Standing = {
  low: number;
  counted: Map<number, number>;
  own: readonly number[];
  rows: readonly number[];
  further: readonly { key: number; row: number }[];
  people: readonly number[];
  known: readonly number[];
  read: readonly { key: number; place: Place }[];
};

/** How much more a find among names, identifiers, subject and fields counts than one in a text. */
const OWN_ROW = 4;

const IN_TICKETS = 'SELECT rowid FROM find_tickets WHERE find_tickets MATCH ? AND rowid >= ? AND rowid < ?';
const IN_TEXTS = 'SELECT rowid FROM find_texts WHERE find_texts MATCH ? AND rowid >= ? AND rowid < ?';
/** Backwards through the index takes twice as long, but may stop. */
const NEWEST_TEXTS = `${IN_TEXTS} ORDER BY rowid DESC LIMIT ?`;
/** Only rows of tickets that are asked about, where these are few: others need not leave the engine. */
const TEXTS_AMONG = `${IN_TEXTS} AND rowid / ${ROWS_A_TICKET} IN (SELECT value FROM json_each(?))`;
const IN_FURTHER = 'SELECT rowid FROM find_texts WHERE find_texts MATCH ? AND rowid < 0';
const ANY_FURTHER = 'SELECT 1 FROM find_kept WHERE "row" < 0 LIMIT 1';
const TICKET_OF = 'SELECT ticket FROM find_kept WHERE "row" = ?';

/** The ticket of a row of texts. */
export const ticketOfRow = (row: number): number => Math.floor(row / ROWS_A_TICKET);

/** Counts what was found. */
export function counted(found: Omit<Standing, 'counted'>): Standing {
  const all: Standing['counted'] = new Map();
  const add = (key: number, weight: number): void => void all.set(key, (all.get(key) ?? 0) + weight);
  for (const row of found.rows) add(ticketOfRow(row), 1);
  for (const { key } of found.further) add(key, 1);
  for (const { key } of found.read) add(key, 1);
  for (const key of found.own) add(key, OWN_ROW);
  for (const key of found.people) add(key, OWN_ROW);
  for (const key of found.known) add(key, OWN_ROW);
  return { ...found, counted: all };
}

/** At most so many rows of texts, the newest (then only tickets with every row among them), or only those of tickets. */
export type Narrowed = { newest?: number; among?: readonly number[] };

/** Asks the index where a part stands. */
export function standing(
  sqlite: Database,
  rows: FromRows,
  ready: Ready,
  stretch: Stretch,
  narrowed: Narrowed = {},
): Standing {
  const { part, clauses, people } = ready;
  const { below, months } = stretch;
  let { low } = stretch;
  let texts: number[] = [];
  let further: Standing['further'] = [];
  if (clauses.texts.length > 0) {
    const asked = expression(clauses.texts, months, TEXT_KINDS);
    texts = rowsOfTexts(sqlite, asked, stretch, narrowed);
    const [oldest] = texts;
    if (texts.length === narrowed.newest && oldest !== undefined) {
      // The last ticket of a full page may have more rows.
      low = ticketOfRow(oldest) + 1;
      if (low >= below) return standing(sqlite, rows, ready, stretch);
      texts = texts.filter((row) => ticketOfRow(row) >= low);
    }
    further = furtherRows(sqlite, asked, low, below);
  }
  const own =
    clauses.tickets.length > 0
      ? (statement(sqlite, IN_TICKETS)
          .pluck()
          .all(expression(clauses.tickets, months, TICKET_COLUMNS), low, below) as number[])
      : [];
  const named =
    people.size === 0
      ? []
      : narrowed.among
        ? ofPeople(rows, people, narrowed.among)
        : [...(rows.withPeople?.(people, { low, below }) ?? [])];
  return counted({ low, own, rows: texts, further, people: named, known: knownIn(rows, part, low, below), read: [] });
}

/** The tickets from key `low` on, below another, with the address that a part asks for. */
export const knownIn = (rows: FromRows, part: QueryPart, low: number, below: number): number[] =>
  asksForIp(part) ? [...(rows.withIp?.(part, { low, below }) ?? [])].filter((key) => key >= low && key < below) : [];

/** Those of some tickets that any of these people asked for or follow. */
export function ofPeople(rows: FromRows, people: ReadonlySet<number>, keys: readonly number[]): number[] {
  if (people.size === 0) return [];
  return [...(rows.peopleOf?.(keys) ?? [])].flatMap(({ key, person }) => (people.has(person) ? [key] : []));
}

function rowsOfTexts(sqlite: Database, asked: string, { low, below }: Stretch, { newest, among }: Narrowed): number[] {
  const given = [asked, low * ROWS_A_TICKET, below * ROWS_A_TICKET];
  const pluck = (sql: string, ...more: unknown[]): number[] =>
    statement(sqlite, sql)
      .pluck()
      .all(...given, ...more) as number[];
  if (newest !== undefined) return pluck(NEWEST_TEXTS, newest).reverse();
  return among ? pluck(TEXTS_AMONG, JSON.stringify(among)) : pluck(IN_TEXTS);
}

/** Rows of texts that have no place below their ticket's key. */
function furtherRows(sqlite: Database, asked: string, low: number, below: number): Standing['further'] {
  if (!statement(sqlite, ANY_FURTHER).get()) return [];
  const rows = statement(sqlite, IN_FURTHER).pluck().all(asked) as number[];
  return rows
    .map((row) => ({ row, key: statement(sqlite, TICKET_OF).pluck().get(row) as number }))
    .filter(({ key }) => key >= low && key < below);
}

const PROBED_ROWS = 256;
const SOME_TICKETS = `${IN_TICKETS} LIMIT ?`;
const SOME_TEXTS = `${IN_TEXTS} LIMIT ?`;

/** About so many people have a ticket a month. */
const PEOPLE_A_TICKET = 20;

/**
 * About how often a part stands in a month, by its words as they are and whom it names, counted to 256: for asking the
 * rarest part first.
 */
export function frequency(sqlite: Database, rows: FromRows, { part, clauses, people }: Ready, month: Stretch): number {
  const { low, below, months } = month;
  const some = (sql: string, ...given: unknown[]): number =>
    statement(sqlite, sql)
      .pluck()
      .all(...given, PROBED_ROWS).length;
  const known = knownIn(rows, part, low, below).length;
  const [first] = clauses.texts;
  const exact = first && { ...first, phrases: first.phrases.map((phrase) => ({ ...phrase, beginning: false })) };
  const inTexts = exact
    ? some(SOME_TEXTS, expression([exact], months, TEXT_KINDS), low * ROWS_A_TICKET, below * ROWS_A_TICKET)
    : 0;
  const inTickets =
    !exact && clauses.tickets.length > 0
      ? some(SOME_TICKETS, expression(clauses.tickets, months, TICKET_COLUMNS), low, below)
      : 0;
  return Math.min(PROBED_ROWS, inTexts + inTickets + people.size / PEOPLE_A_TICKET + known);
}
