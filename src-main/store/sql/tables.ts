import { getTableColumns, is, SQL } from 'drizzle-orm';
import { getTableConfig, SQLiteTable, type SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { PERSONAL_DATA, tableName } from '../personal-data/index.ts';
import * as schema from '../schema/index.ts';

/** What a column's values are, whatever the server calls it. */
export type ColumnKind = 'integer' | 'flag' | 'text' | 'bytes';
export type DumpColumn = {
  name: string;
  kind: ColumnKind;
  notNull: boolean;
  /** Plain values only: a number, a flag or a text. */
  default?: number | boolean | string;
  /** How its value is made of the others; such a column is in no INSERT. */
  generated?: string;
  /** Stands empty in every dump. */
  secret: boolean;
};
export type DumpIndex = { name: string; columns: string[]; unique: boolean; where?: string };
export type DumpReference = { column: string; table: string; to: string; cascades: boolean };
export type DumpTable = {
  name: string;
  columns: DumpColumn[];
  primaryKey: string[];
  /** The name of the column that counts by itself. */
  counter: string | null;
  indexes: DumpIndex[];
  references: DumpReference[];
};

/** Made from the office's rows by the program, or the engine's own: in no dump. */
export const isDerived = (table: string): boolean =>
  table.startsWith('find_') || table.startsWith('sqlite_') || table.startsWith('__');

/** Secret columns by table, as the map of personal data marks them. */
export const SECRETS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  PERSONAL_DATA.map((rule): [string, Set<string>] => [
    tableName(rule),
    new Set(
      Object.entries(rule.columns)
        .filter(([, column]) => !column.personal && column.secret === true)
        .map(([name]) => name),
    ),
  ]).filter(([, columns]) => columns.size > 0),
);

const plainSql = (given: SQL): string => {
  // as drizzle-kit writes it into a migration: texts of the program and names of columns
  const parts = given.queryChunks.map((chunk) => {
    if (typeof chunk === 'object' && chunk !== null && 'value' in chunk && Array.isArray(chunk.value))
      return chunk.value.join('');
    if (typeof chunk === 'object' && chunk !== null && 'name' in chunk) return String(chunk.name);
    throw new Error('a dump knows no such expression');
  });
  return parts.join('');
};

function kindOf(column: SQLiteColumn): ColumnKind {
  const type = column.getSQLType();
  if (type === 'integer') return column.dataType === 'boolean' ? 'flag' : 'integer';
  if (type === 'text') return 'text';
  if (type === 'blob') return 'bytes';
  throw new Error(`a dump knows no column of type ${type}`);
}

function columnOf(table: string, column: SQLiteColumn): DumpColumn {
  const made: unknown = column.generated?.as;
  const given: unknown = column.default;
  const value = typeof given === 'object' && given !== null ? JSON.stringify(given) : given;
  return {
    name: column.name,
    kind: kindOf(column),
    notNull: column.notNull,
    secret: SECRETS.get(table)?.has(column.name) ?? false,
    ...(is(made, SQL) ? { generated: plainSql(made) } : {}),
    ...(typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string' ? { default: value } : {}),
  };
}

function tableOf(table: SQLiteTable): DumpTable {
  const { name, indexes, foreignKeys, primaryKeys } = getTableConfig(table);
  const columns = columnsOf(table);
  const own = columns.filter((column) => column.primary);
  const keys = primaryKeys[0]?.columns ?? own;
  return {
    name,
    columns: columns.map((column) => columnOf(name, column)),
    primaryKey: keys.map((column) => column.name),
    counter: own.find((column) => 'autoIncrement' in column && column.autoIncrement === true)?.name ?? null,
    indexes: [
      ...columns
        .filter((column) => column.isUnique)
        .map((column) => ({ name: `${name}_${column.name}_unique`, columns: [column.name], unique: true })),
      ...indexes.map(({ config }) => ({
        name: config.name,
        columns: config.columns.map((column) => {
          if (is(column, SQL)) throw new Error('a dump knows no index over an expression');
          return column.name;
        }),
        unique: config.unique,
        ...(config.where ? { where: plainSql(config.where) } : {}),
      })),
    ],
    references: foreignKeys.map((key) => {
      const { columns: from, foreignTable, foreignColumns } = key.reference();
      const [column, to] = [from[0], foreignColumns[0]];
      if (!column || !to || from.length !== 1) throw new Error('a dump knows references of one column only');
      return {
        column: column.name,
        table: getTableConfig(foreignTable).name,
        to: to.name,
        cascades: key.onDelete === 'cascade',
      };
    }),
  };
}

/** Every table that Drizzle knows. */
export const drizzleTables = (): SQLiteTable[] =>
  Object.values<unknown>(schema).filter((one): one is SQLiteTable => is(one, SQLiteTable));

export const columnsOf = (table: SQLiteTable): SQLiteColumn[] =>
  Object.values(getTableColumns(table)) as SQLiteColumn[];

/** The tables of an office as this program knows them, each after those its rows point to. */
export function officeTables(): DumpTable[] {
  const all = drizzleTables().map(tableOf);
  all.sort((a, b) => (a.name < b.name ? -1 : 1));
  const placed = new Map<string, DumpTable>();
  while (placed.size < all.length) {
    const ready = all.filter(
      (table) =>
        !placed.has(table.name) && table.references.every((to) => to.table === table.name || placed.has(to.table)),
    );
    if (ready.length === 0) throw new Error('tables that point to each other in a circle');
    for (const table of ready) placed.set(table.name, table);
  }
  return [...placed.values()];
}
