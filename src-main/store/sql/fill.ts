import { closeSync, fstatSync, openSync } from 'node:fs';
import type { Statement as Prepared } from 'better-sqlite3';
import type { Connection } from '../connection.ts';
import { killPoint } from '../kill-points.ts';
import { FORM, HEAD_LINE, NAMES } from './head.ts';
import { knownIndexes, knownTables, type KnownColumn, type KnownTable } from './known-tables.ts';
import { refusedSql } from './refused-sql.ts';
import { statements, type Statement, type Value } from './statements.ts';
import { Tokens } from './tokens.ts';

/** Rows between two looks at whether to stop. */
const SLICE = 1_000;

export type Heard = {
  /** Bytes of the file that are read. */
  progress(done: number, total: number): void;
  /** Throws once it is to stop. */
  check(): void;
};

/**
 * Which migration the tables of a dump are of, by its first line.
 * @throws Refused `unreadable` (`sql-not-ours`, `sql-other-dialect`), `newer-version` (`sql-newer`), what the disk says
 */
export function schemaOfDump(path: string): number {
  const file = openSync(path, 'r');
  try {
    const [, form, dialect, schema] = HEAD_LINE.exec(Tokens.ofFile(file).firstLine()) ?? [];
    if (dialect === undefined) throw refusedSql('sql-not-ours');
    if (Number(form) > FORM) throw refusedSql('sql-newer', {}, 'newer-version');
    if (dialect !== 'sqlite')
      throw refusedSql('sql-other-dialect', { dialect: NAMES[dialect === 'mariadb' ? dialect : 'postgresql'] });
    return Number(schema);
  } finally {
    closeSync(file);
  }
}

/**
 * Fills the empty tables of an office file with the rows of a dump of the same version. Nothing of the dump is run: its
 * statements are compared with the tables that are there, its values are bound. The indexes are made anew afterwards, which
 * is faster. The file is no office yet if this throws, and is to be thrown away.
 * @throws Refused with the line of what is wrong
 */
export function fillFromDump(sqlite: Connection, path: string, heard: Heard): void {
  const file = openSync(path, 'r');
  try {
    const total = fstatSync(file).size;
    const filling = new Filling(sqlite, Tokens.ofFile(file), (done) => {
      heard.check();
      heard.progress(done, total);
    });
    filling.run();
  } finally {
    closeSync(file);
  }
}

class Filling {
  readonly #sqlite: Connection;
  readonly #tokens: Tokens;
  readonly #told: (done: number) => void;
  readonly #tables: Map<string, KnownTable>;
  readonly #indexes: ReturnType<typeof knownIndexes>;
  readonly #made = new Set<string>();
  readonly #counters = new Map<string, number>();
  readonly #prepared = new Map<string, Prepared>();

  constructor(sqlite: Connection, tokens: Tokens, told: (done: number) => void) {
    this.#sqlite = sqlite;
    this.#tokens = tokens;
    this.#told = told;
    this.#tables = knownTables(sqlite);
    this.#indexes = knownIndexes(sqlite);
  }

