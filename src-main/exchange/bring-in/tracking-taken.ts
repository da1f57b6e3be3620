import { sql } from 'drizzle-orm';
import { ticketAliases, tickets, type Reads } from '../../store/index.ts';

/** Which of these tracking ids lead to a ticket already; hidden tickets count. */
export async function takenTrackingIds(db: Reads, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const asked = sql`(select value from json_each(${JSON.stringify(ids)}))`;
  const own = await db
    .select({ id: tickets.trackingId })
    .from(tickets)
    .where(sql`${tickets.trackingId} in ${asked}`);
  const before = await db
    .select({ id: ticketAliases.trackingId })
    .from(ticketAliases)
    .where(sql`${ticketAliases.trackingId} in ${asked}`);
  return new Set([...own, ...before].map(({ id }) => id));
}
