import type { InputOf, OutputOf } from '../src-main/contract/call.ts';
import type { Answer, DeskError } from '../src-main/contract/errors.ts';
import type { Events } from '../src-main/contract/events.ts';
import type { AreaName, Contract } from '../src-main/contract/index.ts';
import type { Job, Progress } from '../src-main/contract/terms.ts';
import type { ChosenFile } from '../src-main/contract/desktop.ts';

type Door = {
  call(name: string, input: unknown): Promise<unknown>;
  file(file: File): Promise<unknown>;
  on(name: string, listener: (payload: unknown) => void): () => void;
};
declare global {
  interface Window {
    readonly desk: Door;
  }
}

/** A call that was refused, as an exception for those who do not want to look at the value. */
export class DeskRefusal extends Error {
  readonly error: DeskError;
  constructor(error: DeskError) {
    super(error.code);
    this.error = error;
  }
}

type Client = {
  [A in AreaName]: {
    /** Throws DeskRefusal when refused. */
    [C in keyof Contract[A]]: undefined extends InputOf<Contract[A][C]>
      ? (input?: InputOf<Contract[A][C]>) => Promise<OutputOf<Contract[A][C]>>
      : (input: InputOf<Contract[A][C]>) => Promise<OutputOf<Contract[A][C]>>;
  };
};

/** How what was asked for last can be undone: to be read right after the answer, before anything else is awaited. */
export const lastAct: { undo: Undone } = { undo: undefined };
/** The id of an act that Undo can take back; or that it was too much for that; or that there is nothing to undo. */
export type Undone = number | 'too-big' | undefined;

async function ask(name: string, input: unknown): Promise<unknown> {
  const answer = (await window.desk.call(name, input)) as Answer<unknown>;
  if (!answer.ok) throw new DeskRefusal(answer.error);
  lastAct.undo = answer.undo;
  return answer.value;
}

/** `desk.tickets.open({ id })`: every call of the contract. Values only: a `$state` proxy cannot cross (`$state.snapshot`). */
export const desk = new Proxy({} as Client, {
  get: (_target, area: string) =>
    new Proxy({}, { get: (_area, call: string) => (input?: unknown) => ask(`${area}.${call}`, input) }),
});

/** Main's own words; the returned function ends the listening. */
export const on = <E extends keyof Events>(event: E, listener: (payload: Events[E]) => void): (() => void) =>
  window.desk.on(event, (payload) => listener(payload as Events[E]));

/** A dropped, pasted or picked file becomes a token. */
export async function tokenOf(file: File): Promise<ChosenFile> {
  const answer = (await window.desk.file(file)) as Answer<ChosenFile>;
  if (!answer.ok) throw new DeskRefusal(answer.error);
  return answer.value;
}

type Ending = Events['finished'];
const listeners = new Map<
  string,
  { progress?: (told: Progress) => void; resolve(value: unknown): void; reject(error: unknown): void }
>();
const early = new Map<string, Ending>();
let listening = false;

function listen(): void {
  if (listening) return;
  listening = true;
  on('progress', (told) => listeners.get(told.job)?.progress?.(told));
  on('finished', (ending) => {
    if (!settle(ending)) early.set(ending.job, ending);
  });
}
function settle(ending: Ending): boolean {
  const waiting = listeners.get(ending.job);
  if (!waiting) return false;
  listeners.delete(ending.job);
  if ('error' in ending) waiting.reject(new DeskRefusal(ending.error));
  else {
    lastAct.undo = ending.undo;
    waiting.resolve(ending.value);
  }
  return true;
}

/**
 * Long work: starts it, tells of progress, resolves with its result, rejects with DeskRefusal (`cancelled` among them).
 * `started` hands over the job's id for `desk.desktop.cancelJob`.
 */
export async function longWork<T>(
  start: () => Promise<Job>,
  told?: (progress: Progress) => void,
  started?: (job: string) => void,
): Promise<T> {
  listen();
  const { job } = await start();
  started?.(job);
  return new Promise<T>((resolve, reject) => {
    listeners.set(job, { ...(told ? { progress: told } : {}), resolve: resolve, reject });
    const ended = early.get(job);
    if (ended) {
      early.delete(job);
      settle(ended);
    }
  });
}
