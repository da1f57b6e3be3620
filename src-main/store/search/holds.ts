import type { Database } from 'better-sqlite3';
import { cut } from '../words.ts';
import { FTS_TABLES } from './tables.ts';
import type { FtsTable } from './tables.ts';

const MONTH_LETTERS = 2;
const LONG_ENOUGH = 4;

function vocabulary(sqlite: Database, table: FtsTable): string {
  sqlite.exec(`CREATE VIRTUAL TABLE IF NOT EXISTS temp.${table}_terms USING fts5vocab(main, ${table}, row)`);
  return `SELECT term FROM temp.${table}_terms`;
}

/**
 * Which of these texts the index still knows a word of: every word of the index is looked at, of whichever month
 * (1 to 2 s for 100,000 tickets), and the beginnings of words that FTS5 keeps to find its pages by. For the proof of
 * an erasure; texts whose words others share are found as well, so ask for what was this person's alone. Works on a
 * read-only connection.
 */
export function heldBy(sqlite: Database, texts: readonly string[]): string[] {
  const wanted = new Map<string, Set<string>>();
  for (const text of texts) {
    for (const word of cut(text)) wanted.set(word, (wanted.get(word) ?? new Set()).add(text));
  }
  const held = new Set<string>();
  const look = (word: string): void => wanted.get(word)?.forEach((text) => held.add(text));
  for (const table of FTS_TABLES) {
    const skip = table === 'find_people' ? 0 : MONTH_LETTERS;
    for (const term of sqlite.prepare(vocabulary(sqlite, table)).pluck().iterate() as Iterable<string>) {
      look(term.slice(skip));
    }
    // A page is found by the beginning of its first word, with the number of the index (0x30) in front.
    const pages = sqlite.prepare(`SELECT term FROM ${table}_idx WHERE length(term) > ?`).pluck();
    for (const term of pages.iterate(LONG_ENOUGH) as Iterable<Buffer | string>) {
      look(term.toString().slice(1 + skip));
    }
  }
  return texts.filter((text) => held.has(text));
}
