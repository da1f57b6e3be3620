import { connect, type Connection } from './connection.ts';

export type Counter = { name: string; seq: number };

/** The highest id each table ever gave out. */
export const countersOf = (sqlite: Connection): Counter[] =>
  sqlite.prepare('SELECT name, seq FROM sqlite_sequence').all() as Counter[];

/** After a restore: ids that were given out since the backup are not given out again. */
export function raiseCounters(sqlite: Connection, counters: readonly Counter[]): void {
  const raise = sqlite.prepare('UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?');
  const add = sqlite.prepare(
    'INSERT INTO sqlite_sequence (seq, name) SELECT ?, ? WHERE EXISTS (SELECT 1 FROM sqlite_master WHERE name = ?)',
  );
  for (const { name, seq } of counters) if (raise.run(seq, name).changes === 0) add.run(seq, name, name);
}

/** Uids of all tickets in lists, and of all tombstones: what two files of one office are compared by. */
export const uidsOf = (sqlite: Connection) => ({
  tickets: new Set(sqlite.prepare('SELECT uid FROM tickets WHERE hidden = 0').pluck().all() as string[]),
  tombstones: new Set(sqlite.prepare('SELECT uid FROM tombstones').pluck().all() as string[]),
});

/** The uid of a closed office of any version; it names the folder of its backups. */
export function officeUid(path: string): string {
  const sqlite = connect(path, { readonly: true });
  try {
    return sqlite.prepare('SELECT uid FROM office').pluck().get() as string;
  } finally {
    sqlite.close();
  }
}
