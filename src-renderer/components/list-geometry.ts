/** Where rows and group headings of a long list stand. Pixels; rows and headings have one height each. */
export class ListGeometry {
  readonly count: number;
  readonly rowHeight: number;
  readonly headingHeight: number;
  /** Height of the whole list. */
  readonly total: number;
  /** First rows of the groups, ascending: a heading stands above each. */
  readonly #firsts: readonly number[];

  constructor(count: number, rowHeight: number, headingHeight = 0, firsts: readonly number[] = []) {
    this.count = Math.max(0, Math.floor(count));
    this.rowHeight = rowHeight;
    this.headingHeight = headingHeight;
    this.#firsts = firsts.filter((first) => first < this.count);
    this.total = this.count * rowHeight + this.#firsts.length * headingHeight;
  }

  /** How many headings stand above a row, its own included. */
  #headingsAbove(row: number): number {
    let low = 0;
    let high = this.#firsts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#firsts[middle] ?? Infinity) <= row) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Place of the heading right above a row among all headings, or -1 where it has none. */
  headingOf(row: number): number {
    const above = this.#headingsAbove(row);
    return above > 0 && this.#firsts[above - 1] === row ? above - 1 : -1;
  }

  /** Top edge of a row. */
  offsetOf(row: number): number {
    return row * this.rowHeight + this.#headingsAbove(row) * this.headingHeight;
  }

  /** Top edge of a row, or of the heading above it. */
  blockOf(row: number): number {
    return this.offsetOf(row) - (this.headingOf(row) >= 0 ? this.headingHeight : 0);
  }

  /** The row at a height; on a heading the row below it. Held within the list; -1 in an empty one. */
  rowAt(y: number): number {
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.offsetOf(middle) + this.rowHeight <= y) low = middle + 1;
      else high = middle;
    }
    return Math.min(low, this.count - 1);
  }

  /** First and last row (both included) to draw for a viewport, with `more` rows beyond each edge. */
  window(top: number, height: number, more: number): { first: number; last: number } {
    if (this.count === 0) return { first: 0, last: -1 };
    return {
      first: Math.max(0, this.rowAt(top) - more),
      last: Math.min(this.count - 1, this.rowAt(top + height) + more),
    };
  }

  /** Where the viewport's top has to be so that a row is seen whole, with its heading when it comes from below. */
  reveal(row: number, top: number, height: number): number {
    const block = this.blockOf(row);
    const end = this.offsetOf(row) + this.rowHeight;
    if (block < top || end - block > height) return block;
    return end > top + height ? end - height : top;
  }
}

/**
 * Chromium draws nothing below 33,554,432 device pixels. At four device pixels to one of ours (200 % zoom on a fine
 * screen) that is 8,388,608; lists higher than this are scrolled on a shorter track.
 */
export const TALLEST = 8_000_000;

/** The track of the scroll bar: as long as the list, or shortened where the list is too high to be drawn. */
export class ScrollTrack {
  readonly #total: number;
  readonly #viewport: number;
  /** Height of the element that gives the scroll bar its length. */
  readonly height: number;

  constructor(total: number, viewport: number, tallest = TALLEST) {
    this.#total = total;
    this.#viewport = viewport;
    this.height = Math.min(total, tallest);
  }

  get shortened(): boolean {
    return this.height < this.#total;
  }

  /** Greatest top edge of the viewport within the list. */
  get end(): number {
    return Math.max(0, this.#total - this.#viewport);
  }

  get #trackEnd(): number {
    return Math.max(0, this.height - this.#viewport);
  }

  hold(top: number): number {
    return Math.min(Math.max(0, top), this.end);
  }

  /** Scroll position for a top edge. */
  toScroll(top: number): number {
    if (!this.shortened) return this.hold(top);
    return this.end === 0 ? 0 : (this.hold(top) / this.end) * this.#trackEnd;
  }

  /** Top edge for a scroll position; the very ends stay the very ends. */
  toTop(scroll: number): number {
    if (!this.shortened) return this.hold(scroll);
    if (this.#trackEnd === 0 || scroll >= this.#trackEnd - 1) return this.end;
    return this.hold(Math.round((scroll / this.#trackEnd) * this.end));
  }
}
