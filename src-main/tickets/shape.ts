import { and, asc, sql } from 'drizzle-orm';
import type { InputOf } from '../contract/call.ts';
import type { Filter, Sort } from '../contract/terms.ts';
import type { Key, ListGroup, ListShape, tickets as calls } from '../contract/tickets.ts';
import type { Actor } from '../gate.ts';
import { NEVER, priorities, tickets, type Reads } from '../store/index.ts';
import { planList, type ListPlan } from './plan.ts';
import { dueStretches, officeZone, pastStretches, type Stretch } from './zone.ts';

/** Rows from one anchor to the next; a page may skip so many less one. */
export const STEP = 500;

/** The key of every 500th row, as a query: one run along the list's index. */
export function anchorsQuery(db: Reads, plan: ListPlan) {
  const [first, second, third] = plan.columns;
  if (!first || !second) throw new Error('a list has two sort columns at least');
  const numbered = db
    .select({
      first: sql<number>`${first}`.as('first'),
      second: sql<number>`${second}`.as('second'),
      third: sql<number>`${third ?? second}`.as('third'),
      n: sql<number>`row_number() over (order by ${sql.join([...plan.order], sql`, `)})`.as('n'),
    })
    .from(tickets)
    .where(plan.where)
    .as('numbered');
  return db
    .select({ first: numbered.first, second: numbered.second, third: numbered.third })
    .from(numbered)
    .where(sql`${numbered.n} % ${STEP} = 0`)
    .orderBy(asc(numbered.n));
}

/** How many tickets a list has, under which headings, and a key near any row. */
export async function shapeOfList(
  db: Reads,
  actor: Actor,
  { filter, sort }: InputOf<typeof calls.shape>,
): Promise<ListShape> {
  const zone = await officeZone(db);
  const plan = await planList(db, filter, sort, { actor, now: db.now, zone });
  const anchors = (await anchorsQuery(db, plan)).map(({ first, second, third }): Key =>
    plan.columns.length === 3 ? [first, second, third] : [first, second],
  );
  const total = anchors.length * STEP + (await countBehind(db, plan, anchors.at(-1)));
  const stretches = total === 0 ? [] : await stretchesOf(db, filter, sort, zone);
  const groups: ListGroup[] = [];
  let above = 0;
  for (const [n, { group, from }] of stretches.entries()) {
    const end = plan.down ? from : (stretches[n + 1]?.from ?? Infinity);
    const below = Number.isFinite(end) ? await rowsBefore(db, plan, anchors, end) : total;
    if (below > above) groups.push({ group, count: below - above });
    above = below;
  }
  return { total, groups, step: STEP, anchors };
}

async function stretchesOf(db: Reads, { view }: Filter, sort: Sort, zone: string): Promise<Stretch[]> {
  if (sort === 'due')
    return dueStretches(db.now, zone, view !== undefined && view !== 'resolved' && view !== 'all', NEVER);
  if (sort !== 'urgency') return pastStretches(db.now, zone);
  const all = await db
    .select({ id: priorities.id, position: priorities.position })
    .from(priorities)
    .orderBy(asc(priorities.position), asc(priorities.id));
  return all.map(({ id, position }) => ({ group: `priority-${id}` as const, from: position }));
}

const countBehind = (db: Reads, plan: ListPlan, key: Key | undefined, more?: ReturnType<typeof and>) =>
  db.$count(tickets, and(plan.where, key && plan.after(key), more));

/** How many rows stand above a value of the first sort column: by the anchors, then counted from the nearest. */
async function rowsBefore(db: Reads, plan: ListPlan, anchors: readonly Key[], value: number): Promise<number> {
  const isAbove = (key: Key) => (plan.down ? (key[0] ?? 0) >= value : (key[0] ?? 0) < value);
  let low = 0;
  for (let high = anchors.length; low < high;) {
    const middle = (low + high) >> 1;
    const anchor = anchors[middle];
    if (anchor && isAbove(anchor)) low = middle + 1;
    else high = middle;
  }
  const [first] = plan.columns;
  const above = plan.down ? sql`${first} >= ${value}` : sql`${first} < ${value}`;
  return low * STEP + (await countBehind(db, plan, anchors[low - 1], above));
}
