import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { InputOf } from '../contract/call.ts';
import type { Entry, FieldValue, PersonFacts, Ticket, tickets as calls } from '../contract/tickets.ts';
import type { Actor } from '../gate.ts';
import { ticketCounts } from '../people/index.ts';
import {
  customValues,
  drafts,
  entries,
  history,
  identifiers,
  people,
  Refused,
  staff,
  ticketAliases,
  ticketLinks,
  ticketPeople,
  tickets,
  ticketTags,
  type Reads,
} from '../store/index.ts';
import { attachmentsOf } from './attachments/list.ts';

/** The newest entries and lines of history that a very long ticket opens with. */
const MOST = 500;

/** Everything about a ticket; of a very long one the newest 500 entries. Throws Refused `not-found`. */
export const openTicket = (db: Reads, actor: Actor, { id }: InputOf<typeof calls.open>): Promise<Ticket> =>
  readTicket(db, actor, id, MOST);

/** A ticket with at most so many of its newest entries; `Infinity` for paper and export. Throws Refused `not-found`. */
export async function readTicket(db: Reads, actor: Actor, id: number, most = Infinity): Promise<Ticket> {
  const [row] = await db
    .select()
    .from(tickets)
    .where(and(eq(tickets.id, id), eq(tickets.hidden, false)));
  if (!row) throw new Refused('not-found', { reason: 'ticket' });
  const limit = Math.min(most, 1_000_000_000);
  const attachments = await attachmentsOf(db, id);
  const {
    findKey: _findKey,
    urgency: _urgency,
    providedByPerson: _provided,
    ipKey: _ipKey,
    lastReplierStaff: _replier,
    dueSort: _dueSort,
    notes,
    files: _files,
    unread: _unread,
    mergedInto: _mergedInto,
    restrictedAt: _restrictedAt,
    hidden: _hidden,
    deletedAt: _deletedAt,
    deletion: _deletion,
    importBatch: _importBatch,
    sourceKey: _sourceKey,
    sourceHash: _sourceHash,
    ...facts
  } = row;
  return {
    ...facts,
    entryCount: row.replies + notes,
    aliases: (
      await db
        .select({ id: ticketAliases.trackingId })
        .from(ticketAliases)
        .where(eq(ticketAliases.ticketId, id))
        .orderBy(asc(ticketAliases.trackingId))
    ).map((alias) => alias.id),
    people: await peopleOf(db, id),
    entries: await entriesOf(db, id, limit, attachments),
    attachments,
    fields: await fieldsOf(db, id),
    tags: (
      await db
        .select({ tag: ticketTags.tag })
        .from(ticketTags)
        .where(eq(ticketTags.ticketId, id))
        .orderBy(ticketTags.tag)
    ).map(({ tag }) => tag),
    links: await db
      .select({ id: tickets.id, trackingId: tickets.trackingId, subject: tickets.subject })
      .from(ticketLinks)
      .innerJoin(tickets, eq(tickets.id, ticketLinks.otherId))
      .where(and(eq(ticketLinks.ticketId, id), eq(sql`+ ${tickets.hidden}`, 0)))
      .orderBy(asc(tickets.id)),
    history: (
      await db
        .select({
          id: history.id,
          at: history.at,
          staffId: history.staffId,
          what: history.what,
          field: history.field,
          fromId: history.fromId,
          toId: history.toId,
        })
        .from(history)
        .where(eq(history.ticketId, id))
        .orderBy(desc(history.at), desc(history.id))
        .limit(limit)
    ).reverse(),
    drafts: await db
      .select({ kind: drafts.kind, body: drafts.body })
      .from(drafts)
      .where(and(eq(drafts.ticketId, id), eq(drafts.staffId, actor.staffId))),
  };
}

async function entriesOf(db: Reads, id: number, limit: number, attachments: Ticket['attachments']): Promise<Entry[]> {
  const rows = await db
    .select({
      id: entries.id,
      kind: entries.kind,
      authorKind: entries.authorKind,
      author: sql<string>`coalesce(case when ${entries.authorKind} = 'staff' then ${staff.name} else ${people.name} end, '')`,
      staffId: entries.staffId,
      personId: entries.personId,
      channel: entries.channel,
      body: entries.body,
      bodyFormat: entries.bodyFormat,
      createdAt: entries.createdAt,
      editedAt: entries.editedAt,
    })
    .from(entries)
    .leftJoin(staff, eq(staff.id, entries.staffId))
    .leftJoin(people, eq(people.id, entries.personId))
    .where(eq(entries.ticketId, id))
    .orderBy(desc(entries.createdAt), desc(entries.id))
    .limit(limit);
  return rows
    .reverse()
    .map((row) => ({ ...row, attachments: attachments.filter(({ entryId }) => entryId === row.id) }));
}

async function peopleOf(db: Reads, id: number): Promise<PersonFacts[]> {
  const parts = await db
    .select({
      id: people.id,
      uid: people.uid,
      name: people.name,
      role: ticketPeople.role,
      noticeGivenAt: people.noticeGivenAt,
    })
    .from(ticketPeople)
    .innerJoin(people, eq(people.id, ticketPeople.personId))
    .where(and(eq(ticketPeople.ticketId, id), eq(sql`+ ${people.hidden}`, 0)))
    .orderBy(asc(ticketPeople.addedAt), asc(people.id));
  const ids = [...new Set(parts.map((part) => part.id))];
  if (ids.length === 0) return [];
  const knownBy = await db
    .select({
      personId: identifiers.personId,
      kind: identifiers.kind,
      value: identifiers.value,
      preferred: identifiers.preferred,
    })
    .from(identifiers)
    .where(inArray(identifiers.personId, ids))
    .orderBy(desc(identifiers.preferred), asc(identifiers.id));
  const counts = await ticketCounts(db, ids);
  const order = { requester: 0, follower: 1, mentioned: 2 };
  return parts
    .sort((a, b) => order[a.role] - order[b.role])
    .map((part) => ({
      ...part,
      identifiers: knownBy
        .filter(({ personId }) => personId === part.id)
        .map(({ kind, value, preferred }) => ({ kind, value, preferred })),
      tickets: counts.get(part.id)?.tickets ?? 0,
      openTickets: counts.get(part.id)?.openTickets ?? 0,
    }));
}

async function fieldsOf(db: Reads, id: number): Promise<FieldValue[]> {
  const rows = await db
    .select({ fieldId: customValues.fieldId, value: customValues.value })
    .from(customValues)
    .where(eq(customValues.ticketId, id))
    .orderBy(asc(customValues.fieldId), asc(customValues.id));
  const values = new Map<number, string[]>();
  for (const { fieldId, value } of rows) values.set(fieldId, [...(values.get(fieldId) ?? []), value]);
  return [...values].map(([fieldId, all]) => ({ fieldId, values: all }));
}
