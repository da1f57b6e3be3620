import type { Person } from '../../../src-main/contract/people.ts';
import { desk, DeskRefusal } from '../../desk.ts';
import { failures } from '../../failures.svelte.ts';

/** The person on the page, as the office knows them now. */
export class PersonReading {
  person = $state.raw<Person | null>(null);
  /** They were here and are no more. */
  gone = $state(false);
  #wanted: number | null = null;
  #turn = 0;

  async open(id: number | null): Promise<void> {
    this.#wanted = id;
    const turn = ++this.#turn;
    if (id === null) {
      this.#show(null, false);
      return;
    }
    try {
      const person = await desk.people.open({ id });
      if (turn === this.#turn) this.#show(person, false);
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error;
      if (turn !== this.#turn) return;
      this.#show(null, error.error.code === 'not-found');
      if (!this.gone) failures.last = error.error;
    }
  }
  async again(): Promise<void> {
    if (this.#wanted !== null) await this.open(this.#wanted);
  }

  #show(person: Person | null, gone: boolean): void {
    this.person = person;
    this.gone = gone;
  }
}
