import { and, eq, inArray, sql } from 'drizzle-orm';
import type { DifferingRow } from '../../contract/exchange.ts';
import type { Actor } from '../../gate.ts';
import { addIdentifiers, takePerson } from '../../people/index.ts';
import { customValues, entries, people, ticketPeople, tickets, ticketTags, type Writes } from '../../store/index.ts';
import { neededBy } from '../../store/personal-data/index.ts';
import { writeHistory, type Deed } from '../../tickets/index.ts';
import { missingTexts } from './compare/compare-texts.ts';
import type { GoodRow } from './good-row.ts';
import { calledOf, type Incoming } from './incoming.ts';
import type { PresentTicket } from './present.ts';
import type { Decided, TicketRows } from './ticket-rows.ts';

type Taking = {
  ours: PresentTicket;
  changes: DifferingRow['changes'];
  row: GoodRow;
  rows: TicketRows;
  country: string;
};
type Fields = ReadonlySet<DifferingRow['changes'][number]['field']>;

/** Puts what a row says otherwise in the place of what the ticket says, whole: texts, people, words, dates, fields. */
export async function takeTheirs(
  tx: Writes,
  actor: Actor,
  { ours, changes, row, rows, country }: Taking,
): Promise<void> {
  const { id } = ours.row;
  const fields: Fields = new Set(changes.map(({ field }) => field));
  tx.index.withdraw([id]);
  const decided = rows.decided(row.ticket, ours.row.createdAt);
  await tx
    .update(tickets)
    .set({ version: sql`${tickets.version} + 1`, changedAt: tx.now, ...columnsOf(fields, decided) })
    .where(eq(tickets.id, id));
  if (fields.has('reply') || fields.has('note')) await takeTexts(tx, ours, row.ticket, rows, fields, decided);
  if (fields.has('custom')) await replaceValues(tx, id, row, rows);
  if (fields.has('tags')) {
    const tags = [...new Set(row.ticket.tags)].filter((tag) => !ours.tags.includes(tag));
    await tx.insert(ticketTags).values(tags.map((tag) => ({ ticketId: id, tag })));
  }
  await changePeople(tx, id, ours, row, fields, country);
  tx.index.ticket(id);
  await writeHistory(
    tx,
    actor,
    deedsOf(ours, fields, decided).map((deed) => ({ ticketId: id, ...deed })),
  );
}

function columnsOf(fields: Fields, decided: Decided) {
  const { statusId, open, resolvedAt, priorityId, urgency, ip, ipKey, bodyFormat = 'plain' } = decided;
  return {
    ...(fields.has('subject') ? { subject: decided.subject } : {}),
    ...(fields.has('message') || fields.has('format') ? { message: decided.message, bodyFormat } : {}),
    ...(fields.has('category') ? { categoryId: decided.categoryId } : {}),
    ...(fields.has('priority') ? { priorityId, urgency } : {}),
    ...(fields.has('status') ? { statusId, open, resolvedAt: open ? null : resolvedAt } : {}),
    ...(fields.has('owner') ? { ownerId: decided.ownerId } : {}),
    ...(fields.has('created') ? { createdAt: decided.createdAt } : {}),
    ...(fields.has('firstReply') ? { firstReplyAt: decided.firstReplyAt } : {}),
    ...(fields.has('resolved') ? { resolvedAt } : {}),
    ...(fields.has('due') ? { dueAt: decided.dueAt } : {}),
    ...(fields.has('ip') ? { ip, ipKey } : {}),
    ...(fields.has('channel') ? { channel: decided.channel } : {}),
    ...(fields.has('timeWorked') ? { timeWorked: decided.timeWorked } : {}),
    ...(fields.has('tagged') ? { tagged: decided.tagged ?? false } : {}),
    ...(fields.has('locked') ? { locked: decided.locked ?? false } : {}),
  };
}

/**
 * The texts a table brought are replaced by those it brings now; of an export or record those that are not here are
 * added, and none is taken away.
 */
