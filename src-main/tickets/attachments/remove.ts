import { setImmediate } from 'node:timers/promises';
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { attachments, pieces, tickets, type Store } from '../../store/index.ts';

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
 * Clears away what a killed program left half done: attachments that were coming in or going, and tickets that waited
 * for theirs. For the start, before anyone sees the office. Answers how many of both.
 */
export async function purgeUnfinished(store: Store): Promise<number> {
  const half = await store.db
    .select({ id: attachments.id })
    .from(attachments)
    .where(eq(attachments.complete, false))
    .orderBy(asc(attachments.id));
  for (const { id } of half) await dropAttachment(store, id);
  const unseen = await store.write((tx) =>
    tx
      .delete(tickets)
      .where(and(eq(tickets.hidden, true), isNull(tickets.deletedAt), isNull(tickets.importBatch)))
      .returning({ id: tickets.id }),
  );
  return half.length + unseen.length;
}
