import type { Database } from 'better-sqlite3';
import { FTS_DDL, FTS_TABLES, WORDS_VERSION } from './tables.ts';

/** Whether the index was made by this program's way of cutting words; if not, it must be emptied and filled again. */
export const isCurrent = (sqlite: Database): boolean =>
  sqlite.prepare(`SELECT value FROM find_state WHERE name = 'words'`).pluck().get() === WORDS_VERSION;

/** Empties the index and marks it as made by this program; every ticket, text and person must be put in again. */
export function emptySearch(sqlite: Database): void {
  for (const table of FTS_TABLES) sqlite.exec(`DROP TABLE ${table}`);
  for (const sql of FTS_DDL) sqlite.exec(sql);
  sqlite.exec('DELETE FROM find_kept');
  sqlite.prepare(`INSERT OR REPLACE INTO find_state (name, value) VALUES ('words', ?)`).run(WORDS_VERSION);
}

/** From so many pieces on they are all joined into one. */
const MANY_PIECES = 4;
const CHANGES = 'SELECT total_changes()';

/**
 * Joins pieces of the index, for moments of rest: finds are two to three times as fast in one piece. `pages` of 4 KB
 * are written at the most (500 take some 20 ms). Answers whether there is more to join.
 */
export function tidySearch(sqlite: Database, pages = 500): boolean {
  return FTS_TABLES.some((table) => {
    const merge = sqlite.prepare(`INSERT INTO ${table} (${table}, rank) VALUES ('merge', ?)`);
    const changes = (): number => sqlite.prepare(CHANGES).pluck().get() as number;
    const before = changes();
    merge.run(pages);
    if (changes() - before >= 2) return true;
    const pieces = sqlite.prepare(`SELECT count(DISTINCT segid) FROM ${table}_idx`).pluck().get() as number;
    if (pieces < MANY_PIECES) return false;
    merge.run(-pages);
    return true;
  });
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
