import { getTableColumns, sql, type SQL } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { GoneKind } from '../../contract/privacy.ts';
import type { Reads, Writes } from '../handles.ts';
import { PERSONAL_DATA } from './map/index.ts';
import { knownOf, namesWholly, type Known } from './naming.ts';
import { columnOf, listed, reached, type Concerned } from './reach.ts';
import type { Act, TableRule } from './terms.ts';

type Column = { table: SQLiteTable; rule: TableRule; key: string; kind: GoneKind | undefined };

/** Columns whose rows go under an act where their text names one of the people who go. */
const columnsOf = (act: Act): Column[] =>
  PERSONAL_DATA.flatMap((rule) => {
    const { table, columns } = rule;
    if (typeof table === 'string') return [];
    return Object.entries(columns).flatMap(([name, column]) =>
      column.personal && column[act] === 'remove row where it names them'
        ? [{ table, rule, key: columnOf(table, name).key, kind: column.counts }]
        : [],
    );
  });

/** Every text in a value, on lines of their own: what a column of JSON holds is read as it was written. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null ? Object.values(value).map(textOf).join('\n') : '';
}

/** Ids of a column's rows that name somebody; such tables hold a row for each of staff. */
async function idsNaming(db: Reads, { table, key }: Column, known: readonly Known[]): Promise<number[]> {
  const columns = getTableColumns(table);
  const [id, text] = [columns['id'], columns[key]];
  if (!id || !text || known.length === 0) return [];
  const names = namesWholly(known);
  const rows = await db.select({ id: sql<number>`${id}`, text }).from(table);
  return rows.filter((row) => names(textOf(row.text))).map((row) => row.id);
}

/** Removes the rows whose texts name one of the people known by this. */
export async function removeNamed(tx: Writes, act: Act, known: readonly Known[]): Promise<void> {
  for (const column of columnsOf(act)) {
    const ids = await idsNaming(tx, column, known);
    if (ids.length > 0) await tx.delete(column.table).where(isOneOf(ids));
  }
}

/** How many rows go because they name one of the people of an act and for no other reason, by kind and table. */
export async function namedRows(
  db: Reads,
  act: Act,
  concerned: Concerned,
): Promise<{ kind: GoneKind; table: SQLiteTable; ids: number[] }[]> {
  if (concerned.people.length === 0) return [];
  const known = await knownOf(db, concerned.people);
  const found = [];
  for (const column of columnsOf(act)) {
    const { table, rule, kind } = column;
    const ids = new Set(await idsNaming(db, column, known));
    if (ids.size === 0 || kind === undefined) continue;
    for (const row of rule.rows)
      for (const { id } of await db
        .select({ id: sql<number>`id` })
        .from(table)
        .where(reached(row, concerned)))
        ids.delete(id);
    found.push({ kind, table, ids: [...ids] });
  }
  return found;
}

const isOneOf = (ids: readonly number[]): SQL => sql`id in ${listed(ids)}`;
