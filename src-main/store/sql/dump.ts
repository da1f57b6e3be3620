import type { SqlDialect } from '../../contract/exchange.ts';
import { connect, type Connection } from '../connection.ts';
import { countersOf } from '../counters.ts';
import { dialectOf, hex, literal, type Dialect } from './dialects/index.ts';
import { headOf } from './head.ts';
import { leavingOut, orReplaced, type Leaving } from './leaving-out.ts';
import { isDerived, officeTables, type DumpTable } from './tables.ts';

/** UTF-16 units of an INSERT with many rows: below a megabyte in any script. One row of its own may be longer. */
const LONGEST = 250_000;
/** Bytes of a file that are written out at once. */
const PIECE = 16_384;
/** Bytes of a row beside its long texts, for the progress. */
const A_ROW = 120;

type Dump = {
  /** About how many bytes there will be. */
  expected: number;
  /** The file's text from beginning to end, some 100 KB at a time. */
  parts(): Generator<string>;
  close(): void;
};

/**
 * An office as SQL, of one moment, however long the reading takes: rows of an open transaction, while others go on writing.
 * `at` is that moment, for the head. Close it also after an error.
 */
export function openDump(path: string, name: SqlDialect, at: number): Dump {
  const sqlite = connect(path, { readonly: true });
  try {
    sqlite.exec('BEGIN');
    const tables = officeTables();
    const expected = expectedBytes(sqlite, tables);
    return {
      expected,
      parts: () => parts(sqlite, dialectOf(name, sqlite), tables, at),
      close: () => sqlite.close(),
    };
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

function* parts(sqlite: Connection, dialect: Dialect, tables: readonly DumpTable[], at: number): Generator<string> {
  const schema = Number(sqlite.prepare('SELECT max(created_at) FROM __drizzle_migrations').pluck().get() ?? 0);
  yield headOf(dialect, { schema, at });
  yield* lines(dialect.begin);
  for (const table of tables) yield `${dialect.table(table)}\n`;
  yield* lines(dialect.beforeRows);
  const leaving = leavingOut(sqlite);
  for (const table of tables) yield* rowsOf(sqlite, dialect, table, leaving(table.name));
  const counters = new Map(countersOf(sqlite).map(({ name, seq }) => [name, seq]));
  for (const name of counters.keys()) if (isDerived(name)) counters.delete(name);
  yield* lines(dialect.end(tables, counters));
}

function* lines(statements: Iterable<string>): Generator<string> {
  for (const statement of statements) yield `${statement}\n`;
}

function* rowsOf(sqlite: Connection, dialect: Dialect, table: DumpTable, leaving: Leaving): Generator<string> {
  const columns = table.columns.filter(({ generated }) => generated === undefined);
  const values = columns.map(({ name, kind, secret }) => {
    const emptied = leaving.emptied.get(name);
    if (secret) return `${kind === 'bytes' ? "X''" : "''"} AS "${name}"`;
    return emptied === undefined ? `"${name}"` : `CASE WHEN ${emptied} THEN NULL ELSE "${name}" END`;
  });
  const where = leaving.rows === null ? '' : ` WHERE ${leaving.rows}`;
  const rows = sqlite.prepare(`SELECT ${values.join(', ')} FROM "${table.name}"${where} ORDER BY rowid`).raw();
  const names = columns.map(({ name }) => dialect.identifier(name)).join(', ');
  const begin = `INSERT INTO ${dialect.identifier(table.name)} (${names}) VALUES\n`;
  let statement = '';
  for (const row of rows.iterate() as IterableIterator<unknown[]>) {
    const cells = columns.map(
      (column, at) => [column, orReplaced(row[at], leaving.replaced.get(column.name))] as const,
    );
    if (cells.some(([, value]) => isLong(value))) {
      if (statement !== '') yield `${statement};\n`;
      statement = '';
      yield `${begin}(`;
      for (const [at, [column, value]] of cells.entries()) {
        if (at > 0) yield ',';
        yield* isLong(value) ? bytesByPieces(dialect, value) : [literal(dialect, column, value)];
      }
      yield ');\n';
      continue;
    }
    const line = `(${cells.map(([column, value]) => literal(dialect, column, value)).join(',')})`;
    if (statement !== '' && statement.length + line.length > LONGEST) {
      yield `${statement};\n`;
      statement = '';
    }
    statement += statement === '' ? begin + line : `,\n${line}`;
  }
  if (statement !== '') yield `${statement};\n`;
}

const isLong = (value: unknown): value is Uint8Array => value instanceof Uint8Array && value.length > PIECE;

/** A piece of a file as the dialect writes bytes: all of it at once would stand in memory five times. */
function* bytesByPieces(dialect: Dialect, value: Uint8Array): Generator<string> {
  const [begin = '', end = ''] = dialect.bytes(Uint8Array.of(0)).split('00');
  yield begin;
  for (let at = 0; at < value.length; at += PIECE) yield hex(value.subarray(at, at + PIECE));
  yield end;
}

/** Counts rows, and the bytes of long texts and attachments, without reading any of them (octet_length, SQLite 3.43). */
function expectedBytes(sqlite: Connection, tables: readonly DumpTable[]): number {
  const sum = (sql: string) => (sqlite.prepare(sql).pluck().get() as number | null) ?? 0;
  const rows = tables.reduce((all, { name }) => all + sum(`SELECT count(*) FROM "${name}"`), 0);
  return (
    rows * A_ROW +
    2 * sum('SELECT sum(size) FROM attachments') +
    sum('SELECT sum(octet_length(body)) FROM entries') +
    sum('SELECT sum(octet_length(message)) FROM tickets')
  );
}
