import { and, asc, eq, sql } from 'drizzle-orm';
import type { InputOf, OutputOf } from '../contract/call.ts';
import type { exchange as calls, FullEntry, FullTicket } from '../contract/exchange.ts';
import type { HistoryLine } from '../contract/tickets.ts';
import type { Actor } from '../gate.ts';
import { among } from '../store/among.ts';
import { entries, history, tickets, ticketTags, type Reads } from '../store/index.ts';
import { attachmentsOf, byTicket, entriesWithAuthors, partsOf, selectedIds, valuesOf } from '../tickets/index.ts';
import { pageOfTickets } from './page-of-tickets.ts';

/** The ids a selection stands for now, for those who go through it page by page. */
export const selected = (
  db: Reads,
  actor: Actor,
  { selection }: InputOf<typeof calls.selected>,
): Promise<OutputOf<typeof calls.selected>> => selectedIds(db, actor, selection);

/** Full tickets for paper and workbook, read together; how many come at once depends on how long they are. */
export async function fullTickets(
  db: Reads,
  _actor: Actor,
  { ids, parts: asked, after }: InputOf<typeof calls.fullTickets>,
): Promise<OutputOf<typeof calls.fullTickets>> {
  const parts = new Set(asked);
  const page = await pageOfTickets(db, ids, parts, after);
  // Of a ticket that a page before began only its entries are wanted.
  const [goingOn] = after === null ? [] : ids;
  const begun = page.tickets.filter((id) => id !== goingOn);
  const rows = new Map((await ticketRows(db, page.tickets, goingOn)).map((row) => [row.id, row]));
  const texts = await entryRows(db, page.entries);
  const people = await partsOf(db, begun);
  const values = await valuesOf(db, begun);
  const tags = await tagsOf(db, begun);
  const files = parts.has('attachments') ? await attachmentsOf(db, begun) : null;
  const lines = parts.has('history') ? await historyOf(db, begun) : null;
  return {
    tickets: page.tickets.flatMap((id): FullTicket[] => {
      const row = rows.get(id);
      if (!row) return [];
      return [
        {
          ...row,
          goesOn: id === goingOn,
          people: (people.get(id) ?? []).map(({ id: personId, uid, name, role, identifiers }) => ({
            id: personId,
            uid,
            name,
            role,
            identifiers: identifiers.map(({ kind, value }) => ({ kind, value })),
          })),
          fields: values.get(id) ?? [],
          tags: (tags.get(id) ?? []).map(({ tag }) => tag),
          entries: texts.get(id) ?? [],
          attachments: (files?.get(id) ?? []).map(({ id: fileId, name, kind, size, sensitive, createdAt }) => ({
            id: fileId,
            name,
            kind,
            size,
            sensitive,
            createdAt,
          })),
          history: lines?.get(id) ?? [],
        },
      ];
    }),
    done: page.done,
    after: page.after,
  };
}

const ticketRows = async (db: Reads, ids: readonly number[], goingOn = 0) =>
  db
    .select({
      id: tickets.id,
      uid: tickets.uid,
      trackingId: tickets.trackingId,
      channel: tickets.channel,
      categoryId: tickets.categoryId,
      priorityId: tickets.priorityId,
      statusId: tickets.statusId,
      ownerId: tickets.ownerId,
      writtenBy: tickets.writtenBy,
      lastReplier: tickets.lastReplier,
      subject: tickets.subject,
      message: sql<string>`case when ${tickets.id} = ${goingOn} then '' else ${tickets.message} end`,
      ip: tickets.ip,
      createdAt: tickets.createdAt,
      changedAt: tickets.changedAt,
      firstReplyAt: tickets.firstReplyAt,
      resolvedAt: tickets.resolvedAt,
      dueAt: tickets.dueAt,
      replies: tickets.replies,
      staffReplies: tickets.staffReplies,
      timeWorked: tickets.timeWorked,
      anonymisedAt: tickets.anonymisedAt,
    })
    .from(tickets)
    .where(and(among(tickets.id, ids), eq(sql`+ ${tickets.hidden}`, 0)));

const tagsOf = async (db: Reads, ids: readonly number[]) =>
  byTicket(await db.select().from(ticketTags).where(among(ticketTags.ticketId, ids)).orderBy(asc(ticketTags.tag)));

const entryRows = async (db: Reads, ids: readonly number[]): Promise<Map<number, FullEntry[]>> => {
  if (ids.length === 0) return new Map();
  const rows = await entriesWithAuthors(db)
    .where(among(entries.id, ids))
    .orderBy(asc(entries.createdAt), asc(entries.id));
  // named one by one: what an entry gets later is not handed over by itself
  return byTicket(
    rows.map(({ ticketId, id, kind, authorKind, author, staffId, channel, body, createdAt }) => ({
      ticketId,
      id,
      kind,
      authorKind,
      author,
      staffId,
      channel,
      body,
      createdAt,
    })),
  );
};

const historyOf = async (db: Reads, ids: readonly number[]): Promise<Map<number, HistoryLine[]>> => {
  const rows = await db
    .select({
      ticketId: sql<number>`${history.ticketId}`,
      id: history.id,
      at: history.at,
      staffId: history.staffId,
      what: history.what,
      field: history.field,
      fromId: history.fromId,
      toId: history.toId,
    })
    .from(history)
    .where(among(history.ticketId, ids))
    .orderBy(asc(history.at), asc(history.id));
  return byTicket(rows);
};
