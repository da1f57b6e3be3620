import { SvelteSet } from 'svelte/reactivity';
import type { DoublePair } from '../../../../src-main/contract/people.ts';
import { ListState } from '../../../components/list-state.svelte.ts';
import { desk } from '../../../desk.ts';
import { failures } from '../../../failures.svelte.ts';

const PAGE = 200;
const idOf = ({ id }: DoublePair) => id;

/** Pairs of people who may be one, still to be decided, the newest first. */
export class Pairs {
  list = $state.raw(this.#newList(0));
  ready = $state(false);
  /** Put off for now; they stay in the list. */
  readonly later = new SvelteSet<number>();
  #known = $state.raw<readonly DoublePair[]>([]);
  #next: number | null | undefined;

  /** The pair one is at; none while the list still shows one that was decided. */
  get here(): DoublePair | undefined {
    const row = this.list.hereRow;
    return row && this.#known.some(({ id }) => id === row.id) ? row : undefined;
  }
  /** It is no longer to be decided: no second press decides it again before the list is asked anew. */
  decided(id: number): void {
    this.#known = this.#known.filter((pair) => pair.id !== id);
  }

  /** Asks again; one stays at the place where one was. */
  async look(): Promise<void> {
    const first = await failures.watch(() => desk.people.doubles({ after: null, limit: PAGE }));
    if (!first) return;
    this.#known = first.pairs;
    this.#next = first.next;
    this.ready = true;
    this.list.refresh({ count: first.total });
    if (this.list.here < 0 && first.total > 0) this.list.moveTo(0);
  }

  /** Goes on to the next pair. */
  putOff(): boolean {
    const { here } = this;
    if (!here) return false;
    this.later.add(here.id);
    const next = this.list.here + 1;
    this.list.moveTo(next < this.list.count ? next : 0);
    return true;
  }

  #newList(count: number): ListState<DoublePair> {
    return new ListState<DoublePair>({ count, load: (first, some) => this.#load(first, some), idOf });
  }

  async #load(first: number, count: number): Promise<DoublePair[]> {
    while (this.#known.length < first + count && this.#next !== null) {
      const page = await desk.people.doubles({ after: this.#next ?? null, limit: PAGE });
      this.#known = [...this.#known, ...page.pairs];
      this.#next = page.next;
    }
    return this.#known.slice(first, first + count);
  }
}
