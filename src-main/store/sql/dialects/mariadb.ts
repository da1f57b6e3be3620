import type { DumpColumn, DumpTable } from '../tables.ts';
import { hex, type Dialect } from './dialect.ts';

const quoted = (name: string) => `\`${name.replaceAll('`', '``')}\``;
const list = (names: readonly string[]) => names.map(quoted).join(', ');

const ESCAPES: Record<string, string> = {
  '\\': '\\\\',
  "'": "''",
  '\r': '\\r',
  '\n': '\\n',
  '\x1a': '\\Z',
  '\0': '\\0',
};
const text = (value: string) => `'${value.replace(/[\\'\r\n\x1a\0]/g, (found) => ESCAPES[found] ?? found)}'`;

/** Characters of a key: with four bytes each they stay below InnoDB's 3,072 bytes, also three in one key. */
const KEY_CHARACTERS = 190;
/** Texts in keys have at most 500 characters; the longest key of all has one of them beside short words. */
const KEYED = 'VARCHAR(500)';

const inUniqueKey = ({ primaryKey, indexes }: DumpTable, { name }: DumpColumn) =>
  primaryKey.includes(name) || indexes.some(({ unique, columns }) => unique && columns.includes(name));

function typeOf(table: DumpTable, column: DumpColumn): string {
  if (column.kind === 'text') return inUniqueKey(table, column) ? KEYED : 'LONGTEXT';
  return { integer: 'BIGINT', flag: 'TINYINT(1)', bytes: 'LONGBLOB' }[column.kind];
}

function columnOf(table: DumpTable, column: DumpColumn): string {
  const type = typeOf(table, column);
  if (column.generated !== undefined) return `  ${quoted(column.name)} ${type} AS (${column.generated}) VIRTUAL`;
  const value = column.default;
  const given = typeof value === 'string' ? text(value) : value === undefined ? '' : String(Number(value));
  return [
    `  ${quoted(column.name)} ${type}`,
    ...(column.notNull ? ['NOT NULL'] : []),
    ...(given === '' ? [] : [`DEFAULT ${given}`]),
    ...(table.counter === column.name ? ['AUTO_INCREMENT'] : []),
  ].join(' ');
}

/** Part of an index: of a text that may be long only the beginning. */
const part = (table: DumpTable, name: string) => {
  const column = table.columns.find((one) => one.name === name);
  return column?.kind === 'text' && !inUniqueKey(table, column) ? `${quoted(name)}(${KEY_CHARACTERS})` : quoted(name);
};

/**
 * MariaDB from 10.3 on, InnoDB. Texts are compared byte by byte, blanks at the end included, as SQLite does. MariaDB makes
 * tables outside of transactions: a load that fails leaves tables behind, without rows.
 */
export const mariadbDialect: Dialect = {
  name: 'mariadb',
  loading: [
    'To load it into MariaDB (10.3 or newer), into an empty database:',
    '  mariadb --binary-mode --default-character-set=utf8mb4 the_database < this-file.sql',
  ],
  identifier: quoted,
  text,
  bytes: (value) => (value.length === 0 ? "''" : `X'${hex(value)}'`),
  flag: String,
  begin: [
    'SET NAMES utf8mb4;',
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION';",
    'SET SESSION foreign_key_checks = 1, unique_checks = 1;',
  ],
  beforeRows: ['START TRANSACTION;'],
  table: (table) =>
    `CREATE TABLE ${quoted(table.name)} (\n${[
      ...table.columns.map((column) => columnOf(table, column)),
      `  PRIMARY KEY (${list(table.primaryKey)})`,
    ].join(',\n')}\n) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;`,
  *end(tables, counters) {
    yield 'COMMIT;';
    for (const table of tables)
      for (const { name, columns, unique } of table.indexes)
        yield `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${quoted(name)} ON ${quoted(table.name)} (${columns
          .map((column) => part(table, column))
          .join(', ')});`;
    for (const { name, references } of tables)
      for (const { column, table, to, cascades } of references)
        yield `ALTER TABLE ${quoted(name)} ADD FOREIGN KEY (${quoted(column)}) REFERENCES ${quoted(table)} (${quoted(to)})${
          cascades ? ' ON DELETE CASCADE' : ''
        };`;
    for (const [table, highest] of counters) yield `ALTER TABLE ${quoted(table)} AUTO_INCREMENT = ${highest + 1};`;
  },
};
