import Database from 'better-sqlite3';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, rmSync } from 'node:fs';
import { Refused } from '../../contract/errors.ts';
import { connect, type Connection } from '../connection.ts';
import { migrateFile, WITH_JOURNALS } from '../file.ts';
import { killPoint } from '../kill-points.ts';
import { rebuild } from '../indexing.ts';
import { knownMigrations, migrateUntil } from '../migrate.ts';
import { checkRows } from './check-rows.ts';
import { fillFromDump, schemaOfDump, type Heard } from './fill.ts';
import { refusedSql } from './refused-sql.ts';

/**
 * Makes an office file at `path`, which must not exist, from a dump for SQLite: tables by this program's own migrations as
 * far as the dump has them, its rows, then the migrations since, then the search index. All rows are looked through, and
 * the office has new secrets. What fails leaves no file.
 * @throws Refused `unreadable` with the line, `newer-version`, `cancelled`, and what the disk says
 */
export function makeFromDump(dump: string, path: string, migrations: string, heard: Heard & Indexed): void {
  const schema = schemaOfDump(dump);
  const known = knownMigrations(migrations);
  const newest = known.at(-1) ?? 0;
  if (schema > newest) throw refusedSql('sql-newer', {}, 'newer-version');
  if (!known.includes(schema)) throw refusedSql('sql-not-ours');
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    throw (error as { code?: unknown }).code === 'ENOENT' ? new Refused('read-only', { reason: 'no-folder' }) : error;
  }
  try {
    const sqlite = unsafely(path);
    try {
      migrateUntil(sqlite, migrations, schema);
      fillFromDump(sqlite, dump, heard);
      killPoint('sql in: rows in');
    } finally {
      sqlite.close();
    }
    if (schema < newest) migrateFile(path, migrations, () => undefined);
    const whole = connect(path, { journal: 'delete' });
    try {
      checkRows(whole, heard);
      whole.prepare('UPDATE office SET secret = ?').run(randomBytes(32));
    } finally {
      whole.close();
    }
    buildIndex(path, heard);
  } catch (error) {
    for (const end of WITH_JOURNALS) rmSync(path + end, { force: true });
    throw error;
  }
}

/** Hears of tickets that are in the search index, of how many. */
type Indexed = { indexed(done: number, total: number): void };

/** Without a journal it takes a third of the time (of 100,000 tickets 42 s and not 132 s). */
function buildIndex(path: string, heard: Heard & Indexed): void {
  const sqlite = unsafely(path);
  try {
    // pages the index gives back while it is joined hold words of people
    sqlite.pragma('secure_delete = ON');
    const count = sqlite.prepare('SELECT count(*) FROM tickets').pluck().get() as number;
    sqlite.exec('BEGIN');
    rebuild(sqlite, (done) => {
      heard.check();
      heard.indexed(done, count);
    });
    sqlite.exec('COMMIT');
    killPoint('sql in: index built');
  } finally {
    sqlite.close();
  }
}

/** For a file that is thrown away if anything goes wrong: no journal, no waiting for the disk. */
function unsafely(path: string): Connection {
  const sqlite = new Database(path);
  sqlite.pragma('page_size = 8192');
  sqlite.pragma('journal_mode = OFF');
  sqlite.pragma('synchronous = OFF');
  sqlite.pragma('locking_mode = EXCLUSIVE');
  sqlite.pragma('temp_store = MEMORY');
  sqlite.pragma('foreign_keys = OFF');
  sqlite.pragma('trusted_schema = OFF');
  sqlite.pragma('cache_size = -32000');
  return sqlite;
}
