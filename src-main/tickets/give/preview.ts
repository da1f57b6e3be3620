import { and, eq, isNull, sql } from 'drizzle-orm';
import type { InputOf } from '../../contract/call.ts';
import type { GivePreview, tickets as calls } from '../../contract/tickets.ts';
import type { Actor } from '../../gate.ts';
import { ticketCounts } from '../../people/index.ts';
import { among } from '../../store/among.ts';
import { people, ticketPeople, tickets, type Reads } from '../../store/index.ts';
import { selectedIds } from '../selection.ts';
import { identifiersOfTickets } from './brought.ts';

/** People who are listed with what they are known by. */
const MOST_LISTED = 20;

/** Tickets of a selection that can be given to somebody: identifying data was not removed from them. */
export async function ticketsToGive(
  db: Reads,
  actor: Actor,
  selection: InputOf<typeof calls.givePreview>['selection'],
): Promise<number[]> {
  const rows = await db
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(among(tickets.id, await selectedIds(db, actor, selection)), isNull(tickets.anonymisedAt)));
  return rows.map(({ id }) => id);
}

/** Who asked for these tickets, the one with the most of them first. */
export async function requestersOf(
  db: Reads,
  ticketIds: readonly number[],
): Promise<{ id: number; name: string; tickets: number }[]> {
  return db
    .select({ id: people.id, name: people.name, tickets: sql<number>`count(*)` })
    .from(ticketPeople)
    .innerJoin(people, eq(people.id, ticketPeople.personId))
    .where(
      and(among(ticketPeople.ticketId, ticketIds), eq(ticketPeople.role, 'requester'), eq(sql`+ ${people.hidden}`, 0)),
    )
    .groupBy(people.id)
    .orderBy(sql`count(*) desc`, people.nameFolded, people.id);
}

/** Who has these tickets, what they are known by, and how many would be left to them. */
export async function givePreview(
  db: Reads,
  actor: Actor,
  { selection }: InputOf<typeof calls.givePreview>,
): Promise<GivePreview> {
  const ids = await ticketsToGive(db, actor, selection);
  const all = await requestersOf(db, ids);
  const listed: GivePreview['people'] = [];
  const counts = await ticketCounts(
    db,
    all.slice(0, MOST_LISTED).map(({ id }) => id),
  );
  for (const person of all.slice(0, MOST_LISTED)) {
    const known = await identifiersOfTickets(db, person.id, ids);
    listed.push({
      ...person,
      left: Math.max(0, (counts.get(person.id)?.tickets ?? 0) - person.tickets),
      identifiers: known.map(({ id, kind, value, preferred, brought }) => ({ id, kind, value, preferred, brought })),
    });
  }
  return { tickets: ids.length, people: listed, more: all.length - listed.length };
}
