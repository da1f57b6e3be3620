import { and, eq, inArray } from 'drizzle-orm';
import { Refused, tickets, type Reads } from '../store/index.ts';

const FACTS = {
  id: tickets.id,
  uid: tickets.uid,
  version: tickets.version,
  categoryId: tickets.categoryId,
  priorityId: tickets.priorityId,
  statusId: tickets.statusId,
  open: tickets.open,
  ownerId: tickets.ownerId,
  dueAt: tickets.dueAt,
  tagged: tickets.tagged,
  locked: tickets.locked,
  unread: tickets.unread,
  firstReplyAt: tickets.firstReplyAt,
  anonymisedAt: tickets.anonymisedAt,
};
export type TicketFacts = Awaited<ReturnType<typeof ticketToChange>>;

/** What a change needs to know of a ticket. Throws Refused `not-found`, for hidden ones too. */
export async function ticketToChange(db: Reads, id: number) {
  const [found] = await db
    .select(FACTS)
    .from(tickets)
    .where(and(eq(tickets.id, id), eq(tickets.hidden, false)));
  if (!found) throw new Refused('not-found', { reason: 'ticket' });
  return found;
}

/** The same of many at once, at most 500; hidden and unknown ones are left out. */
export const factsOfTickets = async (db: Reads, ids: readonly number[]): Promise<TicketFacts[]> =>
  db
    .select(FACTS)
    .from(tickets)
    .where(and(inArray(tickets.id, [...ids]), eq(tickets.hidden, false)));

/** The same for texts, people and files, which a ticket takes no more once identifying data was removed from it. */
export async function ticketToWrite(db: Reads, id: number): Promise<TicketFacts> {
  const found = await ticketToChange(db, id);
  if (found.anonymisedAt !== null) throw new Refused('refused', { reason: 'anonymised' });
  return found;
}

/** @throws Refused `changed-meanwhile` when the window saw another version than stands here now */
export function sameVersion(facts: { version: number }, seen: number): void {
  if (facts.version !== seen) throw new Refused('changed-meanwhile', { field: 'ticket', version: facts.version });
}