  run(): void {
    for (const { name } of this.#indexes) this.#sqlite.exec(`DROP INDEX "${name}"`);
    this.#sqlite.exec('BEGIN');
    let whole = false;
    for (const statement of statements(this.#tokens)) {
      this.#take(statement);
      whole = statement.kind === 'commit';
    }
    if (!whole) throw refusedSql('sql-cut-off', { line: this.#tokens.line });
    const missing = [...this.#tables.keys()].find((name) => !this.#made.has(name));
    if (missing !== undefined) throw refusedSql('sql-table-missing', { table: missing });
    this.#setCounters();
    this.#sqlite.exec('COMMIT');
    this.#makeIndexes();
  }

  #take(statement: Statement): void {
    if (statement.kind === 'commit') return;
    if (statement.kind === 'counters emptied') this.#counters.clear();
    else if (statement.kind !== 'rows') this.#compare(statement);
    else if (statement.table === 'sqlite_sequence') this.#readCounters(statement.columns, statement.rows);
    else this.#insert(statement);
  }

  /** A table or index that is not exactly one of ours is refused. */
  #compare({ kind, name, shape, line }: Extract<Statement, { kind: 'table' | 'index' }>): void {
    const known = kind === 'table' ? this.#tables.get(name) : this.#indexes.find((index) => index.name === name);
    if (known?.shape !== shape) throw refusedSql('sql-other-tables', { line, what: kind });
    if (kind === 'table') this.#made.add(name);
  }

  #insert({ table: name, columns: given, line, rows }: Extract<Statement, { kind: 'rows' }>): void {
    const table = this.#tables.get(name);
    if (!table) throw refusedSql('sql-unknown-table', { line });
    const columns = given.map((column) => {
      const known = table.columns.get(column);
      if (!known) throw refusedSql('sql-columns', { line, table: name });
      return known;
    });
    const twice = new Set(given).size < given.length;
    const missing = [...table.columns.values()].some((one) => one.mustBeGiven && !given.includes(one.name));
    if (twice || missing) throw refusedSql('sql-columns', { line, table: name });
    const insert = this.#insertion(name, given);
    let count = 0;
    for (const row of rows) {
      const at = this.#tokens.line;
      for (const [n, column] of columns.entries()) checkValue(row[n] ?? null, column, name, at);
      try {
        insert.run(...row);
      } catch (error) {
        throw asRefused(error, name, at);
      }
      if (++count % SLICE === 0) this.#told(this.#tokens.read);
      if (count === 2) killPoint('sql in: rows half in');
    }
    this.#told(this.#tokens.read);
  }

  #insertion(table: string, columns: readonly string[]): Prepared {
    const sql = `INSERT INTO "${table}" (${columns.map((name) => `"${name}"`).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
    const known = this.#prepared.get(sql) ?? this.#sqlite.prepare(sql);
    this.#prepared.set(sql, known);
    return known;
  }

  #readCounters(columns: readonly string[], rows: Iterable<Value[]>): void {
    const line = this.#tokens.line;
    if (columns.join() !== 'name,seq') throw refusedSql('sql-columns', { line, table: 'sqlite_sequence' });
    for (const [table, highest] of rows) {
      const counts = typeof table === 'string' && this.#tables.get(table)?.counts === true;
      if (!counts || typeof highest !== 'number' || !Number.isSafeInteger(highest) || highest < 0)
        throw refusedSql('sql-wrong-value', { line: this.#tokens.line, table: 'sqlite_sequence', column: 'seq' });
      this.#counters.set(table, highest);
    }
  }

  /** Never below the highest id there is: ids are given out once. */
  #setCounters(): void {
    const raise = this.#sqlite.prepare('UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?');
    const add = this.#sqlite.prepare('INSERT INTO sqlite_sequence (seq, name) VALUES (?, ?)');
    for (const [name, highest] of this.#counters) if (raise.run(highest, name).changes === 0) add.run(highest, name);
  }

  #makeIndexes(): void {
    for (const { sql, table } of this.#indexes) {
      this.#told(this.#tokens.read);
      try {
        this.#sqlite.exec(sql);
      } catch (error) {
        throw asRefused(error, table, null);
      }
    }
  }
}

function checkValue(value: Value, column: KnownColumn, table: string, line: number): void {
  const right =
    value === null
      ? column.mayBeNull
      : column.type === 'text'
        ? typeof value === 'string'
        : column.type === 'blob'
          ? typeof value === 'object'
          : typeof value === 'number' && Number.isSafeInteger(value) && (!column.isId || value > 0);
  if (!right) throw refusedSql('sql-wrong-value', { line, table, column: column.name });
}

/** Two rows with one id, or another value that only one row may have. The error's message holds no value. */
function asRefused(error: unknown, table: string, line: number | null): unknown {
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string' || !code.startsWith('SQLITE_CONSTRAINT')) return error;
  const [, column = ''] = /constraint failed: \w+\.(\w+)/.exec(error instanceof Error ? error.message : '') ?? [];
  return line === null
    ? refusedSql('sql-doubled-value', { table, column })
    : refusedSql('sql-doubled', { table, column, line });
}
