import type { Database } from 'better-sqlite3';
import { prepared as statement } from '../prepared.ts';
import type { FtsTable } from './tables.ts';

/**
 * FTS5 keeps the words of a piece of the index on pages in their order (`…_data`), and finds the page of a word by
 * separators (`…_idx`): of each page that begins a word, as much of its first word as tells it from the page before.
 * What is deleted securely leaves the page at once, but where it was the first word its separator stays, and spells its
 * beginning. Any word that is not below the last one of the page before and not above the first one of the page will do
 * as a separator, so the first word that is there now is put in its place, whole, as FTS5 itself does where it merges
 * in steps. Formats: https://sqlite.org/fts5.html, and the comment at the head of `fts5_index.c` (SQLite 3.54).
 */
const PAGE_BITS = 2 ** 37;

type Separator = { piece: number; term: Buffer; page: Buffer };

/** An integer as SQLite writes it in one to nine bytes, and where it ends. */
function varint(bytes: Buffer, from: number): { value: number; end: number } {
  let value = 0;
  for (let at = from; at < from + 8; at += 1) {
    const byte = bytes[at] ?? 0;
    value = value * 128 + (byte & 127);
    if (byte < 128) return { value, end: at + 1 };
  }
  return { value: value * 256 + (bytes[from + 8] ?? 0), end: from + 9 };
}

/** The first word that begins on a page, with the number of the index before it; null where none does. */
export function firstWordOf(page: Buffer): Buffer | null {
  // Behind the content, whose size stands in the third and fourth byte, come the places of the words.
  const size = page.readUInt16BE(2);
  if (page.length <= size) return null;
  const { value: at } = varint(page, size);
  const { value: length, end } = varint(page, at);
  return page.subarray(end, end + length);
}

const startsWith = (word: Buffer, beginning: Buffer): boolean =>
  word.length >= beginning.length && word.compare(beginning, 0, beginning.length, 0, beginning.length) === 0;

/** Separators that spell the beginning of no word on their page, with the word that is the first there now. */
function* staleIn(
  sqlite: Database,
  table: FtsTable,
  low: Buffer,
  below: Buffer,
): Generator<Separator & { word: Buffer }> {
  const pieces = statement(sqlite, `SELECT min(segid) FROM ${table}_idx WHERE segid > ?`).pluck();
  const separators = statement(
    sqlite,
    `SELECT i.segid AS piece, i.term, d.block AS page FROM ${table}_idx AS i
      CROSS JOIN ${table}_data AS d ON d.id = i.segid * ${PAGE_BITS} + (i.pgno >> 1)
      WHERE i.segid = ? AND i.term >= ? AND i.term < ?`,
  );
  for (let piece = pieces.get(0) as number | null; piece !== null; piece = pieces.get(piece) as number | null) {
    for (const one of separators.iterate(piece, low, below) as Iterable<Separator>) {
      const word = firstWordOf(one.page);
      if (word && !startsWith(word, one.term)) yield { ...one, word };
    }
  }
}

/** Number of the index of whole words, in front of each word; the one of beginnings has the next. */
const WHOLE_WORDS = '0';

type Span = readonly [low: Buffer, below: Buffer];
/** Above every word. */
const ABOVE = Buffer.from([255]);
const EVERY: Span = [Buffer.alloc(0), ABOVE];
const spanOf = (beginning: string): Span => [Buffer.from(beginning), Buffer.concat([Buffer.from(beginning), ABOVE])];

/** The separators of a table that spell the beginning of a word that is not on their page any more. */
export const staleSeparators = (sqlite: Database, table: FtsTable): string[] =>
  [...staleIn(sqlite, table, ...EVERY)].map(({ term }) => term.toString().slice(WHOLE_WORDS.length));

/**
 * After words were deleted securely: renews the separators that spell one of them, in the running transaction. `months`:
 * only in the words of these (6 ms a month of 1,700 tickets). Answers how many there were.
 */
export function renewSeparators(sqlite: Database, table: FtsTable, months?: Iterable<string>): number {
  // What was deleted waits in memory until it is written.
  sqlite.prepare(`INSERT INTO ${table} (${table}) VALUES ('flush')`).run();
  const spans = months ? [...months].map((month) => spanOf(WHOLE_WORDS + month)) : [EVERY];
  const stale = spans.flatMap((span) => [...staleIn(sqlite, table, ...span)]);
  if (stale.length === 0) return 0;
  // The tables behind an index are closed to statements otherwise.
  sqlite.unsafeMode(true);
  try {
    const renew = sqlite.prepare(`UPDATE ${table}_idx SET term = ? WHERE segid = ? AND term = ?`);
    for (const { piece, term, word } of stale) renew.run(word, piece, term);
  } finally {
    sqlite.unsafeMode(false);
  }
  return stale.length;
}
