import { randomInt } from 'node:crypto';
import { and, eq, inArray } from 'drizzle-orm';
import type { InputOf } from '../contract/call.ts';
import type { tickets as calls } from '../contract/tickets.ts';
import type { Actor } from '../gate.ts';
import { among } from '../store/among.ts';
import { ticketAliases, tickets, type Reads } from '../store/index.ts';

/** HESK's letters and digits: none that look like another. */
export const TRACKING_ALPHABET = 'AEUYBDGHJLMNPQRSTVWXZ123456789';

const character = () => TRACKING_ALPHABET.charAt(randomInt(TRACKING_ALPHABET.length));

/** A random tracking id, `XXX-XXX-XXXX`; whether it is free is another question. */
export function randomTrackingId(): string {
  const all = Array.from({ length: 10 }, character).join('');
  return `${all.slice(0, 3)}-${all.slice(3, 6)}-${all.slice(6)}`;
}

/** As many new tracking ids as asked for, none in use by a ticket or as an old or merged id. */
export async function freeTrackingIds(db: Reads, count: number): Promise<string[]> {
  const free = new Set<string>();
  while (free.size < count) {
    const tried = Array.from({ length: Math.min(500, count - free.size) }, randomTrackingId);
    const used = await usedOf(db, tried);
    for (const id of tried) if (!used.has(id)) free.add(id);
  }
  return [...free];
}

async function usedOf(db: Reads, ids: string[]): Promise<Set<string>> {
  const here = await db.select({ id: tickets.trackingId }).from(tickets).where(among(tickets.trackingId, ids));
  const before = await db
    .select({ id: ticketAliases.trackingId })
    .from(ticketAliases)
    .where(among(ticketAliases.trackingId, ids));
  return new Set([...here, ...before].map(({ id }) => id));
}

/** The forms a typed tracking id may be stored in: as typed, in capitals, and with its hyphens put right. */
function formsOf(typed: string): string[] {
  const capital = typed.trim().toUpperCase();
  const bare = capital.replace(/[^A-Z0-9]/g, '');
  const hyphened = bare.length === 10 ? [`${bare.slice(0, 3)}-${bare.slice(3, 6)}-${bare.slice(6)}`] : [];
  return [...new Set([typed.trim(), capital, ...hyphened])];
}

/** The ticket behind a tracking id, an old or merged one too; hidden tickets are not found. */
export async function byTrackingId(
  db: Reads,
  _actor: Actor,
  { trackingId }: InputOf<typeof calls.byTrackingId>,
): Promise<{ id: number } | null> {
  const forms = formsOf(trackingId);
  const [own] = await db
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(inArray(tickets.trackingId, forms), eq(tickets.hidden, false)))
    .limit(1);
  if (own) return own;
  const [former] = await db
    .select({ id: tickets.id })
    .from(ticketAliases)
    .innerJoin(tickets, eq(tickets.id, ticketAliases.ticketId))
    .where(and(inArray(ticketAliases.trackingId, forms), eq(tickets.hidden, false)))
    .limit(1);
  return former ?? null;
}
