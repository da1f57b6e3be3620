import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate as runMigrations } from 'drizzle-orm/better-sqlite3/migrator';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { Refused } from '../contract/errors.ts';
import { APPLICATION_ID, type Connection } from './connection.ts';

type Journal = { entries: { when: number; tag: string }[] };

/** Times of the migrations this program has, oldest first (`drizzle/meta/_journal.json`). */
export function knownMigrations(folder: string): number[] {
  const journal = JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8')) as Journal;
  return journal.entries.map((entry) => entry.when).sort((a, b) => a - b);
}

export type FileState = 'empty' | 'current' | 'older' | 'newer' | 'foreign';

/** What the file is, without changing it: an office of this version, an older or newer one, an empty file, or something else. */
export function fileState(sqlite: Connection, folder: string): FileState {
  const known = knownMigrations(folder);
  const tables = sqlite.prepare(`SELECT count(*) FROM sqlite_master`).pluck().get() as number;
  const application = sqlite.pragma('application_id', { simple: true }) as number;
  if (tables === 0 && application === 0) return 'empty';
  if (application !== APPLICATION_ID) return 'foreign';
  const has = sqlite.prepare(`SELECT 1 FROM sqlite_master WHERE name = '__drizzle_migrations'`).pluck().get();
  if (!has) return 'empty';
  const last = Number(sqlite.prepare('SELECT max(created_at) FROM __drizzle_migrations').pluck().get() ?? 0);
  const newest = known.at(-1) ?? 0;
  return last > newest ? 'newer' : last < newest ? 'older' : 'current';
}

/**
 * Brings the file to this program's tables. Two things Drizzle's migrator does not mind (`store.md`): foreign keys must be
 * off on the connection before it begins, or a table's rebuild takes the child rows along; and a rebuild sets the counter
 * of ids back, so that erased ids would be given out again.
 * @throws Refused `newer-version`, `unreadable`
 */
export function migrate(sqlite: Connection, folder: string): void {
  const state = fileState(sqlite, folder);
  if (state === 'newer') throw new Refused('newer-version');
  if (state === 'foreign') throw new Refused('unreadable', { reason: 'not-an-office' });
  if (state === 'current') return;
  const sequence = state === 'empty' ? [] : counters(sqlite);
  sqlite.pragma('foreign_keys = OFF');
  try {
    runMigrations(drizzle(sqlite), { migrationsFolder: folder });
    const raise = sqlite.prepare('UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?');
    const add = sqlite.prepare('INSERT INTO sqlite_sequence (seq, name) VALUES (?, ?)');
    for (const { name, seq } of sequence)
      if (raise.run(seq, name).changes === 0 && exists(sqlite, name)) add.run(seq, name);
    const broken = sqlite.pragma('foreign_key_check') as unknown[];
    if (broken.length > 0) throw new Error(`After migrating, ${broken.length} rows point at nothing.`);
    sqlite.pragma(`application_id = ${APPLICATION_ID}`);
  } finally {
    sqlite.pragma('foreign_keys = ON');
  }
}

/**
 * Gives an empty file the tables that an older Paperdesk had: those of all migrations up to one, by its time. It is then
 * a file that Drizzle's migrator goes on with.
 */
export function migrateUntil(sqlite: Connection, folder: string, until: number): void {
  sqlite.transaction(() => {
    sqlite.exec('CREATE TABLE "__drizzle_migrations" (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)');
    const note = sqlite.prepare('INSERT INTO "__drizzle_migrations" (hash, created_at) VALUES (?, ?)');
    for (const { sql, hash, folderMillis } of readMigrationFiles({ migrationsFolder: folder })) {
      if (folderMillis > until) continue;
      for (const statement of sql) sqlite.exec(statement);
      note.run(hash, folderMillis);
    }
    sqlite.pragma(`application_id = ${APPLICATION_ID}`);
  })();
}

const counters = (sqlite: Connection) =>
  sqlite.prepare('SELECT name, seq FROM sqlite_sequence').all() as { name: string; seq: number }[];
const exists = (sqlite: Connection, table: string) =>
  sqlite.prepare(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?`).get(table) !== undefined;
