import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { Refused, type DeskError } from './contract/errors.ts';
import type { Permission } from './contract/permissions.ts';
import type { Job, Progress } from './contract/terms.ts';
import { asError, expected, type Actor, type Working } from './gate.ts';
import type { Store } from './store/index.ts';

export type { Working } from './gate.ts';
/** The same for work that writes whole files. */
export type FileWorking = Working & {
  /** Tells how a file grows to some `total` bytes while this thread stands still in one call, until the next `progress`. */
  grows(step: string, file: string, total: number): void;
};
export type LongWork = (store: Store, actor: Actor, input: never, working: FileWorking) => Promise<unknown>;
/** Long work while no office is open: making one, restoring one. */
export type ClosedWork = (input: never, working: Working) => Promise<unknown>;

export type WorkerInput = {
  name: string;
  input: unknown;
  actor: { staffId: number; permissions: Permission[] };
  /** Null for work that needs no open office. */
  office: { path: string; journal: 'wal' | 'delete' } | null;
  cancel: SharedArrayBuffer;
};
type Growing = { step: string; file: string; total: number };
export type WorkerMessage =
  | { progress: Omit<Progress, 'job' | 'work'> }
  | { grows: Growing }
  | { value: unknown }
  | { error: DeskError }
  | { bug: string };

export type JobsOptions = {
  /** The built `worker.js`. */
  workerFile: string | URL;
  progress(told: Progress): void;
  /** `name` is the work's. */
  finished(job: string, end: End, name: string): void;
  /** Told of bugs by the job's name and the error's code; no texts. */
  bug(name: string, what: string): void;
};

/** How often the window hears of work at the most, in ms. */
const TOLD_EVERY = 100;

/**
 * Long work leaves texts behind by the megabyte. V8 lets a heap grow the further the more it may have: within these it
 * clears away early, at 40 MB and not at 90, in the same time. The most one needs is some 400 MB of texts (two sheets
 * that belong together).
 */
const LEAN = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 1_000 };

type End = { value: unknown } | { error: DeskError };
type Running = { name: string; cancel: Int32Array<SharedArrayBuffer>; end: Promise<End> };

/** Runs long work in worker threads with their own connection: one at a time for each name, all told of and cancellable. */
export class Jobs {
  readonly #options: JobsOptions;
  readonly #running = new Map<string, Running>();
  constructor(options: JobsOptions) {
    this.#options = options;
  }

  get busy(): boolean {
    return this.#running.size > 0;
  }

  /** @throws Refused `busy` when the same work is under way */
  start(name: string, actor: Actor, input: unknown, office: WorkerInput['office']): Job {
    if ([...this.#running.values()].some((other) => other.name === name))
      throw new Refused('busy', { reason: 'same-work' });
    const id = randomBytes(16).toString('hex');
    const cancel = new SharedArrayBuffer(4);
    const workerData: WorkerInput = {
      name,
      input,
      office,
      cancel,
      actor: { staffId: actor.staffId, permissions: [...actor.permissions] },
    };
    const worker = new Worker(this.#options.workerFile, { workerData, resourceLimits: LEAN });
    let told = 0;
    let ended: End | null = null;
    let watching: NodeJS.Timeout | undefined;
    const tell = (progress: Omit<Progress, 'job' | 'work'>) =>
      this.#options.progress({ job: id, work: name, ...progress });
    worker.on('message', (message: WorkerMessage) => {
      clearInterval(watching);
      if ('grows' in message) {
        const { step, file, total } = message.grows;
        const look = () => tell({ step, done: Math.min(total, sizeOf(file)), total });
        look();
        watching = setInterval(look, TOLD_EVERY);
      } else if ('progress' in message) {
        const now = performance.now();
        if (now - told < TOLD_EVERY && message.progress.done !== message.progress.total) return;
        told = now;
        tell(message.progress);
      } else if ('bug' in message) {
        this.#options.bug(name, message.bug);
        ended = { error: asError(new Refused('bug')) };
      } else ended = 'value' in message ? { value: message.value } : { error: message.error };
    });
    const end = new Promise<End>((resolve) => {
      worker.on('error', (error) => {
        const refused = expected(error);
        if (!refused) this.#options.bug(name, errorCode(error));
        ended ??= { error: asError(refused ?? new Refused('bug')) };
      });
      worker.on('exit', () => {
        clearInterval(watching);
        const result = ended ?? { error: asError(new Refused('cancelled')) };
        this.#running.delete(id);
        this.#options.finished(id, result, name);
        resolve(result);
      });
    });
    this.#running.set(id, { name, cancel: new Int32Array(cancel), end });
    return { job: id };
  }

  /** Long work of this thread, which its call waits for: told of and stopped like the others. @throws what it throws */
  async here<T>(name: string, work: (working: Working) => Promise<T>): Promise<T> {
    const id = randomBytes(16).toString('hex');
    const cancel = new Int32Array(new SharedArrayBuffer(4));
    let told = 0;
    const done = work({
      progress: (step, count, total) => {
        const now = performance.now();
        if (now - told < TOLD_EVERY && count !== total) return;
        told = now;
        this.#options.progress({ job: id, work: name, step, done: count, total });
      },
      check: () => mayGoOn(cancel),
    });
    const end = done.then(
      (value) => ({ value }),
      (error: unknown) => ({ error: asError(expected(error) ?? new Refused('bug')) }),
    );
    this.#running.set(id, { name, cancel, end });
    try {
      return await done;
    } finally {
      this.#running.delete(id);
    }
  }

  /** Starts long work and waits for its end. @throws Refused what it was refused with */
  async run(name: string, actor: Actor, input: unknown, office: WorkerInput['office']): Promise<unknown> {
    return this.end(this.start(name, actor, input, office));
  }

  /** Waits for the end of work that was just started. @throws Refused what it was refused with */
  async end({ job }: Job): Promise<unknown> {
    const end = await this.#running.get(job)?.end;
    if (end && 'value' in end) return end.value;
    throw new Refused(end?.error.code ?? 'cancelled', end?.error.detail ?? {});
  }

  /** Asks a job to stop; it stops at its next safe place. Unknown ids are no error: it may just have ended. */
  cancel(id: string): void {
    const job = this.#running.get(id);
    if (job) Atomics.store(job.cancel, 0, 1);
  }

  /** Asks all to stop and waits until they have. */
  async stopAll(): Promise<void> {
    const all = [...this.#running.keys()].map((id) => {
      this.cancel(id);
      return this.#running.get(id)?.end;
    });
    for (const end of all) await end;
  }
}

/** @throws Refused `cancelled` once that was asked for */
export const mayGoOn = (cancel: Int32Array<SharedArrayBuffer>): void => {
  if (Atomics.load(cancel, 0) === 1) throw new Refused('cancelled');
};

/** Bytes of a file; none while it is not there. */
const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** What may be written down of an error: its class and code, never its message (`store.md`, rule 12). */
export function errorCode(error: unknown): string {
  const names: string[] = [];
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const code = (at as { code?: unknown }).code;
    const where = /\n\s+at ([\w.<>#]+ )?\(?[^\n]*?([\w-]+\.(?:ts|js|mjs|cjs):\d+)/.exec(at.stack ?? '');
    names.push(
      [at.name, typeof code === 'string' ? code : '', where ? `${where[1] ?? ''}${where[2]}` : '']
        .filter(Boolean)
        .join(' '),
    );
  }
  return names.join(' < ') || typeof error;
}
