/** Rows `first` to `first + count - 1` of a list, as they are now. */
export type LoadRows<T> = (first: number, count: number) => Promise<readonly T[]>;

const PAGE = 100;
/** Pages kept in memory: 8,000 rows. */
const KEPT = 80;

/**
 * The rows of a long list, fetched by pages as they are wanted.
 * One page is on its way at a time; while the thumb is dragged only the last place asked for counts.
 */
export class RowPages<T> {
  /** True after a page could not be read, until something could be read again. */
  failed = $state(false);
  #version = $state(0);
  #pages = new Map<number, { rows: readonly T[]; fresh: boolean }>();
  #load: LoadRows<T>;
  #wanted: [first: number, last: number] | null = null;
  #underWay = false;
  /** Grows with each refresh: what was asked for before it is stale when it comes. */
  #age = 0;

  constructor(load: LoadRows<T>) {
    this.#load = load;
  }

  /** The row at a place, or undefined while it is on its way. */
  at(index: number): T | undefined {
    void this.#version;
    return this.#pages.get(Math.floor(index / PAGE))?.rows[index % PAGE];
  }

  /** Every row in memory that fits, with its place. */
  placeOf(fits: (row: T) => boolean): number {
    void this.#version;
    for (const [page, { rows }] of this.#pages) {
      const at = rows.findIndex(fits);
      if (at >= 0) return page * PAGE + at;
    }
    return -1;
  }

  /** Asks for the rows from `first` to `last`, both included. */
  want(first: number, last: number): void {
    this.#wanted = last < first ? null : [first, last];
    if (!this.#underWay) void this.#fetch();
  }

  /** All rows of a range, those not in memory fetched; for selecting a range. */
  async range(first: number, last: number): Promise<T[]> {
    const rows: T[] = [];
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page += 1) {
      const known = this.#pages.get(page)?.rows ?? (await this.#load(page * PAGE, PAGE));
      rows.push(...known.slice(Math.max(0, first - page * PAGE), last - page * PAGE + 1));
    }
    return rows;
  }

  /** The rows may have changed: what is shown stays until its page has come again, the rest is forgotten. */
  refresh(): void {
    this.#age += 1;
    const [first, last] = this.#wanted ?? [0, -1];
    for (const [page, held] of this.#pages)
      if (page < Math.floor(first / PAGE) || page > Math.floor(last / PAGE)) this.#pages.delete(page);
      else held.fresh = false;
    if (!this.#underWay) void this.#fetch();
  }

  /** Puts a changed row in the place of the one that fits, without asking again. */
  replace(fits: (row: T) => boolean, change: (row: T) => T): void {
    for (const [page, { rows, fresh }] of this.#pages)
      if (rows.some(fits)) this.#pages.set(page, { rows: rows.map((row) => (fits(row) ? change(row) : row)), fresh });
    this.#version += 1;
  }

  async #fetch(): Promise<void> {
    this.#underWay = true;
    try {
      for (let page = this.#missing(); page !== undefined; page = this.#missing()) {
        const age = this.#age;
        const rows = await this.#load(page * PAGE, PAGE);
        if (age !== this.#age) continue;
        this.#keep(page, rows);
        this.failed = false;
      }
    } catch {
      this.failed = true;
    } finally {
      this.#underWay = false;
    }
  }

  /** The first wanted page that is not in memory or stale. */
  #missing(): number | undefined {
    if (!this.#wanted) return undefined;
    const [first, last] = this.#wanted;
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page += 1)
      if (!this.#pages.get(page)?.fresh) return page;
    return undefined;
  }

  #keep(page: number, rows: readonly T[]): void {
    // Set anew, so that the order of the map is the order of last use.
    this.#pages.delete(page);
    this.#pages.set(page, { rows, fresh: true });
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= KEPT) break;
      this.#pages.delete(oldest);
    }
    this.#version += 1;
  }
}
