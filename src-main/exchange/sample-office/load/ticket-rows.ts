import { eq } from 'drizzle-orm';
import { newUid } from '../../../office/index.ts';
import {
  customValues,
  holds,
  ticketAliases,
  ticketLinks,
  ticketPeople,
  tickets,
  ticketTags,
  type Writes,
} from '../../../store/index.ts';
import { freeKey, ipKey, ipText } from '../../../store/search/index.ts';
import { attachmentsOf } from '../sample.ts';
import { at, atOrNull, idOf, idOrNull, insertAll } from './rows-of.ts';
import type { SampleOfficeSettings } from '../shapes/office.ts';
import type { SampleTicket } from '../shapes/tickets.ts';
import type { Given, Ids } from './rows-of.ts';

const SECONDS_A_MINUTE = 60;

/** Writes the tickets, oldest first, with their people, fields, tags, links, holds and the ids of merged ones. */
export async function writeTickets(
  tx: Writes,
  sample: readonly SampleTicket[],
  settings: Pick<SampleOfficeSettings, 'statuses' | 'priorities'>,
  ids: Ids,
): Promise<Given> {
  const inOrder = [...sample].sort((a, b) => at(a.created) - at(b.created));
  const nextKey = findKeysOfEmptyOffice();
  const given = new Map<string, number>();
  for (const ticket of inOrder) {
    const values = ticketRow(ticket, settings, ids, nextKey(at(ticket.created)));
    const [row] = await tx.insert(tickets).values(values).returning({ id: tickets.id });
    if (row) given.set(ticket.id, row.id);
  }
  const around = inOrder.map((ticket) => ({ ticket, ticketId: idOf(given, ticket.id) }));
  await writeTicketPeople(tx, around, ids);
  await insertAll(around.flatMap(fieldRows(ids)), (rows) => tx.insert(customValues).values(rows));
  const tags = around.flatMap(({ ticket, ticketId }) => [...new Set(ticket.tags)].map((tag) => ({ ticketId, tag })));
  await insertAll(tags, (rows) => tx.insert(ticketTags).values(rows));
  const links = around.flatMap(({ ticket, ticketId }) =>
    ticket.linked.map((other) => ({ ticketId, otherId: idOf(given, other) })),
  );
  await insertAll(links, (rows) => tx.insert(ticketLinks).values(rows));
  await writeMerges(tx, around, given);
  await writeHolds(tx, around, ids);
  return given;
}

type Around = { ticket: SampleTicket; ticketId: number };

function ticketRow(
  ticket: SampleTicket,
  settings: Pick<SampleOfficeSettings, 'statuses' | 'priorities'>,
  ids: Ids,
  findKey: number,
): typeof tickets.$inferInsert {
  const staffReplies = ticket.replies.filter(({ kind }) => kind === 'staff');
  const firstReply = staffReplies[0] ?? null;
  const lastReply = ticket.replies.at(-1) ?? null;
  const status = settings.statuses.find(({ id }) => id === ticket.status);
  const byStaff = ticket.writtenBy !== null && ids.staff.has(ticket.writtenBy);
  return {
    uid: newUid(),
    trackingId: ticket.trackingId,
    findKey,
    channel: ticket.channel,
    categoryId: idOf(ids.categories, ticket.category),
    priorityId: idOf(ids.priorities, ticket.priority),
    urgency: settings.priorities.find(({ id }) => id === ticket.priority)?.order ?? 0,
    statusId: idOf(ids.statuses, ticket.status),
    open: status?.open ?? true,
    subject: ticket.subject,
    message: ticket.message,
    writtenBy: byStaff ? idOrNull(ids.staff, ticket.writtenBy) : null,
    providedByPerson: !byStaff,
    ip: ticket.ip === null ? '' : (ipText(ticket.ip) ?? ticket.ip),
    ipKey: ticket.ip === null ? '' : (ipKey(ticket.ip) ?? ''),
    ownerId: idOrNull(ids.staff, ticket.owner),
    openedBy: idOrNull(ids.staff, ticket.openedBy),
    firstReplyBy: firstReply && idOf(ids.staff, firstReply.by),
    closedBy: closedBy(ticket, ids),
    lastReplier: lastReply === null ? 'nobody' : lastReply.kind === 'staff' ? 'staff' : 'person',
    lastReplierStaff: lastReply?.kind === 'staff' ? idOf(ids.staff, lastReply.by) : null,
    createdAt: at(ticket.created),
    changedAt: at(ticket.updated),
    firstReplyAt: atOrNull(ticket.firstReply),
    resolvedAt: atOrNull(ticket.resolved),
    dueAt: atOrNull(ticket.due),
    replies: ticket.replies.length,
    staffReplies: staffReplies.length,
    notes: ticket.notes.length,
    files: attachmentsOf(ticket).length,
    timeWorked: ticket.timeWorked * SECONDS_A_MINUTE,
    tagged: ticket.tagged,
    locked: ticket.locked,
    // HESK's 0 and 1: nobody of staff has done anything since the person wrote.
    unread: status?.hesk === 0 || status?.hesk === 1,
  };
}

