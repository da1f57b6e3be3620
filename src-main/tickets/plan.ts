import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Filter, Sort } from '../contract/terms.ts';
import type { Key } from '../contract/tickets.ts';
import { Refused, tickets, type Reads } from '../store/index.ts';
import { ticketTerms, type Condition, type Subject, type Term, type Viewpoint } from './conditions.ts';

const SORTS = {
  changed: { columns: [tickets.changedAt, tickets.findKey], down: true },
  created: { columns: [tickets.createdAt, tickets.findKey], down: true },
  due: { columns: [tickets.dueSort, tickets.findKey], down: false },
  /** The most urgent first, and among these those that wait longest for a change. */
  urgency: { columns: [tickets.urgency, tickets.changedAt, tickets.findKey], down: false },
} as const satisfies Record<Sort, { columns: readonly unknown[]; down: boolean }>;

/** Columns whose index goes on in the order of changes. */
const GOES_ON_BY_CHANGE = new Set<Along>(['owner', 'status', 'category', 'tagged']);
/** Columns with an index worth running along when few tickets are behind it, whatever the order. */
const NARROWING = new Set<Along>(['people', 'text', 'tagged', 'owner', 'status', 'category', 'created', 'due']);
/** Up to so many tickets are read and sorted; more are met often enough while running along the order. */
const FEW = 1_000;

/** The index a list runs along: that of its order, or of a column that narrows it. */
export type Along = 'order' | Subject;
type Placeholder = ReturnType<typeof sql.placeholder>;
export type ListPlan = {
  along: Along;
  /** What must hold, hidden tickets excluded. */
  where: Condition;
  /** The sort columns, the find key last, and the order by them. */
  columns: readonly Condition[];
  order: readonly Condition[];
  /** The highest first. */
  down: boolean;
  /** What must hold of the rows behind a key, or behind placeholders for one. Throws Refused `invalid` for the key of another order. */
  after(key: Key | readonly Placeholder[]): Condition;
};

/** Decides which index a list runs along: SQLite chooses wrongly without statistics, and the best ones hold values. */
export async function planList(db: Reads, filter: Filter, sort: Sort, viewpoint: Viewpoint): Promise<ListPlan> {
  const terms = await ticketTerms(db, filter, viewpoint);
  return planAlong(await alongWhich(db, terms, sort), terms, sort);
}

async function alongWhich(db: Reads, terms: readonly Term[], sort: Sort): Promise<Along> {
  const ready = terms.filter(({ on }) => on !== 'owner' || terms.some((term) => term.on === 'open'));
  for (const { on, single } of sort === 'changed' ? ready : []) {
    const alone = terms.every((term) => term.on === on || begins(on, term) || term.impliedBy === on);
    if (single && GOES_ON_BY_CHANGE.has(on) && alone) return on;
  }
  for (const { on } of ready) {
    if (!NARROWING.has(on) || on === sort) continue;
    const some = db
      .select({ id: tickets.id })
      .from(tickets)
      .where(
        conditions(
          ready.filter((term) => term.on === on || begins(on, term)),
          on,
          sort,
        ),
      )
      .limit(FEW + 1)
      .as('some');
    const [counted] = await db.select({ count: sql<number>`count(*)` }).from(some);
    if ((counted?.count ?? 0) <= FEW) return on;
  }
  return 'order';
}

/** Whether an index may begin with it: those of the orders, of owners and of dates begin with whether it is open. */
const begins = (along: Along, { on }: Term) =>
  on === 'open' && (along === 'order' || along === 'owner' || along === 'created' || along === 'due');

/** `keyed`: rows behind a key, which then bounds a range of the order's own column in place of its near end. */
function conditions(terms: readonly Term[], along: Along, sort: Sort, keyed = false): Condition {
  const near = SORTS[sort].down ? 'to' : 'from';
  const ofAll = terms.every(({ on }) => on !== 'open');
  const bounds = ({ end }: Term) => ofAll || (end === near && !keyed);
  const byIndex = (term: Term) =>
    term.on === along || begins(along, term) || (along === 'order' && term.on === sort && bounds(term));
  const hidden = along === 'people' || along === 'text' ? eq(sql`+ ${tickets.hidden}`, 0) : eq(tickets.hidden, false);
  const asked = terms.filter(({ impliedBy }) => impliedBy === undefined || impliedBy !== along);
  return and(hidden, ...asked.map((term) => (byIndex(term) ? term.where : term.aside))) ?? hidden;
}

function planAlong(along: Along, terms: readonly Term[], sort: Sort): ListPlan {
  const { columns: sorted, down } = SORTS[sort];
  const inOrder =
    along === 'order' ||
    (sort === 'changed' && GOES_ON_BY_CHANGE.has(along) && terms.some(({ on, single }) => on === along && single));
  const columns = sorted.map((column) => (inOrder ? sql`${column}` : sql`+ ${column}`));
  return {
    along,
    where: conditions(terms, along, sort),
    columns,
    order: columns.map((column) => (down ? desc(column) : asc(column))),
    down,
    after(key) {
      if (key.length !== columns.length) throw new Refused('invalid', { reason: 'key-of-another-order' });
      const left = sql.join([...columns], sql`, `);
      const right = sql.join(
        key.map((part) => sql`${part}`),
        sql`, `,
      );
      const behind = down ? sql`(${left}) < (${right})` : sql`(${left}) > (${right})`;
      return and(conditions(terms, along, sort, true), behind) ?? behind;
    },
  };
}
