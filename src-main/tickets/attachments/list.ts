import { and, asc, eq } from 'drizzle-orm';
import type { AttachmentFacts } from '../../contract/tickets.ts';
import { attachments, type Reads } from '../../store/index.ts';

export const FACTS = {
  id: attachments.id,
  uid: attachments.uid,
  name: attachments.name,
  kind: attachments.kind,
  size: attachments.size,
  sensitive: attachments.sensitive,
  entryId: attachments.entryId,
  createdAt: attachments.createdAt,
};

/** A ticket's attachments in the order they came; those still coming in are not there yet. */
export const attachmentsOf = async (db: Reads, ticketId: number): Promise<AttachmentFacts[]> =>
  db
    .select(FACTS)
    .from(attachments)
    .where(and(eq(attachments.ticketId, ticketId), eq(attachments.complete, true)))
    .orderBy(asc(attachments.id));
