import Database from 'better-sqlite3';
import { closeSync, existsSync, openSync, rmSync } from 'node:fs';
import { Refused } from '../contract/errors.ts';
import { connect, type Connection } from './connection.ts';
import { killPoint } from './kill-points.ts';
import { emptySearch } from './search/index.ts';
import { fileState, migrate, type FileState } from './migrate.ts';

/** Endings of what SQLite may have beside a file, and the file itself. */
export const WITH_JOURNALS = ['', '-wal', '-shm', '-journal'] as const;

/**
 * Makes a new, empty office file with this program's tables. It has no `office` row yet: the office area founds it.
 * @throws Refused `refused` (`exists`), or what the disk says
 */
export function createOfficeFile(path: string, migrations: string): void {
  if (existsSync(path)) throw new Refused('refused', { reason: 'exists' });
  closeSync(openSync(path, 'wx', 0o600));
  try {
    const sqlite = new Database(path);
    sqlite.pragma('page_size = 8192');
    // the size holds once the first page is written
    sqlite.exec('VACUUM');
    sqlite.close();
    const connection = connect(path, { journal: 'delete' });
    try {
      migrate(connection, migrations);
      // tests make files of older versions, which have no index
      if (connection.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'find_state'`).get()) emptySearch(connection);
      killPoint('founding: tables made');
    } finally {
      connection.close();
    }
  } catch (error) {
    for (const end of WITH_JOURNALS) rmSync(path + end, { force: true });
    throw error;
  }
}

/** What the file at `path` is, looked at without changing a byte of it. Throws what SQLite says of a damaged file. */
export function probe(path: string, migrations: string): FileState {
  return looking(path, () => {
    const sqlite = connect(path, { readonly: true });
    try {
      return fileState(sqlite, migrations);
    } finally {
      sqlite.close();
    }
  });
}

/** Looks at a closed file and leaves its folder as it was: a connection that only reads leaves an empty journal behind. */
export function looking<T>(path: string, look: () => T): T {
  const journals = ['-wal', '-shm'].filter((end) => !existsSync(path + end));
  try {
    return look();
  } finally {
    if (journals.length === 2) for (const end of journals) rmSync(path + end, { force: true });
  }
}

/** Migrates the file at `path` in place; `backUp` runs first and must have succeeded. */
export function migrateFile(path: string, migrations: string, backUp: (sqlite: Connection) => void): void {
  const sqlite = connect(path);
  try {
    backUp(sqlite);
    killPoint('migration: begun');
    migrate(sqlite, migrations);
  } finally {
    sqlite.close();
  }
}
