import { eq } from 'drizzle-orm';
import type { UndoAct } from '../contract/undo.ts';
import { tickets, type Reads } from '../store/index.ts';
import type { Entry } from '../store/undo/index.ts';

/** What the window may know of an act. */
export async function actOf(db: Reads, entry: Entry): Promise<UndoAct> {
  const { id, call, deeds, at } = entry;
  const only = entry.tickets.count === 1 ? entry.tickets.first : null;
  return {
    id,
    call,
    deeds: [...deeds],
    tickets: entry.tickets.count,
    trackingId: only === null ? null : await trackingIdOf(db, only),
    people: entry.people.count,
    at,
  };
}

export async function trackingIdOf(db: Reads, id: number): Promise<string | null> {
  const [found] = await db.select({ trackingId: tickets.trackingId }).from(tickets).where(eq(tickets.id, id));
  return found?.trackingId ?? null;
}
