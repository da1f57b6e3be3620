import { and, eq } from 'drizzle-orm';
import { customFields, customValues, entries, tickets, type Writes } from '../store/index.ts';
import { REMOVED, type Forgotten } from '../store/personal-data/index.ts';

/** Takes forgotten texts out of a restored office, by the uids of the tickets and entries they stood in. */
export async function forgetTicketTexts(tx: Writes, stones: readonly Forgotten[]): Promise<void> {
  const empty = { subject: { subject: REMOVED }, message: { message: REMOVED }, ip: { ip: '', ipKey: '' } };
  for (const stone of stones) {
    const { kind, uid } = stone;
    if (kind === 'entry') {
      const [entry] = await tx.select({ ticketId: entries.ticketId }).from(entries).where(eq(entries.uid, uid));
      if (entry)
        await rewrite(tx, entry.ticketId, () => tx.update(entries).set({ body: REMOVED }).where(eq(entries.uid, uid)));
    } else if (stone.kind === 'field') {
      const [value] = await tx
        .select({ ticketId: customValues.ticketId, fieldId: customValues.fieldId })
        .from(customValues)
        .innerJoin(tickets, eq(tickets.id, customValues.ticketId))
        .innerJoin(customFields, eq(customFields.id, customValues.fieldId))
        .where(and(eq(tickets.uid, uid), eq(customFields.uid, stone.field)));
      if (!value) continue;
      const these = and(eq(customValues.ticketId, value.ticketId), eq(customValues.fieldId, value.fieldId));
      await rewrite(tx, value.ticketId, () => tx.delete(customValues).where(these));
    } else if (kind === 'subject' || kind === 'message' || kind === 'ip') {
      const [ticket] = await tx.select({ id: tickets.id }).from(tickets).where(eq(tickets.uid, uid));
      if (ticket) await rewrite(tx, ticket.id, () => tx.update(tickets).set(empty[kind]).where(eq(tickets.uid, uid)));
    }
  }
}

async function rewrite(tx: Writes, ticketId: number, change: () => PromiseLike<unknown>): Promise<void> {
  tx.index.withdraw([ticketId], true);
  await change();
  tx.index.ticket(ticketId);
}
