import type { Database } from 'better-sqlite3';
import type { FromRows } from './from-rows.ts';
import { monthOf } from './keys.ts';
import type { Reading } from './reading.ts';
import { standing } from './standing.ts';
import type { Ready, Standing } from './standing.ts';

/** Above so many tickets a month it is cheaper to ask the index than to read them. */
const DENSE = 8;
/** So many are read before it is known whether the part stands in many of them. */
const TRIED = 16;
const MANY = 1 / 4;
/** For so many of a stretch's tickets the index is asked at first: most often a page is full with them. */
const AHEAD = 80;

/**
 * Says in which of the tickets that other parts left a further part stands. Where these are few and far between, they
 * are read as long as it stands in many of them: the index would put together the long list of a frequent word or a
 * short beginning, month by month. Otherwise the index is asked, once a stretch.
 */
export class Among {
  readonly ready: Ready;
  readonly #sqlite: Database;
  readonly #rows: FromRows;
  readonly #reading: Reading | null;
  #read = 0;
  #stood = 0;
  #keys: readonly number[] = [];
  #dense = false;
  #asked: Standing | null = null;
  /** Without a `reading` the index is always asked. */
  constructor(sqlite: Database, rows: FromRows, ready: Ready, reading: Reading | null) {
    this.ready = ready;
    this.#sqlite = sqlite;
    this.#rows = rows;
    this.#reading = reading;
  }

  /** What `of` will be asked about next: these tickets, newest first. */
  begin(keys: readonly number[]): void {
    this.#keys = keys;
    this.#dense = keys.length > DENSE * monthsOf(keys).length;
    this.#asked = null;
  }

  of(keys: readonly number[]): Standing {
    const worthReading = this.#read < TRIED || this.#stood >= this.#read * MANY;
    if (this.#reading && !this.#dense && worthReading) {
      const found = this.#reading.standing(this.ready, keys);
      this.#read += keys.length;
      this.#stood += found.counted.size;
      return found;
    }
    const [newest = 0, oldest = newest] = [keys[0], keys.at(-1)];
    if (!this.#asked || oldest < this.#asked.low) {
      const at = this.#keys.indexOf(newest);
      const end = this.#asked ? this.#keys.length : Math.max(this.#keys.indexOf(oldest) + 1, at + AHEAD);
      this.#asked = this.#ask(this.#keys.slice(at, end));
    }
    return this.#asked;
  }

  #ask(keys: readonly number[]): Standing {
    const stretch = { low: keys.at(-1) ?? 0, below: (keys[0] ?? 0) + 1, months: monthsOf(keys) };
    return standing(this.#sqlite, this.#rows, this.ready, stretch, this.#dense ? {} : { among: keys });
  }
}

const monthsOf = (keys: readonly number[]): string[] => [...new Set(keys.map((key) => monthOf(key).code))];
