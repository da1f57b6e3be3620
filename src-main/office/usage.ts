import { count, eq } from 'drizzle-orm';
import type { InputOf } from '../contract/call.ts';
import type { office as calls } from '../contract/office.ts';
import type { Actor } from '../gate.ts';
import { customValues, tickets, type Reads } from '../store/index.ts';

const COLUMNS = { categories: tickets.categoryId, priorities: tickets.priorityId, statuses: tickets.statusId } as const;

/** How many tickets that are not deleted lean on each row of a list, by the row's id; rows nobody uses are left out. */
export async function usage(
  db: Reads,
  _actor: Actor,
  { what }: InputOf<typeof calls.usage>,
): Promise<Record<number, number>> {
  const rows =
    what === 'fields'
      ? await db
          .select({ id: customValues.fieldId, tickets: count() })
          .from(customValues)
          .innerJoin(tickets, eq(tickets.id, customValues.ticketId))
          .where(eq(tickets.hidden, false))
          .groupBy(customValues.fieldId)
      : await db
          .select({ id: COLUMNS[what], tickets: count() })
          .from(tickets)
          .where(eq(tickets.hidden, false))
          .groupBy(COLUMNS[what]);
  return Object.fromEntries(rows.map((row) => [row.id, row.tickets]));
}
