import { sql } from 'drizzle-orm';
import { entries, identifiers, people, ticketAliases, tickets, tombstones, type Reads } from '../../store/index.ts';
import type { GoodRow } from './good-row.ts';
import type { Named } from './incoming.ts';

const given = (values: readonly string[]) => sql`(select value from json_each(${JSON.stringify(values)}))`;

/** Which of these tracking ids lead to a ticket already; hidden tickets count. */
export async function takenTrackingIds(db: Reads, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const own = await db
    .select({ id: tickets.trackingId })
    .from(tickets)
    .where(sql`${tickets.trackingId} in ${given(ids)}`);
  const before = await db
    .select({ id: ticketAliases.trackingId })
    .from(ticketAliases)
    .where(sql`${ticketAliases.trackingId} in ${given(ids)}`);
  return new Set([...own, ...before].map(({ id }) => id));
}

/**
 * Uids of these records' tickets, replies and notes that are in use here, or were: what was erased under a uid must
 * never have it again, or a restore would erase the new one as well.
 */
export async function usedUids(db: Reads, rows: readonly GoodRow[]): Promise<Set<string>> {
  const ticketUids = rows.flatMap(({ ticket }) => ticket.uid ?? []);
  const entryUids = rows.flatMap(({ ticket }) => ticket.entries.flatMap(({ uid }) => uid ?? []));
  if (ticketUids.length === 0 && entryUids.length === 0) return new Set();
  const here = await db
    .select({ uid: tickets.uid })
    .from(tickets)
    .where(sql`${tickets.uid} in ${given(ticketUids)}`);
  const erased = await db
    .select({ uid: tombstones.targetUid })
    .from(tombstones)
    .where(sql`${tombstones.targetUid} in ${given(ticketUids)}`);
  const texts = await db
    .select({ uid: entries.uid })
    .from(entries)
    .where(sql`${entries.uid} in ${given(entryUids)}`);
  return new Set([...here, ...erased, ...texts].map(({ uid }) => uid));
}

/** The same for people and what they are known by. */
export async function usedPersonUids(db: Reads, named: readonly Named[]): Promise<Set<string>> {
  const uids = named.flatMap(({ uid }) => uid ?? []);
  const known = named.flatMap(({ knownBy }) => knownBy.flatMap(({ uid }) => uid ?? []));
  if (uids.length === 0) return new Set();
  const here = await db
    .select({ uid: people.uid })
    .from(people)
    .where(sql`${people.uid} in ${given(uids)}`);
  const erased = await db
    .select({ uid: tombstones.targetUid })
    .from(tombstones)
    .where(sql`${tombstones.targetUid} in ${given(uids)}`);
  const theirs = await db
    .select({ uid: identifiers.uid })
    .from(identifiers)
    .where(sql`${identifiers.uid} in ${given(known)}`);
  return new Set([...here, ...erased, ...theirs].map(({ uid }) => uid));
}
