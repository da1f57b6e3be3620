import { asc, eq, isNull, and } from 'drizzle-orm';
import { randomBytes } from 'node:crypto';
import { basename, dirname, resolve } from 'node:path';
import { PERMISSIONS } from '../contract/permissions.ts';
import type { Events } from '../contract/events.ts';
import type { Actor, Services } from '../gate.ts';
import { Jobs } from '../jobs.ts';
import { foundOffice, type Founding } from '../office/index.ts';
import { createOfficeFile, migrateFile, probe } from '../store/file.ts';
import { office, openStore, Refused, staff, type Store } from '../store/index.ts';
import type { ChosenFiles } from './files.ts';
import type { Settings } from './settings.ts';

export type OpenOffice = {
  uid: string;
  name: string;
  path: string;
  store: Store;
  services: Services;
  actor: Actor;
  caution: string | null;
};

export type OfficesOptions = {
  /** `drizzle/` of the program. */
  migrations: string;
  workerFile: string;
  files: ChosenFiles;
  settings: Settings;
  tell<E extends keyof Events>(event: E, payload: Events[E]): void;
  bug(where: string, what: string): void;
};

/** Which office is open: one at a time, from opening its file to folding its journal in at the end. */
export class Offices {
  readonly #options: OfficesOptions;
  readonly jobs: Jobs;
  #open: OpenOffice | null = null;
  /** Opening and closing follow one another, whoever asks. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: OfficesOptions) {
    this.#options = options;
    this.jobs = new Jobs({
      workerFile: options.workerFile,
      progress: (told) => options.tell('progress', told),
      finished: (job, end) => {
        options.tell('changed', { areas: ['tickets', 'people', 'privacy', 'exchange'] });
        options.tell('finished', { job, ...end });
      },
      bug: options.bug,
    });
  }

  get current(): OpenOffice | null {
    return this.#open;
  }

  /** Makes a new office file and opens it. The path must be free. */
  found(path: string, founding: Founding): Promise<OpenOffice> {
    return this.#queued(async () => {
      createOfficeFile(path, this.#options.migrations);
      const store = openStore(path);
      try {
        await store.write((tx) => foundOffice(tx, founding));
      } finally {
        await store.close();
      }
      return this.#openNow(path);
    });
  }

  /** Opens an office, closing the one that was open. On failure that one stays closed, and the reason is thrown. */
  open(path: string): Promise<OpenOffice> {
    return this.#queued(() => this.#openNow(path));
  }

  close(): Promise<void> {
    return this.#queued(() => this.#closeNow());
  }

  #queued<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #openNow(given: string): Promise<OpenOffice> {
    const path = resolve(given);
    if (this.#open?.path === path) return this.#open;
    const state = probe(path, this.#options.migrations);
    if (state === 'newer') throw new Refused('newer-version');
    if (state === 'foreign' || state === 'empty') throw new Refused('unreadable', { reason: 'not-an-office' });
    await this.#closeNow();
    if (state === 'older') migrateFile(path, this.#options.migrations, () => undefined);
    const store = openStore(path);
    try {
      const opened = await this.#signIn(store, path);
      this.#open = opened;
      this.#remember(opened);
      this.#options.tell('office', { uid: opened.uid });
      return opened;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  async #signIn(store: Store, path: string): Promise<OpenOffice> {
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
      startJob: (name, actor, input) => this.jobs.start(name, actor, input, { path, journal: store.journal }),
    };
    return {
      uid: row.uid,
      name: row.name,
      path,
      store,
      services,
      actor: { staffId: owner.id, permissions: new Set(PERMISSIONS) },
      caution: null,
    };
  }

  async #closeNow(): Promise<void> {
    const open = this.#open;
    if (!open) return;
    await this.jobs.stopAll();
    this.#open = null;
    this.#options.files.forget();
    await open.store.close();
    this.#options.tell('office', { uid: null });
  }

  #remember({ path, name, uid }: OpenOffice): void {
    const { settings } = this.#options;
    const others = settings.get('recent').filter((recent) => recent.path !== path);
    settings.set(
      'recent',
      [{ id: randomBytes(8).toString('hex'), path, name, uid, openedAt: Date.now() }, ...others].slice(0, 10),
    );
  }
}

/** What a list of offices shows of a path. */
export const placeOf = (path: string) => ({ fileName: basename(path), folder: dirname(path) });
