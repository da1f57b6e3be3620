import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from '../contract/terms.ts';
import type { Place } from '../exchange/index.ts';
import type { Actor } from '../gate.ts';
import { Refused } from '../store/index.ts';
import type { Dialogs } from './dialogs.ts';
import type { Halves } from './halves.ts';
import type { Offices, OpenOffice } from './offices.ts';
import { realPathOf } from './opening.ts';

/** What the dialog offers. */
export type Wanted = {
  folder: 'documents' | 'downloads';
  /** A file name that may be written to any disk. */
  name: string;
  /** The kind of file, as the dialog names it, and its ending (`.json`); null: any. */
  kind: { name: string; ending: string } | null;
};
type LeavingOptions = {
  offices: Offices;
  dialogs: Dialogs;
  halves: Halves;
  folder(this: void, which: Wanted['folder']): string;
};

/** A chosen path with the ending it should have. */
export const withEnding = (path: string, ending: string) =>
  path.toLowerCase().endsWith(ending) ? path : path + ending;

/**
 * The way of a file out of the desk: asks the user for the place, and starts the long work that writes there.
 */
export class Leavings {
  readonly #it: LeavingOptions;
  constructor(it: LeavingOptions) {
    this.#it = it;
  }

  /**
   * Asks for a place by the system's dialog; null: cancelled. `end` it, whatever came of it.
   * @throws Refused `no-office`; `refused` for the office's own file (`open-office`), a folder (`not-a-file`), and for a
   * file that is there under the name with its ending, which the dialog did not ask about (`exists`)
   */
  async place({ folder, name, kind }: Wanted): Promise<Place | null> {
    const open = this.office();
    const chosen = await this.#it.dialogs.save({
      defaultPath: join(this.#it.folder(folder), kind ? withEnding(name, kind.ending) : name),
      ...(kind ? { filters: [{ name: kind.name, extensions: [kind.ending.slice(1)] }] } : {}),
    });
    if (chosen === null) return null;
    const path = kind ? withEnding(chosen, kind.ending) : chosen;
    if (existsSync(path)) {
      if (path !== chosen) throw new Refused('refused', { reason: 'exists' });
      if (!statSync(path).isFile()) throw new Refused('refused', { reason: 'not-a-file' });
      if (realPathOf(path) === open.path) throw new Refused('refused', { reason: 'open-office' });
    }
    return this.#it.halves.beside(path);
  }

  /** Nothing is written to this place any more. */
  end(place: Place): void {
    this.#it.halves.end(place);
  }

  /**
   * Asks for a place, then starts long work of this name (in `worker.ts`: `out.…`) with the place added to its input;
   * null: cancelled. The work writes by `leave`, so the ledger has its line.
   */
  async start(actor: Actor, wanted: Wanted, work: string, input: object): Promise<Job | null> {
    const place = await this.place(wanted);
    if (!place) return null;
    try {
      const { path, journal } = this.office();
      // only these two: a whole open office cannot be handed to a worker
      const job = this.#it.offices.jobs.start(work, actor, { ...input, place }, { path, journal });
      void this.#it.offices.jobs
        .end(job)
        .finally(() => this.end(place))
        .catch(() => undefined);
      return job;
    } catch (error) {
      this.end(place);
      throw error;
    }
  }

  /** The same, waiting for its end; null: cancelled at the dialog. @throws Refused what the work was refused with */
  async run<T>(actor: Actor, wanted: Wanted, work: string, input: object): Promise<T | null> {
    const job = await this.start(actor, wanted, work, input);
    return job && ((await this.#it.offices.jobs.end(job)) as T);
  }

  /** @throws Refused `no-office` */
  office(): OpenOffice {
    const open = this.#it.offices.current;
    if (!open) throw new Refused('no-office');
    return open;
  }
}
