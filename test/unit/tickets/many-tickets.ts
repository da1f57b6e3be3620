import { asc } from 'drizzle-orm';
import type { Filter, Sort, View } from '../../../src-main/contract/terms.ts';
import { NEVER, people, priorities, statuses, ticketPeople, tickets } from '../../../src-main/store/index.ts';
import { newUid } from '../../../src-main/office/index.ts';
import { freeFindKeys, freeTrackingIds } from '../../../src-main/tickets/index.ts';
import { TUESDAY, type TestOffice } from '../../fixtures/office.ts';

const DAY = 86_400_000;

export type Row = typeof tickets.$inferSelect & { personId: number };

/** Writes so many tickets whose facts differ in every way a list can ask for, some of them hidden; the same each time. */
export async function manyTickets(office: TestOffice, count: number): Promise<Row[]> {
  let state = 7;
  const below = (end: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % end;
  };
  const ids = await Promise.all(
    ['Heating', 'Water', 'Keys'].map(async (name) => (await office.call('office.saveCategory', { name })).id),
  );
  const { store } = office;
  const all = await store.db.select().from(statuses).orderBy(asc(statuses.id));
  const urgent = await store.db.select().from(priorities).orderBy(asc(priorities.id));
  await store.write(async (tx) => {
    await tx.insert(people).values(
      Array.from({ length: 40 }, (_, n) => ({
        uid: newUid(),
        name: `Person ${n}`,
        nameFolded: `person ${n}`,
        source: 'intake' as const,
        createdAt: TUESDAY,
        changedAt: TUESDAY,
      })),
    );
    const tracking = await freeTrackingIds(tx, count);
    const nextKey = freeFindKeys(tx);
    for (let at = 0; at < count; at += 500) {
      const rows = [];
      for (let n = at; n < Math.min(count, at + 500); n += 1) {
        // Many share a moment, so that the find key decides.
        const createdAt = TUESDAY - (n % 11 === 0 ? 30 * DAY : below(90 * 24) * 3_600_000);
        const status = all[below(all.length)] ?? all[0];
        const priority = urgent[below(urgent.length)] ?? urgent[0];
        if (!status || !priority) throw new Error('an office has statuses and priorities');
        rows.push({
          uid: newUid(),
          trackingId: tracking[n] ?? '',
          findKey: await nextKey(createdAt),
          channel: 'mail' as const,
          categoryId: ids[below(3)] ?? 1,
          priorityId: priority.id,
          urgency: priority.position,
          statusId: status.id,
          open: status.open,
          subject: `Ticket ${n}`,
          message: n % 3 === 0 ? 'the boiler' : 'the lift',
          providedByPerson: true,
          ownerId: below(3) === 0 ? null : office.actor.staffId,
          createdAt,
          changedAt: n % 13 === 0 ? TUESDAY - 2 * DAY : createdAt + below(20) * 3_600_000,
          dueAt: below(2) === 0 ? null : TUESDAY + (below(40 * 24) - 10 * 24) * 3_600_000,
          tagged: below(4) === 0,
          hidden: below(17) === 0,
        });
      }
      const added = await tx.insert(tickets).values(rows).returning({ id: tickets.id });
      await tx
        .insert(ticketPeople)
        .values(
          added.map(({ id }) => ({ ticketId: id, role: 'requester' as const, personId: 1 + (id % 40), addedAt: 1 })),
        );
      for (const { id } of added) tx.index.ticket(id);
    }
  });
  return (await store.db.select().from(tickets)).map((row) => ({ ...row, personId: 1 + (row.id % 40) }));
}

/** What a list holds, found the slow way: every row looked at, in the office's zone Europe/Berlin on TUESDAY. */
export function slowList(rows: readonly Row[], office: TestOffice, waiting: number, filter: Filter, sort: Sort): Row[] {
  const NEXT_MONDAY = Date.UTC(2026, 10, 29, 23);
  const due = ({ dueAt }: Row) => dueAt ?? NEVER;
  const views: Record<View, (row: Row) => boolean> = {
    all: () => true,
    open: (row) => row.open,
    resolved: (row) => !row.open,
    mine: (row) => row.open && row.ownerId === office.actor.staffId,
    unassigned: (row) => row.open && row.ownerId === null,
    waiting: (row) => row.statusId === waiting,
    overdue: (row) => row.open && due(row) < TUESDAY,
    'due-week': (row) => row.open && due(row) >= TUESDAY && due(row) < NEXT_MONDAY,
  };
  const { owners, unowned } = filter;
  const holds = (row: Row) =>
    !row.hidden &&
    views[filter.view ?? 'all'](row) &&
    (filter.categories?.includes(row.categoryId) ?? true) &&
    (filter.priorities?.includes(row.priorityId) ?? true) &&
    (filter.statuses?.includes(row.statusId) ?? true) &&
    ((!owners && !unowned) || (unowned && row.ownerId === null) || (owners ?? []).includes(row.ownerId ?? 0)) &&
    (filter.person === undefined || row.personId === filter.person) &&
    (filter.tagged === undefined || row.tagged === filter.tagged) &&
    row.createdAt >= (filter.createdFrom ?? -Infinity) &&
    row.createdAt <= (filter.createdTo ?? Infinity) &&
    (filter.dueFrom === undefined || due(row) >= filter.dueFrom) &&
    (filter.dueTo === undefined || due(row) <= filter.dueTo) &&
    (!filter.text || row.message.includes(filter.text));
  const keys: Record<Sort, (row: Row) => number[]> = {
    changed: (row) => [-row.changedAt, -row.findKey],
    created: (row) => [-row.createdAt, -row.findKey],
    due: (row) => [due(row), row.findKey],
    urgency: (row) => [row.urgency, row.changedAt, row.findKey],
  };
  return rows.filter(holds).sort((a, b) => {
    const [left, right] = [keys[sort](a), keys[sort](b)];
    for (const [n, part] of left.entries()) if (part !== right[n]) return part - (right[n] ?? 0);
    return 0;
  });
}
