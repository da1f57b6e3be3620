import { and, asc, eq } from 'drizzle-orm';
import type { AttachmentFacts } from '../../contract/tickets.ts';
import { among } from '../../store/among.ts';
import { attachments, type Reads } from '../../store/index.ts';
import { byTicket } from '../by-ticket.ts';

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

/** The attachments of each of these tickets in the order they came; those still coming in are not there yet. */
export const attachmentsOf = async (db: Reads, ids: readonly number[]): Promise<Map<number, AttachmentFacts[]>> =>
  byTicket(
    await db
      .select({ ticketId: attachments.ticketId, ...FACTS })
      .from(attachments)
      .where(and(among(attachments.ticketId, ids), eq(attachments.complete, true)))
      .orderBy(asc(attachments.id)),
  );
