import { and, asc, eq, isNull } from 'drizzle-orm';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { DeskError } from '../contract/errors.ts';
import type { Events } from '../contract/events.ts';
import { PERMISSIONS } from '../contract/permissions.ts';
import { finishRestore, purgeImports, writeStonesBeside } from '../exchange/index.ts';
import { asError, expected, type Actor, type Services } from '../gate.ts';
import { errorCode, Jobs } from '../jobs.ts';
import { foundOffice, type Founding } from '../office/index.ts';
import { purgePending } from '../privacy/index.ts';
import { officeUid } from '../store/counters.ts';
import { createOfficeFile, migrateFile, probe } from '../store/file.ts';
import { office, openStore, Refused, staff, type Store } from '../store/index.ts';
import { dropNote, takeNote } from '../store/lock-note.ts';
import { cautionOf } from '../store/place.ts';
import { purgeUnfinished } from '../tickets/index.ts';
import { Backups } from './backups.ts';
import type { ChosenFiles } from './files.ts';
import type { OpenedCopies } from './opened-copies.ts';
import type { Settings } from './settings.ts';

export type OpenOffice = {
  uid: string;
  name: string;
  path: string;
  journal: 'wal' | 'delete';
  store: Store;
  services: Services;
  actor: Actor;
  caution: string | null;
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
  tell<E extends keyof Events>(this: void, event: E, payload: Events[E]): void;
  bug(this: void, where: string, what: string): void;
};

const REST = 60_000;
const LOOK_EVERY = 15 * 60_000;

