import { and, asc, eq, sql } from 'drizzle-orm';
import { among } from '../../store/among.ts';
import { history, identifiers, ticketPeople, tickets, type Reads } from '../../store/index.ts';

export type IdentifierOfTicket = typeof identifiers.$inferSelect & { brought: boolean };

/**
 * What a requester of these tickets is known by, and whether it came with one of them and with none that stays: taken
 * down together with the ticket, or brought in by the same table.
 */
export async function identifiersOfTickets(
  db: Reads,
  personId: number,
  ticketIds: readonly number[],
): Promise<IdentifierOfTicket[]> {
  const rows = await db
    .select()
    .from(identifiers)
    .where(eq(identifiers.personId, personId))
    .orderBy(asc(identifiers.id));
  const theirs = and(eq(ticketPeople.personId, personId), eq(ticketPeople.role, 'requester'));
  const going = among(ticketPeople.ticketId, ticketIds);
  const taken = await db
    .selectDistinct({ at: history.at })
    .from(ticketPeople)
    .innerJoin(history, and(eq(history.ticketId, ticketPeople.ticketId), eq(history.what, 'created')))
    .where(and(theirs, going));
  const batches = await db
    .select({
      batch: tickets.importBatch,
      stay: sql<number>`sum(case when ${going} then 0 else 1 end)`,
      go: sql<number>`sum(case when ${going} then 1 else 0 end)`,
    })
    .from(ticketPeople)
    .innerJoin(tickets, eq(tickets.id, ticketPeople.ticketId))
    .where(theirs)
    .groupBy(tickets.importBatch);
  const moments = new Set(taken.map(({ at }) => at));
  const imports = new Set(
    batches.flatMap(({ batch, stay, go }) => (batch !== null && go > 0 && stay === 0 ? [batch] : [])),
  );
  return rows.map((row) => ({
    ...row,
    brought: row.importBatch === null ? moments.has(row.createdAt) : imports.has(row.importBatch),
  }));
}
