import type { InputOf } from '../contract/call.ts';
import type { Key, tickets as calls, TicketRow } from '../contract/tickets.ts';
import type { Actor } from '../gate.ts';
import { tickets, type Reads } from '../store/index.ts';
import { planList, type ListPlan } from './plan.ts';
import { ticketRows } from './rows.ts';
import { officeZone } from './zone.ts';

/** The keys of one page, as a query: from behind `after`, `skip` rows further. */
export function keysQuery(db: Reads, plan: ListPlan, page: { after: Key | null; skip: number; limit: number }) {
  const [first, second, third] = plan.columns;
  if (!first || !second) throw new Error('a list has two sort columns at least');
  return db
    .select({ id: tickets.id, first: first.mapWith(Number), second: second.mapWith(Number), third: third ?? second })
    .from(tickets)
    .where(page.after ? plan.after(page.after) : plan.where)
    .orderBy(...plan.order)
    .limit(page.limit)
    .offset(page.skip);
}

/** One page of a list, by key. */
export async function pageOfTickets(
  db: Reads,
  actor: Actor,
  { filter, sort, ...page }: InputOf<typeof calls.page>,
): Promise<TicketRow[]> {
  const plan = await planList(db, filter, sort, { actor, now: db.now, zone: await officeZone(db) });
  const found = await keysQuery(db, plan, page);
  const rows = new Map(
    (
      await ticketRows(
        db,
        found.map(({ id }) => id),
      )
    ).map((row) => [row.id, row]),
  );
  return found.flatMap(({ id, first, second, third }) => {
    const row = rows.get(id);
    const key = plan.columns.length === 3 ? [first, second, Number(third)] : [first, second];
    return row ? [{ ...row, key }] : [];
  });
}
