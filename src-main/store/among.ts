import { sql, type AnyColumn, type SQL } from 'drizzle-orm';

/**
 * Whether a column's value is one of these whole numbers or texts, however many: one bound value, where `inArray` binds one for
 * each and fails past the engine's 32,766.
 */
export const among = (column: AnyColumn | SQL, values: Iterable<number> | Iterable<string>): SQL =>
  sql`${column} in (select value from json_each(${JSON.stringify([...values])}))`;
