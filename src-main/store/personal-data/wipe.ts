import { closeSync, fstatSync, fsyncSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { connect, type Connection } from '../connection.ts';
import type { Writes } from '../handles.ts';
import type { Store } from '../store.ts';

/**
 * `secure_delete` overwrites what is deleted where it stands, but not the copies SQLite leaves behind when it moves
 * rows from page to page: they stay between a page's list of cells and its content, out of every statement's reach
 * (seen: two values of 25 deleted tickets). So the bytes of each page that belong to nothing are set to zero here.
 * Format: https://www.sqlite.org/fileformat2.html (b-tree pages 1.6, free pages 1.5).
 */
const INTERIOR_INDEX = 0x02;
const INTERIOR_TABLE = 0x05;
const LEAF_INDEX = 0x0a;
const LEAF_TABLE = 0x0d;
const HEADER = 100;

export type Wiped = { pages: number; bytes: number };

/** The first pages of all tables and indexes. */
export const rootPages = (sqlite: Connection): number[] => [
  1,
  ...(sqlite.prepare('SELECT rootpage FROM sqlite_schema WHERE rootpage > 0').pluck().all() as number[]),
];

class Wiper {
  readonly #file: number;
  readonly #size: number;
  readonly #usable: number;
  readonly #count: number;
  readonly #page: Buffer;
  readonly #zero: Buffer;
  readonly wiped: Wiped = { pages: 0, bytes: 0 };
  constructor(file: number) {
    const header = Buffer.alloc(HEADER);
    readSync(file, header, 0, HEADER, 0);
    this.#file = file;
    this.#size = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
    this.#usable = this.#size - header.readUInt8(20);
    this.#count = Math.floor(fstatSync(file).size / this.#size);
    this.#page = Buffer.alloc(this.#size);
    this.#zero = Buffer.alloc(this.#size);
  }

  #read(n: number): boolean {
    if (n < 1 || n > this.#count) return false;
    this.wiped.pages += 1;
    return readSync(this.#file, this.#page, 0, this.#size, (n - 1) * this.#size) === this.#size;
  }

  /** Sets bytes of the page just read to zero where they are not. */
  #clear(n: number, from: number, to: number): void {
    if (from >= to || to > this.#usable || this.#page.compare(this.#zero, 0, to - from, from, to) === 0) return;
    writeSync(this.#file, this.#zero, 0, to - from, (n - 1) * this.#size + from);
    this.wiped.bytes += to - from;
  }

  trees(roots: readonly number[]): void {
    const seen = new Set<number>();
    const open = [...roots];
    for (let n = open.pop(); n !== undefined; n = open.pop()) {
      if (seen.has(n) || !this.#read(n)) continue;
      seen.add(n);
      open.push(...this.#tree(n));
    }
  }

  /** Clears one page of a tree, and names the pages below it. */
  #tree(n: number): number[] {
    const page = this.#page;
    const at = n === 1 ? HEADER : 0;
    const type = page[at];
    const interior = type === INTERIOR_INDEX || type === INTERIOR_TABLE;
    if (!interior && type !== LEAF_INDEX && type !== LEAF_TABLE) return [];
    const cells = page.readUInt16BE(at + 3);
    const pointers = at + (interior ? 12 : 8);
    this.#clear(n, pointers + 2 * cells, page.readUInt16BE(at + 5) || 65_536);
    for (
      let free = page.readUInt16BE(at + 1), left = this.#size;
      free > 0 && free + 4 <= this.#usable && left > 0;
      left -= 4
    ) {
      this.#clear(n, free + 4, free + page.readUInt16BE(free + 2));
      free = page.readUInt16BE(free);
    }
    if (!interior) return [];
    const below = [page.readUInt32BE(at + 8)];
    for (let cell = 0; cell < cells; cell += 1) {
      const begin = page.readUInt16BE(pointers + 2 * cell);
      if (begin + 4 <= this.#size) below.push(page.readUInt32BE(begin));
    }
    return below;
  }

  /** Pages in no tree: lists of free pages, and the free pages themselves. */
  freePages(): void {
    if (!this.#read(1)) return;
    const seen = new Set<number>();
    for (let list = this.#page.readUInt32BE(32); list > 0 && !seen.has(list) && this.#read(list);) {
      seen.add(list);
      const page = this.#page;
      const next = page.readUInt32BE(0);
      const many = Math.min(page.readUInt32BE(4), Math.floor(this.#usable / 4) - 2);
      const free = Array.from({ length: many }, (_, i) => page.readUInt32BE(8 + 4 * i));
      this.#clear(list, 8 + 4 * many, this.#usable);
      for (const n of free) if (this.#read(n)) this.#clear(n, 0, this.#usable);
      list = next;
    }
  }
}

/**
 * Sets to zero what belongs to nothing, in the file behind a descriptor. The journal must be folded in and nobody may
 * write meanwhile; readers are not disturbed. Answers how many pages were read and bytes set.
 */
export function wipeUnused(file: number, roots: readonly number[]): Wiped {
  const wiper = new Wiper(file);
  wiper.trees(roots);
  wiper.freePages();
  if (wiper.wiped.bytes > 0) fsyncSync(file);
  return wiper.wiped;
}

/** The same for an office that no connection of this process has open: closing the file would drop SQLite's locks. */
export function wipeClosed(path: string, journal: 'wal' | 'delete' = 'wal'): Wiped {
  const sqlite = connect(path, { journal });
  let roots: number[];
  try {
    if (journal === 'wal') sqlite.pragma('wal_checkpoint(TRUNCATE)');
    roots = rootPages(sqlite);
  } finally {
    sqlite.close();
  }
  const file = openSync(path, 'r+');
  try {
    return wipeUnused(file, roots);
  } finally {
    closeSync(file);
  }
}

/**
 * The same for an open office, inside a write, so that nobody else writes; false when its journal is not empty, for then
 * the file is not what the pages say. `file` is a descriptor of the office for reading and writing that stays open until
 * every connection of this process is closed (closing it earlier would drop SQLite's locks). The write must change
 * something: by that all connections learn to forget the pages they have in memory.
 */
export function wipeInWrite(store: Store, _tx: Writes, file: number): boolean {
  const { writer } = store.connections;
  if (!writer.inTransaction) throw new Error('Wiping needs a write.');
  if (store.journal === 'wal' && (statSync(`${store.path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0)
    return false;
  writer.pragma('shrink_memory');
  wipeUnused(file, rootPages(writer));
  return true;
}
