import { and, asc, eq, gt, inArray, ne, or, sql, sum } from 'drizzle-orm';
import type { EntryPlace, TicketPart } from '../contract/exchange.ts';
import { among } from '../store/among.ts';
import { customValues, entries, history, tickets, type Reads } from '../store/index.ts';

/** Bytes of text on a page (UTF-8); only a single text that is longer goes beyond. */
export const PAGE_BYTES = 128 * 1024;
/** What a line of history or a row of entries weighs beside its text. */
const LINE_BYTES = 100;
/** Before a ticket's first entry. */
const START: EntryPlace = { at: Number.MIN_SAFE_INTEGER, id: 0 };

/** What goes on one page. */
export type PageOfTickets = {
  tickets: number[];
  entries: number[];
  /** How many of the ids are done with. */
  done: number;
  /** Where in the next one to go on; null: at its beginning. */
  after: EntryPlace | null;
};

type SizedEntry = { ticketId: number; id: number; at: number; bytes: number };

/**
 * As many of these tickets as fit on a page, by the sizes of their texts, which the database knows without reading
 * them. A ticket of more entries than fit is cut between two of them; `after` goes on there.
 */
export async function pageOfTickets(
  db: Reads,
  ids: readonly number[],
  parts: ReadonlySet<TicketPart>,
  after: EntryPlace | null,
): Promise<PageOfTickets> {
  const bytes = await bytesOfTickets(db, ids, parts);
  const entriesOf = Map.groupBy(await sizedEntries(db, ids, parts, after), ({ ticketId }) => ticketId);
  const page: PageOfTickets = { tickets: [], entries: [], done: 0, after: null };
  let left = PAGE_BYTES;
  for (const [n, id] of ids.entries()) {
    const size = bytes.get(id);
    if (size !== undefined) {
      const goesOn = n === 0 && after !== null;
      if (!goesOn) {
        if (page.tickets.length > 0 && size > left) return page;
        left -= size;
      }
      page.tickets.push(id);
      let place = goesOn ? after : START;
      for (const entry of entriesOf.get(id) ?? []) {
        const onlyOne = goesOn && page.entries.length === 0;
        if (entry.bytes > left && !onlyOne) return { ...page, after: place };
        page.entries.push(entry.id);
        place = { at: entry.at, id: entry.id };
        left -= entry.bytes;
      }
    }
    page.done += 1;
  }
  return page;
}

/** Tickets that are there, with the bytes of their texts, entries aside. */
async function bytesOfTickets(
  db: Reads,
  ids: readonly number[],
  parts: ReadonlySet<TicketPart>,
): Promise<Map<number, number>> {
  const own = await db
    .select({ id: tickets.id, bytes: sql<number>`octet_length(${tickets.subject}) + octet_length(${tickets.message})` })
    .from(tickets)
    .where(and(among(tickets.id, ids), eq(sql`+ ${tickets.hidden}`, 0)));
  const values = await db
    .select({ id: customValues.ticketId, bytes: sum(sql`octet_length(${customValues.value})`).mapWith(Number) })
    .from(customValues)
    .where(among(customValues.ticketId, ids))
    .groupBy(customValues.ticketId);
  const lines = parts.has('history')
    ? await db
        .select({ id: history.ticketId, bytes: sql<number>`count(*) * ${LINE_BYTES}` })
        .from(history)
        .where(among(history.ticketId, ids))
        .groupBy(history.ticketId)
    : [];
  const bytes = new Map(own.map((row) => [row.id, row.bytes]));
  for (const { id, bytes: more } of [...values, ...lines]) {
    const before = bytes.get(id ?? 0);
    if (id !== null && before !== undefined) bytes.set(id, before + more);
  }
  return bytes;
}

/** The entries asked for in their order, those of the first ticket behind a place only. */
async function sizedEntries(
  db: Reads,
  ids: readonly number[],
  parts: ReadonlySet<TicketPart>,
  after: EntryPlace | null,
): Promise<SizedEntry[]> {
  const kinds = [...(parts.has('replies') ? ['reply' as const] : []), ...(parts.has('notes') ? ['note' as const] : [])];
  if (kinds.length === 0) return [];
  const [first] = ids;
  const behind =
    after &&
    first !== undefined &&
    or(
      ne(entries.ticketId, first),
      gt(entries.createdAt, after.at),
      and(eq(entries.createdAt, after.at), gt(entries.id, after.id)),
    );
  return db
    .select({
      ticketId: entries.ticketId,
      id: entries.id,
      at: entries.createdAt,
      bytes: sql<number>`octet_length(${entries.body}) + ${LINE_BYTES}`,
    })
    .from(entries)
    .where(and(among(entries.ticketId, ids), inArray(entries.kind, kinds), behind || undefined))
    .orderBy(asc(entries.createdAt), asc(entries.id));
}
