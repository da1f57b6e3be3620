import type { Progress } from '../src-main/contract/terms.ts';
import { desk, on } from './desk.ts';

/** Long work that a call waits for itself: how far it is, and a way to stop it. One at a time. */
export class ToldWork {
  told = $state.raw<Progress | null>(null);
  /** When it began; null while nothing is under way. */
  since = $state<number | null>(null);
  stopping = $state(false);
  readonly #name: string;

  /** By the name of the work. */
  constructor(name: string) {
    this.#name = name;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    this.since = Date.now();
    this.told = null;
    this.stopping = false;
    const end = on('progress', (told) => {
      if (told.work === this.#name) this.told = told;
    });
    try {
      return await work();
    } finally {
      end();
      this.since = null;
      this.told = null;
    }
  }

  stop(): void {
    if (!this.told || this.stopping) return;
    this.stopping = true;
    void desk.desktop.cancelJob({ job: this.told.job });
  }
}
