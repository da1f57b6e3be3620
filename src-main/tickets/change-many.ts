import { setImmediate } from 'node:timers/promises';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { InputOf } from '../contract/call.ts';
import type { tickets as calls } from '../contract/tickets.ts';
import type { Actor } from '../gate.ts';
import { tickets, type Writes } from '../store/index.ts';
import { difference, wantedOf } from './change.ts';
import { writeHistory, type Deed } from './history.ts';
import { selectedIds } from './selection.ts';
import { factsOfTickets } from './ticket.ts';

const AT_ONCE = 500;

/** Changes all tickets of a selection in one write: all of them or none. Those that are as wanted already count too. */
export async function changeMany(
  tx: Writes,
  actor: Actor,
  { selection, change }: InputOf<typeof calls.changeMany>,
): Promise<{ changed: number }> {
  const wanted = await wantedOf(tx, actor, change);
  const ids = await selectedIds(tx, actor, selection);
  for (let n = 0; n < ids.length; n += AT_ONCE) {
    const some = await factsOfTickets(tx, ids.slice(n, n + AT_ONCE));
    const alike = new Map<string, { set: ReturnType<typeof difference>['set']; ids: number[] }>();
    const deeds: (Deed & { ticketId: number })[] = [];
    for (const before of some) {
      const { set, deeds: own } = difference(before, wanted, { staffId: actor.staffId, now: tx.now });
      if (Object.keys(set).length === 0) continue;
      deeds.push(...own.map((deed) => ({ ...deed, ticketId: before.id })));
      const same = JSON.stringify(set);
      const group = alike.get(same);
      if (group) group.ids.push(before.id);
      else alike.set(same, { set, ids: [before.id] });
    }
    for (const group of alike.values())
      await tx
        .update(tickets)
        .set({ ...group.set, version: sql`${tickets.version} + 1` })
        .where(and(inArray(tickets.id, group.ids), eq(sql`+ ${tickets.hidden}`, 0)));
    await writeHistory(tx, actor, deeds);
    // Lists and finds of the window are answered between the slices.
    await setImmediate();
  }
  return { changed: ids.length };
}