/** Which office is open: one at a time, from opening its file to folding its journal in at the end. */
export class Offices {
  readonly #options: OfficesOptions;
  readonly jobs: Jobs;
  readonly backups: Backups;
  #open: OpenOffice | null = null;
  failed: FailedOffice | null = null;
  /** Something changed since the last backup. */
  #changed = false;
  #rest: NodeJS.Timeout | null = null;
  #daily: NodeJS.Timeout | null = null;
  /** Opening and closing follow one another, whoever asks. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: OfficesOptions) {
    this.#options = options;
    this.jobs = new Jobs({
      workerFile: options.workerFile,
      progress: (told) => options.tell('progress', told),
      finished: (job, end) => {
        this.changed();
        void this.rememberErasures();
        options.tell('changed', { areas: ['tickets', 'people', 'privacy', 'exchange', 'office'] });
        options.tell('finished', { job, ...end });
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
      createOfficeFile(path, this.#options.migrations);
      try {
        const store = openStore(path);
        try {
          await store.write((tx) => foundOffice(tx, founding));
        } finally {
          await store.close();
        }
      } catch (error) {
        for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
        throw error;
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

  /** Work on a closed office: it is closed, worked on, and opened again whatever came of it. */
  whileClosed<T>(path: string, work: () => Promise<T>): Promise<T> {
    return this.#queued(async () => {
      await this.#closeNow();
      try {
        return await work();
      } finally {
        await this.#openNow(path).catch(() => undefined);
      }
    });
  }

  /** Told after each change: the journal is folded in after a minute's rest. */
  changed(): void {
    this.#changed = true;
    if (this.#rest) clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#open?.store.fold(), REST);
    this.#rest.unref();
  }

  tellBackup(at: number): void {
    this.#changed = false;
    this.#options.tell('backup', { at, ok: true });
  }

  /** Tombstones go beside the backups as soon as there are new ones. */
  async rememberErasures(): Promise<void> {
    const open = this.#open;
    if (!open || this.backups.files(open.uid).length === 0) return;
    await writeStonesBeside(open.store.db, this.backups.folderOf(open.uid)).catch((error: unknown) =>
      this.#options.bug('stones', errorCode(error)),
    );
  }

  #queued<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #openNow(given: string): Promise<OpenOffice> {
    const path = resolve(given);
    if (this.#open?.path === path) return this.#open;
    try {
      finishRestore(path);
      const caution = cautionOf(path);
      takeNote(path);
      const opened = await this.#prepared(path, caution).catch((error: unknown) => {
        dropNote(path);
        throw error;
      });
      this.failed = null;
      this.#remember(opened);
      this.#options.tell('office', { uid: opened.uid });
      this.#watch(opened);
      return opened;
    } catch (error) {
      const refused = expected(error);
      const uid = this.#options.settings.get('recent').find((recent) => recent.path === path)?.uid ?? null;
      if (refused) this.failed = { path, uid, error: asError(refused) };
      throw error;
    }
  }

  async #prepared(path: string, caution: string | null): Promise<OpenOffice> {
    const { migrations } = this.#options;
    const state = probe(path, migrations);
    if (state === 'newer') throw new Refused('newer-version');
    if (state === 'foreign' || state === 'empty') throw new Refused('unreadable', { reason: 'not-an-office' });
    await this.#closeNow();
    if (state === 'older') migrateFile(path, migrations, this.backups.beforeMigration(officeUid(path)));
    const journal = caution ? 'delete' : 'wal';
    const store = openStore(path, { journal });
    try {
      // what a killed program left: before anyone sees the office
      await purgeUnfinished(store);
      await purgeImports(store);
      await purgePending(store);
      const opened = await this.#signIn(store, path, journal, caution);
      this.#open = opened;
      return opened;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  async #signIn(store: Store, path: string, journal: 'wal' | 'delete', caution: string | null): Promise<OpenOffice> {
    const [row] = await store.db.select({ uid: office.uid, name: office.name }).from(office).where(eq(office.id, 1));
    const [owner] = await store.db
      .select({ id: staff.id })
      .from(staff)
      .where(and(eq(staff.role, 'owner'), isNull(staff.deactivatedAt)))
      .orderBy(asc(staff.id))
      .limit(1);
    if (!row || !owner) throw new Refused('damaged', { reason: 'no-office-row' });
    const { files } = this.#options;
    const services: Services = {
      store,
      file: (token) => files.get(token),
      startJob: (name, actor, input) => this.jobs.start(name, actor, input, { path, journal }),
    };
    return {
      ...row,
      path,
      journal,
      store,
      services,
      actor: { staffId: owner.id, permissions: new Set(PERMISSIONS) },
      caution,
    };
  }

  #watch(opened: OpenOffice): void {
    this.#changed = false;
    const look = () => {
      if (this.#open === opened && this.backups.due(opened.uid)) void this.#backUp(opened);
    };
    this.#daily = setInterval(look, LOOK_EVERY);
    this.#daily.unref();
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

  async #closeNow(): Promise<void> {
    const open = this.#open;
    if (!open) return;
    await this.jobs.stopAll();
    if (this.#rest) clearTimeout(this.#rest);
    if (this.#daily) clearInterval(this.#daily);
    this.#open = null;
    this.#options.files.forget();
    this.#options.copies.clear();
    try {
      const gone = await purgePending(open.store);
      if (this.#changed || gone.tickets > 0 || this.backups.due(open.uid)) await this.#backUp(open);
    } catch (error) {
      this.#options.bug('close', errorCode(error));
    } finally {
      await open.store.close();
      dropNote(open.path);
      this.#options.tell('office', { uid: null });
    }
  }

  #remember({ path, name, uid }: OpenOffice): void {
    const { settings } = this.#options;
    const known = settings.get('recent');
    const id = known.find((recent) => recent.path === path)?.id ?? randomBytes(8).toString('hex');
    const others = known.filter((recent) => recent.path !== path);
    settings.set('recent', [{ id, path, name, uid, openedAt: Date.now() }, ...others].slice(0, 10));
  }
}

/** What a list of offices shows of a path. */
export const placeOf = (path: string) => ({ fileName: basename(path), folder: dirname(path) });
