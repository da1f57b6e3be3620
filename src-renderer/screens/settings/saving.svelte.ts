import type { DeskError } from '../../../src-main/contract/errors.ts';
import type { OfficeFacts } from '../../../src-main/contract/office.ts';
import { desk, DeskRefusal } from '../../desk.ts';
import { office } from '../../office.svelte.ts';

/** Changes count at once, one after the other. */
export class Saving {
  /** Something was saved: said at the top, with the way back. */
  saved = $state(false);
  #version = 0;
  #queue: Promise<unknown> = Promise.resolve();

  /** Answers with the refusal, or null: then it is saved. */
  do(work: () => Promise<unknown>): Promise<DeskError | null> {
    const mine = this.#queue.then(async () => {
      try {
        await work();
        this.saved = true;
        return null;
      } catch (error) {
        if (!(error instanceof DeskRefusal)) throw error;
        return error.error;
      }
    });
    this.#queue = mine.catch(() => undefined);
    return mine;
  }

  /** Changes facts of the office. */
  facts(facts: Partial<OfficeFacts>): Promise<DeskError | null> {
    return this.do(async () => {
      const known = office.settings?.version ?? 1;
      this.#version = (await desk.office.change({ version: Math.max(known, this.#version), facts })).version;
    });
  }
}
