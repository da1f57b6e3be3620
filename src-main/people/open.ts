import { and, asc, desc, eq, inArray, or, sql } from 'drizzle-orm';
import type { InputOf } from '../contract/call.ts';
import type { people as calls, Person } from '../contract/people.ts';
import type { TicketRow } from '../contract/tickets.ts';
import type { Actor } from '../gate.ts';
import { personHistory } from './history.ts';
import { identifiersOf } from './identifiers.ts';
import { joinedInto } from './joins/preview.ts';
import { people, possibleDoubles, Refused, ticketPeople, tickets, type Reads, type Writes } from '../store/index.ts';

/** Rows of tickets by id: given by the tickets area, which stands on this one. */
export type RowsOf = (db: Reads, ids: readonly number[]) => Promise<TicketRow[]>;

/** The newest tickets a person's page shows; `ticketCount` counts all. */
const MOST_TICKETS = 200;
/** As many as a selection may leave out. */
const MOST_LEFT_OUT = 100_000;

/**
 * A person in the lists; one who was joined into another is that one. Undefined for those who are not there or hidden
 * for another reason.
 */
export async function livingPerson(db: Reads, id: number): Promise<typeof people.$inferSelect | undefined> {
  const [row] = await db.select().from(people).where(eq(people.id, id));
  const [living] =
    row?.joinedInto == null ? [row] : await db.select().from(people).where(eq(people.id, row.joinedInto));
  return living?.hidden ? undefined : living;
}

/** Everything known about a person, of one who was joined into another about that one. Throws Refused `not-found`. */
export const openPerson =
  (rowsOf: RowsOf) =>
  async (db: Reads, _actor: Actor, { id: asked }: InputOf<typeof calls.open>): Promise<Person> => {
    const row = await livingPerson(db, asked);
    if (!row) throw new Refused('not-found', { reason: 'person' });
    const { id } = row;
    const within = await db.select({ uid: people.uid }).from(people).where(eq(people.joinedInto, id));
    const on = and(eq(ticketPeople.personId, id), eq(sql`+ ${tickets.hidden}`, 0));
    const parts = await db
      .select({ id: tickets.id, role: ticketPeople.role })
      .from(ticketPeople)
      .innerJoin(tickets, eq(tickets.id, ticketPeople.ticketId))
      .where(on)
      .orderBy(desc(tickets.changedAt), desc(tickets.id))
      .limit(MOST_TICKETS);
    const [all] = await db
      .select({ count: sql<number>`count(distinct ${tickets.id})` })
      .from(ticketPeople)
      .innerJoin(tickets, eq(tickets.id, ticketPeople.ticketId))
      .where(on);
    const rows = new Map((await rowsOf(db, [...new Set(parts.map((part) => part.id))])).map((one) => [one.id, one]));
    return {
      id: row.id,
      uid: row.uid,
      version: row.version,
      name: row.name,
      language: row.language,
      remark: row.remark,
      noticeGivenAt: row.noticeGivenAt,
      createdAt: row.createdAt,
      source: row.source,
      identifiers: await identifiersOf(db, id),
      tickets: parts.flatMap(({ id: ticketId, role }) => {
        const ticket = rows.get(ticketId);
        return ticket ? [{ role, row: ticket }] : [];
      }),
      ticketCount: all?.count ?? 0,
      elsewhere: await elsewhereOf(db, id),
      doubles: await openDoubles(db, id),
      joined: await joinedInto(db, row.uid),
      history: await personHistory(db, [row.uid, ...within.map(({ uid }) => uid)]),
    };
  };

/** Ids of the tickets the person is on without having asked for them. */
async function elsewhereOf(db: Reads, id: number): Promise<number[]> {
  const rows = await db
    .select({ id: tickets.id })
    .from(ticketPeople)
    .innerJoin(tickets, eq(tickets.id, ticketPeople.ticketId))
    .where(and(eq(ticketPeople.personId, id), eq(sql`+ ${tickets.hidden}`, 0)))
    .groupBy(tickets.id)
    .having(sql`sum(${ticketPeople.role} = 'requester') = 0`)
    .orderBy(asc(tickets.id))
    .limit(MOST_LEFT_OUT);
  return rows.map((row) => row.id);
}

async function openDoubles(db: Reads, id: number): Promise<Person['doubles']> {
  const pairs = await db
    .select({ personId: possibleDoubles.personId, otherId: possibleDoubles.otherId, kind: possibleDoubles.kind })
    .from(possibleDoubles)
    .where(
      and(
        or(eq(possibleDoubles.personId, id), eq(possibleDoubles.otherId, id)),
        eq(sql`+ ${possibleDoubles.decision}`, 'open'),
      ),
    )
    .limit(50);
  const others = new Map(pairs.map(({ personId, otherId, kind }) => [personId === id ? otherId : personId, kind]));
  if (others.size === 0) return [];
  const named = await db
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(and(inArray(people.id, [...others.keys()]), eq(sql`+ ${people.hidden}`, 0)))
    .orderBy(asc(people.id));
  return named.map((person) => ({ ...person, kind: others.get(person.id) ?? '' }));
}

/** Notes that the privacy notice was handed over now, or takes that back. */
export async function noticeGiven(
  tx: Writes,
  _actor: Actor,
  { id, given }: InputOf<typeof calls.noticeGiven>,
): Promise<null> {
  const changed = await tx
    .update(people)
    .set({ noticeGivenAt: given ? tx.now : null, changedAt: tx.now, version: sql`${people.version} + 1` })
    .where(and(eq(people.id, id), eq(people.hidden, false)))
    .returning({ id: people.id });
  if (changed.length === 0) throw new Refused('not-found', { reason: 'person' });
  return null;
}
