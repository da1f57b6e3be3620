import type { Database } from 'better-sqlite3';
import { FTS_TABLES, WORDS_VERSION } from './tables.ts';

/** Whether the index was made by this program's way of cutting words; if not, it must be emptied and filled again. */
export const isCurrent = (sqlite: Database): boolean =>
  sqlite.prepare(`SELECT value FROM find_state WHERE name = 'words'`).pluck().get() === WORDS_VERSION;

/** Empties the index and marks it as made by this program; every ticket, text and person must be put in again. */
export function emptySearch(sqlite: Database): void {
  sqlite.exec('DELETE FROM find_tickets; DELETE FROM find_people; DELETE FROM find_kept;');
  sqlite.exec(`INSERT INTO find_texts (find_texts) VALUES ('delete-all')`);
  for (const table of FTS_TABLES) {
    sqlite.exec(`INSERT INTO ${table} (${table}) VALUES ('optimize')`);
    sqlite.exec(`INSERT INTO ${table} (${table}, rank) VALUES ('secure-delete', 1)`);
  }
  sqlite.prepare(`INSERT OR REPLACE INTO find_state (name, value) VALUES ('words', ?)`).run(WORDS_VERSION);
}

/**
 * Says which tables of the index are damaged, or disagree with their content; an empty list is a whole index. Reads
 * all of it (1 s for 100 MB) and needs a connection that may write, though it changes nothing.
 */
export function checkIndex(sqlite: Database): string[] {
  const damaged: string[] = [];
  for (const table of FTS_TABLES) {
    try {
      sqlite.exec(`INSERT INTO ${table} (${table}, rank) VALUES ('integrity-check', 0)`);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_CORRUPT'))) throw error;
      damaged.push(table);
    }
  }
  const texts = sqlite.prepare('SELECT (SELECT count(*) FROM find_texts_docsize) = (SELECT count(*) FROM find_kept)');
  if (texts.pluck().get() !== 1 && !damaged.includes('find_texts')) damaged.push('find_texts');
  return damaged;
}
