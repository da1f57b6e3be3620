import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Filter, View } from '../contract/terms.ts';
import type { Actor } from '../gate.ts';
import { among } from '../store/among.ts';
import { parseQuery } from '../store/search/index.ts';
import { statuses, ticketPeople, tickets, type Reads } from '../store/index.ts';
import { calendar } from './zone.ts';

export type Condition = ReturnType<typeof eq>;
type Column = Condition | (typeof tickets)['id' | 'open' | 'ownerId' | 'statusId' | 'categoryId' | 'priorityId'];
type Expression = Parameters<typeof eq>[0];

export type Subject =
  'open' | 'owner' | 'status' | 'category' | 'priority' | 'tagged' | 'created' | 'due' | 'people' | 'text';

/**
 * One thing that must hold of a ticket. `where` may be answered by an index of its column; `aside` says the same in a
 * way that no index answers (a unary plus), so that the list's plan decides which index it runs along.
 */
export type Term = {
  on: Subject;
  where: Condition;
  aside: Condition;
  /** The column has one value only, so that an index goes on in its next column's order. */
  single: boolean;
  /** The end of a range that it is. */
  end?: 'from' | 'to';
  /** What holds wherever another term does, and is needed only to run along an index that begins with it. */
  impliedBy?: Subject;
};

const COLUMNS = {
  open: tickets.open,
  owner: tickets.ownerId,
  status: tickets.statusId,
  category: tickets.categoryId,
  priority: tickets.priorityId,
  tagged: tickets.tagged,
  created: tickets.createdAt,
  due: tickets.dueSort,
  people: tickets.id,
  text: tickets.findKey,
} as const satisfies Record<Subject, Column | Expression>;

function term(on: Subject, build: (column: Condition) => Condition | undefined, single = false): Term {
  const column = COLUMNS[on];
  const where = build(sql`${column}`);
  const aside = build(sql`+ ${column}`);
  if (!where || !aside) throw new Error('a term says nothing');
  return { on, where, aside, single };
}

const oneOf = (on: Subject, ids: readonly number[]): Term => {
  const [first] = ids;
  if (ids.length === 1 && first !== undefined) return term(on, (column) => eq(column, first), true);
  return term(on, (column) => (ids.length <= 500 ? inArray(column, [...ids]) : among(column, ids)));
};
const isOpen = (open: boolean): Term => term('open', (column) => eq(column, open ? 1 : 0), true);
/** Each end is a term of its own: with both, SQLite takes another index than the one that is meant. */
const within = (on: 'created' | 'due', from: number | undefined, to: number | undefined): Term[] => [
  ...(from === undefined ? [] : [{ ...term(on, (column) => sql`${column} >= ${from}`), end: 'from' as const }]),
  ...(to === undefined ? [] : [{ ...term(on, (column) => sql`${column} <= ${to}`), end: 'to' as const }]),
];
const unowned = (): Term => term('owner', (column) => isNull(column), true);

/** From where a list is looked at: by whom, when, and in which zone its days begin. */
export type Viewpoint = { actor: Pick<Actor, 'staffId'>; now: number; zone: string };

async function viewTerms(db: Reads, view: View, { actor, now, zone }: Viewpoint): Promise<Term[]> {
  switch (view) {
    case 'all':
      return [];
    case 'open':
      return [isOpen(true)];
    case 'resolved':
      return [isOpen(false)];
    case 'mine':
      return [isOpen(true), oneOf('owner', [actor.staffId])];
    case 'unassigned':
      return [isOpen(true), unowned()];
    case 'overdue':
      return [isOpen(true), ...within('due', undefined, now - 1)];
    case 'due-week':
      return [isOpen(true), ...within('due', now, calendar(now, zone).nextWeek - 1)];
    case 'waiting': {
      const waiting = await db.select({ id: statuses.id }).from(statuses).where(eq(statuses.role, 'waiting'));
      const ids = waiting.map(({ id }) => id);
      return [oneOf('status', ids), { ...isOpen(true), impliedBy: 'status' }];
    }
  }
}

/** Everything a filter asks, besides that the ticket is not hidden. Text is answered by the index of words. */
export async function ticketTerms(db: Reads, filter: Filter, viewpoint: Viewpoint): Promise<Term[]> {
  const terms = filter.view ? await viewTerms(db, filter.view, viewpoint) : [];
  if (filter.categories) terms.push(oneOf('category', filter.categories));
  if (filter.priorities) terms.push(oneOf('priority', filter.priorities));
  if (filter.statuses) terms.push(oneOf('status', filter.statuses));
  const { owners } = filter;
  if (owners && filter.unowned) terms.push(term('owner', (column) => or(isNull(column), among(column, owners))));
  else if (owners) terms.push(oneOf('owner', owners));
  else if (filter.unowned) terms.push(unowned());
  if (filter.tagged !== undefined) terms.push(term('tagged', (column) => eq(column, filter.tagged ? 1 : 0), true));
  terms.push(...within('created', filter.createdFrom, filter.createdTo));
  terms.push(...within('due', filter.dueFrom, filter.dueTo));
  if (filter.person !== undefined) {
    const on = db
      .select({ id: ticketPeople.ticketId })
      .from(ticketPeople)
      .where(eq(ticketPeople.personId, filter.person));
    terms.push(term('people', (column) => inArray(column, on)));
  }
  if (filter.text !== undefined && filter.text.trim() !== '') {
    const keys = db.search.allKeys(parseQuery(filter.text));
    terms.push(term('text', (column) => among(column, keys)));
  }
  return terms;
}

/** What a filter asks, as one condition on `tickets`, hidden ones excluded: for counts, selections and finds. */
export async function ticketConditions(db: Reads, filter: Filter, viewpoint: Viewpoint): Promise<Condition> {
  const terms = await ticketTerms(db, filter, viewpoint);
  return and(eq(tickets.hidden, false), ...terms.map(({ where }) => where)) ?? eq(tickets.hidden, false);
}
