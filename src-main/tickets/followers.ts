import { and, eq, sql } from 'drizzle-orm';
import type { InputOf } from '../contract/call.ts';
import type { tickets as calls } from '../contract/tickets.ts';
import type { Actor } from '../gate.ts';
import { Refused, ticketPeople, tickets, type Writes } from '../store/index.ts';
import { requesterOf } from './create.ts';
import { writeHistory } from './history.ts';
import { ticketToChange, ticketToWrite } from './ticket.ts';

/** Lets somebody follow a ticket; who is on it already as requester or follower stays so. */
export async function addFollower(
  tx: Writes,
  actor: Actor,
  { id, person }: InputOf<typeof calls.addFollower>,
): Promise<{ version: number }> {
  const { version } = await ticketToWrite(tx, id);
  const personId = await requesterOf(tx, { person });
  const on = and(eq(ticketPeople.ticketId, id), eq(ticketPeople.personId, personId));
  const parts = await tx.select({ role: ticketPeople.role }).from(ticketPeople).where(on);
  if (parts.some(({ role }) => role !== 'mentioned')) return { version };
  await tx.insert(ticketPeople).values({ ticketId: id, role: 'follower', personId, addedAt: tx.now });
  return changed(tx, actor, id, 'follower-added');
}

export async function removeFollower(
  tx: Writes,
  actor: Actor,
  { id, personId }: InputOf<typeof calls.removeFollower>,
): Promise<{ version: number }> {
  await ticketToChange(tx, id);
  const gone = await tx
    .delete(ticketPeople)
    .where(and(eq(ticketPeople.ticketId, id), eq(ticketPeople.role, 'follower'), eq(ticketPeople.personId, personId)))
    .returning({ id: ticketPeople.personId });
  if (gone.length === 0) throw new Refused('not-found', { reason: 'follower' });
  return changed(tx, actor, id, 'follower-removed');
}

async function changed(
  tx: Writes,
  actor: Actor,
  id: number,
  what: 'follower-added' | 'follower-removed',
): Promise<{ version: number }> {
  const [written] = await tx
    .update(tickets)
    .set({ changedAt: tx.now, version: sql`${tickets.version} + 1` })
    .where(eq(tickets.id, id))
    .returning({ version: tickets.version });
  if (!written) throw new Refused('not-found', { reason: 'ticket' });
  await writeHistory(tx, actor, [{ ticketId: id, what }]);
  tx.index.ticket(id);
  return written;
}
