import { setTimeout as wait } from 'node:timers/promises';
import type { Store } from '../store/index.ts';

/** How long nothing must be changed, in ms, and how long the desk is left alone between two slices of work. */
const REST = 60_000;
const BETWEEN_SLICES = 40;

/**
 * What an open office does for itself once nothing was changed for a minute: the journal is folded in, so that the
 * `.desk` alone is whole, and pieces of the search index are joined, in slices short enough for nobody to notice.
 */
export class Rest {
  readonly #store: Store;
  readonly #busy: () => boolean;
  readonly #after: number;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;
  /** Counts changes: work begun at rest ends when there is a new one. */
  #changes = 0;

  /** `busy`: long work is under way, which is waited for. */
  constructor(store: Store, busy: () => boolean, after = REST) {
    this.#store = store;
    this.#busy = busy;
    this.#after = after;
  }

  /** Told after each change: the minute begins anew. */
  changed(): void {
    this.#changes += 1;
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => void this.#work().catch(() => undefined), this.#after);
    this.#timer.unref();
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  async #work(): Promise<void> {
    if (this.#busy()) return this.changed();
    this.#store.fold();
    const begun = this.#changes;
    const undisturbed = () => !this.#stopped && this.#changes === begun && !this.#busy();
    while (undisturbed() && (await this.#store.tidy())) await wait(BETWEEN_SLICES, undefined, { ref: false });
    if (undisturbed()) this.#store.fold();
  }
}
