import { asc, sql } from 'drizzle-orm';
import type { InputOf } from '../contract/call.ts';
import type { Filter, Sort } from '../contract/terms.ts';
import type { Key, ListGroup, ListShape, tickets as calls } from '../contract/tickets.ts';
import type { Actor } from '../gate.ts';
import { NEVER, priorities, tickets, type Reads } from '../store/index.ts';
import { planList, type ListPlan } from './plan.ts';
import { dueStretches, officeZone, pastStretches, type Stretch } from './zone.ts';

/** Rows from one anchor to the next; a page may skip so many less one. */
export const STEP = 500;

const PLACES = ['first', 'second', 'third'] as const;

/** The key of the 500th row behind another, as a query: from behind placeholders, or from the top. */
export function stepQuery(db: Reads, plan: ListPlan, from: 'top' | 'behind') {
  const [first, second, third] = plan.columns;
  if (!first || !second) throw new Error('a list has two sort columns at least');
  const places = PLACES.slice(0, plan.columns.length).map((place) => sql.placeholder(place));
  return db
    .select({ first: first.mapWith(Number), second: second.mapWith(Number), third: (third ?? second).mapWith(Number) })
    .from(tickets)
    .where(from === 'top' ? plan.where : plan.after(places))
    .orderBy(...plan.order)
    .limit(1)
    .offset(STEP - 1);
}

/** The key of every 500th row: in steps along the list's index, each a look-up (one window over all took seven times as long). */
async function anchorsOf(db: Reads, plan: ListPlan): Promise<Key[]> {
  const next = stepQuery(db, plan, 'behind').prepare();
  const anchors: Key[] = [];
  for (let [at] = await stepQuery(db, plan, 'top'); at; [at] = await next.execute(at))
    anchors.push(plan.columns.length === 3 ? [at.first, at.second, at.third] : [at.first, at.second]);
  return anchors;
}

/** How many tickets a list has, under which headings, and a key near any row. */
export async function shapeOfList(
  db: Reads,
  actor: Actor,
  { filter, sort }: InputOf<typeof calls.shape>,
): Promise<ListShape> {
  const zone = await officeZone(db);
  const plan = await planList(db, filter, sort, { actor, now: db.now, zone });
  const anchors = await anchorsOf(db, plan);
  const total = anchors.length * STEP + (await countBlock(db, plan, anchors.at(-1)));
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

/** How many of the rows behind an anchor, up to the next, hold: all of them, or those above a value of the first column. */
async function countBlock(db: Reads, plan: ListPlan, anchor: Key | undefined, above?: number): Promise<number> {
  const [first] = plan.columns;
  const block = db
    .select({ first: sql<number>`${first}`.as('first') })
    .from(tickets)
    .where(anchor ? plan.after(anchor) : plan.where)
    .orderBy(...plan.order)
    .limit(STEP)
    .as('block');
  const here = plan.down ? sql`${block.first} >= ${above}` : sql`${block.first} < ${above}`;
  const [counted] = await db
    .select({ count: sql<number>`count(*)` })
    .from(block)
    .where(above === undefined ? undefined : here);
  return counted?.count ?? 0;
}

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
  return low * STEP + (await countBlock(db, plan, anchors[low - 1], value));
}
