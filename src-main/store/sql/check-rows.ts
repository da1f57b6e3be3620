import { getTableName } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import * as v from 'valibot';
import { OFFICE_FACTS, OfficeFacts } from '../../contract/office.ts';
import type { Connection } from '../connection.ts';
import { office } from '../schema/index.ts';
import { refusedSql } from './refused-sql.ts';
import { columnsOf, drizzleTables } from './tables.ts';

/** Between 1900 and 9999, in ms, as the contract has it. */
const FIRST_MOMENT = -2_208_988_800_000;
const LAST_MOMENT = 253_402_300_799_999;
const IS_MOMENT = /(^|_)(at|since|until)$/;
/** Find keys are below 2^41 (`search/keys.ts`). */
const LAST_FIND_KEY = 2 ** 41 - 1;

/** When a value, though of the right type, is none that the program could have written. */
function wrongWhen(column: SQLiteColumn): string | null {
  const name = `"${column.name}"`;
  const words = column.enumValues;
  if (words) return `${name} NOT IN (${words.map((word) => `'${word.replaceAll("'", "''")}'`).join(', ')})`;
  if (column.dataType === 'boolean') return `${name} NOT IN (0, 1)`;
  if (column.dataType === 'json') {
    const kind = Array.isArray(column.default)
      ? ` OR json_type(${name}) <> 'array'`
      : ` OR json_type(${name}) <> 'object'`;
    return `NOT json_valid(${name})${kind}`;
  }
  // the only custom type with texts: 32 hex digits; folders are named by them
  if (column.dataType === 'custom' && column.getSQLType() === 'text')
    return `length(${name}) <> 32 OR ${name} GLOB '*[^0-9a-f]*'`;
  if (column.name === 'find_key') return `${name} NOT BETWEEN 0 AND ${LAST_FIND_KEY}`;
  if (column.getSQLType() === 'integer' && IS_MOMENT.test(column.name))
    return `${name} NOT BETWEEN ${FIRST_MOMENT} AND ${LAST_MOMENT}`;
  return null;
}

/**
 * Looks through all rows of an office that came from outside for what the program could never have written: words of
 * closed lists, flags, moments, uids, JSON; rows that point at nothing; an office without its one row or its owner.
 * @throws Refused `unreadable` with the table, the column and the row
 */
export function checkRows(sqlite: Connection, heard: { check(): void }): void {
  for (const table of drizzleTables()) {
    heard.check();
    const name = getTableName(table);
    const wrong = columnsOf(table).flatMap((column) => {
      const when = wrongWhen(column);
      return when === null ? [] : [`WHEN ${when} THEN '${column.name}'`];
    });
    if (wrong.length === 0) continue;
    const found = sqlite
      .prepare(
        `SELECT rowid AS row, CASE ${wrong.join(' ')} END AS "column" FROM "${name}" WHERE "column" IS NOT NULL LIMIT 1`,
      )
      .get() as { row: number; column: string } | undefined;
    if (found) throw refusedSql('sql-word', { table: name, ...found });
  }
  const [pointing] = sqlite.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[];
  if (pointing)
    throw refusedSql('sql-points-nowhere', { table: pointing.table, row: pointing.rowid, to: pointing.parent });
  checkOffice(sqlite);
}

function checkOffice(sqlite: Connection): void {
  const [row, ...more] = sqlite.prepare('SELECT * FROM office').all() as Record<string, unknown>[];
  const owners = sqlite
    .prepare(`SELECT count(*) FROM staff WHERE role = 'owner' AND deactivated_at IS NULL`)
    .pluck()
    .get();
  if (!row || row['id'] !== 1 || more.length > 0 || owners === 0) throw refusedSql('sql-no-office');
  for (const fact of OFFICE_FACTS) {
    const column = office[fact].name;
    if (!v.is(OfficeFacts.entries[fact], row[column]))
      throw refusedSql('sql-word', { table: 'office', column, row: 1 });
  }
}
