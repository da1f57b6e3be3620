import { and, eq, min, sql } from 'drizzle-orm';
import type { InputOf } from '../contract/call.ts';
import type { HistoryCode, tickets as calls } from '../contract/tickets.ts';
import type { Actor } from '../gate.ts';
import { ipKey, ipText } from '../store/search/index.ts';
import { entries, Refused, tickets, type Reads, type Writes } from '../store/index.ts';
import { freeFindKeys } from './find-keys.ts';
import { writeHistory } from './history.ts';
import { sameVersion, ticketToWrite } from './ticket.ts';

type Given = InputOf<typeof calls.correct>;
type Columns = Partial<typeof tickets.$inferInsert>;
/** `wholly`: no word of what stood there before is left in the index, not even where it finds its pages by. */
export type HowIndexed = { wholly?: boolean };
export type CorrectedTicket = { version: number; uid: string; left: ('subject' | 'message' | 'ip')[] };

/**
 * Corrects a ticket's own columns, and says which texts of it stand there no more. What is as wanted already changes
 * nothing, not even the version.
 * @throws Refused `not-found`, `changed-meanwhile`, `refused` (`anonymised`), `invalid` (`not-an-ip`, `in-the-future`,
 * `after-an-entry`)
 */
export async function correctTicket(
  tx: Writes,
  actor: Actor,
  { id, version, correction }: Given,
  { wholly = false }: HowIndexed = {},
): Promise<CorrectedTicket> {
  sameVersion(await ticketToWrite(tx, id), version);
  const [before] = await tx.select().from(tickets).where(eq(tickets.id, id));
  if (!before) throw new Refused('not-found', { reason: 'ticket' });
  const set: Columns = {};
  const deeds: HistoryCode[] = [];
  const left: CorrectedTicket['left'] = [];
  const { subject, message, channel, ip, createdAt } = correction;
  if (subject !== undefined && subject !== before.subject) {
    set.subject = subject;
    deeds.push('subject');
    left.push('subject');
  }
  if (message !== undefined && message !== before.message) {
    set.message = message;
    deeds.push('message');
    if (before.message !== '') left.push('message');
  }
  if (channel !== undefined && channel !== before.channel) {
    set.channel = channel;
    deeds.push('channel');
  }
  if (ip !== undefined && written(ip) !== before.ip) {
    Object.assign(set, { ip: written(ip), ipKey: ipKey(ip) ?? '' });
    deeds.push('ip');
    if (before.ip !== '') left.push('ip');
  }
  if (createdAt !== undefined && createdAt !== before.createdAt) {
    await mayHaveComeIn(tx, before, createdAt);
    Object.assign(set, { createdAt, findKey: await freeFindKeys(tx)(createdAt) });
    deeds.push('taken-in');
  }
  if (deeds.length === 0) return { version, uid: before.uid, left };
  // The index knows a ticket's texts by what they are and when the ticket came in.
  if (wholly || set.message !== undefined || set.findKey !== undefined) tx.index.withdraw([id], wholly);
  const [changed] = await tx
    .update(tickets)
    .set({ ...set, changedAt: tx.now, version: sql`${tickets.version} + 1` })
    .where(and(eq(tickets.id, id), eq(tickets.version, version)))
    .returning({ version: tickets.version });
  if (!changed) throw new Refused('changed-meanwhile', { field: 'ticket' });
  await writeHistory(
    tx,
    actor,
    deeds.map((what) => ({ ticketId: id, what })),
  );
  tx.index.ticket(id);
  return { version: changed.version, uid: before.uid, left };
}

function written(ip: string): string {
  if (ip === '') return '';
  const text = ipText(ip);
  if (text === null) throw new Refused('invalid', { reason: 'not-an-ip', field: 'ip' });
  return text;
}

/** Nothing was answered before it came in. */
async function mayHaveComeIn(db: Reads, ticket: typeof tickets.$inferSelect, at: number): Promise<void> {
  if (at > db.now) throw new Refused('invalid', { reason: 'in-the-future', field: 'createdAt' });
  const [first] = await db
    .select({ at: min(entries.createdAt) })
    .from(entries)
    .where(eq(entries.ticketId, ticket.id));
  const then = [first?.at, ticket.firstReplyAt, ticket.resolvedAt].filter((one) => one != null);
  if (then.some((one) => at > one)) throw new Refused('invalid', { reason: 'after-an-entry', field: 'createdAt' });
}
