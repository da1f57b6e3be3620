import { getTableColumns, is, SQL, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Writes } from './handles.ts';

/**
 * Inserts many rows at once, handed over as one JSON text, since building a statement with a value for each cell took
 * longer than the engine took to write them. `returning` may follow; its order is nobody's. Texts must be well formed;
 * tables with bytes are not for it.
 */
export const insertMany = <T extends SQLiteTable>(tx: Writes, table: T, rows: readonly T['$inferInsert'][]) =>
  tx.insert(table).select(rowsOf(table, rows));

function rowsOf<T extends SQLiteTable>(table: T, rows: readonly T['$inferInsert'][]): SQL {
  const columns = Object.entries(getTableColumns(table)).filter(([, column]) => column.generated === undefined);
  const defaults = new Map(
    columns.map(([key, column]) => {
      if (is(column.default, SQL)) throw new Error('insertMany knows no computed defaults');
      return [key, column.mapToDriverValue(column.default ?? null)];
    }),
  );
  const cells = rows.map((row) => {
    const given = row as Record<string, unknown>;
    return columns.map(([key, column]) => {
      const value = given[key];
      if (value === undefined) return defaults.get(key);
      return value === null ? null : column.mapToDriverValue(value);
    });
  });
  const places = columns.map((_, n) => sql`value ->> ${sql.raw(String(n))}`);
  return sql`select ${sql.join(places, sql`, `)} from json_each(${JSON.stringify(cells)})`;
}
