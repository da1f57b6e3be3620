import { and, eq, sql } from 'drizzle-orm';
import type { InputOf } from '../contract/call.ts';
import type { TicketChange, tickets as calls } from '../contract/tickets.ts';
import type { InferOutput } from 'valibot';
import type { Actor } from '../gate.ts';
import { Refused, tickets, type Reads, type Writes } from '../store/index.ts';
import { writeHistory, type Deed } from './history.ts';
import { categoryToSet, ownerToSet, priorityToSet, statusToSet } from './settings.ts';
import { sameVersion, ticketToChange, type TicketFacts } from './ticket.ts';

type Change = InferOutput<typeof TicketChange>;
type Columns = Partial<typeof tickets.$inferInsert>;

/** A change as the office's lists stand: looked up once, for one ticket or many. */
export type Wanted = {
  status?: { id: number; open: boolean };
  priority?: { id: number; urgency: number };
  categoryId?: number;
  ownerId?: number | null;
  dueAt?: number | null;
  tagged?: boolean;
  locked?: boolean;
  unread?: boolean;
};

/**
 * Looks the new values up and asks for the further permissions they need.
 * @throws Refused `forbidden`; `not-found`, `refused` (`archived`) with the field
 */
export async function wantedOf(db: Reads, actor: Actor, change: Change): Promise<Wanted> {
  const wanted: Wanted = {};
  if (change.statusId !== undefined) wanted.status = await statusToSet(db, change.statusId);
  if (wanted.status && !wanted.status.open) permit(actor, 'resolve tickets');
  if (change.priorityId !== undefined) wanted.priority = await priorityToSet(db, change.priorityId);
  if (change.categoryId !== undefined) wanted.categoryId = (await categoryToSet(db, change.categoryId)).id;
  if (change.ownerId !== undefined) {
    permit(actor, 'assign tickets');
    wanted.ownerId = await ownerToSet(db, change.ownerId);
  }
  if (change.dueAt !== undefined) wanted.dueAt = change.dueAt;
  if (change.tagged !== undefined) wanted.tagged = change.tagged;
  if (change.locked !== undefined) wanted.locked = change.locked;
  if (change.unread !== undefined) wanted.unread = change.unread;
  return wanted;
}

export function permit({ permissions }: Actor, permission: 'resolve tickets' | 'assign tickets'): void {
  if (!permissions.has(permission)) throw new Refused('forbidden', { permission });
}

/** What a new status brings with it, and the line about it. */
export function statusChange(
  before: Pick<TicketFacts, 'statusId' | 'open'>,
  status: { id: number; open: boolean },
  by: { staffId: number; now: number },
): { set: Columns; deeds: Deed[] } {
  if (before.statusId === status.id) return { set: {}, deeds: [] };
  const set: Columns = { statusId: status.id, open: status.open };
  if (before.open && !status.open) Object.assign(set, { resolvedAt: by.now, closedBy: by.staffId });
  if (!before.open && status.open) Object.assign(set, { resolvedAt: null, closedBy: null });
  const what = before.open === status.open ? 'status' : status.open ? 'reopened' : 'closed';
  return { set, deeds: [{ what, fromId: before.statusId, toId: status.id }] };
}

/** The columns of one ticket that differ from what is wanted, and the lines of history about them. */
export function difference(
  before: TicketFacts,
  wanted: Wanted,
  by: { staffId: number; now: number },
): { set: Columns; deeds: Deed[] } {
  const { status, priority, categoryId, ownerId, dueAt, tagged, locked, unread } = wanted;
  const { set, deeds } = status ? statusChange(before, status, by) : { set: {} as Columns, deeds: [] as Deed[] };
  if (priority && priority.id !== before.priorityId) {
    Object.assign(set, { priorityId: priority.id, urgency: priority.urgency });
    deeds.push({ what: 'priority', fromId: before.priorityId, toId: priority.id });
  }
  if (categoryId !== undefined && categoryId !== before.categoryId) {
    set.categoryId = categoryId;
    deeds.push({ what: 'category', fromId: before.categoryId, toId: categoryId });
  }
  if (ownerId !== undefined && ownerId !== before.ownerId) {
    Object.assign(set, { ownerId, assignedBy: ownerId === null ? null : by.staffId });
    deeds.push({ what: 'owner', fromId: before.ownerId, toId: ownerId });
  }
  if (dueAt !== undefined && dueAt !== before.dueAt) {
    set.dueAt = dueAt;
    deeds.push({ what: 'due' });
  }
  if (locked !== undefined && locked !== before.locked) {
    set.locked = locked;
    deeds.push({ what: locked ? 'locked' : 'unlocked' });
  }
  // A tag is a staff member's own mark: it does not count as a change of the ticket.
  if (deeds.length > 0) set.changedAt = by.now;
  if (tagged !== undefined && tagged !== before.tagged) {
    set.tagged = tagged;
    deeds.push({ what: tagged ? 'tagged' : 'untagged' });
  }
  if (unread !== undefined && unread !== before.unread) set.unread = unread;
  return { set, deeds };
}

/** Changes one ticket. What is as wanted already changes nothing, not even the version. */
export async function changeTicket(
  tx: Writes,
  actor: Actor,
  { id, version, change }: InputOf<typeof calls.change>,
): Promise<{ version: number }> {
  const before = await ticketToChange(tx, id);
  sameVersion(before, version);
  const wanted = await wantedOf(tx, actor, change);
  const { set, deeds } = difference(before, wanted, { staffId: actor.staffId, now: tx.now });
  if (Object.keys(set).length === 0) return { version };
  const [changed] = await tx
    .update(tickets)
    .set({ ...set, version: sql`${tickets.version} + 1` })
    .where(and(eq(tickets.id, id), eq(tickets.version, version)))
    .returning({ version: tickets.version });
  if (!changed) throw new Refused('changed-meanwhile', { field: 'ticket' });
  await writeHistory(
    tx,
    actor,
    deeds.map((deed) => ({ ...deed, ticketId: id })),
  );
  return changed;
}
