import { and, desc, eq, sql } from 'drizzle-orm';
import type { Selection } from '../contract/terms.ts';
import type { Actor } from '../gate.ts';
import { among } from '../store/among.ts';
import { tickets, type Reads } from '../store/index.ts';
import { ticketConditions } from './conditions.ts';
import { officeZone } from './zone.ts';

/** The ids a selection stands for now, the newest first; hidden and unknown ones are left out. */
export async function selectedIds(db: Reads, actor: Pick<Actor, 'staffId'>, selection: Selection): Promise<number[]> {
  const named = 'ids' in selection;
  const here = named
    ? and(among(tickets.id, selection.ids), eq(sql`+ ${tickets.hidden}`, 0))
    : await ticketConditions(db, selection.filter, { actor, now: db.now, zone: await officeZone(db) });
  const rows = await db.select({ id: tickets.id }).from(tickets).where(here).orderBy(desc(tickets.id));
  const except = named ? null : new Set(selection.except);
  return rows.map(({ id }) => id).filter((id) => !except?.has(id));
}
