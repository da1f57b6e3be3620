import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';

/**
 * The pages of a SQLite file as they lie there, for reading texts that SQLite cut into pieces. Format:
 * https://www.sqlite.org/fileformat2.html (b-tree pages 1.6, overflow pages 1.7, write-ahead log 4).
 */
export type Pages = {
  count: number;
  /** Bytes of a page that hold content: without the reserved ones at its end. */
  usable: number;
  page(n: number): Buffer;
  close(): void;
};

const MAGIC = 'SQLite format 3\0';
const WAL_HEADER = 32;
const FRAME_HEADER = 24;
const INTERIOR_INDEX = 0x02;
const LEAF_INDEX = 0x0a;
const LEAF_TABLE = 0x0d;
const BTREES = new Set([INTERIOR_INDEX, 0x05, LEAF_INDEX, LEAF_TABLE]);

function readAt(file: number, at: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  const read = readSync(file, bytes, 0, length, at);
  return bytes.subarray(0, read);
}

/**
 * Opens the pages of a file that no connection of this process has open (closing it would drop SQLite's locks), with
 * the newest frames of its journal over them where `withJournal`. Null when it is no SQLite file.
 */
export function openPages(path: string, withJournal: boolean): Pages | null {
  const file = openSync(path, 'r');
  const header = readAt(file, 0, 100);
  if (header.length < 100 || header.toString('latin1', 0, 16) !== MAGIC) {
    closeSync(file);
    return null;
  }
  const size = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  const frames = withJournal ? newestFrames(`${path}-wal`, size) : null;
  const own = Math.floor(fstatSync(file).size / size);
  const count = [...(frames?.at.keys() ?? [])].reduce((most, n) => Math.max(most, n), own);
  return {
    count,
    usable: size - header.readUInt8(20),
    page(n) {
      const frame = frames?.at.get(n);
      if (frames && frame !== undefined) return readAt(frames.file, frame, size);
      return readAt(file, (n - 1) * size, size);
    },
    close() {
      closeSync(file);
      if (frames) closeSync(frames.file);
    },
  };
}

/** Where each page's newest frame begins in a journal of this page size; null when there is none. */
function newestFrames(path: string, size: number): { file: number; at: Map<number, number> } | null {
  if (!existsSync(path)) return null;
  const file = openSync(path, 'r');
  const { size: length } = fstatSync(file);
  const at = new Map<number, number>();
  for (let from = WAL_HEADER; from + FRAME_HEADER + size <= length; from += FRAME_HEADER + size)
    at.set(readAt(file, from, 4).readUInt32BE(0), from + FRAME_HEADER);
  return { file, at };
}

/** A varint: its value (as far as a length goes) and the place behind it. */
function varint(bytes: Buffer, from: number): { value: number; next: number } {
  let value = 0;
  for (let i = 0; i < 8; i += 1) {
    const byte = bytes[from + i] ?? 0;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, next: from + i + 1 };
  }
  return { value: value * 256 + (bytes[from + 8] ?? 0), next: from + 9 };
}

/** How many bytes of a record stay on its own page. */
function localBytes(payload: number, usable: number, type: number): number {
  const most = type === LEAF_TABLE ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
  if (payload <= most) return payload;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fits = least + ((payload - least) % (usable - 4));
  return fits <= most ? fits : least;
}

type Cut = { local: Buffer; rest: number; first: number };

/** The records of a b-tree page that go on in overflow pages. */
function cutRecords(page: Buffer, n: number, usable: number): Cut[] {
  const at = n === 1 ? 100 : 0;
  const type = page[at] ?? 0;
  if (type !== LEAF_TABLE && type !== LEAF_INDEX && type !== INTERIOR_INDEX) return [];
  const cells = page.readUInt16BE(at + 3);
  const pointers = at + (type === INTERIOR_INDEX ? 12 : 8);
  const found: Cut[] = [];
  for (let cell = 0; cell < cells && pointers + 2 * cell + 2 <= page.length; cell += 1) {
    const begin = page.readUInt16BE(pointers + 2 * cell) + (type === INTERIOR_INDEX ? 4 : 0);
    const { value: payload, next } = varint(page, begin);
    const from = type === LEAF_TABLE ? varint(page, next).next : next;
    const local = localBytes(payload, usable, type);
    if (local === payload || from + local + 4 > page.length) continue;
    const first = page.readUInt32BE(from + local);
    found.push({ local: page.subarray(from, from + local), rest: payload - local, first });
  }
  return found;
}

/**
 * Every text that is longer than its page, put together: records with their overflow pages, then chains of pages that no
 * record leads to (free ones, and what they pointed to when they were used).
 */
export function* chains(pages: Pages): Generator<{ page: number; bytes: Buffer }> {
  const used = new Set<number>();
  for (let n = 1; n <= pages.count; n += 1)
    for (const { local, rest, first } of cutRecords(pages.page(n), n, pages.usable)) {
      const parts = [local];
      for (let next = first, left = rest; left > 0 && next > 0 && next <= pages.count && !used.has(next);) {
        used.add(next);
        const page = pages.page(next);
        parts.push(page.subarray(4, Math.min(pages.usable, 4 + left)));
        left -= pages.usable - 4;
        next = page.readUInt32BE(0);
      }
      yield { page: n, bytes: Buffer.concat(parts) };
    }
  yield* looseChains(pages, used);
}

function* looseChains(pages: Pages, used: ReadonlySet<number>): Generator<{ page: number; bytes: Buffer }> {
  const next = new Map<number, number>();
  for (let n = 2; n <= pages.count; n += 1) {
    const page = pages.page(n);
    if (used.has(n) || page.length < 4 || BTREES.has(page[0] ?? 0)) continue;
    next.set(n, page.readUInt32BE(0));
  }
  const inner = new Set(next.values());
  for (const head of next.keys()) {
    if (inner.has(head)) continue;
    const parts: Buffer[] = [];
    const seen = new Set<number>();
    for (let n: number | undefined = head; n !== undefined && next.has(n) && !seen.has(n); n = next.get(n)) {
      seen.add(n);
      parts.push(pages.page(n).subarray(4, pages.usable));
    }
    if (parts.length > 1) yield { page: head, bytes: Buffer.concat(parts) };
  }
}
