import type { Connection } from '../../connection.ts';
import { hex, type Dialect } from './dialect.ts';

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/**
 * SQLite from 3.31 on (generated columns). Tables and indexes come in the very words of the office's own schema. A text
 * with a carriage return is written as bytes: the shell of SQLite takes a line's last one away.
 */
export const sqliteDialect = (office: Connection): Dialect => {
  const made = office.prepare(
    'SELECT sql FROM sqlite_schema WHERE type = ? AND tbl_name = ? AND sql IS NOT NULL ORDER BY name',
  );
  const statements = (type: 'table' | 'index', table: string) =>
    (made.pluck().all(type, table) as string[]).map((statement) => `${statement};`);
  return {
    name: 'sqlite',
    loading: [
      'To load it into SQLite (3.31 or newer):   sqlite3 -bail new.db < this-file.sql',
      'To open it in Paperdesk again:            File > Open an SQL file...',
    ],
    identifier: quoted,
    text: (value) =>
      value.includes('\r') ? `CAST(X'${hex(Buffer.from(value))}' AS TEXT)` : `'${value.replaceAll("'", "''")}'`,
    bytes: (value) => `X'${hex(value)}'`,
    flag: String,
    begin: ['BEGIN TRANSACTION;'],
    beforeRows: [],
    table: ({ name }) => statements('table', name).join('\n'),
    *end(tables, counters) {
      for (const { name } of tables) yield* statements('index', name);
      // the rows above have set these to the highest id there is, not to the highest there ever was
      yield 'DELETE FROM sqlite_sequence;';
      for (const [table, highest] of counters)
        yield `INSERT INTO sqlite_sequence (name, seq) VALUES ('${table}', ${highest});`;
      yield 'COMMIT;';
    },
  };
};
