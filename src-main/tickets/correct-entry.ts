import { and, eq, sql } from 'drizzle-orm';
import type { InputOf } from '../contract/call.ts';
import type { tickets as calls } from '../contract/tickets.ts';
import type { Actor } from '../gate.ts';
import { entries, office, Refused, tickets, type Reads, type Writes } from '../store/index.ts';
import type { HowIndexed } from './correct.ts';
import { writeHistory } from './history.ts';
import { ticketToWrite } from './ticket.ts';

export type CorrectedEntry = { version: number; ticket: number; uid: string; changed: boolean };

/**
 * Corrects one's own reply or note, which says from then on that it was changed.
 * @throws Refused `not-found`, `changed-meanwhile`, `refused` (`anonymised`, `not-your-entry`, `entries-stay`,
 * `entry-too-old`)
 */
export async function correctEntry(
  tx: Writes,
  actor: Actor,
  { id, version, body }: InputOf<typeof calls.correctEntry>,
  { wholly = false }: HowIndexed = {},
): Promise<CorrectedEntry> {
  const [entry] = await tx.select().from(entries).where(eq(entries.id, id));
  if (!entry) throw new Refused('not-found', { reason: 'entry' });
  const ticket = await ticketToWrite(tx, entry.ticketId);
  if (entry.version !== version) throw new Refused('changed-meanwhile', { field: 'entry', version: entry.version });
  await mayCorrect(tx, actor, entry);
  if (entry.body === body) return { version, ticket: ticket.version, uid: entry.uid, changed: false };
  tx.index.withdraw([entry.ticketId], wholly);
  const [changed] = await tx
    .update(entries)
    .set({ body, editedAt: tx.now, version: sql`${entries.version} + 1` })
    .where(and(eq(entries.id, id), eq(entries.version, version)))
    .returning({ version: entries.version });
  const [counted] = await tx
    .update(tickets)
    .set({ changedAt: tx.now, version: sql`${tickets.version} + 1` })
    .where(eq(tickets.id, entry.ticketId))
    .returning({ version: tickets.version });
  if (!changed || !counted) throw new Refused('changed-meanwhile', { field: 'entry' });
  const what = entry.kind === 'reply' ? 'reply-corrected' : 'note-corrected';
  await writeHistory(tx, actor, [{ ticketId: entry.ticketId, what }]);
  tx.index.ticket(entry.ticketId);
  return { version: changed.version, ticket: counted.version, uid: entry.uid, changed: true };
}

async function mayCorrect(db: Reads, actor: Actor, entry: typeof entries.$inferSelect): Promise<void> {
  if (entry.authorKind !== 'staff' || entry.staffId !== actor.staffId)
    throw new Refused('refused', { reason: 'not-your-entry' });
  const [rule] = await db.select({ minutes: office.correctOwnMinutes }).from(office).limit(1);
  const minutes = rule?.minutes ?? null;
  if (minutes === 0) throw new Refused('refused', { reason: 'entries-stay' });
  if (minutes !== null && db.now > entry.createdAt + minutes * 60_000)
    throw new Refused('refused', { reason: 'entry-too-old' });
}
