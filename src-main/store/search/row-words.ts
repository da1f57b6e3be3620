import type { Database } from 'better-sqlite3';
import { prepared as statement } from '../prepared.ts';
import { inMonth } from './clauses.ts';
import type { Clause, Phrase } from './clauses.ts';
import { PERSON_COLUMNS, TICKET_COLUMNS } from './tables.ts';

/** The words of one row as the index keeps them, by column, with a blank around each. */
export type RowWords<Column extends string> = Record<Column, string>;

function reading<Column extends string>(table: string, columns: readonly Column[]) {
  // FTS5 keeps the columns of its content as c0, c1 and so on.
  const asked = `SELECT own.id, ${columns.map((_, n) => `own.c${n}`).join(', ')}
    FROM json_each(?) AS wanted CROSS JOIN ${table}_content AS own ON own.id = wanted.value`;
  return (sqlite: Database, ids: Iterable<number>): Map<number, RowWords<Column>> => {
    const rows = statement(sqlite, asked)
      .raw()
      .all(JSON.stringify([...ids])) as [number, ...string[]][];
    const words = (row: string[]) => columns.map((column, n) => [column, ` ${row[n] ?? ''} `] as const);
    return new Map(rows.map(([id, ...row]) => [id, Object.fromEntries(words(row)) as RowWords<Column>]));
  };
}

/** What the index keeps of tickets, by find key. */
export const wordsOfTickets = reading('find_tickets', TICKET_COLUMNS);
/** What the index keeps of people, by id. */
export const wordsOfPeople = reading('find_people', PERSON_COLUMNS);

const inColumn = <Column extends string>(
  words: RowWords<Column>,
  column: Column,
  phrase: Phrase,
  month: string,
): boolean => words[column].includes(` ${inMonth(phrase, month)}${phrase.beginning ? '' : ' '}`);

/** The columns in which all phrases of a clause stand; `month` is that of a ticket, `''` for people. */
export const columnsOf = <Column extends string>(
  words: RowWords<Column>,
  { columns, phrases }: Clause<Column>,
  month: string,
): Column[] => columns.filter((column) => phrases.every((phrase) => inColumn(words, column, phrase, month)));

/** Whether each phrase of a clause stands in any of its columns, as the index has it. */
export const standsInRow = <Column extends string>(
  words: RowWords<Column>,
  { columns, phrases }: Clause<Column>,
  month: string,
): boolean => phrases.every((phrase) => columns.some((column) => inColumn(words, column, phrase, month)));
