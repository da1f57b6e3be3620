import type { Database } from 'better-sqlite3';
import { prepared as statement } from '../prepared.ts';
import { monthOf } from './keys.ts';
import { dropPerson } from './people.ts';
import { renewSeparators } from './separators.ts';
import type { FtsTable } from './tables.ts';
import { dropTicket } from './tickets.ts';
import type { TicketText } from './tickets.ts';

/** So few rows go one by one in any case. */
const FEW = 20;
const PIECES = (table: FtsTable) => `SELECT count(DISTINCT segid) FROM ${table}_idx`;
const ROWS = (table: FtsTable) => `SELECT count(*) FROM ${table}_docsize`;

/** What taking out one row costs where the index is in one piece, and writing anew each row there is, in ms. */
type Costs = { row: number; piece: number; anew: number };
const TEXTS: Costs = { row: 0.45, piece: 0.65, anew: 0.008 };
const PEOPLE: Costs = { row: 1.8, piece: 0.6, anew: 0.02 };

function anewIsFaster(sqlite: Database, table: FtsTable, rows: number, costs: Costs): boolean {
  if (rows <= FEW) return false;
  const all = statement(sqlite, ROWS(table)).pluck().get() as number;
  const pieces = statement(sqlite, PIECES(table)).pluck().get() as number;
  return rows * (costs.row + costs.piece * (pieces - 1)) > all * costs.anew;
}

/** Takes rows out while they are marked only, then writes these tables anew without them. */
function writingAnew(sqlite: Database, tables: readonly FtsTable[], work: () => void): void {
  const secure = (on: 0 | 1): void => {
    for (const table of tables) sqlite.exec(`INSERT INTO ${table} (${table}, rank) VALUES ('secure-delete', ${on})`);
  };
  secure(0);
  try {
    work();
    for (const table of tables) sqlite.prepare(`INSERT INTO ${table} (${table}) VALUES ('optimize')`).run();
  } finally {
    secure(1);
  }
}

/**
 * Takes tickets with some `rows` texts out of the index, in the running transaction; best in the order of their keys.
 * Few go one by one; where it is faster the words are marked only, and the index is written anew without them.
 * `wholly`: no word of theirs is left, nor its beginning, in what FTS5 finds its pages by.
 */
export function dropTickets(
  sqlite: Database,
  tickets: Iterable<{ key: number; texts: readonly TicketText[] }>,
  rows: number,
  wholly = false,
): void {
  const months = new Set<string>();
  const work = (): void => {
    for (const { key, texts } of tickets) {
      dropTicket(sqlite, key, texts);
      months.add(monthOf(key).code);
    }
  };
  const tables = ['find_tickets', 'find_texts'] as const;
  if (anewIsFaster(sqlite, 'find_texts', rows, TEXTS)) return writingAnew(sqlite, tables, work);
  work();
  if (wholly) for (const table of tables) renewSeparators(sqlite, table, months);
}

/** Takes people out of the index wholly. */
export function dropPeople(sqlite: Database, people: readonly number[]): void {
  const work = (): void => {
    for (const person of people) dropPerson(sqlite, person);
  };
  if (anewIsFaster(sqlite, 'find_people', people.length, PEOPLE)) return writingAnew(sqlite, ['find_people'], work);
  work();
  renewSeparators(sqlite, 'find_people');
}
