import Database from 'better-sqlite3';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Asks an office file, also an open one, by a connection of its own that can only read. One value. */
export function inOffice(path: string, sql: string, ...values: unknown[]): unknown {
  const sqlite = new Database(path, { readonly: true, fileMustExist: true });
  try {
    return sqlite
      .prepare(sql)
      .pluck()
      .get(...values);
  } finally {
    sqlite.close();
  }
}

/** The same for all rows. */
export function rowsInOffice<T>(path: string, sql: string, ...values: unknown[]): T[] {
  const sqlite = new Database(path, { readonly: true, fileMustExist: true });
  try {
    return sqlite.prepare(sql).all(...values) as T[];
  } finally {
    sqlite.close();
  }
}

export const isThere = (program: string, ...asked: string[]): boolean =>
  spawnSync(program, asked, { stdio: 'ignore' }).status === 0;

/** The same question asked of SQLite's own shell; null where it is not installed. */
export function byShell(path: string, sql: string): string | null {
  if (!isThere('sqlite3', '--version')) return null;
  return execFileSync('sqlite3', ['-readonly', path, sql], { encoding: 'utf8' }).trim();
}

/** Which of some texts stand as bytes in an office file or its journal, in any case that was written. */
export function bytesIn(path: string, texts: readonly string[]): string[] {
  const files = ['', '-wal'].map((end) => path + end).filter((file) => existsSync(file));
  const found = new Set<string>();
  for (const file of files) {
    const bytes = readFileSync(file);
    for (const text of texts)
      if ([text, text.toLowerCase()].some((form) => bytes.includes(Buffer.from(form)))) found.add(text);
  }
  return [...found];
}
