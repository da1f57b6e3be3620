import type { Events } from '../contract/events.ts';
import type { Forgetting } from '../gate.ts';
import type { Concerned, UndoStack } from '../store/undo/index.ts';

type Tell = <E extends keyof Events>(event: E, payload: Events[E]) => void;

/**
 * What this process remembers of the people and tickets of one office, to be let go before their data go: nothing may
 * bring back, or still show, what was erased. The window lets go of its own when it is told (`forget`).
 */
export class Remembered {
  readonly #undo: UndoStack;
  readonly #tell: Tell;
  readonly #works = new Map<string, Forgetting>();
  constructor(undo: UndoStack, tell: Tell) {
    this.#undo = undo;
    this.#tell = tell;
  }

  forget({ tickets, people }: Concerned): void {
    this.#undo.forget({ tickets, people });
    this.#tell('forget', { tickets: [...tickets], people: [...people] });
  }

  /** Before long work starts. */
  before({ forgets }: Forgetting): void {
    if (forgets) this.forget(forgets);
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
