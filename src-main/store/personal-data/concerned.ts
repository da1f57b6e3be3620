import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import { attachments, entries, holds, ledger, ledgerTargets, people, ticketPeople, tickets } from '../schema/index.ts';
import type { Reads } from '../handles.ts';
import { listed } from './reach.ts';

export type HeldTicket = { id: number; trackingId: string; reason: string };
export type KeptPerson = { id: number; name: string; tickets: number };
/** Whom an act over tickets would touch. */
export type Concern = {
  /** In order of id; held and hidden ones are not among them. */
  tickets: { id: number; uid: string; version: number; sourceKey: string | null }[];
  held: HeldTicket[];
  /** People whom no other ticket needs. */
  gone: { id: number; uid: string; name: string }[];
  /** People whom other tickets need, and how many. */
  kept: KeptPerson[];
};

/** Everyone who stands on a ticket, wrote on it or gave a file to it: pairs of person and ticket. */
const standing = (where: (person: unknown, ticket: unknown) => unknown) => sql`
  select ${ticketPeople.personId} as person, ${ticketPeople.ticketId} as ticket from ${ticketPeople}
    where ${where(ticketPeople.personId, ticketPeople.ticketId)}
  union select ${entries.personId}, ${entries.ticketId} from ${entries}
    where ${entries.personId} is not null and ${where(entries.personId, entries.ticketId)}
  union select ${attachments.personId}, ${attachments.ticketId} from ${attachments}
    where ${attachments.personId} is not null and ${where(attachments.personId, attachments.ticketId)}`;

const living = (db: Reads) => and(isNull(holds.liftedAt), or(isNull(holds.untilAt), gt(holds.untilAt, db.now)));

/** Tickets, and the people of them, that a hold protects now. */
async function heldAmong(db: Reads, ids: readonly number[]): Promise<HeldTicket[]> {
  const [any] = await db.select({ id: holds.id }).from(holds).where(living(db)).limit(1);
  if (!any) return [];
  const byPerson = sql`exists (select 1 from (${standing((person, ticket) => sql`${person} = ${holds.personId} and ${ticket} = ${tickets.id}`)}))`;
  const rows = await db
    .select({ id: tickets.id, trackingId: tickets.trackingId, reason: holds.reason })
    .from(holds)
    .innerJoin(tickets, or(eq(holds.ticketId, tickets.id), byPerson))
    .where(and(living(db), sql`${tickets.id} in ${listed(ids)}`))
    .orderBy(tickets.id, holds.id);
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

/**
 * Whom deleting or anonymising these tickets would touch. A person goes along when no other ticket needs them; one
 * that is itself deleted and not yet purged needs nobody.
 */
export async function concernOf(db: Reads, ids: readonly number[]): Promise<Concern> {
  const found = await db
    .select({ id: tickets.id, uid: tickets.uid, version: tickets.version, sourceKey: tickets.sourceKey })
    .from(tickets)
    .where(and(eq(tickets.hidden, false), sql`${tickets.id} in ${listed(ids)}`))
    .orderBy(tickets.id);
  const held = await heldAmong(
    db,
    found.map(({ id }) => id),
  );
  const out = new Set(held.map(({ id }) => id));
  const free = found.filter(({ id }) => !out.has(id));
  const mine = listed(free.map(({ id }) => id));
  const touched = sql`select person from (${standing((_, ticket) => sql`${ticket} in ${mine}`)})`;
  const persons = await db
    .select({ id: people.id, uid: people.uid, name: people.name })
    .from(people)
    .where(and(isNull(people.deletion), isNull(people.joinedInto), sql`${people.id} in (${touched})`))
    .orderBy(people.nameFolded, people.id);
  return { tickets: free, held, ...(await goneAndKept(db, persons, free)) };
}

/** The same for people by themselves: those go whom no ticket needs and no hold protects. */
export async function concernOfPeople(db: Reads, ids: readonly number[]): Promise<Concern> {
  const heldHere = sql`exists (select 1 from ${holds} where ${holds.personId} = ${people.id} and ${living(db)})`;
  const persons = await db
    .select({ id: people.id, uid: people.uid, name: people.name })
    .from(people)
    .where(and(eq(people.hidden, false), sql`${people.id} in ${listed(ids)}`, sql`not ${heldHere}`))
    .orderBy(people.nameFolded, people.id);
  return { tickets: [], held: [], ...(await goneAndKept(db, persons, [])) };
}

/** Who of these goes, with everybody who was joined into them, and whom other tickets than the given ones need. */
async function goneAndKept(
  db: Reads,
  persons: readonly Concern['gone'][number][],
  free: readonly { id: number }[],
): Promise<Pick<Concern, 'gone' | 'kept'>> {
  const needing = new Map(
    (
      await neededBy(
        db,
        persons.map(({ id }) => id),
        free.map(({ id }) => id),
      )
    ).map(({ person, living }) => [person, living]),
  );
  const gone = persons.filter(({ id }) => !needing.get(id));
  return {
    gone: [...gone, ...(await joinedInto(db, gone))],
    kept: persons.flatMap(({ id, name }) => {
      const needed = needing.get(id);
      return needed ? [{ id, name, tickets: needed }] : [];
    }),
  };
}

/** Who was joined into these people: what was theirs goes with them, and neither may come back. */
export const joinedInto = async (db: Reads, persons: readonly { id: number }[]): Promise<Concern['gone']> =>
  db
    .select({ id: people.id, uid: people.uid, name: people.name })
    .from(people)
    .where(sql`${people.joinedInto} in ${listed(persons.map(({ id }) => id))}`)
    .orderBy(people.id);

/** How many prints, exports and copies of tickets stand in the ledger: out of the desk's reach. */
export async function leftTheDesk(db: Reads, ids: readonly number[]): Promise<number> {
  const uids = sql`(select uid from tickets where id in ${listed(ids)})`;
  const [row] = await db
    .select({ count: sql<number>`count(distinct ${ledgerTargets.ledgerId})` })
    .from(ledgerTargets)
    .innerJoin(ledger, eq(ledger.id, ledgerTargets.ledgerId))
    .where(and(sql`${ledgerTargets.targetUid} in ${uids}`, sql`${ledger.kind} not in ('backup', 'refused-rows')`));
  return row?.count ?? 0;
}

/**
 * Which of these people other tickets than the given ones need: how many living ones, and the newest act that deleted
 * one of the others.
 */
export async function neededBy(
  db: Reads,
  personIds: readonly number[],
  except: readonly number[],
): Promise<{ person: number; living: number; deletion: number | null }[]> {
  return db
    .select({
      person: people.id,
      living: sql<number>`count(distinct case when t.deletion is null then t.id end)`,
      deletion: sql<number | null>`max(t.deletion)`,
    })
    .from(people)
    .innerJoin(sql`(${standing((person) => sql`${person} in ${listed(personIds)}`)}) s`, sql`s.person = ${people.id}`)
    .innerJoin(sql`tickets t`, sql`t.id = s.ticket`)
    .where(sql`t.id not in ${listed(except)}`)
    .groupBy(people.id);
}

/** Ids of everyone who stands on these tickets, wrote on them or gave a file to them. */
export async function standingOn(db: Reads, ticketIds: readonly number[]): Promise<number[]> {
  const mine = listed(ticketIds);
  const rows = await db
    .select({ id: people.id })
    .from(people)
    .where(sql`${people.id} in (select person from (${standing((_, ticket) => sql`${ticket} in ${mine}`)}))`);
  return rows.map(({ id }) => id);
}
