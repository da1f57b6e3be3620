import type { DeskError } from '../../../src-main/contract/errors.ts';
import type { OfficeFacts } from '../../../src-main/contract/office.ts';
import { desk, DeskRefusal } from '../../desk.ts';
import { office } from '../../office.svelte.ts';

type Work = () => Promise<unknown>;

/** Changes count at once, one after the other, and each can be taken back as long as the settings are open. */
export class Saving {
  /** What was done last: said at the top. */
  last = $state<'saved' | 'undone' | null>(null);
  #back = $state.raw<readonly Work[]>([]);
  #version = 0;
  #queue: Promise<unknown> = Promise.resolve();

  get canUndo(): boolean {
    return this.#back.length > 0;
  }

  /**
   * Does a change; `back` undoes it and may be made from what came of it. Answers with the refusal, or null: then it is
   * saved.
   */
  do<T>(work: () => Promise<T>, back: (done: T) => Work | null): Promise<DeskError | null> {
    return this.#inOrder(async () => {
      const done = await work();
      const step = back(done);
      this.#back = step ? [...this.#back, step] : [];
      this.last = 'saved';
    });
  }

  undo(): Promise<DeskError | null> {
    const step = this.#back.at(-1);
    if (!step) return Promise.resolve(null);
    this.#back = this.#back.slice(0, -1);
    return this.#inOrder(async () => {
      await step();
      this.last = 'undone';
    });
  }

  /** Changes facts of the office; `before` is what they were. */
  facts(facts: Partial<OfficeFacts>, before: Partial<OfficeFacts>): Promise<DeskError | null> {
    return this.do(
      () => this.#change(facts),
      () => () => this.#change(before),
    );
  }

  async #change(facts: Partial<OfficeFacts>): Promise<void> {
    const known = office.settings?.version ?? 1;
    this.#version = (await desk.office.change({ version: Math.max(known, this.#version), facts })).version;
  }

  #inOrder(work: Work): Promise<DeskError | null> {
    const mine = this.#queue.then(async () => {
      try {
        await work();
        return null;
      } catch (error) {
        if (!(error instanceof DeskRefusal)) throw error;
        return error.error;
      }
    });
    this.#queue = mine.catch(() => undefined);
    return mine;
  }
}
