import { setTimeout as wait } from 'node:timers/promises';
import { and, asc, eq } from 'drizzle-orm';
import { Refused } from '../../contract/errors.ts';
import { among } from '../../store/among.ts';
import { imports, people, tickets, type Store } from '../../store/index.ts';
import { removeUnused } from './terms-of-batch.ts';

const INDEX_SLICE = 20_000;
const ROW_SLICE = 500;
const PATIENCE = 6_000;
const AGAIN_AFTER_MS = 5;

/**
 * Takes away, to the last byte, what an import left that was not done: for the start, before anyone sees the office, and
 * for copies of it. Answers how many imports there were.
 * @throws Refused `busy` (`journal`) when somebody else reads the file for half a minute
 */
export async function purgeImports(store: Store): Promise<number> {
  const left = await store.db
    .select({ id: imports.id, began: imports.startedAt })
    .from(imports)
    .where(eq(imports.state, 'running'))
    .orderBy(asc(imports.id));
  for (const { id, began } of left) await purgeImport(store, id, began);
  return left.length;
}

/** Takes away one import that was not done, with its people, categories and fields. */
export async function purgeImport(store: Store, batch: number, began: number): Promise<void> {
  for (;;) {
    const ids = await store.db
      .select({ id: tickets.id })
      .from(tickets)
      .where(and(eq(tickets.importBatch, batch), eq(tickets.hidden, true)))
      .orderBy(asc(tickets.id))
      .limit(INDEX_SLICE);
    if (ids.length === 0) break;
    const all = ids.map(({ id }) => id);
    await store.write(async (tx) => tx.index.withdraw(all, true));
    for (let at = 0; at < all.length; at += ROW_SLICE)
      await store.write((tx) => tx.delete(tickets).where(among(tickets.id, all.slice(at, at + ROW_SLICE))));
  }
  const gone = (
    await store.db
      .select({ id: people.id })
      .from(people)
      .where(and(eq(people.importBatch, batch), eq(people.hidden, true)))
      .orderBy(asc(people.id))
  ).map(({ id }) => id);
  if (gone.length > 0) await store.write(async (tx) => tx.index.dropPeople(gone));
  for (let at = 0; at < gone.length; at += ROW_SLICE)
    await store.write((tx) => tx.delete(people).where(among(people.id, gone.slice(at, at + ROW_SLICE))));
  await store.write((tx) => removeUnused(tx, began));
  await fold(store);
  // Only now is it forgotten that there was one: a kill before this begins again at the next start.
  await store.write((tx) => tx.delete(imports).where(eq(imports.id, batch)));
  await fold(store);
}

async function fold(store: Store): Promise<void> {
  for (let tries = 0; store.journal === 'wal' && !store.fold(); tries += 1) {
    if (tries === PATIENCE) throw new Refused('busy', { reason: 'journal' });
    await wait(AGAIN_AFTER_MS);
  }
}
