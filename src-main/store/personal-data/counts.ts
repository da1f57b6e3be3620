import { or, sql, type SQL } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { GoneKind } from '../../contract/privacy.ts';
import type { Reads } from '../handles.ts';
import { namedRows } from './named-rows.ts';
import { both, deedOf, reachable, reached, unreachable, type Concerned, type Reachable } from './reach.ts';
import type { Act } from './terms.ts';

export type Count = { kind: GoneKind; count: number; bytes?: number };
type Counted = { kind: GoneKind; which?: string; bytes?: string };

/** What a rule counts under an act: rows that go or change by their kinds, or rows that stay by theirs. */
function countedBy({ row }: Reachable, act: Act): readonly Counted[] {
  if (deedOf(row, act) !== 'keep row') return row.counts ?? [];
  return row.kept ? [{ kind: row.kept }] : [];
}

/** How many rows of each kind an act takes, changes, or leaves beside, exactly. Kinds without any are left out. */
export async function countKinds(db: Reads, act: Act, concerned: Concerned): Promise<Count[]> {
  const counts = new Map<GoneKind, Count>();
  const of = (kind: GoneKind): Count => {
    const known = counts.get(kind) ?? { kind, count: 0 };
    counts.set(kind, known);
    return known;
  };
  for (const one of reachable) {
    if (unreachable(one.row, concerned)) continue;
    for (const { kind, which, bytes } of countedBy(one, act)) {
      const size = bytes === undefined ? sql<number>`0` : sql<number>`coalesce(sum(${sql.identifier(bytes)}), 0)`;
      const [found] = await db
        .select({ count: sql<number>`count(*)`, bytes: size })
        .from(one.table)
        .where(both(reached(one.row, concerned), which));
      if (!found || found.count === 0) continue;
      const known = of(kind);
      known.count += found.count;
      if (bytes !== undefined) known.bytes = (known.bytes ?? 0) + found.bytes;
    }
  }
  for (const { kind, ids } of await namedRows(db, act, concerned)) if (ids.length > 0) of(kind).count += ids.length;
  return [...counts.values()];
}

/** Whether a row of a table is among those that an act counts under a kind. */
export function isCounted(table: SQLiteTable, kind: GoneKind, act: Act, concerned: Concerned): SQL {
  const rows = reachable
    .filter((one) => one.table === table)
    .flatMap((one) =>
      countedBy(one, act)
        .filter((counted) => counted.kind === kind)
        .map(({ which }) => both(reached(one.row, concerned), which)),
    );
  return sql`${table}._rowid_ in (select _rowid_ from ${table} where ${or(...rows) ?? sql`false`})`;
}
