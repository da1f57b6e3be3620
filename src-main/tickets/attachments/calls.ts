import { and, eq, sql } from 'drizzle-orm';
import type { InputOf } from '../../contract/call.ts';
import type { tickets as calls } from '../../contract/tickets.ts';
import type { Actor, Services } from '../../gate.ts';
import { attachments, attachmentText, Refused, tickets, type Writes } from '../../store/index.ts';
import { writeHistory } from '../history.ts';
import { ticketToWrite } from '../ticket.ts';
import { publish, stageFiles, unstage } from './stage.ts';

/** Adds files to a ticket as its own. */
export async function attach(
  services: Services,
  actor: Actor,
  { id, files }: InputOf<typeof calls.attach>,
): Promise<{ added: number }> {
  const { store } = services;
  await ticketToWrite(store.db, id);
  const staged = await stageFiles(services, actor, id, files);
  try {
    await services.write(async (tx) => {
      await ticketToWrite(tx, id);
      await publish(tx, id, staged, null);
      await countFiles(tx, id, staged.length);
      await writeHistory(tx, actor, [{ ticketId: id, what: 'attached' }]);
      tx.index.ticket(id);
    });
  } catch (error) {
    await unstage(store, staged);
    throw error;
  }
  return { added: staged.length };
}

async function countFiles(tx: Writes, id: number, more: number): Promise<void> {
  await tx
    .update(tickets)
    .set({ files: sql`${tickets.files} + ${more}`, changedAt: tx.now, version: sql`${tickets.version} + 1` })
    .where(eq(tickets.id, id));
}

/** One attachment removed: it leaves the ticket and find at once. Its bytes go when nothing can bring it back any more. */
export async function removeAttachment(
  tx: Writes,
  actor: Actor,
  { attachmentId }: InputOf<typeof calls.removeAttachment>,
): Promise<null> {
  const ticketId = await shownAttachment(tx, attachmentId);
  await tx.delete(attachmentText).where(eq(attachmentText.attachmentId, attachmentId));
  await tx.update(attachments).set({ complete: false }).where(eq(attachments.id, attachmentId));
  await countFiles(tx, ticketId, -1);
  await writeHistory(tx, actor, [{ ticketId, what: 'attachment-removed' }]);
  tx.index.ticket(ticketId);
  return null;
}

export async function markSensitive(
  tx: Writes,
  actor: Actor,
  { attachmentId, sensitive }: InputOf<typeof calls.markSensitive>,
): Promise<null> {
  const ticketId = await shownAttachment(tx, attachmentId);
  await tx.update(attachments).set({ sensitive }).where(eq(attachments.id, attachmentId));
  await writeHistory(tx, actor, [{ ticketId, what: 'attachment-marked' }]);
  return null;
}

async function shownAttachment(tx: Writes, attachmentId: number): Promise<number> {
  const [found] = await tx
    .select({ ticketId: attachments.ticketId })
    .from(attachments)
    .innerJoin(tickets, eq(tickets.id, attachments.ticketId))
    .where(and(eq(attachments.id, attachmentId), eq(attachments.complete, true), eq(tickets.hidden, false)));
  if (!found) throw new Refused('not-found', { reason: 'attachment' });
  return found.ticketId;
}
