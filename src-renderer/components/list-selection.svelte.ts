import { SvelteSet } from 'svelte/reactivity';

/** Chosen rows of a list, by id: some, or all but some. It outlives sorting, scrolling and reloading. */
export class ListSelection {
  readonly #ids = new SvelteSet<number>();
  /** True: all rows of the list are chosen but those named. */
  #inverted = $state(false);

  has(id: number): boolean {
    return this.#ids.has(id) !== this.#inverted;
  }

  /** True while nothing is chosen. Whether "all but some" leaves anything, `count` tells. */
  get isEmpty(): boolean {
    return !this.#inverted && this.#ids.size === 0;
  }

  /** How many rows of a list of `total` are chosen. */
  count(total: number): number {
    return this.#inverted ? Math.max(0, total - this.#ids.size) : this.#ids.size;
  }

  set(ids: Iterable<number>, chosen: boolean): void {
    for (const id of ids)
      if (chosen === this.#inverted) this.#ids.delete(id);
      else this.#ids.add(id);
  }

  toggle(id: number): void {
    this.set([id], !this.has(id));
  }

  only(ids: Iterable<number>): void {
    this.#inverted = false;
    this.#ids.clear();
    this.set(ids, true);
  }

  all(): void {
    this.#ids.clear();
    this.#inverted = true;
  }

  clear(): void {
    this.only([]);
  }

  /** The selection as the contract asks for it: named ids, or the list's filter with its exceptions. */
  toContract<F>(filter: F): { ids: number[] } | { filter: F; except: number[] } {
    return this.#inverted ? { filter, except: [...this.#ids] } : { ids: [...this.#ids] };
  }
}
