import * as v from 'valibot';
import type { Call, InputOf, OutputOf } from './contract/call.ts';
import { Refused, type Answer, type DeskError } from './contract/errors.ts';
import type { Permission } from './contract/permissions.ts';
import type { Job } from './contract/terms.ts';
import type { Reads, Seen, Store, Writes } from './store/index.ts';
import type { Concerned, UndoStack } from './store/undo/index.ts';

/** Who asks. */
export type Actor = { staffId: number; permissions: ReadonlySet<Permission> };

/** A file the user chose: areas never see a path. */
export type SourceFile = { name: string; size: number; path: string };
/** A picture that was pasted: it is in no file, and is in memory until it is attached. */
export type PastedPicture = { name: string; size: number; bytes: Uint8Array };
/** Long work that makes somebody's data go. */
export type Forgetting = {
  /** Whose: what this process and the window remember of them goes before the work begins, and again when it ends. */
  forgets?: Concerned;
  /** False for a delete, which can still be undone. */
  lasting?: boolean;
  /** Told what came of it, when it was done; answers with the id by which that can be taken back, if at all. */
  done?(value: unknown): number | undefined;
};
/** What long work is given beside its input. */
export type Working = {
  /** `total` null: not known. Called as often as wanted; the window hears of it ten times a second at most. */
  progress(step: string, done: number, total: number | null): void;
  /** Throws Refused `cancelled` once the user has asked to stop; called between slices, never inside a write that must end. */
  check(): void;
};
/** What calls that are more than one transaction may use beside the store. */
export type Services = {
  store: Store;
  /** Turns a token into the file behind it. Throws Refused `not-found`. */
  file(token: string): SourceFile;
  /** The same of what is to be attached, which may be a pasted picture. */
  attachable(token: string): SourceFile | PastedPicture;
  /** Starts long work by its name in `worker.ts`. */
  startJob(name: string, actor: Actor, input: unknown, more?: Forgetting): Job;
  /** Waits for the end of work that was just started. Throws Refused what it was refused with. */
  endOf(job: Job): Promise<unknown>;
  /** Does long work that its call waits for, told of by its name and stopped like work in `worker.ts`. */
  told<T>(name: string, work: (working: Working) => Promise<T>): Promise<T>;
  /** Forgets, here and in the window, what is remembered of people and tickets whose data are about to go. */
  forget(concerned: Concerned): void;
  /** Acts that can be taken back. */
  undo: UndoStack;
  /** `store.write`; within an undoable call the one write of it that Undo takes back. */
  write: Store['write'];
};

type Work<I, O> =
  | { kind: 'read'; run(db: Reads, actor: Actor, input: I): Promise<O> }
  | { kind: 'change'; run(tx: Writes, actor: Actor, input: I): Promise<O> }
  | { kind: 'act'; run(services: Services, actor: Actor, input: I): Promise<O> }
  | { kind: 'desk'; run(actor: Actor | null, input: I): Promise<O> };
export type Line<I, O> = Work<I, O> & {
  permission: Permission;
  /** What it changes is kept so that it can be taken back; `each`: ticket by ticket. */
  undo: boolean | 'each';
  /** Screens that show the area are told to ask again. */
  tells: boolean;
};
/** An area's face: a line for each of its calls in the contract. */
export type Area<C extends Record<string, Call<unknown, unknown>>> = {
  [K in keyof C]: Line<InputOf<C[K]>, OutputOf<C[K]>>;
};

/** Only looks. */
export const read = <I, O>(
  permission: Permission,
  run: (db: Reads, actor: Actor, input: I) => Promise<O>,
): Line<I, O> => ({ kind: 'read', permission, undo: false, tells: false, run });
/** Changes something, in one transaction. */
export const change = <I, O>(
  permission: Permission,
  run: (tx: Writes, actor: Actor, input: I) => Promise<O>,
): Line<I, O> => ({ kind: 'change', permission, undo: false, tells: true, run });
/** A change that shows on no other screen: nobody is told to ask again. */
export const untold = <I, O>(line: Line<I, O>): Line<I, O> => ({ ...line, tells: false });
/**
 * A change, or an act with one `write`, that can be taken back until the office closes: all of it or nothing. `each`:
 * ticket by ticket, so that those which somebody changed since stay as they are and the others are taken back.
 */
export const undoable = <I, O>(line: Line<I, O>, how: { each?: boolean } = {}): Line<I, O> => ({
  ...line,
  undo: how.each ? 'each' : true,
});
/** More than one transaction, or work beside the database. */
export const act = <I, O>(
  permission: Permission,
  run: (services: Services, actor: Actor, input: I) => Promise<O>,
): Line<I, O> => ({ kind: 'act', permission, undo: false, tells: false, run });
/** More than one transaction, and what the area's screens show has changed after it. */
export const changingAct = <I, O>(...line: Parameters<typeof act<I, O>>): Line<I, O> => ({
  ...act(...line),
  tells: true,
});
/** Of the desktop itself; also without an open office. */
export const desk = <I, O>(permission: Permission, run: (actor: Actor | null, input: I) => Promise<O>): Line<I, O> => ({
  kind: 'desk',
  permission,
  undo: false,
  tells: false,
  run,
});

