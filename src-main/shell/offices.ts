import { closeSync, openSync } from 'node:fs';
import type { DeskError } from '../contract/errors.ts';
import type { Events } from '../contract/events.ts';
import { PERMISSIONS } from '../contract/permissions.ts';
import { finishRestore, makeOffice, writeStonesBeside } from '../exchange/index.ts';
import { asError, type Actor, type Services } from '../gate.ts';
import { errorCode, Jobs } from '../jobs.ts';
import { foundOffice, type Founding } from '../office/index.ts';
import { purgeClosed, purgePending, wipeWhileOpen } from '../privacy/index.ts';
import { officeUid } from '../store/counters.ts';
import { looking, migrateFile, probe } from '../store/file.ts';
import { openStore, Refused, type Store } from '../store/index.ts';
import { dropNote, takeNote } from '../store/lock-note.ts';
import { UndoStack } from '../store/undo/index.ts';
import { dropUnseen, purgeUnfinished } from '../tickets/index.ts';
import { cautionOf } from '../store/place.ts';
import { Backups } from './backups.ts';
import type { ChosenFiles } from './files.ts';
import type { OpenedCopies } from './opened-copies.ts';
import type { Halves } from './halves.ts';
import { clearLeftovers } from './leftovers.ts';
import { lookThroughBehind } from './looking-through.ts';
import { mustBeFile, mustBeWhole, realPathOf, uidIn, whoIsThere, whyNotOpened } from './opening.ts';
import { rememberOffice } from './recent.ts';
import { Remembered } from './remembered.ts';
import { Rest } from './rest.ts';
import type { Settings } from './settings.ts';

export type OpenOffice = {
  uid: string;
  name: string;
  path: string;
  journal: 'wal' | 'delete';
  store: Store;
  /** A descriptor of the file, for wiping while it is open. */
  file: number;
  services: Services;
  remembered: Remembered;
  actor: Actor;
  caution: string | null;
  /** What was found damaged since it was opened, in codes (`tickets,texts`). */
  damaged: string | null;
};
/** The last office that could not be opened, so that its backups can be offered. */
export type FailedOffice = { path: string; uid: string | null; error: DeskError };

export type OfficesOptions = {
  /** `drizzle/` of the program. */
  migrations: string;
  workerFile: string;
  userData: string;
  files: ChosenFiles;
  copies: OpenedCopies;
  settings: Settings;
  halves: Halves;
  /** How long after its opening a large office is looked through, in ms; tests set it. */
  lookAfter?: number;
  tell<E extends keyof Events>(this: void, event: E, payload: Events[E]): void;
  bug(this: void, where: string, what: string): void;
};

/** Long work that only reads the office. */
const CHANGES_NOTHING = new Set([
  'exchange.backUp',
  'exchange.copy',
  'exchange.lookThrough',
  'exchange.restorePreview',
]);
/** Long work that takes something out of the desk: all it changes is the ledger. */
const takesOut = (name: string) => name.startsWith('out.');
/** Long work after which no copy of what is gone may stay between the rows. */
const FORGETS = new Set([
  'privacy.act',
  'privacy.purge',
  'privacy.correctPersonAndForget',
  'privacy.correctTicketAndForget',
  'privacy.setFieldsAndForget',
  'privacy.correctEntryAndForget',
  'exchange.bringIn',
  'exchange.takeImportBack',
]);
const LOOK_EVERY = 15 * 60_000;

