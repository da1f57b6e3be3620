import type { DeskError } from '../src-main/contract/errors.ts';
import { DeskRefusal } from './desk.ts';
import { whenForgotten } from './forgetting.ts';

/** What was refused and has no place of its own on the screen: shown at the top of the window until put away. */
class Failures {
  last = $state.raw<DeskError | null>(null);

  /** Runs work; a refusal is shown, anything else is ours and goes on to be seen as a bug. Undefined when refused. */
  async watch<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      const value = await work();
      return value;
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error;
      // a call that was under way while the office closed is no failure: the first screen is there already
      if (error.error.code !== 'cancelled' && error.error.code !== 'no-office') this.last = error.error;
      return undefined;
    }
  }
  putAway(): void {
    this.last = null;
  }
}
export const failures = new Failures();
whenForgotten(() => failures.putAway());
