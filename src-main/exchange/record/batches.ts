import { sql } from 'drizzle-orm';
import { among } from '../../store/among.ts';
import { entries, tickets, type Reads } from '../../store/index.ts';

/** So many tickets are read at once, fewer where their texts are long. */
const TICKETS = 50;
/** Bytes of text read at once, unless one ticket alone has more. */
const BYTES = 1_000_000;

/** Ids in batches whose texts fit into memory, in the order given. */
export async function* inBatches(db: Reads, ids: readonly number[]): AsyncGenerator<number[]> {
  for (let at = 0; at < ids.length; at += TICKETS) {
    const some = ids.slice(at, at + TICKETS);
    const bytesOf = await textBytes(db, some);
    let batch: number[] = [];
    let bytes = 0;
    for (const id of some) {
      const more = bytesOf.get(id) ?? 0;
      if (batch.length > 0 && bytes + more > BYTES) {
        yield batch;
        batch = [];
        bytes = 0;
      }
      batch.push(id);
      bytes += more;
    }
    yield batch;
  }
}

/** How long messages, replies and notes of some tickets are together, in bytes. */
async function textBytes(db: Reads, ids: readonly number[]): Promise<Map<number, number>> {
  const messages = await db
    .select({ id: tickets.id, bytes: sql<number>`octet_length(${tickets.message})` })
    .from(tickets)
    .where(among(tickets.id, ids));
  const bodies = await db
    .select({ id: entries.ticketId, bytes: sql<number>`sum(octet_length(${entries.body}))` })
    .from(entries)
    .where(among(entries.ticketId, ids))
    .groupBy(entries.ticketId);
  const of = new Map(messages.map(({ id, bytes }) => [id, bytes]));
  for (const { id, bytes } of bodies) of.set(id, (of.get(id) ?? 0) + bytes);
  return of;
}
