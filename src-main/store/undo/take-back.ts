import { setImmediate } from 'node:timers/promises';
import type { Connection } from '../connection.ts';
import { prepared } from '../prepared.ts';
import { CAPTURED, COPIES } from './captured.ts';
import { touchedBy, type Images, type RowImage } from './images.ts';
import { keptBy, stepOf, take, type Kept, type Step } from './plan.ts';
import { reindex, withdrawTexts } from './reindex.ts';

export type TakenBack = {
  /** Tickets whose rows returned, and people whose own. */
  tickets: Set<number>;
  people: Set<number>;
  /** What did not return, and why; the first ones, and how many. */
  kept: Kept[];
  keptCount: number;
};

const AT_ONCE = 500;
const MOST_SAID = 20;
const OWN = new Set(['people', 'identifiers']);

/**
 * Gives the rows of an act, in the running write, the values they had before it, and keeps the search index true to
 * them. As a whole: all of them or none. `each`: ticket by ticket, and those that were changed since stay as they are.
 */
export async function takeBack(sqlite: Connection, { rows }: Images, each: boolean): Promise<TakenBack> {
  const groups = each ? byTicket(rows) : [rows];
  const done: TakenBack = { tickets: new Set(), people: new Set(), kept: [], keptCount: 0 };
  for (const [n, group] of groups.entries()) {
    const kept = attempt(sqlite, group);
    if (kept) {
      done.keptCount += 1;
      if (done.kept.length < MOST_SAID) done.kept.push(kept);
    } else {
      for (const id of touchedBy(group).tickets) done.tickets.add(id);
      for (const id of touchedBy(group.filter(({ table }) => OWN.has(table))).people) done.people.add(id);
    }
    // Lists and finds of the window are answered between the slices.
    if (n % AT_ONCE === AT_ONCE - 1) await setImmediate();
  }
  settleCopies(sqlite, rows);
  return done;
}

/** The rows of each ticket, or all together where some are of no ticket or of more than one. */
function byTicket(rows: readonly RowImage[]): RowImage[][] {
  const groups = new Map<number, RowImage[]>();
  for (const row of rows) {
    const [ticket] = row.tickets;
    if (ticket === undefined || row.tickets.length > 1) return [[...rows]];
    const group = groups.get(ticket);
    if (group) group.push(row);
    else groups.set(ticket, [row]);
  }
  return [...groups.values()];
}

/** All rows of a group, or none of them. */
function attempt(sqlite: Connection, rows: readonly RowImage[]): Kept | null {
  const steps: Step[] = [];
  for (const row of rows) {
    const step = stepOf(sqlite, row);
    if (step && 'why' in step) return step;
    if (step) steps.push(step);
  }
  prepared(sqlite, 'SAVEPOINT taking_back').run();
  const kept = done(sqlite, rows, steps);
  if (kept) prepared(sqlite, 'ROLLBACK TO taking_back').run();
  prepared(sqlite, 'RELEASE taking_back').run();
  return kept;
}

const ORDER = new Map(CAPTURED.map(({ name }, n) => [name, n]));
const placeOf = ({ image }: Step) => ORDER.get(image.table) ?? 0;

/** Rows come back before those that name them, are changed, and go after those that name them. */
function done(sqlite: Connection, rows: readonly RowImage[], steps: readonly Step[]): Kept | null {
  const coming = steps.filter(({ kind }) => kind === 'insert').sort((a, b) => placeOf(a) - placeOf(b));
  const changing = steps.filter(({ kind }) => kind === 'update').sort((a, b) => placeOf(a) - placeOf(b));
  const going = steps.filter(({ kind }) => kind === 'delete').sort((a, b) => placeOf(b) - placeOf(a));
  withdrawTexts(sqlite, rows);
  for (const step of [...coming, ...changing, ...going]) {
    try {
      const kept = take(sqlite, step);
      if (kept) return kept;
    } catch (error) {
      // Another row has its place by now, or names it.
      if (!isConstraint(error)) throw error;
      return keptBy(step.image, step.kind === 'delete' ? 'hangs' : 'changed');
    }
  }
  reindex(sqlite, rows);
  return null;
}

const isConstraint = (error: unknown): boolean => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && code.startsWith('SQLITE_CONSTRAINT');
};

/** After a settings row of which others carry a copy returned: the copies follow, also on rows that came since. */
function settleCopies(sqlite: Connection, rows: readonly RowImage[]): void {
  for (const { table, column, by, of, source } of COPIES)
    for (const row of rows) {
      if (row.table !== of || !row.columns.includes(source)) continue;
      prepared(
        sqlite,
        `UPDATE "${table}" SET "${column}" = s."${source}" FROM "${of}" s
          WHERE s.id = ? AND "${table}"."${by}" = s.id AND "${table}"."${column}" IS NOT s."${source}"`,
      ).run(row.key[0]);
    }
}