/** Who resolved it: the sample says when, not who, so whoever of staff spoke last, or the owner. */
export function closedBy(ticket: SampleTicket, ids: Ids): number | null {
  if (ticket.resolved === null) return null;
  const last = ticket.replies.findLast(({ kind }) => kind === 'staff');
  return idOrNull(ids.staff, last?.by ?? ticket.owner);
}

/** Somebody who wrote for another is named as mentioned: the ticket is about them too. */
async function writeTicketPeople(tx: Writes, around: readonly Around[], ids: Ids): Promise<void> {
  const rows = around.flatMap(({ ticket, ticketId }) => {
    const { requester, followers, writtenBy } = ticket;
    const wroteForAnother = writtenBy !== null && writtenBy !== requester && ids.people.has(writtenBy);
    const named = [
      ...(requester === null ? [] : [{ role: 'requester' as const, person: requester }]),
      ...followers.map((person) => ({ role: 'follower' as const, person })),
      ...(wroteForAnother && !followers.includes(writtenBy) ? [{ role: 'mentioned' as const, person: writtenBy }] : []),
    ];
    return named.map(({ role, person }) => ({
      ticketId,
      role,
      personId: idOf(ids.people, person),
      addedAt: at(ticket.created),
    }));
  });
  await insertAll(rows, (slice) => tx.insert(ticketPeople).values(slice));
}

function fieldRows(ids: Ids) {
  return ({ ticket, ticketId }: Around): (typeof customValues.$inferInsert)[] =>
    Object.entries(ticket.fields).flatMap(([field, value]) =>
      [value].flat().map((one) => ({ ticketId, fieldId: idOf(ids.fields, field), value: one })),
    );
}

async function writeMerges(tx: Writes, around: readonly Around[], given: Given): Promise<void> {
  for (const { ticket, ticketId } of around) {
    if (ticket.mergedInto === null) continue;
    const into = idOf(given, ticket.mergedInto);
    await tx.update(tickets).set({ mergedInto: into }).where(eq(tickets.id, ticketId));
    await tx.insert(ticketAliases).values({ trackingId: ticket.trackingId, ticketId: into, kind: 'merged' });
  }
}

async function writeHolds(tx: Writes, around: readonly Around[], ids: Ids): Promise<void> {
  for (const { ticket, ticketId } of around) {
    if (ticket.hold === null) continue;
    await tx.insert(holds).values({
      uid: newUid(),
      ticketId,
      reason: ticket.hold.reason,
      staffId: idOf(ids.staff, ticket.hold.by),
      setAt: at(ticket.hold.set),
      untilAt: at(ticket.hold.until),
    });
  }
}

/** Find keys for an office that has no ticket yet: what was given out here is all there is. */
function findKeysOfEmptyOffice(): (createdAt: number) => number {
  const highest = new Map<number, number>();
  return (createdAt) => {
    let second = 0;
    const key = freeKey(createdAt, (low) => {
      second = low;
      return highest.get(low) ?? null;
    });
    highest.set(second, key);
    return key;
  };
}
