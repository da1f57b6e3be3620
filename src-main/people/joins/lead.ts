import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import { attachments, entries, people, ticketPeople, tickets, type Writes } from '../../store/index.ts';

/**
 * Tickets of an import that was under way while two people were joined lead to the one there is now: parts in tickets,
 * words and files.
 */
export async function leadToLiving(tx: Writes, importBatch: number): Promise<void> {
  const mine = tx.select({ id: tickets.id }).from(tickets).where(eq(tickets.importBatch, importBatch));
  const rows = await tx
    .select({
      ticketId: ticketPeople.ticketId,
      role: ticketPeople.role,
      from: ticketPeople.personId,
      to: people.joinedInto,
      addedAt: ticketPeople.addedAt,
    })
    .from(people)
    .innerJoin(ticketPeople, eq(ticketPeople.personId, people.id))
    .where(and(isNotNull(people.joinedInto), inArray(ticketPeople.ticketId, mine)));
  for (const { ticketId, role, from, to, addedAt } of rows) {
    if (to === null) continue;
    await tx
      .delete(ticketPeople)
      .where(and(eq(ticketPeople.ticketId, ticketId), eq(ticketPeople.role, role), eq(ticketPeople.personId, from)));
    await tx.insert(ticketPeople).values({ ticketId, role, personId: to, addedAt }).onConflictDoNothing();
    for (const table of [entries, attachments])
      await tx
        .update(table)
        .set({ personId: to })
        .where(and(eq(table.ticketId, ticketId), eq(table.personId, from)));
  }
}
