import { and, getTableColumns, sql, type SQL } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { PERSONAL_DATA } from './map/index.ts';
import type { Act, RowRule, TableRule } from './terms.ts';

/** Whom an act is about: ids of tickets, and of the people who go along. */
export type Concerned = { tickets: readonly number[]; people: readonly number[] };

/** A list of any length for an `in`, as one parameter. */
export const listed = (values: readonly (number | string)[]): SQL =>
  sql`(select value from json_each(${JSON.stringify(values)}))`;

/** The rows of a rule that belong to the tickets and people of an act. */
export function reached(rule: RowRule, { tickets, people }: Concerned): SQL {
  const by = sql.identifier(rule.by);
  const rows = {
    ticket: () => sql`${by} in ${listed(tickets)}`,
    person: () => sql`${by} in ${listed(people)}`,
    'person uid': () => sql`${by} in (select uid from people where id in ${listed(people)})`,
    attachment: () => sql`${by} in (select id from attachments where ticket_id in ${listed(tickets)})`,
  }[rule.from]();
  return rule.which === undefined ? rows : sql`${rows} and (${sql.raw(rule.which)})`;
}

/** Whether nobody is concerned by the rule at all. */
export const unreachable = (rule: RowRule, { tickets, people }: Concerned): boolean =>
  (rule.from === 'ticket' || rule.from === 'attachment' ? tickets : people).length === 0;

export type Reachable = { table: SQLiteTable; rule: TableRule; row: RowRule };

/** Each rule of the map that an act goes by, in order. */
export const reachable: readonly Reachable[] = PERSONAL_DATA.flatMap((rule) =>
  typeof rule.table === 'string' ? [] : rule.rows.map((row) => ({ table: rule.table as SQLiteTable, rule, row })),
);

/** A table's column by its name in the database, with the key that Drizzle knows it by. */
export function columnOf(table: SQLiteTable, name: string): { key: string; column: SQLiteColumn } {
  const found = Object.entries(getTableColumns(table)).find(([, column]) => column.name === name);
  if (!found) throw new Error(`The map names a column that is not there: ${name}`);
  return { key: found[0], column: found[1] as SQLiteColumn };
}

export const deedOf = (row: RowRule, act: Act) => (act === 'delete' ? row.delete : row.anonymise);

export const both = (one: SQL, other: string | undefined): SQL =>
  other === undefined ? one : (and(one, sql.raw(`(${other})`)) ?? one);
