import { setImmediate } from 'node:timers/promises';
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { among } from '../../store/among.ts';
import { attachments, pieces, tickets, type Store } from '../../store/index.ts';
import type { Images } from '../../store/undo/index.ts';

const PIECES_A_WRITE = 4;

/** Takes an attachment's rows away for good, 1 MB a write, its own row last; an unknown id is no error. */
export async function dropAttachment(store: Store, id: number): Promise<void> {
  for (;;) {
    const left = await store.write(async (tx) => {
      const some = await tx
        .select({ id: pieces.id })
        .from(pieces)
        .where(eq(pieces.attachmentId, id))
        .orderBy(asc(pieces.n))
        .limit(PIECES_A_WRITE);
      if (some.length > 0)
        await tx.delete(pieces).where(
          inArray(
            pieces.id,
            some.map((piece) => piece.id),
          ),
        );
      if (some.length < PIECES_A_WRITE) await tx.delete(attachments).where(eq(attachments.id, id));
      return some.length === PIECES_A_WRITE;
    });
    if (!left) return;
    await setImmediate();
  }
}

/**
 * Clears away what is unseen and nothing can bring back: attachments that were coming in or going, and tickets that
 * waited for theirs. For the start, before anyone sees the office, where a killed program left it half done, and for the
 * closing. Answers how many of both.
 */
export async function purgeUnfinished(store: Store): Promise<number> {
  const half = await store.db
    .select({ id: attachments.id })
    .from(attachments)
    .where(eq(attachments.complete, false))
    .orderBy(asc(attachments.id));
  for (const { id } of half) await dropAttachment(store, id);
  return half.length + (await dropWaiting(store));
}

/** The same for those alone that were taken back, or removed, by acts that are forgotten. */
export async function dropUnseen(store: Store, acts: readonly Images[]): Promise<void> {
  const rows = acts.flatMap((act) => act.rows);
  const keys = (table: string) => rows.filter((row) => row.table === table).map(({ key }) => Number(key[0]));
  const files = await store.db
    .select({ id: attachments.id })
    .from(attachments)
    .where(and(eq(attachments.complete, false), among(attachments.id, keys('attachments'))));
  for (const { id } of files) await dropAttachment(store, id);
  const shown = rows.filter(({ table, columns }) => table === 'tickets' && columns.includes('hidden'));
  if (shown.length > 0)
    await dropWaiting(
      store,
      among(
        tickets.id,
        shown.map(({ key }) => Number(key[0])),
      ),
    );
}

async function dropWaiting(store: Store, which?: ReturnType<typeof among>): Promise<number> {
  const waiting = and(eq(tickets.hidden, true), isNull(tickets.deletedAt), isNull(tickets.importBatch), which);
  return store.write(async (tx) => {
    const gone = await tx.select({ id: tickets.id }).from(tickets).where(waiting);
    if (gone.length === 0) return 0;
    tx.index.withdraw(gone.map(({ id }) => id));
    await tx.delete(tickets).where(waiting);
    return gone.length;
  });
}