async function takeTexts(
  tx: Writes,
  ours: PresentTicket,
  ticket: Incoming,
  rows: TicketRows,
  fields: Fields,
  decided: Decided,
): Promise<void> {
  const { id } = ours.row;
  const known = ours.people.find(({ role }) => role === 'requester')?.person;
  const who = {
    requester: known ? { id: known.id, name: ticket.requester ? calledOf(ticket.requester) : known.name } : null,
    byUid: new Map(ours.people.map(({ person }) => [person.uid, person.id])),
  };
  const owned = fields.has('owner') ? decided : { ...decided, ownerId: ours.row.ownerId };
  for (const kind of ['reply', 'note'] as const) {
    if (!fields.has(kind)) continue;
    const missing = missingTexts(ticket, ours, kind);
    if (missing === null)
      await tx
        .delete(entries)
        .where(and(eq(entries.ticketId, id), eq(entries.kind, kind), eq(entries.channel, 'import')));
    const said = missing ?? ticket.entries.filter((entry) => entry.kind === kind);
    const used = new Set(ours.entries.map(({ uid }) => uid));
    const fresh = said.map(({ uid, ...entry }) => (uid === undefined || used.has(uid) ? entry : { uid, ...entry }));
    const texts = rows
      .entriesOf({ ...ticket, entries: fresh }, owned, who)
      .map((entry) => ({ ...entry, ticketId: id }));
    if (texts.length > 0) await tx.insert(entries).values(texts);
  }
  const count = (...conditions: Parameters<typeof and>) =>
    tx.$count(entries, and(eq(entries.ticketId, id), ...conditions));
  await tx
    .update(tickets)
    .set({
      replies: await count(eq(entries.kind, 'reply')),
      notes: await count(eq(entries.kind, 'note')),
      staffReplies: await count(eq(entries.kind, 'reply'), eq(entries.authorKind, 'staff')),
    })
    .where(eq(tickets.id, id));
}

async function replaceValues(tx: Writes, id: number, row: GoodRow, rows: TicketRows): Promise<void> {
  const mine = rows.fieldIds();
  await tx.delete(customValues).where(and(eq(customValues.ticketId, id), inArray(customValues.fieldId, mine)));
  const values = rows.valuesOf(row.ticket).map((value) => ({ ticketId: id, ...value }));
  if (values.length > 0) await tx.insert(customValues).values(values);
}

const ABOUT_REQUESTER = ['name', 'email', 'phone', 'customerNumber', 'address', 'other'] as const;

/** Somebody of the same name or uid is the same, with something new; another name is another person on the ticket. */
async function changePeople(
  tx: Writes,
  id: number,
  ours: PresentTicket,
  row: GoodRow,
  fields: Fields,
  country: string,
): Promise<void> {
  const theirs = row.ticket.requester;
  const requester = ours.people.find(({ role }) => role === 'requester')?.person;
  if (ABOUT_REQUESTER.some((field) => fields.has(field)) && theirs) {
    const same = requester && (!fields.has('name') || (theirs.uid !== undefined && theirs.uid === requester.uid));
    const named = theirs.name === '' ? [] : [{ kind: 'name' as const, value: theirs.name }];
    if (same) await addIdentifiers(tx, requester.id, [...named, ...theirs.knownBy], { source: 'import' }, country);
    else {
      const person = { name: calledOf(theirs), identifiers: theirs.knownBy, source: 'import' as const };
      const taken = await takePerson(tx, person, country);
      await tx.delete(ticketPeople).where(and(eq(ticketPeople.ticketId, id), eq(ticketPeople.role, 'requester')));
      await tx.insert(ticketPeople).values({ ticketId: id, role: 'requester', personId: taken.id, addedAt: tx.now });
      if (requester) await removeUnneeded(tx, requester.id);
    }
  }
  for (const [field, role, named] of [
    ['followers', 'follower', row.ticket.followers],
    ['mentioned', 'mentioned', row.ticket.mentioned],
  ] as const) {
    if (!fields.has(field)) continue;
    for (const one of named) {
      const person = { name: calledOf(one), identifiers: one.knownBy, source: 'import' as const };
      const { id: personId } = await takePerson(tx, person, country);
      const on = and(eq(ticketPeople.ticketId, id), eq(ticketPeople.personId, personId));
      if ((await tx.$count(ticketPeople, on)) === 0)
        await tx.insert(ticketPeople).values({ ticketId: id, role, personId, addedAt: tx.now });
    }
  }
}

async function removeUnneeded(tx: Writes, personId: number): Promise<void> {
  if ((await neededBy(tx, [personId], [])).length > 0) return;
  tx.index.dropPerson(personId);
  await tx.delete(people).where(eq(people.id, personId));
}

function deedsOf({ row }: PresentTicket, fields: Fields, decided: Decided): Deed[] {
  const deeds: Deed[] = [{ what: 'imported' }];
  if (fields.has('status')) deeds.push({ what: 'status', fromId: row.statusId, toId: decided.statusId });
  if (fields.has('priority')) deeds.push({ what: 'priority', fromId: row.priorityId, toId: decided.priorityId });
  if (fields.has('category')) deeds.push({ what: 'category', fromId: row.categoryId, toId: decided.categoryId });
  if (fields.has('owner')) deeds.push({ what: 'owner', fromId: row.ownerId, toId: decided.ownerId });
  return deeds;
}
