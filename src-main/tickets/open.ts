import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { InputOf } from '../contract/call.ts';
import type { OpenedEntry, PersonFacts, Ticket, tickets as calls } from '../contract/tickets.ts';
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
/** Bytes of its entries' bodies, and of one that is there however many they are. */
const MOST_TEXT = 4 * 1024 * 1024;
const SHORT = 2_048;

/**
 * Everything about a ticket; of a very long one the newest 500 entries, and of very long texts the newest 4 MB.
 * Throws Refused `not-found`.
 */
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

async function entriesOf(db: Reads, id: number, attachments: Ticket['attachments']): Promise<OpenedEntry[]> {
  const left = await leftOut(db, id);
  // a body that stands in no answer is not read: it may lie in a thousand pages
  const body =
    left.size === 0
      ? undefined
      : sql<string>`case when ${inArray(entries.id, [...left.keys()])} then '' else ${entries.body} end`;
  const rows = await entriesWithAuthors(db, body)
    .where(eq(entries.ticketId, id))
    .orderBy(desc(entries.createdAt), desc(entries.id))
    .limit(MOST);
  return rows.reverse().map(({ ticketId: _, ...row }) => ({
    ...row,
    leftOut: left.get(row.id) ?? 0,
    attachments: attachments.filter(({ entryId }) => entryId === row.id),
  }));
}

/** The entries whose bodies do not go along, with their bytes: once the newer ones have filled what a ticket opens with. */
async function leftOut(db: Reads, id: number): Promise<Map<number, number>> {
  const sizes = await db
    .select({ id: entries.id, bytes: sql<number>`octet_length(${entries.body})` })
    .from(entries)
    .where(eq(entries.ticketId, id))
    .orderBy(desc(entries.createdAt), desc(entries.id))
    .limit(MOST);
  const left = new Map<number, number>();
  let room = MOST_TEXT;
  for (const entry of sizes) {
    if (entry.bytes > room && entry.bytes > SHORT) left.set(entry.id, entry.bytes);
    else room -= entry.bytes;
  }
  return left;
}

/** The body of an entry, whole. @throws Refused `not-found` */
export async function entryText(
  db: Reads,
  _actor: Actor,
  { id }: InputOf<typeof calls.entryText>,
): Promise<{ body: string }> {
  const [found] = await db
    .select({ body: entries.body })
    .from(entries)
    .innerJoin(tickets, eq(tickets.id, entries.ticketId))
    .where(and(eq(entries.id, id), eq(tickets.hidden, false)));
  if (!found) throw new Refused('not-found', { reason: 'entry' });
  return found;
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
