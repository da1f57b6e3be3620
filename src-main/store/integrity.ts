import { Refused } from '../contract/errors.ts';
import { APPLICATION_ID, connect, type Connection } from './connection.ts';

export type Counted = { tickets: number; people: number; newestChange: number | null };

/** What is wrong with a file, in SQLite's words, at most ten lines; an empty list is a whole file. Reads every page. */
export function faults(sqlite: Connection): string[] {
  try {
    const lines = (sqlite.pragma('quick_check(10)') as { quick_check: string }[]).map((row) => row.quick_check);
    if (lines.length === 1 && lines[0] === 'ok')
      return (sqlite.pragma('foreign_key_check') as { table: string }[])
        .slice(0, 10)
        .map(({ table }) => `rows of ${table} point at nothing`);
    return lines;
  } catch (error) {
    const { code } = error as { code?: unknown };
    return [typeof code === 'string' ? code : 'unreadable'];
  }
}

/** How much an office holds, for lists of backups and for what a restore would lose. */
export function countOffice(sqlite: Connection): Counted {
  const one = (sql: string) => sqlite.prepare(sql).pluck().get() as number | null;
  return {
    tickets: one('SELECT count(*) FROM tickets WHERE hidden = 0') ?? 0,
    people: one('SELECT count(*) FROM people WHERE hidden = 0') ?? 0,
    newestChange: one('SELECT max(changed_at) FROM tickets WHERE hidden = 0'),
  };
}

/**
 * Opens a closed office file, reads it whole, and counts. Used for every backup before it counts as one.
 * @throws Refused `damaged` (`reason` is SQLite's first complaint), `unreadable`
 */
export function verify(path: string): Counted {
  const sqlite = open(path);
  try {
    if (sqlite.pragma('application_id', { simple: true }) !== APPLICATION_ID)
      throw new Refused('unreadable', { reason: 'not-an-office' });
    const [first] = faults(sqlite);
    if (first !== undefined) throw new Refused('damaged', { reason: 'integrity', what: first.slice(0, 200) });
    return countOffice(sqlite);
  } finally {
    sqlite.close();
  }
}

function open(path: string): Connection {
  try {
    return connect(path, { readonly: true });
  } catch (error) {
    if ((error as { code?: unknown }).code === 'SQLITE_NOTADB')
      throw new Refused('damaged', { reason: 'not-a-database' });
    throw error;
  }
}
