import { and, asc, eq, gt } from 'drizzle-orm';
import type { AttachmentFacts } from '../../contract/tickets.ts';
import { attachments, pieces, Refused, tickets, type Reads, type Store } from '../../store/index.ts';
import { FACTS } from './list.ts';

export type AttachmentToRead = AttachmentFacts & { ticketId: number; sha256: string; bytes: AsyncIterable<Uint8Array> };

/**
 * An attachment with its bytes, read piece by piece as they are taken.
 * @throws Refused `not-found`, also for those of hidden tickets; `damaged` while reading where a piece is missing
 */
export async function readAttachment(store: Pick<Store, 'db'>, id: number): Promise<AttachmentToRead> {
  const [found] = await store.db
    .select({ ...FACTS, ticketId: attachments.ticketId, sha256: attachments.sha256 })
    .from(attachments)
    .innerJoin(tickets, eq(tickets.id, attachments.ticketId))
    .where(and(eq(attachments.id, id), eq(attachments.complete, true), eq(tickets.hidden, false)));
  if (!found) throw new Refused('not-found', { reason: 'attachment' });
  return { ...found, bytes: bytesOf(store.db, id, found.size) };
}

async function* bytesOf(db: Reads, attachmentId: number, size: number): AsyncGenerator<Uint8Array> {
  let read = 0;
  for (let n = -1; read < size; n++) {
    const [piece] = await db
      .select({ n: pieces.n, bytes: pieces.bytes })
      .from(pieces)
      .where(and(eq(pieces.attachmentId, attachmentId), gt(pieces.n, n)))
      .orderBy(asc(pieces.n))
      .limit(1);
    if (!piece || piece.n !== n + 1) throw new Refused('damaged', { reason: 'attachment' });
    read += piece.bytes.length;
    yield piece.bytes;
  }
}
