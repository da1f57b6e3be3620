import type { InputOf, OutputOf } from '../contract/call.ts';
import type { find as calls } from '../contract/find.ts';
import type { Filter } from '../contract/terms.ts';
import { read, type Actor, type Area } from '../gate.ts';
import { parseQuery } from '../store/search/index.ts';
import { and, eq } from 'drizzle-orm';
import { among } from '../store/among.ts';
import { tickets, type Reads } from '../store/index.ts';
import { officeZone, ticketConditions, ticketRows } from '../tickets/index.ts';
import { passagesOf } from './passages.ts';

/** A filter's words apart from the rest: those are asked of the index, the rest of the tickets' own columns. */
async function asked(db: Reads, actor: Actor, { text = '', ...rest }: Filter) {
  const where = await ticketConditions(db, rest, { actor, now: db.now, zone: await officeZone(db) });
  return { query: parseQuery(text), where };
}

/** Tickets in which every part of the query stands somewhere, with the passages. A page is found by its last key. */
async function findTickets(
  db: Reads,
  actor: Actor,
  { filter, order, after, skip, limit }: InputOf<typeof calls.tickets>,
): Promise<OutputOf<typeof calls.tickets>> {
  const { query, where } = await asked(db, actor, filter);
  const before = skip === 0 ? after?.[0] : keyAt(db.search.allKeys(query, where), after?.[0], skip);
  const ranked = order === 'rank';
  const page = ranked
    ? ({ limit: Math.min(limit, 200), order: 'rank', offset: 0 } as const)
    : { limit: limit + 1, ...(before === undefined ? {} : { before }) };
  const found = db.search.tickets(query, page, where);
  const shown = found.slice(0, limit);
  const keys = shown.map(({ key }) => key);
  const known = await db
    .select({ key: tickets.findKey, id: tickets.id })
    .from(tickets)
    .where(among(tickets.findKey, keys));
  const ids = new Map(known.map(({ key, id }) => [key, id]));
  const rows = new Map((await ticketRows(db, [...ids.values()])).map((row) => [row.id, row]));
  const hits = [];
  const passages = await passagesOf(
    db,
    shown.map(({ key, places }) => ({ id: ids.get(key) ?? 0, places })),
    query,
  );
  for (const { key } of shown) {
    const row = rows.get(ids.get(key) ?? 0);
    if (row) hits.push({ row: { ...row, key: [key, row.id] }, passages: passages.get(row.id) ?? [] });
  }
  const last = shown.at(-1);
  return {
    hits,
    next: !ranked && last && found.length > limit ? [last.key, 0] : null,
    note: query.cut ? 'cut' : null,
  };
}

/** The key behind which a page begins that is `skip` rows further; `keys` newest first. */
function keyAt(keys: readonly number[], after: number | undefined, skip: number): number {
  const first = after === undefined ? 0 : keys.findIndex((key) => key < after);
  return (first < 0 ? undefined : keys[first + skip - 1]) ?? 0;
}

async function countFound(
  db: Reads,
  actor: Actor,
  { filter, cap }: InputOf<typeof calls.count>,
): Promise<OutputOf<typeof calls.count>> {
  const { query, where } = await asked(db, actor, filter);
  return db.search.count(query, cap, where);
}

/** The index is asked for the one ticket: it comes first below the key behind its own. */
async function foundEntries(
  db: Reads,
  _actor: Actor,
  { ticket, text }: InputOf<typeof calls.entries>,
): Promise<OutputOf<typeof calls.entries>> {
  const [row] = await db
    .select({ key: tickets.findKey })
    .from(tickets)
    .where(and(eq(tickets.id, ticket), eq(tickets.hidden, false)));
  const query = parseQuery(text);
  if (!row || query.parts.length === 0) return { ids: [] };
  const [hit] = db.search.tickets(query, { limit: 1, before: row.key + 1 });
  if (hit?.key !== row.key) return { ids: [] };
  const ids = hit.places.flatMap(({ field, ref }) => (field === 'reply' || field === 'note' ? [ref ?? 0] : []));
  return { ids: [...new Set(ids)] };
}

export const findLines: Area<typeof calls> = {
  tickets: read('find', findTickets),
  entries: read('find', foundEntries),
  count: read('find', countFound),
};
