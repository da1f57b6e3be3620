import { and, eq } from 'drizzle-orm';
import type { OutputOf } from '../contract/call.ts';
import { VIEWS, type View } from '../contract/terms.ts';
import type { tickets as calls } from '../contract/tickets.ts';
import type { Actor } from '../gate.ts';
import { countDoubles, countPeople } from '../people/index.ts';
import { tickets, type Reads } from '../store/index.ts';
import { ticketTerms } from './conditions.ts';
import { officeZone } from './zone.ts';

/** The rail's counts. Only the short lists are run through: all tickets are counted by pages, resolved ones are the rest. */
export async function countsOfViews(db: Reads, actor: Actor): Promise<OutputOf<typeof calls.counts>> {
  const viewpoint = { actor, now: db.now, zone: await officeZone(db) };
  const counted = {} as Record<View, number>;
  counted.all = (await db.$count(tickets)) - (await db.$count(tickets, eq(tickets.hidden, true)));
  for (const view of VIEWS) {
    if (view === 'all' || view === 'resolved') continue;
    const terms = (await ticketTerms(db, { view }, viewpoint)).filter(({ impliedBy }) => !impliedBy);
    counted[view] = await db.$count(tickets, and(eq(tickets.hidden, false), ...terms.map(({ where }) => where)));
  }
  counted.resolved = counted.all - counted.open;
  return { ...counted, people: await countPeople(db), doubles: await countDoubles(db) };
}
