/** Pages of rows in memory, the least lately fetched forgotten first. */
export class PageCache<T> {
  readonly #pages = new Map<number, { rows: readonly T[]; fresh: boolean }>();
  readonly #pageSize: number;
  readonly #kept: number;

  constructor(pageSize: number, kept: number) {
    this.#pageSize = pageSize;
    this.#kept = kept;
  }

  pageOf(index: number): number {
    return Math.floor(index / this.#pageSize);
  }

  /** The row at a place of the list. */
  at(index: number): T | undefined {
    return this.#pages.get(this.pageOf(index))?.rows[index % this.#pageSize];
  }

  /** A page as it is now: none that is stale. */
  rows(page: number): readonly T[] | undefined {
    const held = this.#pages.get(page);
    return held?.fresh ? held.rows : undefined;
  }

  /** Place of the first row in memory that fits, or -1. */
  placeOf(fits: (row: T) => boolean): number {
    for (const [page, { rows }] of this.#pages) {
      const at = rows.findIndex(fits);
      if (at >= 0) return page * this.#pageSize + at;
    }
    return -1;
  }

  /** The first page of a range that is not in memory, or stale. */
  missing(first: number, last: number): number | undefined {
    for (let page = this.pageOf(first); page <= this.pageOf(last); page += 1)
      if (!this.#pages.get(page)?.fresh) return page;
    return undefined;
  }

  keep(page: number, rows: readonly T[]): void {
    // Set anew, so that the order of the map is the order of fetching.
    this.#pages.delete(page);
    this.#pages.set(page, { rows, fresh: true });
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= this.#kept) break;
      this.#pages.delete(oldest);
    }
  }

  /** Marks a range stale and forgets the rest. */
  stale(first: number, last: number): void {
    for (const [page, held] of this.#pages)
      if (page < this.pageOf(first) || page > this.pageOf(last)) this.#pages.delete(page);
      else held.fresh = false;
  }

  replace(fits: (row: T) => boolean, change: (row: T) => T): void {
    for (const held of this.#pages.values()) held.rows = held.rows.map((row) => (fits(row) ? change(row) : row));
  }
}
