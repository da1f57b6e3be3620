import { ListGeometry } from './list-geometry.ts';
import { ListSelection } from './list-selection.svelte.ts';
import type { LoadRows } from './row-pages.svelte.ts';
import { RowPages } from './row-pages.svelte.ts';

/** A heading over the rows from `first` on. */
export type ListHeading = { first: number; title: string; count: number };
export type ListShapeNow = { count: number; headings?: readonly ListHeading[] };
export type ListOptions<T> = ListShapeNow & {
  load: LoadRows<T>;
  idOf: (row: T) => number;
  /** Pixels; 40 for two lines, 32 for one. */
  rowHeight?: number;
  headingHeight?: number;
};

/** One long list: its rows, the row one is at, and what is chosen. A new view is a new `ListState`. */
export class ListState<T> {
  readonly pages: RowPages<T>;
  readonly selection = new ListSelection();
  readonly idOf: (row: T) => number;
  readonly #rowHeight: number;
  readonly #headingHeight: number;
  count = $state(0);
  headings = $state.raw<readonly ListHeading[]>([]);
  /** Place of the row one is at; -1 before there is one. */
  here = $state(-1);
  #hereId: number | null = null;
  /** Where a range that is being extended began. */
  #anchor = -1;
  readonly geometry = $derived.by(
    () =>
      new ListGeometry(
        this.count,
        this.#rowHeight,
        this.#headingHeight,
        this.headings.map(({ first }) => first),
      ),
  );

  constructor(options: ListOptions<T>) {
    this.pages = new RowPages(options.load);
    this.idOf = options.idOf;
    this.#rowHeight = options.rowHeight ?? 40;
    this.#headingHeight = options.headingHeight ?? 24;
    this.reshape(options);
  }

  /** The row one is at, once it has come. */
  get hereRow(): T | undefined {
    return this.here < 0 ? undefined : this.pages.at(this.here);
  }

  /** Takes a new count and new headings; the place one is at stays within the list. */
  reshape({ count, headings = [] }: ListShapeNow): void {
    this.count = count;
    this.headings = headings;
    if (this.here >= count) this.here = count - 1;
  }

  /** Rows may have changed, come or gone. One stays at the same row where it is near, otherwise at the same place. */
  refresh(shape?: ListShapeNow): void {
    if (shape) this.reshape(shape);
    this.pages.refresh();
  }

  /** After rows have come: follows the row one is at, if it moved. */
  follow(): void {
    const row = this.hereRow;
    if (row === undefined) return;
    if (this.#hereId === null) this.#hereId = this.idOf(row);
    else if (this.idOf(row) !== this.#hereId) {
      const moved = this.pages.placeOf((other) => this.idOf(other) === this.#hereId);
      // A row beyond the end is one of before, whose page has not come again yet.
      if (moved >= this.count) return;
      if (moved >= 0) this.here = moved;
      else this.#hereId = this.idOf(row);
    }
  }

  /** Goes to a row, held within the list. */
  moveTo(index: number): void {
    if (this.count === 0) return;
    this.here = Math.min(Math.max(0, index), this.count - 1);
    const row = this.hereRow;
    this.#hereId = row === undefined ? null : this.idOf(row);
    this.#anchor = -1;
  }

  /** Takes the row one is at into the selection, or out of it. */
  toggle(index = this.here): void {
    const row = this.pages.at(index);
    if (row !== undefined) this.selection.toggle(this.idOf(row));
  }

  /** Goes to a row and makes the range from where extending began the chosen one. */
  async extendTo(index: number): Promise<void> {
    if (this.count === 0) return;
    const from = Math.max(0, this.#anchor < 0 ? this.here : this.#anchor);
    const before = this.here < 0 ? from : this.here;
    const to = Math.min(Math.max(0, index), this.count - 1);
    this.moveTo(to);
    this.#anchor = from;
    const chosen = { first: Math.min(from, to), last: Math.max(from, to) };
    // Coming back towards the beginning, or past it, lets go of the rows left behind.
    await this.#choose(Math.min(from, before), chosen.first - 1, false);
    await this.#choose(chosen.last + 1, Math.max(from, before), false);
    await this.#choose(chosen.first, chosen.last, true);
  }

  async #choose(first: number, last: number, chosen: boolean): Promise<void> {
    if (first > last) return;
    const rows = await this.pages.range(first, last);
    this.selection.set(
      rows.map((row) => this.idOf(row)),
      chosen,
    );
  }
}
