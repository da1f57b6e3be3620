import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { Refused } from '../contract/errors.ts';
import { connect, isBusy, type Connection } from './connection.ts';
import type { Indexing, Reads, Writes } from './handles.ts';
import * as index from './indexing.ts';
import * as search from './search/index.ts';
import { searching } from './searching.ts';
import { takeBack, type Images } from './undo/index.ts';
import * as recording from './undo/recording.ts';
import { GuardedStatements, Statements, type Preparing } from './statements.ts';

export type Store = {
  readonly path: string;
  readonly journal: 'wal' | 'delete';
  readonly db: Reads;
  /**
   * All or nothing, one at a time, in the order asked. Throws when called inside a write. With `seen` the rows it
   * changes are kept as they were, and handed over once they are committed; not called where nothing changed.
   */
  write<T>(work: (tx: Writes) => Promise<T>, seen?: Seen): Promise<T>;
  /** Several reads of one moment, on a connection of its own. */
  snapshot<T>(work: (db: Reads) => Promise<T>): Promise<T>;
  /** The store's own rooms (backup, residue, migration) work on the connections; areas never do. */
  readonly connections: { writer: Connection; reader: Connection };
  /** Joins some pieces of the search index (some 10 ms); true while there are more to join. For moments of rest. */
  tidy(): Promise<boolean>;
  /** Folds the journal into the file and leaves it empty; false when somebody is reading or writing. */
  fold(): boolean;
  /** Whether the search index was made by this program's way of cutting words; if not, it is to be built anew. */
  indexIsCurrent(): boolean;
  /** Builds the search index anew from the rows, all or nothing; `progress` hears of tickets done. */
  reindex(progress: (done: number) => void): Promise<void>;
  close(): Promise<void>;
};

/** Hears what a write changed, or that it was more than may be taken back. */
export type Seen = (images: Images | 'too-big') => void;

export type StoreOptions = {
  journal?: 'wal' | 'delete';
  /** The time of a write; tests set it. */
  clock?: () => number;
  /** How long a write waits for another program's lock, in ms. */
  patience?: number;
};

const inWrite = new AsyncLocalStorage<true>();
const AGAIN_AFTER_MS = 5;
/** Pages of 4 KB written at the most by one slice of tidying. */
const TIDY_PAGES = 200;

/**
 * Opens an office's database for the areas. The file must be an office of this version (see `migrate.ts`).
 * Drizzle's better-sqlite3 driver refuses asynchronous transactions, so the store makes them: one writer with a queue,
 * `BEGIN IMMEDIATE`, the work, `COMMIT` or `ROLLBACK`, and a reader that sees only what is committed.
 */
export function openStore(path: string, options: StoreOptions = {}): Store {
  const journal = options.journal ?? 'wal';
  const clock = options.clock ?? Date.now;
  const patience = options.patience ?? 30_000;
  const writer = connect(path, { journal });
  const reader = connect(path, { readonly: true });
  if (journal === 'delete') reader.pragma('busy_timeout = 5000');
  const statements = new Statements(writer);
  const db = readsOf(new Statements(reader), reader, clock);
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;

  const begin = async () => {
    const until = performance.now() + patience;
    for (;;) {
      try {
        writer.exec('BEGIN IMMEDIATE');
        return;
      } catch (error) {
        if (!isBusy(error)) throw error;
        if (performance.now() > until) throw new Refused('busy', { reason: 'locked' });
        await wait(AGAIN_AFTER_MS);
      }
    }
  };

  const one = async <T>(work: (tx: Writes) => Promise<T>, seen?: Seen): Promise<T> => {
    if (closed) throw new Refused('no-office');
    if (seen) recording.ready(writer);
    await begin();
    const guard = new GuardedStatements(statements);
    try {
      if (seen) recording.begin(writer);
      const result = await inWrite.run(true, () => work(writesOf(guard, writer, clock())));
      if (guard.failed) guard.check();
      guard.end('This write has ended.');
      const images = seen ? recording.end(writer) : null;
      await commit(writer, patience);
      if (images) seen?.(images);
      return result;
    } catch (error) {
      guard.end('This write has ended.');
      if (writer.inTransaction) writer.exec('ROLLBACK');
      throw error;
    }
  };

  return {
    path,
    journal,
    db,
    connections: { writer, reader },
    write(work, seen) {
      if (inWrite.getStore()) return Promise.reject(new Error('A write inside a write: hand tx on instead.'));
      const mine = last.then(() => one(work, seen));
      last = mine.catch(() => undefined);
      return mine;
    },
    async snapshot(work) {
      const own = connect(path, { readonly: true });
      try {
        own.exec('BEGIN');
        return await work(readsOf(new Statements(own), own, clock));
      } finally {
        own.close();
      }
    },
    tidy() {
      return this.write(() => Promise.resolve(search.tidySearch(writer, TIDY_PAGES)));
    },
    fold() {
      if (journal !== 'wal' || closed || writer.inTransaction) return false;
      const [row] = writer.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
      return row?.busy === 0;
    },
    indexIsCurrent: () => search.isCurrent(reader),
    reindex(progress) {
      return this.write(() => Promise.resolve(index.rebuild(writer, progress)));
    },
    async close() {
      if (closed) return;
      await last;
      closed = true;
      reader.close();
      if (journal === 'wal') writer.pragma('wal_checkpoint(TRUNCATE)');
      writer.close();
    },
  };
}

async function commit(writer: Connection, patience: number): Promise<void> {
  const until = performance.now() + patience;
  for (;;) {
    try {
      writer.exec('COMMIT');
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw error;
      await wait(AGAIN_AFTER_MS);
    }
  }
}

/** Areas see Drizzle's builder words alone; the whole driver stays in this room. */
const drizzleOver = (client: Preparing) => drizzle(client as Connection);

function readsOf(client: Preparing, sqlite: Connection, clock: () => number): Reads {
  const orm = drizzleOver(client);
  Object.defineProperty(orm, 'now', { get: clock });
  return Object.assign(orm as typeof orm & Pick<Reads, 'now'>, { search: searching(orm, sqlite) });
}

function writesOf(guard: GuardedStatements, sqlite: Connection, now: number): Writes {
  const attempted =
    <A extends unknown[]>(work: (sqlite: Connection, ...args: A) => void) =>
    (...args: A) =>
      guard.attempt(() => work(sqlite, ...args));
  const indexing: Indexing = {
    ticket: attempted(index.putTicketById),
    tickets: attempted(index.putTickets),
    withdraw: attempted(index.withdraw),
    person: attempted(index.putPersonById),
    people: attempted(index.putPeople),
    dropPerson: attempted(search.dropPerson),
    dropPeople: attempted(search.dropPeople),
  };
  const takenBack = (images: Images, each: boolean) => {
    guard.check();
    return takeBack(sqlite, images, each);
  };
  const own = { index: indexing, takeBack: takenBack };
  return Object.assign(readsOf(guard, sqlite, () => now) as Omit<Writes, keyof typeof own>, own);
}
