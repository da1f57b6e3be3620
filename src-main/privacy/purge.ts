import { and, asc, eq, inArray, ne } from 'drizzle-orm';
import { setTimeout as wait } from 'node:timers/promises';
import { Refused } from '../contract/errors.ts';
import type { Actor } from '../gate.ts';
import type { Working } from '../jobs.ts';
import { erasures, openStore, people, tickets, type Store, type StoreOptions } from '../store/index.ts';
import { among } from '../store/among.ts';
import { killPoint } from '../store/kill-points.ts';
import { removePieces, removeRows, wipeClosed, wipeInWrite } from '../store/personal-data/index.ts';
import { settle } from './pending.ts';

/** Tickets that leave the search index in one write, and tickets, people and pieces (of 256 KB) whose rows go in one. */
const INDEX_SLICE = 20_000;
const ROW_SLICE = 500;
const PIECE_SLICE = 100;
const PATIENCE = 6_000;
const AGAIN_AFTER_MS = 5;
const WIPE_TRIES = 20;

const silent: Pick<Working, 'progress'> = { progress: () => undefined };

export type Purged = { tickets: number; people: number };

/**
 * "Delete now": purges one pending delete, or all, to the last byte. Long work; once begun it goes on to its end.
 * @throws Refused `not-found`, `refused` (`already-purged`), `busy` (`journal`)
 */
export async function purge(
  store: Store,
  _actor: Actor,
  { erasure }: { erasure?: number | undefined },
  working: Working,
): Promise<Purged> {
  working.check();
  if (erasure === undefined) return purgePending(store, working);
  const [act] = await store.db
    .select({ state: erasures.state })
    .from(erasures)
    .where(and(eq(erasures.id, erasure), eq(erasures.act, 'delete')));
  if (!act) throw new Refused('not-found');
  if (act.state === 'done' || act.state === 'undone') throw new Refused('refused', { reason: 'already-purged' });
  await withdrawAll(store, [erasure]);
  return purgeOne(store, erasure, working);
}

/**
 * Brings to its end what was begun: every pending delete, and every act whose rows are gone but whose bytes may still
 * stand in the journal.
 * @throws Refused `busy` (`journal`) when somebody else reads the file for half a minute
 */
export async function purgePending(store: Store, working: Pick<Working, 'progress'> = silent): Promise<Purged> {
  const open = await store.db
    .select({ id: erasures.id, act: erasures.act })
    .from(erasures)
    .where(inArray(erasures.state, ['pending', 'purging']))
    .orderBy(asc(erasures.id));
  const all: Purged = { tickets: 0, people: 0 };
  await withdrawAll(
    store,
    open.filter(({ act }) => act === 'delete').map(({ id }) => id),
  );
  for (const { id, act } of open) {
    if (act !== 'delete') await finish(store, id, working);
    else {
      const one = await purgeOne(store, id, working);
      all.tickets += one.tickets;
      all.people += one.people;
    }
  }
  return all;
}

/** Takes the tickets of these deletes out of the index wholly, once for all of them. */
async function withdrawAll(store: Store, deletes: readonly number[]): Promise<void> {
  if (deletes.length === 0) return;
  await store.write(async (tx) => {
    await tx.update(erasures).set({ state: 'purging', step: 'begun' }).where(among(erasures.id, deletes));
    const mine = await tx.select({ id: tickets.id }).from(tickets).where(among(tickets.deletion, deletes));
    if (mine.length > 0)
      tx.index.withdraw(
        mine.map(({ id }) => id),
        true,
      );
  });
}

async function purgeOne(store: Store, erasure: number, working: Pick<Working, 'progress'>): Promise<Purged> {
  const total = await store.write(async (tx) => {
    await tx.update(erasures).set({ state: 'purging', step: 'begun' }).where(eq(erasures.id, erasure));
    const mine = await tx.select({ id: tickets.id }).from(tickets).where(eq(tickets.deletion, erasure));
    const gone = await tx.select({ id: people.id }).from(people).where(eq(people.deletion, erasure));
    await settle(
      tx,
      gone.map(({ id }) => id),
      mine.map(({ id }) => id),
    );
    return mine.length;
  });
  killPoint('purge: begun');
  working.progress('purge', 0, total);
  let done = 0;
  for (;;) {
    const ids = await nextTickets(store, erasure, INDEX_SLICE);
    if (ids.length === 0) break;
    await store.write(async (tx) => tx.index.withdraw(ids));
    for (let at = 0; at < ids.length; at += ROW_SLICE) {
      const some = ids.slice(at, at + ROW_SLICE);
      while ((await store.write((tx) => removePieces(tx, some, PIECE_SLICE))) === PIECE_SLICE);
      await store.write((tx) => removeRows(tx, { tickets: some, people: [] }));
      done += some.length;
      working.progress('purge', done, total);
    }
  }
  const gonePeople = await removePeople(store, erasure);
  killPoint('purge: rows gone');
  await finish(store, erasure, working);
  return { tickets: done, people: gonePeople };
}

