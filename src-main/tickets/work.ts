import { and, eq, sql } from 'drizzle-orm';
import type { InputOf } from '../contract/call.ts';
import type { tickets as calls } from '../contract/tickets.ts';
import type { Actor } from '../gate.ts';
import { drafts, Refused, tickets, type Writes } from '../store/index.ts';
import type { Images } from '../store/undo/index.ts';
import { writeHistory } from './history.ts';
import { ticketToChange, ticketToWrite } from './ticket.ts';

/** Keeps what somebody is writing; an empty one is none. */
export async function saveDraft(
  tx: Writes,
  { staffId }: Actor,
  { id, kind, body }: InputOf<typeof calls.saveDraft>,
): Promise<null> {
  if (body.trim() === '') {
    await tx.delete(drafts).where(and(eq(drafts.ticketId, id), eq(drafts.staffId, staffId), eq(drafts.kind, kind)));
    return null;
  }
  await ticketToWrite(tx, id);
  await tx
    .insert(drafts)
    .values({ ticketId: id, staffId, kind, body, changedAt: tx.now })
    .onConflictDoUpdate({
      target: [drafts.ticketId, drafts.staffId, drafts.kind],
      set: { body, changedAt: tx.now },
    });
  return null;
}

/** A reply or note of one's own that was taken back is a draft again, whole, where nothing newer is being written. */
export async function draftAgain(tx: Writes, actor: Actor, { rows }: Images): Promise<void> {
  for (const { table, columns, before, after } of rows) {
    const of = (column: string) => after?.[columns.indexOf(column)];
    const [id, body] = [of('ticket_id'), of('body')];
    if (table !== 'entries' || before || of('staff_id') !== actor.staffId) continue;
    if (typeof id !== 'number' || typeof body !== 'string') continue;
    const kind = of('kind') === 'note' ? 'note' : 'reply';
    const draft = await tx
      .select({ body: drafts.body })
      .from(drafts)
      .where(and(eq(drafts.ticketId, id), eq(drafts.staffId, actor.staffId), eq(drafts.kind, kind)));
    const gone = rows.filter((row) => row.table === 'drafts' && !row.after);
    const came = gone.map((row) => row.before?.[row.columns.indexOf('body')]);
    if (draft.every((now) => came.includes(now.body))) await saveDraft(tx, actor, { id, kind, body });
  }
}

/** Marks a ticket as read, or as unread again; no change of the ticket itself. */
export async function markRead(
  tx: Writes,
  _actor: Actor,
  { id, unread }: InputOf<typeof calls.markRead>,
): Promise<null> {
  const marked = await tx
    .update(tickets)
    .set({ unread })
    .where(and(eq(tickets.id, id), eq(tickets.hidden, false)))
    .returning({ id: tickets.id });
  if (marked.length === 0) throw new Refused('not-found', { reason: 'ticket' });
  return null;
}

/** Adds seconds to the time worked, or takes them off; never below nought. */
export async function addTime(
  tx: Writes,
  actor: Actor,
  { id, seconds }: InputOf<typeof calls.addTime>,
): Promise<{ version: number }> {
  await ticketToChange(tx, id);
  const [changed] = await tx
    .update(tickets)
    .set({
      timeWorked: sql`case when ${tickets.timeWorked} + ${seconds} < 0 then 0 else ${tickets.timeWorked} + ${seconds} end`,
      changedAt: tx.now,
      version: sql`${tickets.version} + 1`,
    })
    .where(eq(tickets.id, id))
    .returning({ version: tickets.version });
  if (!changed) throw new Refused('not-found', { reason: 'ticket' });
  await writeHistory(tx, actor, [{ ticketId: id, what: 'time' }]);
  return changed;
}
