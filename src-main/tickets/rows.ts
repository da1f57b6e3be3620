import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { InputOf } from '../contract/call.ts';
import type { tickets as calls, TicketRow } from '../contract/tickets.ts';
import type { Actor } from '../gate.ts';
import { entries, people, ticketPeople, tickets, type Reads } from '../store/index.ts';

const SNIPPET = 120;
const ODD_SPACE = /[^\S ]\s*| \s+/g;
const PAIR = /[\ud800-\udbff]/;

/** A text's beginning as one line. */
export function snippetOf(text: string): string {
  const line = text.replace(ODD_SPACE, ' ').trim();
  if (!PAIR.test(line)) return line.slice(0, SNIPPET);
  return Array.from(line.slice(0, SNIPPET * 2))
    .slice(0, SNIPPET)
    .join('');
}

/** Rows of these tickets in the order of the ids; unknown and hidden ones are left out. `key` is that of last changes. */
export async function ticketRows(db: Reads, ids: readonly number[]): Promise<TicketRow[]> {
  if (ids.length === 0) return [];
  const newest = db
    .select({ text: sql<string>`substr(${entries.body}, 1, 400)` })
    .from(entries)
    .where(and(eq(entries.ticketId, tickets.id), eq(entries.kind, 'reply')))
    .orderBy(desc(entries.createdAt), desc(entries.id))
    .limit(1);
  const found = await db
    .select({
      id: tickets.id,
      findKey: tickets.findKey,
      trackingId: tickets.trackingId,
      version: tickets.version,
      requester: people.name,
      requesterId: people.id,
      subject: tickets.subject,
      newest: sql<string>`coalesce(${newest}, substr(${tickets.message}, 1, 400))`,
      categoryId: tickets.categoryId,
      priorityId: tickets.priorityId,
      statusId: tickets.statusId,
      open: tickets.open,
      ownerId: tickets.ownerId,
      createdAt: tickets.createdAt,
      changedAt: tickets.changedAt,
      dueAt: tickets.dueAt,
      files: tickets.files,
      replies: tickets.replies,
      unread: tickets.unread,
      locked: tickets.locked,
      anonymisedAt: tickets.anonymisedAt,
    })
    .from(tickets)
    .leftJoin(ticketPeople, and(eq(ticketPeople.ticketId, tickets.id), eq(ticketPeople.role, 'requester')))
    .leftJoin(people, and(eq(people.id, ticketPeople.personId), eq(people.hidden, false)))
    .where(and(inArray(tickets.id, [...ids]), eq(sql`+ ${tickets.hidden}`, 0)));
  const byId = new Map<number, TicketRow>();
  for (const { newest: text, anonymisedAt, requester, findKey, ...row } of found) {
    // Where two people asked for one ticket and were joined since, the one that is left says who it is.
    if (byId.has(row.id) && (row.requesterId === null || byId.get(row.id)?.requesterId !== null)) continue;
    const anonymised = anonymisedAt !== null;
    const key = [row.changedAt, findKey];
    byId.set(row.id, { ...row, requester: requester ?? '', snippet: snippetOf(text), anonymised, key });
  }
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Rows of named tickets. */
export const rowsOfTickets = (db: Reads, _actor: Actor, { ids }: InputOf<typeof calls.rows>): Promise<TicketRow[]> =>
  ticketRows(db, ids);