async function nextTickets(store: Store, erasure: number, most: number): Promise<number[]> {
  const rows = await store.db
    .select({ id: tickets.id })
    .from(tickets)
    .where(eq(tickets.deletion, erasure))
    .orderBy(asc(tickets.id))
    .limit(most);
  return rows.map(({ id }) => id);
}

async function removePeople(store: Store, erasure: number): Promise<number> {
  let done = 0;
  for (;;) {
    const removed = await store.write(async (tx) => {
      const rows = await tx
        .select({ id: people.id })
        .from(people)
        .where(eq(people.deletion, erasure))
        .orderBy(asc(people.id))
        .limit(ROW_SLICE);
      const ids = rows.map(({ id }) => id);
      if (ids.length > 0) tx.index.dropPeople(ids);
      if (ids.length > 0) await removeRows(tx, { tickets: [], people: ids });
      return ids.length;
    });
    if (removed === 0) return done;
    done += removed;
  }
}

/** Step of an act that is done but for the bytes between the rows, which are wiped when the office is closed. */
const TO_WIPE = 'wipe';

/**
 * Ends an act whose rows are gone: what the journal still holds of them is folded into the file and the journal cut to
 * nothing. Copies that SQLite left between the rows are wiped by `wipeWhileOpen` or `purgeClosed`.
 */
export async function finish(
  store: Store,
  erasure: number,
  working: Pick<Working, 'progress'> = silent,
): Promise<void> {
  await store.write((tx) => tx.update(erasures).set({ step: 'rows gone' }).where(eq(erasures.id, erasure)));
  working.progress('fold', 0, null);
  await foldIn(store);
  await store.write((tx) =>
    tx
      .update(erasures)
      .set({ state: 'done', step: TO_WIPE, finishedAt: tx.now })
      .where(and(eq(erasures.id, erasure), ne(erasures.state, 'done'))),
  );
}

/** @throws Refused `busy` (`journal`) when somebody else reads the file for half a minute */
async function foldIn(store: Store): Promise<void> {
  for (let tries = 0; store.journal === 'wal' && !store.fold(); tries += 1) {
    if (tries === PATIENCE) throw new Refused('busy', { reason: 'journal' });
    await wait(AGAIN_AFTER_MS);
  }
}

/**
 * After an act in an open office: wipes the copies that SQLite left between the rows, without waiting for the closing.
 * `file` is a descriptor of the office, for reading and writing, that stays open until all its connections are closed.
 * Answers false when there was nothing to wipe, or when others wrote all the time: then the closing does it.
 */
export async function wipeWhileOpen(store: Store, file: number): Promise<boolean> {
  for (let tries = 0; tries < WIPE_TRIES; tries += 1) {
    if ((await store.db.$count(erasures, eq(erasures.step, TO_WIPE))) === 0) return false;
    await foldIn(store);
    const wiped = await store.write(async (tx) => {
      if (!wipeInWrite(store, tx, file)) return false;
      await tx.update(erasures).set({ step: '' }).where(eq(erasures.step, TO_WIPE));
      return true;
    });
    if (wiped) {
      await foldIn(store);
      return true;
    }
  }
  return false;
}

/**
 * Forgets to the last byte what is to be forgotten, in an office that nobody has open: for the closing, after the store
 * was closed, and for the start, before it is opened. Costs a look at one table when there is nothing to do. With `wipe`
 * the copies between the rows go even if no act waits for it: corrections, removed attachments and imports that were
 * cancelled leave some too (0.5 s for 100,000 tickets).
 */
export async function purgeClosed(
  path: string,
  { wipe = false, ...options }: StoreOptions & { wipe?: boolean } = {},
): Promise<Purged> {
  const store = openStore(path, options);
  let purged: Purged;
  let waiting: boolean;
  try {
    purged = await purgePending(store);
    waiting = (await store.db.$count(erasures, eq(erasures.step, TO_WIPE))) > 0;
  } finally {
    await store.close();
  }
  if (waiting || wipe) wipeClosed(path, options.journal);
  if (waiting) await markWiped(path, options);
  return purged;
}

async function markWiped(path: string, options: StoreOptions): Promise<void> {
  const store = openStore(path, options);
  try {
    await store.write((tx) => tx.update(erasures).set({ step: '' }).where(eq(erasures.step, TO_WIPE)));
  } finally {
    await store.close();
  }
}
