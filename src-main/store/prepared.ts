import type { Statement } from 'better-sqlite3';
import type { Connection } from './connection.ts';

const ofConnection = new WeakMap<Connection, Map<string, Statement<unknown[]>>>();

/** A statement of a connection, prepared once: preparing costs more than an ordinary look-up. */
export function prepared(sqlite: Connection, sql: string): Statement<unknown[]> {
  let known = ofConnection.get(sqlite);
  if (!known) ofConnection.set(sqlite, (known = new Map<string, Statement<unknown[]>>()));
  let statement = known.get(sql);
  if (!statement) known.set(sql, (statement = sqlite.prepare<unknown[]>(sql)));
  return statement;
}
