import { and, eq, sql } from 'drizzle-orm';
import type { InputOf } from '../contract/call.ts';
import type { tickets as calls } from '../contract/tickets.ts';
import type { Actor, Services } from '../gate.ts';
import { newUid } from '../office/index.ts';
import { drafts, entries, Refused, ticketPeople, tickets, type Reads, type Writes } from '../store/index.ts';
import { publish, stageFiles, unstage } from './attachments/stage.ts';
import { permit, statusChange } from './change.ts';
import { writeHistory, type Deed } from './history.ts';
import { dropIntakeDraft } from './intake-draft.ts';
import { statusOf } from './settings.ts';
import { ticketToWrite, type TicketFacts } from './ticket.ts';

type Given = InputOf<typeof calls.reply>;

/** Adds a reply or a note, with its files; what a failed or killed one had taken in goes again. */
export async function reply(services: Services, actor: Actor, given: Given): Promise<{ id: number; version: number }> {
  const { store } = services;
  if (given.files.length === 0) return services.write((tx) => writeEntry(tx, actor, given, []));
  mayWrite(await ticketToWrite(store.db, given.id), given);
  const staged = await stageFiles(services, actor, given.id, given.files);
  try {
    return await services.write((tx) => writeEntry(tx, actor, given, staged));
  } catch (error) {
    await unstage(store, staged);
    throw error;
  }
}

function mayWrite(ticket: TicketFacts, { kind, from }: Given): void {
  if (ticket.locked && kind === 'reply' && from === 'person') throw new Refused('refused', { reason: 'ticket-locked' });
}

async function writeEntry(
  tx: Writes,
  actor: Actor,
  given: Given,
  staged: readonly number[],
): Promise<{ id: number; version: number }> {
  const before = await ticketToWrite(tx, given.id);
  mayWrite(before, given);
  const byPerson = given.kind === 'reply' && given.from === 'person';
  const personId = byPerson ? await requesterOfTicket(tx, given.id) : null;
  const [entry] = await tx
    .insert(entries)
    .values({
      uid: newUid(),
      ticketId: given.id,
      kind: given.kind,
      authorKind: byPerson ? (personId === null ? 'unknown' : 'person') : 'staff',
      personId,
      staffId: byPerson ? null : actor.staffId,
      providedByPerson: byPerson,
      channel: given.channel,
      body: given.body,
      createdAt: tx.now,
    })
    .returning({ id: entries.id });
  if (!entry) throw new Error('the entry was not written');
  await publish(tx, given.id, staged, entry.id);
  const { set, deeds } = await effects(tx, actor, given, before);
  const [changed] = await tx
    .update(tickets)
    .set({
      ...set,
      ...(staged.length > 0 ? { files: sql`${tickets.files} + ${staged.length}` } : {}),
      version: sql`${tickets.version} + 1`,
    })
    .where(eq(tickets.id, given.id))
    .returning({ version: tickets.version });
  await tx
    .delete(drafts)
    .where(and(eq(drafts.ticketId, given.id), eq(drafts.staffId, actor.staffId), eq(drafts.kind, given.kind)));
  if (given.begunAsTicket) await dropIntakeDraft(tx, actor);
  await writeHistory(
    tx,
    actor,
    deeds.map((deed) => ({ ...deed, ticketId: given.id })),
  );
  tx.index.ticket(given.id);
  return { id: entry.id, version: changed?.version ?? before.version + 1 };
}

/** What an entry does to its ticket: a note only counts, a reply answers or asks, and either may close. */
async function effects(tx: Writes, actor: Actor, given: Given, before: TicketFacts) {
  const by = { staffId: actor.staffId, now: tx.now };
  const byStaff = given.from === 'staff';
  if (given.close) permit(actor, 'resolve tickets');
  if (given.kind === 'note') {
    const closing = given.close ? statusChange(before, await statusOf(tx, 'resolved'), by) : { set: {}, deeds: [] };
    const changed = closing.deeds.length > 0 ? { changedAt: tx.now } : {};
    return { set: { ...closing.set, ...changed, notes: sql`${tickets.notes} + 1` }, deeds: closing.deeds };
  }
  const role = given.close ? 'resolved' : byStaff ? 'replied' : 'waiting';
  const moved = statusChange(before, await statusOf(tx, role), by);
  const deeds: Deed[] = [{ what: byStaff ? 'reply' : 'person-reply' }, ...moved.deeds];
  const first = byStaff && before.firstReplyAt === null ? { firstReplyAt: tx.now, firstReplyBy: actor.staffId } : {};
  const set = {
    ...moved.set,
    ...first,
    replies: sql`${tickets.replies} + 1`,
    ...(byStaff ? { staffReplies: sql`${tickets.staffReplies} + 1` } : {}),
    lastReplier: byStaff ? ('staff' as const) : ('person' as const),
    lastReplierStaff: byStaff ? actor.staffId : null,
    changedAt: tx.now,
    // Whoever writes here has the ticket before their eyes.
    unread: false,
  };
  return { set, deeds };
}

async function requesterOfTicket(db: Reads, ticketId: number): Promise<number | null> {
  const [found] = await db
    .select({ id: ticketPeople.personId })
    .from(ticketPeople)
    .where(and(eq(ticketPeople.ticketId, ticketId), eq(ticketPeople.role, 'requester')))
    .limit(1);
  return found?.id ?? null;
}
