import { PageCache } from './page-cache.ts';

/** Rows `first` to `first + count - 1` of a list, as they are now. */
export type LoadRows<T> = (first: number, count: number) => Promise<readonly T[]>;

const PAGE = 50;
/** Pages kept in memory: 8,000 rows. */
const KEPT = 160;

/**
 * The rows of a long list, fetched by pages as they are wanted.
 * One page is on its way at a time; while the thumb is dragged only the last place asked for counts.
 */
export class RowPages<T> {
  /** True after a page could not be read, until something could be read again. */
  failed = $state(false);
  /** Grows with each change of what is in memory. */
  #version = $state(0);
  readonly #cache = new PageCache<T>(PAGE, KEPT);
  readonly #load: LoadRows<T>;
  #wanted: [first: number, last: number] | null = null;
  #underWay = false;
  #fetching: Promise<void> = Promise.resolve();
  /** Grows with each refresh: what was asked for before it is stale when it comes. */
  #age = 0;

  constructor(load: LoadRows<T>) {
    this.#load = load;
  }

  /** The row at a place, or undefined while it is on its way. */
  at(index: number): T | undefined {
    return this.#version < 0 ? undefined : this.#cache.at(index);
  }

  /** Place of the first row in memory that fits, or -1. */
  placeOf(fits: (row: T) => boolean): number {
    return this.#version < 0 ? -1 : this.#cache.placeOf(fits);
  }

  /** Asks for the rows from `first` to `last`, both included. */
  want(first: number, last: number): void {
    this.#wanted = last < first ? null : [first, last];
    this.#begin();
  }

  /** The row at a place that is wanted, once it has come; undefined when it cannot be read. */
  async come(index: number): Promise<T | undefined> {
    while (this.at(index) === undefined && this.#underWay) await this.#fetching;
    return this.at(index);
  }

  /** All rows of a range, those not in memory fetched; for selecting a range. Fails as the source fails. */
  async range(first: number, last: number): Promise<T[]> {
    const rows: T[] = [];
    for (let page = this.#cache.pageOf(first); page <= this.#cache.pageOf(last); page += 1) {
      const known = this.#cache.rows(page) ?? (await this.#load(page * PAGE, PAGE));
      rows.push(...known.slice(Math.max(0, first - page * PAGE), last - page * PAGE + 1));
    }
    return rows;
  }

  /** The rows may have changed: what is shown stays until its page has come again, the rest is forgotten. */
  refresh(): void {
    this.#age += 1;
    const [first, last] = this.#wanted ?? [0, -1];
    this.#cache.stale(first, last);
    this.#begin();
  }

  /** Puts a changed row in the place of the one that fits, without asking again. */
  replace(fits: (row: T) => boolean, change: (row: T) => T): void {
    this.#cache.replace(fits, change);
    this.#version += 1;
  }

  #begin(): void {
    if (!this.#underWay) this.#fetching = this.#fetch();
  }
  async #fetch(): Promise<void> {
    this.#underWay = true;
    try {
      for (let page = this.#missing(); page !== undefined; page = this.#missing()) {
        const age = this.#age;
        const rows = await this.#load(page * PAGE, PAGE);
        if (age !== this.#age) continue;
        this.#cache.keep(page, rows);
        this.#version += 1;
        this.failed = false;
      }
    } catch {
      this.failed = true;
    } finally {
      this.#underWay = false;
    }
  }

  #missing(): number | undefined {
    return this.#wanted ? this.#cache.missing(...this.#wanted) : undefined;
  }
}
