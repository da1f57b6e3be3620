import type { Events } from '../contract/events.ts';
import type { Forgetting } from '../gate.ts';
import { forgetPlaces } from '../store/folded-places.ts';
import type { Concerned, UndoStack } from '../store/undo/index.ts';
import { forgetWords } from '../store/words.ts';
import type { OpenedCopies } from './opened-copies.ts';

type Tell = <E extends keyof Events>(event: E, payload: Events[E]) => void;

/**
 * What this process remembers of the people and tickets of one office, to be let go before their data go: nothing may
 * bring back, or still show, what was erased. The window lets go of its own when it is told (`forget`).
 */
export class Remembered {
  readonly #undo: UndoStack;
  readonly #tell: Tell;
  readonly #copies: OpenedCopies;
  readonly #works = new Map<string, Forgetting>();
  constructor(options: { undo: UndoStack; copies: OpenedCopies; tell: Tell }) {
    this.#undo = options.undo;
    this.#copies = options.copies;
    this.#tell = options.tell;
  }

  forget({ tickets, people }: Concerned, lasting = true): void {
    this.#undo.forget({ tickets, people });
    this.#tell('forget', { tickets: [...tickets], people: [...people], lasting });
    if (!lasting) return;
    this.#copies.clear();
    forgetWords();
    forgetPlaces();
  }

  /** Before long work starts. */
  before({ forgets, lasting }: Forgetting): void {
    if (forgets) this.forget(forgets, lasting);
  }
  began(job: string, work: Forgetting): void {
    this.#works.set(job, work);
  }
  /** What somebody did while the work was under way goes too. Answers with the id by which the work can be taken back. */
  ended(job: string, end: { value: unknown } | { error: unknown }): number | undefined {
    const work = this.#works.get(job);
    if (!work) return undefined;
    this.#works.delete(job);
    this.before(work);
    return 'value' in end ? work.done?.(end.value) : undefined;
  }
}
