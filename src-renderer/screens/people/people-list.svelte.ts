import type { PeopleShape, PersonRow } from '../../../src-main/contract/people.ts';
import { ListState } from '../../components/list-state.svelte.ts';
import { desk } from '../../desk.ts';
import { failures } from '../../failures.svelte.ts';
import { whenForgotten } from '../../forgetting.ts';
import { office } from '../../office.svelte.ts';
import { route } from '../../route.svelte.ts';

const idOf = ({ id }: PersonRow) => id;
const NONE: PeopleShape = { total: 0, step: 100, anchors: [], place: null };
/** Rows a page of the contract holds. */
const PAGE = 200;

/** Everybody by name, or those whom the box finds. Kept while other screens are looked at, for one office only. */
class PeopleList {
  list = $state.raw(new ListState<PersonRow>({ count: 0, load: () => Promise.resolve([]), idOf }));
  /** False until the first answer has come. */
  ready = $state(false);
  text = $state('');
  #shape = NONE;
  /** Whom the list showed last: told again by a list that is drawn anew, they are not chosen anew. */
  #told: number | null = null;
  #made = '';
  #asked = '';
  #turn = 0;

  /** What the box and the office ask for, in one text that changes with either. */
  readonly question = $derived(JSON.stringify([this.text.trim(), `${office.settings?.uid ?? ''} ${route.begun}`]));

  /** Follows the box and the office: a new list for a new question, an old one asked again. */
  async follow(): Promise<void> {
    const { question } = this;
    const fresh = question !== this.#made;
    const turn = ++this.#turn;
    if (fresh && this.#officeOf(question) !== this.#officeOf(this.#made)) this.#forget();
    const text = this.text.slice(0, 500);
    const shape = await failures.watch(() => desk.people.shape({ text, of: route.personId }));
    if (!shape || turn !== this.#turn) return;
    this.#shape = shape;
    this.#asked = text;
    this.#made = question;
    this.ready = true;
    if (!fresh) {
      this.list.refresh({ count: shape.total });
      return;
    }
    this.#told = null;
    const list = new ListState<PersonRow>({
      count: shape.total,
      load: (first, count) => this.#load(first, count),
      idOf,
    });
    if (shape.total > 0) list.moveTo(shape.place ?? 0);
    this.list = list;
  }

  /** The row one is at became this one. */
  at(id: number): void {
    if (id !== this.#told) route.personId = id;
    this.#told = id;
  }

  /** Goes to somebody's row; a box that does not find them is emptied. */
  async goTo(id: number): Promise<void> {
    if (this.list.hereRow?.id === id || !this.ready) return;
    const shape = await failures.watch(() => desk.people.shape({ text: this.#asked, of: id }));
    if (!shape || route.personId !== id) return;
    if (shape.place !== null) this.list.moveTo(shape.place);
    else if (this.text !== '') this.text = '';
  }

  async #load(first: number, count: number): Promise<PersonRow[]> {
    const { step, anchors } = this.#shape;
    const anchor = Math.floor(first / step);
    const skip = first - anchor * step;
    const after = anchor === 0 ? null : (anchors[anchor - 1] ?? null);
    const { rows } = await desk.people.page({ text: this.#asked, after, limit: Math.min(PAGE, skip + count) });
    return rows.slice(skip);
  }

  #officeOf(question: string): unknown {
    return question === '' ? '' : (JSON.parse(question) as unknown[])[1];
  }
  #forget(): void {
    this.ready = false;
    this.list = new ListState<PersonRow>({ count: 0, load: () => Promise.resolve([]), idOf });
    this.#told = null;
    if (this.#made !== '') this.text = '';
  }
}
export const everyone = new PeopleList();
whenForgotten(({ lasting }) => {
  if (lasting) everyone.text = '';
});
