import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Place } from '../exchange/index.ts';
import { WITH_JOURNALS } from '../store/file.ts';
import type { Settings } from './settings.ts';

const HALF = /^paperdesk-[0-9a-f]{16}\.part$/;

/** Knows what is half written where the user chose, so that the next start clears away what a kill left of it. */
export class Halves {
  readonly #settings: Settings;
  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Takes away what a killed program left half written. For the start of the program. */
  clear(): void {
    for (const half of this.#settings.get('halves'))
      if (HALF.test(basename(half))) for (const end of WITH_JOURNALS) rmSync(half + end, { force: true });
    this.#settings.set('halves', []);
  }

  /** A place whose file is written beside it until it is whole; known to the next start until `end`. */
  beside(path: string): Place {
    // a short name of its own: beside any file, and never the user's own file
    const part = join(dirname(path), `paperdesk-${randomBytes(8).toString('hex')}.part`);
    this.#settings.set('halves', [...this.#settings.get('halves'), part]);
    return { path, part };
  }

  /** Nothing is written to this place any more. */
  end({ part }: Place): void {
    const halves = this.#settings.get('halves').filter((half) => half !== part);
    this.#settings.set('halves', halves);
  }
}
