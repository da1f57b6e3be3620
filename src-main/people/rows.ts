import { and, asc, desc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import type { PersonRow } from '../contract/people.ts';
import { identifiers, people, ticketPeople, tickets, type Reads } from '../store/index.ts';
import { among } from '../store/among.ts';

const ABOUT = ['address', 'phone', 'email'] as const;

/** How many tickets each of these people is on, by whichever part; hidden tickets are none. */
export async function ticketCounts(
  db: Reads,
  ids: readonly number[],
): Promise<Map<number, { tickets: number; openTickets: number; lastAt: number | null }>> {
  const rows = await db
    .select({
      id: ticketPeople.personId,
      tickets: sql<number>`count(distinct ${tickets.id})`,
      openTickets: sql<number>`count(distinct case when ${tickets.open} = 1 then ${tickets.id} end)`,
      lastAt: sql<number | null>`max(${tickets.changedAt})`,
    })
    .from(ticketPeople)
    .innerJoin(tickets, eq(tickets.id, ticketPeople.ticketId))
    .where(and(among(ticketPeople.personId, ids), eq(sql`+ ${tickets.hidden}`, 0)))
    .groupBy(ticketPeople.personId);
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

/** Rows of these people in the order of the ids; unknown and hidden ones are left out. */
export async function personRows(db: Reads, ids: readonly number[]): Promise<PersonRow[]> {
  if (ids.length === 0) return [];
  const found = await db
    .select({ id: people.id, uid: people.uid, name: people.name })
    .from(people)
    .where(and(among(people.id, ids), eq(sql`+ ${people.hidden}`, 0)));
  const knownBy = await db
    .select({ personId: identifiers.personId, kind: identifiers.kind, value: identifiers.value })
    .from(identifiers)
    .where(
      and(
        among(identifiers.personId, ids),
        inArray(identifiers.kind, [...ABOUT]),
        or(isNull(identifiers.until), gt(identifiers.until, db.now)),
      ),
    )
    .orderBy(desc(identifiers.preferred), asc(identifiers.id));
  const counts = await ticketCounts(db, ids);
  const about = (id: number) =>
    ABOUT.map((kind) => knownBy.find((known) => known.personId === id && known.kind === kind)?.value)
      .filter(Boolean)
      .join(', ');
  const byId = new Map(found.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    const none = { tickets: 0, openTickets: 0, lastAt: null };
    return row ? [{ ...row, about: about(id), ...(counts.get(id) ?? none) }] : [];
  });
}
