import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect } from '../../../src-main/store/connection.ts';
import { createOfficeFile, migrateFile, probe } from '../../../src-main/store/file.ts';
import { verify } from '../../../src-main/store/integrity.ts';
import { knownMigrations, migrate } from '../../../src-main/store/migrate.ts';
import { openStore } from '../../../src-main/store/index.ts';
import { parseQuery } from '../../../src-main/store/search/index.ts';
import { olderOffice, withMigrations } from './older-office.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paperdesk-migrate-'));
  path = join(folder, 'office.desk');
});
afterEach(() => rmSync(folder, { recursive: true }));
const count = knownMigrations('drizzle').length;

test('an office of the first version comes to this one with every child row, and its highest id is not given out again', async () => {
  const { children } = olderOffice(path);
  expect(probe(path, 'drizzle')).toBe('older');
  let seen = 0;
  migrateFile(path, 'drizzle', (sqlite) => {
    seen = sqlite.prepare('SELECT count(*) FROM __drizzle_migrations').pluck().get() as number;
  });
  expect(seen, 'the backup is made of the old version').toBe(1);
  expect(probe(path, 'drizzle')).toBe('current');
  const sqlite = connect(path, { readonly: true });
  for (const [table, rows] of Object.entries(children))
    expect(sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get(), table).toBe(rows);
  expect(sqlite.prepare(`SELECT seq FROM sqlite_sequence WHERE name = 'tickets'`).pluck().get()).toBe(500);
  expect(sqlite.pragma('foreign_keys', { simple: true })).toBe(1);
  sqlite.close();
  expect(verify(path).tickets).toBe(1);
  const store = openStore(path);
  await store.write((tx) => {
    tx.index.ticket(1);
    return Promise.resolve();
  });
  expect(store.db.search.count(parseQuery('drips'), 10)).toMatchObject({ count: 1 });
  await store.close();
});

test.each(Array.from({ length: count - 1 }, (_, n) => n + 1))(
  'from version %i on, every way leads to the same tables',
  (from) => {
    withMigrations(from, (older) => createOfficeFile(path, older));
    migrateFile(path, 'drizzle', () => undefined);
    const fresh = join(folder, 'fresh.desk');
    createOfficeFile(fresh, 'drizzle');
    const tablesOf = (file: string) => {
      const sqlite = connect(file, { readonly: true });
      const tables = sqlite.prepare('SELECT type, name, sql FROM sqlite_master ORDER BY type, name').all();
      sqlite.close();
      return tables;
    };
    expect(tablesOf(path)).toEqual(tablesOf(fresh));
  },
);

test('a backup that fails keeps the migration from beginning', () => {
  olderOffice(path);
  const before = readFileSync(path);
  expect(() =>
    migrateFile(path, 'drizzle', () => {
      throw new Error('no room for the backup');
    }),
  ).toThrow('no room');
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(probe(path, 'drizzle')).toBe('older');
});

test('a migration that fails in the middle leaves the version before', () => {
  olderOffice(path);
  withMigrations(count, (all) => {
    const journal = JSON.parse(readFileSync(join(all, 'meta', '_journal.json'), 'utf8')) as {
      entries: { idx: number; tag: string; when: number; version: string; breakpoints: boolean }[];
    };
    const last = journal.entries.at(-1);
    if (!last) throw new Error('no migrations');
    journal.entries.push({ ...last, idx: last.idx + 1, tag: '9999_broken', when: last.when + 1_000 });
    writeFileSync(join(all, 'meta', '_journal.json'), JSON.stringify(journal));
    writeFileSync(
      join(all, '9999_broken.sql'),
      'DELETE FROM entries;\n--> statement-breakpoint\nINSERT INTO nowhere VALUES (1);',
    );
    const sqlite = connect(path);
    expect(() => migrate(sqlite, all)).toThrow();
    expect(sqlite.prepare('SELECT count(*) FROM entries').pluck().get()).toBe(1);
    expect(sqlite.pragma('foreign_keys', { simple: true })).toBe(1);
    sqlite.close();
  });
  expect(probe(path, 'drizzle')).toBe('older');
});

test('a newer office, and what is no office, is not touched', () => {
  createOfficeFile(path, 'drizzle');
  const sqlite = connect(path);
  sqlite.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)').run('later', 4_000_000_000_000);
  expect(() => migrate(sqlite, 'drizzle')).toThrow(expect.objectContaining({ code: 'newer-version' }));
  sqlite.close();
  const other = join(folder, 'other.desk');
  writeFileSync(other, '');
  const songs = connect(other);
  songs.exec('CREATE TABLE songs (title TEXT)');
  expect(() => migrate(songs, 'drizzle')).toThrow(expect.objectContaining({ code: 'unreadable' }));
  songs.close();
  expect(probe(other, 'drizzle')).toBe('foreign');
});

test('a new office is not made over a file, and a failed one leaves none', () => {
  writeFileSync(path, 'mine');
  expect(() => createOfficeFile(path, 'drizzle')).toThrow(expect.objectContaining({ code: 'refused' }));
  expect(readFileSync(path, 'utf8')).toBe('mine');
  const other = join(folder, 'other.desk');
  expect(() => createOfficeFile(other, 'no-such-folder')).toThrow();
  expect(existsSync(other)).toBe(false);
});

test('probing leaves nothing beside the file', () => {
  createOfficeFile(path, 'drizzle');
  expect(probe(path, 'drizzle')).toBe('current');
  expect(['-wal', '-shm', '-journal'].filter((end) => existsSync(path + end))).toEqual([]);
});
