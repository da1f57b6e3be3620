import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { PersonFacts } from '../contract/tickets.ts';
import { among } from '../store/among.ts';
import { identifiers, people, ticketPeople, type Reads } from '../store/index.ts';
import { byTicket } from './by-ticket.ts';

/** A person's part in a ticket, with what they are known by. */
type Part = Omit<PersonFacts, 'tickets' | 'openTickets'>;

const ORDER: Record<Part['role'], number> = { requester: 0, follower: 1, mentioned: 2 };

/** The people on each of these tickets, the requester first; hidden people are left out. */
export async function partsOf(db: Reads, ids: readonly number[]): Promise<Map<number, Part[]>> {
  const parts = await db
    .select({
      ticketId: ticketPeople.ticketId,
      id: people.id,
      uid: people.uid,
      name: people.name,
      role: ticketPeople.role,
      noticeGivenAt: people.noticeGivenAt,
    })
    .from(ticketPeople)
    .innerJoin(people, eq(people.id, ticketPeople.personId))
    .where(and(among(ticketPeople.ticketId, ids), eq(sql`+ ${people.hidden}`, 0)))
    .orderBy(asc(ticketPeople.addedAt), asc(people.id));
  const knownBy = new Map<number, Part['identifiers']>(parts.map(({ id }) => [id, []]));
  if (knownBy.size > 0) {
    const rows = await db
      .select({
        personId: identifiers.personId,
        kind: identifiers.kind,
        value: identifiers.value,
        preferred: identifiers.preferred,
      })
      .from(identifiers)
      .where(among(identifiers.personId, knownBy.keys()))
      .orderBy(desc(identifiers.preferred), asc(identifiers.id));
    for (const { personId, ...identifier } of rows) knownBy.get(personId)?.push(identifier);
  }
  return byTicket(
    parts
      .sort((a, b) => ORDER[a.role] - ORDER[b.role])
      .map((part) => ({ ...part, identifiers: knownBy.get(part.id) ?? [] })),
  );
}
