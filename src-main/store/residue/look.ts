import { fold } from '../words.ts';
import { needlesOf, wordedOf, type Needle, type Pattern, type Worded } from './forms.ts';

export type Seen = { name: string; form: string };
/** Looks for many patterns in bytes at once. */
export type Look = { longest: number; in(bytes: Buffer): Seen[]; inText(folded: string): Seen[] };

const KEY = 4;

function stands(needle: Buffer, bytes: Buffer, at: number): boolean {
  for (let i = needle.length - 1; i >= 0; i -= 1) if (bytes[at + i] !== needle[i]) return false;
  return true;
}

/**
 * Finds any of thousands of needles in one walk over the bytes: two bytes decide in a table whether a needle may begin
 * there, four whether it is worth comparing. (One search for each needle took a minute for 7 MB.)
 */
class Needles<T extends { bytes: Buffer }> {
  readonly #begins = new Uint8Array(65_536);
  readonly #byKey = new Map<number, T[]>();
  readonly #short: T[] = [];
  constructor(needles: Iterable<T>) {
    for (const needle of needles) {
      if (needle.bytes.length < KEY) {
        this.#short.push(needle);
        continue;
      }
      this.#begins[needle.bytes.readUInt16LE(0)] = 1;
      const key = needle.bytes.readUInt32LE(0);
      const same = this.#byKey.get(key);
      if (same) same.push(needle);
      else this.#byKey.set(key, [needle]);
    }
  }
  in(bytes: Buffer): Set<T> {
    const found = new Set<T>(this.#short.filter((needle) => bytes.includes(needle.bytes)));
    const begins = this.#begins;
    for (let at = 0, last = bytes.length - KEY; at <= last; at += 1) {
      const two = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
      if (begins[two] === 0) continue;
      const key = (two | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>> 0;
      for (const needle of this.#byKey.get(key) ?? [])
        if (!found.has(needle) && stands(needle.bytes, bytes, at)) found.add(needle);
    }
    return found;
  }
}

/** What to look for: every form of the patterns as bytes, and what only a folded reading shows. */
export function lookFor(patterns: readonly Pattern[]): Look {
  const all = patterns.flatMap(needlesOf);
  const needles = new Needles<Needle>(all);
  const worded = new Needles<Worded>(patterns.flatMap(wordedOf));
  const inText = (folded: string): Seen[] =>
    [...worded.in(Buffer.from(folded))].filter(({ sure }) => sure === null || sure.test(folded));
  return {
    longest: all.reduce((most, { bytes }) => Math.max(most, bytes.length), 64),
    in: (bytes) => [...needles.in(bytes), ...inText(fold(bytes.toString('utf8')))],
    inText,
  };
}
