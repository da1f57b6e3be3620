import { tick } from 'svelte';
import type { Filter, Selection, View } from '../../../src-main/contract/terms.ts';
import type { GroupCode, TicketRow } from '../../../src-main/contract/tickets.ts';
import { ListState } from '../../components/list-state.svelte.ts';
import { failures } from '../../failures.svelte.ts';
import { whenForgotten } from '../../forgetting.ts';
import { office } from '../../office.svelte.ts';
import { route } from '../../route.svelte.ts';
import { t } from '../../texts/language.svelte.ts';
import { ALL_COUNTED, browse, found, type FindOrder, type Shown, type Source } from './list-sources.ts';

const idOf = ({ row }: Shown) => row.id;
/** Two lines, and a third one where a find says where it matched. */
const ROW = 40;
const ROW_WITH_PASSAGE = 58;
/** Rows among which the open ticket is looked for when a list is made. */
const NEAR = 300;

const titleOf = (group: GroupCode): string => {
  const priority = /^priority-(\d+)$/.exec(group)?.[1];
  if (priority !== undefined) return office.priority(Number(priority))?.name ?? '';
  return t(`terms.groups.${group as Exclude<GroupCode, `priority-${number}`>}`);
};

/** The list of the tickets screen: a view in its order, or what a find found. Kept while other screens are looked at. */
export class ShownList {
  list = $state.raw(new ListState<Shown>({ count: 0, load: () => Promise.resolve([]), idOf }));
  /** False until the first answer has come. */
  ready = $state(false);
  order = $state<FindOrder>('newest');
  /** The view a find looks in. */
  where = $state<View>('all');
  source = $state.raw<Source | null>(null);
  /** What the present list was asked for. */
  filter = $state.raw<Filter>({});
  #made = '';
  #begun = 0;
  /** The ticket of the row one was at last, in this list. */
  #told: number | null = null;
  #working: Promise<unknown> = Promise.resolve();
  /** What was found when Enter led into it last. */
  #entered: ListState<Shown> | null = null;
  #turn = 0;
  #refreshing: Promise<void> | null = null;
  #again = false;

  /** True while the box of find says something. */
  readonly finding = $derived((route.filter.text ?? '').trim() !== '');
  /** What the route asks for: the view with what narrows it; a find looks everywhere unless it is narrowed. */
  readonly wanted = $derived.by((): Filter => {
    const { text, ...rest } = route.filter;
    return this.finding ? { view: this.where, ...rest, text } : { view: route.view, ...rest };
  });
  /** False until the tickets that are asked for are those that are shown. */
  readonly answered = $derived(JSON.stringify(this.wanted) === JSON.stringify(this.filter));
  /** What the route and the office ask for, in one text that changes with any of it. */
  readonly question = $derived(
    JSON.stringify([this.wanted, this.finding ? this.order : route.sort, office.settings?.uid ?? '', route.begun]),
  );
  /** What narrows the list, besides its view and the find. */
  readonly narrowed = $derived(Object.keys(route.filter).some((name) => name !== 'text'));