/** Which office is open: one at a time, from opening its file to folding its journal in at the end. */
export class Offices {
  readonly #options: OfficesOptions;
  readonly jobs: Jobs;
  readonly backups: Backups;
  #open: OpenOffice | null = null;
  failed: FailedOffice | null = null;
  /** Something changed since the last backup; and since the office was opened. */
  #changed = false;
  #touched = false;
  #ended = false;
  #rest: Rest | null = null;
  #daily: NodeJS.Timeout | null = null;
  #endLook: () => void = () => undefined;
  /** Opening and closing follow one another, whoever asks. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: OfficesOptions) {
    this.#options = options;
    this.jobs = new Jobs({
      workerFile: options.workerFile,
      progress: (told) => options.tell('progress', told),
      finished: (job, end, name) => {
        const undo = this.#open?.remembered.ended(job, end);
        if (takesOut(name)) {
          this.changed();
          options.tell('changed', { areas: ['exchange'] });
        } else if (!CHANGES_NOTHING.has(name)) {
          this.changed();
          void this.rememberErasures();
          if (FORGETS.has(name)) void this.#wipe();
          options.tell('changed', { areas: ['tickets', 'people', 'privacy', 'exchange', 'office'] });
        }
        options.tell('finished', { job, ...end, ...(undo === undefined ? {} : { undo }) });
      },
      bug: options.bug,
    });
    this.backups = new Backups({ userData: options.userData, settings: options.settings, jobs: this.jobs });
  }

  get current(): OpenOffice | null {
    return this.#open;
  }

  /** Makes a new office file and opens it. The path must be free. */
  found(path: string, founding: Founding): Promise<OpenOffice> {
    return this.#queued(async () => {
      this.#mayOpen();
      const { halves, migrations } = this.#options;
      const place = halves.beside(path);
      try {
        await makeOffice(place, migrations, (store) => store.write((tx) => foundOffice(tx, founding)));
      } finally {
        halves.end(place);
      }
      return this.#openNow(path);
    });
  }

  /** Opens an office, closing the one that was open. When it cannot be opened the other stays open, or none is, and the reason is thrown. */
  open(path: string): Promise<OpenOffice> {
    return this.#queued(() => this.#openNow(path));
  }
  close(): Promise<void> {
    return this.#queued(() => this.#closeNow());
  }
  /** Closes for good: whoever still asks to open an office is refused. */
  end(): Promise<void> {
    this.#ended = true;
    return this.close();
  }

  /** Work on a closed office: it is closed, worked on while nobody else can open it, and opened again whatever came of it. */
  whileClosed<T>(path: string, work: () => Promise<T>): Promise<T> {
    return this.#queued(async () => {
      this.#mayOpen();
      await this.#closeNow();
      takeNote(path);
      try {
        return await work();
      } finally {
        dropNote(path);
        await this.#openNow(path).catch(() => undefined);
      }
    });
  }

  /** Told after each change: what is to be done at rest waits a minute. */
  changed(): void {
    this.#changed = true;
    this.#touched = true;
    this.#rest?.changed();
  }

  tellBackup(at: number): void {
    this.#changed = false;
    this.#options.tell('backup', { at, ok: true });
  }

  /** Tombstones go beside the backups as soon as there are new ones. */
  async rememberErasures(): Promise<void> {
    const open = this.#open;
    if (!open || this.backups.files(open).length === 0) return;
    await writeStonesBeside(open.store.db, this.backups.folderOf(open)).catch((error: unknown) =>
      this.#options.bug('stones', errorCode(error)),
    );
  }

  #queued<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  #mayOpen(): void {
    if (this.#ended) throw new Refused('busy', { reason: 'being-closed' });
  }

  async #openNow(given: string): Promise<OpenOffice> {
    this.#mayOpen();
    const path = realPathOf(given);
    if (this.#open?.path === path) return this.#open;
    try {
      takeNote(path);
      const opened = await this.#prepared(path).catch((error: unknown) => {
        dropNote(path);
        throw error;
      });
      this.failed = null;
      rememberOffice(this.#options.settings, opened);
      this.#options.tell('office', { uid: opened.uid });
      this.#watch(opened);
      return opened;
    } catch (error) {
      const known = this.#options.settings.get('recent').find((recent) => recent.path === path);
      const refused = whyNotOpened(path, error, known !== undefined);
      if (!refused) throw error;
      this.failed = { path, uid: known?.uid ?? uidIn(path), error: asError(refused) };
      throw refused;
    }
  }

  async #prepared(path: string): Promise<OpenOffice> {
    const { migrations } = this.#options;
    finishRestore(path);
    mustBeFile(path);
    const state = looking(path, () => {
      const found = probe(path, migrations);
      if (found === 'newer') throw new Refused('newer-version');
      if (found === 'foreign' || found === 'empty') throw new Refused('unreadable', { reason: 'not-an-office' });
      mustBeWhole(path);
      return found;
    });
    await this.#closeNow();
    if (state === 'older') migrateFile(path, migrations, this.backups.beforeMigration({ uid: officeUid(path), path }));
    const caution = cautionOf(path);
    const journal = caution ? 'delete' : 'wal';
    await clearLeftovers(path, journal);
    const store = openStore(path, { journal });
    const file = openSync(path, 'r+');
    try {
      if (!store.indexIsCurrent())
        await this.jobs.run('exchange.reindex', { staffId: 0, permissions: new Set() }, {}, { path, journal });
      const { staffId, ...row } = await whoIsThere(store.db);
      const { services, remembered } = this.#servicesOf(store);
      const actor: Actor = { staffId, permissions: new Set(PERMISSIONS) };
      this.#open = { ...row, path, journal, store, file, services, remembered, actor, caution, damaged: null };
      this.#followBackups(this.#open);
      return this.#open;
    } catch (error) {
      await store.close();
      closeSync(file);
      throw error;
    }
  }

  #servicesOf(store: Store): { services: Services; remembered: Remembered } {
    const { files, tell, bug } = this.#options;
    const undo = new UndoStack({
      changed: () => tell('undo', {}),
      dropped: (images) =>
        void dropUnseen(store, images).catch((error: unknown) => this.#open && bug('undo', errorCode(error))),
    });
    const remembered = new Remembered({ undo, copies: this.#options.copies, tell });
    const services: Services = {
      store,
      undo,
      write: (work) => store.write(work),
      file: (token) => files.get(token),
      attachable: (token) => files.attachable(token),
      startJob: (name, actor, input, more = {}) => {
        remembered.before(more);
        const started = this.jobs.start(name, actor, input, { path: store.path, journal: store.journal });
        remembered.began(started.job, more);
        return started;
      },
      endOf: (job) => this.jobs.end(job),
      told: (name, work) => this.jobs.here(name, work),
      forget: (concerned) => remembered.forget(concerned),
    };
    return { services, remembered };
  }

  #followBackups(open: OpenOffice): void {
    try {
      this.backups.follow(open);
    } catch (error) {
      this.#options.bug('backups', errorCode(error));
    }
  }

  /** Copies that SQLite left between the rows go at once; where somebody writes all the time, at closing. */
  async #wipe(): Promise<void> {
    const open = this.#open;
    if (open)
      await wipeWhileOpen(open.store, open.file).catch((error: unknown) => this.#options.bug('wipe', errorCode(error)));
  }

  #watch(opened: OpenOffice): void {
    this.#changed = false;
    this.#rest = new Rest(opened.store, () => this.jobs.busy);
    const look = () => {
      if (this.#open === opened && this.backups.due(opened)) void this.#backUp(opened);
    };
    this.#daily = setInterval(look, LOOK_EVERY);
    this.#daily.unref();
    const { tell, bug, lookAfter } = this.#options;
    const found = (parts: string) => {
      opened.damaged = parts;
      tell('damage', { parts });
    };
    const failed = (error: unknown) => bug('look through', errorCode(error));
    this.#endLook = lookThroughBehind(opened, this.jobs, { found, failed }, lookAfter);
  }

  async #backUp(opened: OpenOffice): Promise<void> {
    try {
      const made = await this.backups.make(opened, opened.actor, 'day');
      this.tellBackup(made.at);
    } catch (error) {
      if (error instanceof Refused && error.code === 'busy') return;
      this.#options.bug('backup', errorCode(error));
      this.#options.tell('backup', { at: Date.now(), ok: false });
    }
  }

  /** What is deleted goes, the day's backup is made, the journal is folded in; a failure of these keeps nobody from closing. */
  async #closeNow(): Promise<void> {
    const open = this.#open;
    if (!open) return;
    this.#endLook();
    await this.jobs.stopAll();
    this.#rest?.stop();
    this.#rest = null;
    if (this.#daily) clearInterval(this.#daily);
    this.#open = null;
    open.services.undo.clear();
    this.#options.files.forget();
    this.#options.copies.clear();
    try {
      const unseen = await purgeUnfinished(open.store);
      const gone = await purgePending(open.store);
      if (this.#changed || unseen + gone.tickets > 0 || this.backups.due(open)) await this.#backUp(open);
    } catch (error) {
      this.#options.bug('close', errorCode(error));
    } finally {
      await open.store.close();
      // closed only now: before, it would drop SQLite's locks on the file (POSIX)
      closeSync(open.file);
      await purgeClosed(open.path, { journal: open.journal, wipe: this.#touched }).catch((error: unknown) =>
        this.#options.bug('wipe', errorCode(error)),
      );
      this.#touched = false;
      dropNote(open.path);
      this.#options.tell('office', { uid: null });
    }
  }
}
