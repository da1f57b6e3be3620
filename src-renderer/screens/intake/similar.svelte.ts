import type { PersonRow } from '../../../src-main/contract/people.ts';
import { desk } from '../../desk.ts';
import { failures } from '../../failures.svelte.ts';
import type { NewPersonFields } from './typed-person.ts';

const PAUSE_MS = 200;
const MOST = 4;
/** Fewer signs of an identifier fit half the office. */
const SHORTEST = 4;

/** Known people whom a new person's fields fit, so that nobody is written down twice. */
export class Similar {
  people = $state.raw<readonly PersonRow[]>([]);
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  look({ name, email, phone, number }: NewPersonFields): void {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    const asked = [email, phone, number, /\S\s+\S/u.test(name) ? name : '']
      .map((text) => text.trim().slice(0, 500))
      .filter((text) => text.length >= SHORTEST);
    if (asked.length === 0) this.people = [];
    else this.#timer = setTimeout(() => void this.#ask(turn, asked), PAUSE_MS);
  }

  async #ask(turn: number, asked: readonly string[]): Promise<void> {
    const found: PersonRow[] = [];
    for (const text of asked) {
      const rows = await failures.watch(() => desk.people.recognise({ text, limit: MOST }));
      found.push(...(rows ?? []).filter(({ id }) => !found.some((known) => known.id === id)));
      if (turn !== this.#turn) return;
    }
    this.people = found.slice(0, MOST);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }
}