/** For the few calls that need more than the one permission of their line. @throws Refused `forbidden` */
export function mustBeAllowed(actor: Actor, permission: Permission): void {
  if (!actor.permissions.has(permission)) throw new Refused('forbidden', { permission });
}

export type AnyLine = Line<never, unknown>;
export type Lines = Record<string, Record<string, AnyLine>>;
export type GateOptions = {
  contract: Record<string, Record<string, Call<unknown, unknown>>>;
  lines: Lines;
  /** The open office, or null. */
  office(): { services: Services; actor: Actor } | null;
  /** Told after each call that changed something. */
  changed(area: string): void;
  /** Told of bugs; must not log personal data. */
  bug(call: string, error: unknown): void;
};
export type Gate = (name: string, input: unknown) => Promise<Answer<unknown>>;

/**
 * Every call passes here: is it in the contract, do its arguments hold, may this person, then the transaction. What is
 * refused is a value; what fails has changed nothing.
 */
export function createGate(options: GateOptions): Gate {
  return async (name, input) => {
    const [area = '', call = ''] = name.split('.');
    const shape = own(own(options.contract, area), call);
    const line = own(own(options.lines, area), call);
    if (!shape || !line) return no(new Refused('invalid', { reason: 'unknown-call' }));
    const checked = v.safeParse(shape.input, input);
    if (!checked.success) return no(invalid(checked.issues[0]));
    try {
      const office = options.office();
      if (line.kind === 'desk') {
        if (office && !office.actor.permissions.has(line.permission))
          return no(new Refused('forbidden', { permission: line.permission }));
        return yes(await line.run(office?.actor ?? null, checked.output as never));
      }
      if (!office) return no(new Refused('no-office'));
      const { services, actor } = office;
      if (!actor.permissions.has(line.permission)) return no(new Refused('forbidden', { permission: line.permission }));
      const given = checked.output as never;
      const { store, undo } = services;
      if (line.kind === 'read') return yes(await line.run(store.db, actor, given));
      let undoneBy: number | 'too-big' | undefined;
      const seen: Seen = (images) => {
        const { permission } = line;
        const { staffId } = actor;
        undoneBy = undo.add({ call: name, permission, staffId, at: store.db.now, each: line.undo === 'each' }, images);
      };
      const write: Store['write'] = (work) => store.write(work, line.undo ? seen : undefined);
      const value =
        line.kind === 'act'
          ? await line.run({ ...services, write }, actor, given)
          : await write((tx) => line.run(tx, actor, given));
      if (line.tells) options.changed(area);
      return yes(value, undoneBy);
    } catch (error) {
      const refused = error instanceof Refused ? error : expected(error);
      if (refused) return no(refused);
      options.bug(name, error);
      return no(new Refused('bug'));
    }
  };
}

const yes = (value: unknown, undo?: number | 'too-big'): Answer<unknown> => ({
  ok: true,
  value,
  ...(undo === undefined ? {} : { undo }),
});
const no = (refused: Refused): Answer<unknown> => ({ ok: false, error: asError(refused) });
export const asError = (refused: Refused): DeskError => ({
  code: refused.code,
  message: refused.message,
  detail: refused.detail,
});

function own<T>(record: Record<string, T> | undefined, name: string): T | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}

function invalid(issue: v.BaseIssue<unknown>): Refused {
  const field = v.getDotPath(issue) ?? '';
  const known = /^[a-z-]{3,30}$/.test(issue.message);
  return new Refused(issue.message === 'too-long' ? 'too-large' : 'invalid', {
    field,
    reason: known ? issue.message : issue.type,
  });
}

/** What the disk or the database says that is nobody's bug. The message of a Drizzle error holds values: never passed on. */
export function expected(error: unknown): Refused | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (at instanceof Refused) return at;
    const code = (at as { code?: unknown }).code;
    if (typeof code !== 'string') continue;
    if (code === 'ENOSPC' || code === 'SQLITE_FULL') return new Refused('no-space');
    if (
      code === 'EROFS' ||
      code === 'EACCES' ||
      code === 'EPERM' ||
      code.startsWith('SQLITE_READONLY') ||
      code === 'SQLITE_CANTOPEN'
    )
      return new Refused('read-only');
    if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return new Refused('damaged');
    if (code.startsWith('SQLITE_BUSY') || code === 'SQLITE_LOCKED') return new Refused('busy', { reason: 'locked' });
    if (code === 'ENOENT') return new Refused('not-found', { reason: 'file' });
    if (code === 'SQLITE_TOOBIG') return new Refused('too-large');
  }
  return null;
}
