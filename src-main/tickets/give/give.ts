import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import { setImmediate } from 'node:timers/promises';
import type { InputOf } from '../../contract/call.ts';
import type { Given, tickets as calls } from '../../contract/tickets.ts';
import type { Actor } from '../../gate.ts';
import { moveIdentifiers, ticketCounts } from '../../people/index.ts';
import { among } from '../../store/among.ts';
import { attachments, entries, people, Refused, ticketPeople, tickets, type Writes } from '../../store/index.ts';
import { requesterOf } from '../create.ts';
import { writeHistory } from '../history.ts';
import { identifiersOfTickets } from './brought.ts';
import { requestersOf, ticketsToGive } from './preview.ts';

type Input = InputOf<typeof calls.give>;
const AT_ONCE = 500;
/** People who are told to have no ticket any more. */
const MOST_TOLD = 50;

/**
 * Gives tickets to another person, all in one write, with what they said and sent in them and the identifiers asked for.
 * Who had them is told to be left without tickets, and stays.
 * @throws Refused `not-found`, `changed-meanwhile`, `refused` (`anonymised`, `last-name`)
 */
export async function giveTickets(tx: Writes, actor: Actor, given: Input): Promise<Given> {
  const ids = await ticketsToGive(tx, actor, given.selection);
  if (ids.length === 0) throw new Refused('refused', { reason: 'anonymised' });
  await sameVersion(tx, ids, given.version);
  const to = await requesterOf(tx, { person: given.to });
  const before = (await requestersOf(tx, ids)).filter(({ id }) => id !== to);
  const along = new Map<number, number[]>();
  for (const { id } of before) along.set(id, await identifiersGoing(tx, id, ids, given.identifiers));
  let changed = 0;
  for (let n = 0; n < ids.length; n += AT_ONCE) {
    changed += await giveSome(tx, actor, ids.slice(n, n + AT_ONCE), to);
    // Lists and finds of the window are answered between the slices.
    await setImmediate();
  }
  for (const [from, known] of along) await moveIdentifiers(tx, actor, from, to, known);
  const counts = await ticketCounts(
    tx,
    before.map(({ id }) => id),
  );
  const [person] = await tx.select({ id: people.id, name: people.name }).from(people).where(eq(people.id, to));
  return {
    changed,
    to: person ?? { id: to, name: '' },
    left: before
      .filter(({ id }) => !counts.get(id)?.tickets)
      .slice(0, MOST_TOLD)
      .map(({ id, name }) => ({ id, name })),
  };
}

async function sameVersion(tx: Writes, ids: readonly number[], version: number | undefined): Promise<void> {
  const [id] = ids;
  if (version === undefined || id === undefined || ids.length > 1) return;
  const [now] = await tx.select({ version: tickets.version }).from(tickets).where(eq(tickets.id, id));
  if (now?.version !== version) throw new Refused('changed-meanwhile', { field: 'ticket', version: now?.version });
}

/** A name goes along only where it was chosen: by it the person is known to whoever reads the tickets that stay. */
async function identifiersGoing(
  tx: Writes,
  from: number,
  ticketIds: readonly number[],
  asked: Input['identifiers'],
): Promise<number[]> {
  if (asked === 'none') return [];
  if (asked !== 'brought') return asked;
  const known = await identifiersOfTickets(tx, from, ticketIds);
  return known.flatMap(({ id, kind, brought }) => (brought && kind !== 'name' ? [id] : []));
}

async function giveSome(tx: Writes, actor: Actor, some: readonly number[], to: number): Promise<number> {
  const has = await tx
    .select({ id: ticketPeople.ticketId })
    .from(ticketPeople)
    .where(and(among(ticketPeople.ticketId, some), eq(ticketPeople.role, 'requester'), eq(ticketPeople.personId, to)));
  const theirs = new Set(has.map(({ id }) => id));
  const ids = some.filter((id) => !theirs.has(id));
  if (ids.length === 0) return 0;
  const on = among(ticketPeople.ticketId, ids);
  for (const table of [entries, attachments]) {
    const byRequester = sql`exists (select 1 from ticket_people tp where tp.ticket_id = ${table.ticketId}
      and tp.role = 'requester' and tp.person_id = ${table.personId})`;
    await tx
      .update(table)
      .set({ personId: to })
      .where(and(among(table.ticketId, ids), byRequester));
  }
  await tx.delete(ticketPeople).where(and(on, eq(ticketPeople.role, 'requester'), ne(ticketPeople.personId, to)));
  await tx.delete(ticketPeople).where(and(on, eq(ticketPeople.role, 'follower'), eq(ticketPeople.personId, to)));
  await tx
    .insert(ticketPeople)
    .values(ids.map((ticketId) => ({ ticketId, role: 'requester' as const, personId: to, addedAt: tx.now })));
  await tx
    .update(tickets)
    .set({ changedAt: tx.now, version: sql`${tickets.version} + 1` })
    .where(inArray(tickets.id, ids));
  await writeHistory(
    tx,
    actor,
    ids.map((ticketId) => ({ ticketId, what: 'requester' as const })),
  );
  return ids.length;
}
