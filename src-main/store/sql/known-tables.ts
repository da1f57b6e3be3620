import type { Connection } from '../connection.ts';
import { shapeIn } from './statements.ts';
import { isDerived } from './tables.ts';

export type KnownColumn = {
  name: string;
  type: 'integer' | 'text' | 'blob';
  mayBeNull: boolean;
  isId: boolean;
  mustBeGiven: boolean;
};
export type KnownTable = { name: string; shape: string; columns: ReadonlyMap<string, KnownColumn>; counts: boolean };
export type KnownIndex = { name: string; table: string; sql: string; shape: string };

type Row = { name: string; type: string; notnull: number; dflt_value: string | null; pk: number };

/** The tables of an office file as they are, of whatever version: what a dump of that version may make and fill. */
export function knownTables(sqlite: Connection): Map<string, KnownTable> {
  const tables = sqlite.prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name`).all() as {
    name: string;
    sql: string;
  }[];
  // 0: a column of the table's own; generated ones are computed, not given
  const columns = sqlite.prepare(
    'SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_xinfo(?) WHERE hidden = 0',
  );
  return new Map(
    tables
      .filter(({ name }) => !isDerived(name))
      .map(({ name, sql }) => [
        name,
        {
          name,
          shape: shapeIn(sql),
          counts: /\bautoincrement\b/i.test(sql),
          columns: new Map((columns.all(name) as Row[]).map((row, _at, all) => [row.name, columnOf(row, all)])),
        },
      ]),
  );
}

function columnOf({ name, type, notnull, dflt_value, pk }: Row, all: readonly Row[]): KnownColumn {
  const declared = type.toLowerCase();
  if (declared !== 'integer' && declared !== 'text' && declared !== 'blob')
    throw new Error('a column of an unknown type');
  return {
    name,
    type: declared,
    mayBeNull: notnull === 0 && pk === 0,
    isId: pk === 1 && declared === 'integer' && all.filter((one) => one.pk > 0).length === 1,
    mustBeGiven: notnull === 1 && dflt_value === null,
  };
}

export function knownIndexes(sqlite: Connection): KnownIndex[] {
  const rows = sqlite
    .prepare(`SELECT name, tbl_name AS "table", sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL`)
    .all() as Omit<KnownIndex, 'shape'>[];
  return rows.filter(({ table }) => !isDerived(table)).map((row) => ({ ...row, shape: shapeIn(row.sql) }));
}
