import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { InputOf } from '../contract/call.ts';
import type { Entry, PersonFacts, Ticket, tickets as calls } from '../contract/tickets.ts';
import type { Actor } from '../gate.ts';
import { ticketCounts } from '../people/index.ts';
import {
  drafts,
  entries,
  history,
  Refused,
  ticketAliases,
  ticketLinks,
  tickets,
  ticketTags,
  type Reads,
} from '../store/index.ts';
import { attachmentsOf } from './attachments/list.ts';
import { entriesWithAuthors } from './authors.ts';
import { partsOf } from './parts.ts';
import { valuesOf } from './values.ts';

/** The newest entries and lines of history that a very long ticket opens with. */
const MOST = 500;

/** Everything about a ticket; of a very long one the newest 500 entries. Throws Refused `not-found`. */
export async function openTicket(db: Reads, actor: Actor, { id }: InputOf<typeof calls.open>): Promise<Ticket> {
  const [row] = await db
    .select()
    .from(tickets)
    .where(and(eq(tickets.id, id), eq(tickets.hidden, false)));
  if (!row) throw new Refused('not-found', { reason: 'ticket' });
  const attachments = (await attachmentsOf(db, [id])).get(id) ?? [];
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
    entries: await entriesOf(db, id, attachments),
    attachments,
    fields: (await valuesOf(db, [id])).get(id) ?? [],
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
        .limit(MOST)
    ).reverse(),
    drafts: await db
      .select({ kind: drafts.kind, body: drafts.body })
      .from(drafts)
      .where(and(eq(drafts.ticketId, id), eq(drafts.staffId, actor.staffId))),
  };
}

async function entriesOf(db: Reads, id: number, attachments: Ticket['attachments']): Promise<Entry[]> {
  const rows = await entriesWithAuthors(db)
    .where(eq(entries.ticketId, id))
    .orderBy(desc(entries.createdAt), desc(entries.id))
    .limit(MOST);
  return rows.reverse().map(({ ticketId: _, ...row }) => ({
    ...row,
    attachments: attachments.filter(({ entryId }) => entryId === row.id),
  }));
}

async function peopleOf(db: Reads, id: number): Promise<PersonFacts[]> {
  const parts = (await partsOf(db, [id])).get(id) ?? [];
  const counts = await ticketCounts(db, [...new Set(parts.map((part) => part.id))]);
  return parts.map((part) => ({
    ...part,
    tickets: counts.get(part.id)?.tickets ?? 0,
    openTickets: counts.get(part.id)?.openTickets ?? 0,
  }));
}
