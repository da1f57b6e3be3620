import { setImmediate } from 'node:timers/promises';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { InputOf } from '../contract/call.ts';
import type { tickets as calls } from '../contract/tickets.ts';
import type { Actor, Services, Working } from '../gate.ts';
import { tickets, type Writes } from '../store/index.ts';
import { difference, wantedOf } from './change.ts';
import { writeHistory, type Deed } from './history.ts';
import { selectedIds } from './selection.ts';
import { factsOfTickets } from './ticket.ts';

const AT_ONCE = 500;

type Input = InputOf<typeof calls.changeMany>;

/**
 * Changes all tickets of a selection in one write: all of them or none. Those that are as wanted already count too. A
 * hundred thousand take some seconds, so it is told of and can be stopped. @throws Refused `cancelled`
 */
export const changeMany = (services: Services, actor: Actor, input: Input): Promise<{ changed: number }> =>
  services.told('tickets.changeMany', (working) => services.write((tx) => changeAll(tx, actor, input, working)));

async function changeAll(tx: Writes, actor: Actor, { selection, change }: Input, working: Working) {
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
    working.progress('change', Math.min(n + AT_ONCE, ids.length), ids.length);
    // Lists and finds of the window are answered between the slices, and it may ask to stop.
    await setImmediate();
    working.check();
  }
  return { changed: ids.length };
}
