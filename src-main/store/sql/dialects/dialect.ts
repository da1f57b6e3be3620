import type { SqlDialect } from '../../../contract/exchange.ts';
import type { DumpColumn, DumpTable } from '../tables.ts';

/** How a database server writes what a dump holds. Each statement ends with a semicolon. */
export type Dialect = {
  name: SqlDialect;
  /** How the file is loaded, for the head comment: lines of plain words. */
  loading: readonly string[];
  identifier(name: string): string;
  text(value: string): string;
  bytes(value: Uint8Array): string;
  flag(value: number): string;
  /** Before the tables, and between them and the rows: what the connection must be told, the transaction. */
  begin: readonly string[];
  beforeRows: readonly string[];
  table(table: DumpTable): string;
  /** After the rows: counters, indexes, references, the end of the transaction. `counters`: the highest id ever given out. */
  end(tables: readonly DumpTable[], counters: ReadonlyMap<string, number>): Iterable<string>;
};

/** One value as a literal. @throws where a number is none that can be written exactly */
export function literal(dialect: Dialect, column: DumpColumn, value: unknown): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return dialect.text(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
      throw new Error('a number that a dump cannot hold');
    return column.kind === 'flag' ? dialect.flag(value) : String(value);
  }
  if (value instanceof Uint8Array) return dialect.bytes(value);
  throw new Error('a value that a dump cannot hold');
}

export const hex = (value: Uint8Array): string =>
  Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex');