  /** Follows the route and the office: makes a new list for a new question, and asks an old one again. */
  follow(): Promise<unknown> {
    // An old list that is asked again may be answered before a new one.
    this.#working = Promise.all([this.#working, this.#follow()]);
    return this.#working;
  }
  /** Once the list is the one that the route asks for now. */
  async settled(): Promise<void> {
    await tick();
    await this.#working;
  }
  /**
   * Goes into what was found: to its first row, whatever was open before; another time to where one was. False when
   * something else is asked for by then.
   */
  async enter(): Promise<boolean> {
    const { question } = this;
    await this.settled();
    const { list } = this;
    if (this.question !== question) return false;
    if (!this.finding || list === this.#entered || list.count === 0) return true;
    const [first] = (await failures.watch(() => list.pages.range(0, 0))) ?? [];
    if (list !== this.list || this.question !== question) return false;
    this.#entered = list;
    if (first) {
      list.moveTo(0);
      this.#open(idOf(first));
    }
    return true;
  }

  async #follow(): Promise<void> {
    const { wanted, finding, question } = this;
    if (question === this.#made) return this.refresh();
    this.#made = question;
    const turn = ++this.#turn;
    // another order of the same tickets keeps what was chosen
    const kept = this.answered && route.begun === this.#begun ? this.list : null;
    this.#begun = route.begun;
    const source = await failures.watch(() => this.#ask(wanted));
    if (turn !== this.#turn) return;
    // not answered, as while the office is closed for a restore: it is asked anew, not the question before it
    if (!source) {
      this.#made = '';
      return;
    }
    const list = new ListState<Shown>({
      ...source,
      load: (first, count) => this.#load(first, count),
      idOf,
      rowHeight: finding ? ROW_WITH_PASSAGE : ROW,
    });
    this.source = source;
    this.filter = wanted;
    if (kept) takeOver(kept, list);
    this.#told = null;
    this.list = list;
    await this.align(finding ? NEAR / 3 : NEAR);
    this.ready = true;
  }

  #ask(filter: Filter, most?: number): Promise<Source> {
    return (filter.text ?? '').trim() === '' ? browse(filter, route.sort, titleOf) : found(filter, this.order, most);
  }
  /** Counts what was found to its end: all of it is chosen, and it must be said how many that are. */
  async countAll(): Promise<void> {
    const turn = this.#turn;
    const source = await failures.watch(() => this.#ask(this.filter, ALL_COUNTED));
    if (!source || turn !== this.#turn) return;
    this.source = source;
    this.list.reshape(source);
  }
  async #load(first: number, count: number): Promise<Shown[]> {
    return (await this.source?.load(first, count)) ?? [];
  }

  /** Asks again, once for all changes that come meanwhile; over when all of it has been answered. */
  refresh(): Promise<void> {
    if (this.#refreshing) this.#again = true;
    else this.#refreshing = this.#refresh().finally(() => (this.#refreshing = null));
    return this.#refreshing;
  }
  async #refresh(): Promise<void> {
    do {
      this.#again = false;
      const turn = this.#turn;
      const source = await failures.watch(() => this.#ask(this.filter));
      if (!source || turn !== this.#turn) return;
      this.source = source;
      this.list.refresh(source);
    } while (this.#again);
  }

  /** The row one is at became this one. A list that is drawn anew tells it again, and opens nothing by it. */
  at(id: number): void {
    const sought = route.sought !== null && route.sought !== id;
    if (sought) this.#told = id;
    else if (id !== this.#told) this.#open(id);
    else if (route.sought === id) route.sought = null;
  }
  /** The user went to a row: whatever was asked for before, its ticket is wanted now, at once where it is here. */
  moved(): void {
    route.sought = null;
    const now = this.list.hereRow;
    if (now && idOf(now) !== route.ticketId) this.#open(idOf(now));
  }
  #open(id: number): void {
    this.#told = id;
    route.sought = null;
    route.ticketId = id;
  }
  /** Goes to the row of the ticket that is sought, once it has come. True when one was at another row. */
  toSought(): boolean {
    const { sought } = route;
    const place = sought === null ? -1 : this.list.pages.placeOf((row) => idOf(row) === sought);
    const now = this.list.hereRow;
    if (place < 0 || (now && idOf(now) === sought)) return false;
    this.list.moveTo(place);
    return true;
  }
  /** Whether the ticket of the row one went to last is asked for; not yet while the row is on its way. */
  get arrived(): boolean {
    const { hereRow, here } = this.list;
    return here < 0 || route.sought !== null || (hereRow !== undefined && idOf(hereRow) === route.ticketId);
  }
  /** Once it is: keys may be quicker than the rows. */
  async whenArrived(): Promise<void> {
    await tick();
    if (this.list.here >= 0) await this.list.pages.come(this.list.here);
    await tick();
  }

  /** Goes to the row of the open ticket where it is near the beginning. */
  async align(near: number): Promise<void> {
    const { list } = this;
    const id = route.ticketId;
    if (id === null || list.count === 0) return;
    const rows = await failures.watch(() => list.pages.range(0, Math.min(near, list.count) - 1));
    const at = rows?.findIndex((row) => idOf(row) === id) ?? -1;
    if (at >= 0 && list.here < 0 && list === this.list) list.moveTo(at);
  }

  /** A ticket that had gone out of the list is back in it, near the row one is at: it is open again, and one is at it. */
  async comeBackTo(id: number): Promise<void> {
    route.seek(id);
    await this.refresh();
    const { list } = this;
    const first = Math.max(0, list.here - NEAR / 2);
    const last = Math.min(first + NEAR, list.count) - 1;
    const rows = last < first ? [] : await failures.watch(() => list.pages.range(first, last));
    const at = rows?.findIndex((row) => idOf(row) === id) ?? -1;
    if (at >= 0 && list === this.list) list.moveTo(first + at);
  }

  /** The row one is at goes out of the way: the next one takes its place, or the one before the last. */
  passOn(id: number): void {
    const { list } = this;
    const now = list.hereRow;
    if (!now || idOf(now) !== id) return;
    route.sought = null;
    list.moveTo(list.here + 1 < list.count ? list.here + 1 : list.here - 1);
  }

  /** Words that the find marked in the row one is at, to be marked in its letters too. */
  get hits(): string[] {
    const here = this.finding ? this.list.hereRow : undefined;
    const words = (here?.passages ?? []).flatMap(({ passage, marks }) =>
      marks.map(([from, to]) => passage.slice(from, to).trim()),
    );
    return words.filter((word, at) => word !== '' && words.indexOf(word) === at);
  }
  get chosenCount(): number {
    return this.list.selection.count(this.list.count);
  }
  /** The tickets whose boxes are on, as the contract asks for them; null when there are none. */
  get chosenSelection(): Selection | null {
    const { selection } = this.list;
    return selection.isEmpty || this.chosenCount === 0 ? null : selection.toContract<Filter>(this.filter);
  }
  rowOf(id: number): TicketRow | undefined {
    const at = this.list.pages.placeOf((shown) => idOf(shown) === id);
    return at < 0 ? undefined : this.list.pages.at(at)?.row;
  }
}

function takeOver(from: ListState<Shown>, to: ListState<Shown>): void {
  const held = from.selection.toContract<null>(null);
  if ('ids' in held) to.selection.only(held.ids);
  else {
    to.selection.all();
    to.selection.set(held.except, false);
  }
}

export const shown = new ShownList();
whenForgotten(({ lasting }) => {
  if (lasting) shown.list.selection.clear();
});
