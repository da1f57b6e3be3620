import type { Connection } from '../connection.ts';
import { prepared } from '../prepared.ts';
import { capturedTable, COPIES, hangingOn, LEANING, OUT_OF_SIGHT, type Captured, type Way } from './captured.ts';
import { same, type RowImage, type Value } from './images.ts';

/** Why a row does not return: a column has changed since, the row is gone, or something was added to it since. */
export type Kept = { table: string; column: string; why: 'changed' | 'gone' | 'hangs'; ticketId: number | null };
export type Step =
  | { kind: 'insert' | 'delete'; image: RowImage }
  | { kind: 'update'; image: RowImage; set: { column: string; way: Way; value: Value }[] };

const quoted = (name: string) => `"${name}"`;
const whichRow = ({ key }: Captured) => key.map((column) => `${quoted(column)} = ?`).join(' AND ');

export const keptBy = ({ table, tickets }: RowImage, why: Kept['why'], column = ''): Kept => ({
  table,
  column,
  why,
  ticketId: tickets[0] ?? null,
});

/** What gives a row back what it was before; a reason where it is not as the act left it; null where nothing is to do. */
export function stepOf(sqlite: Connection, image: RowImage): Step | Kept | null {
  const table = capturedTable(image.table);
  const now = rowNow(sqlite, table, image);
  const { before, after } = image;
  if (before && after) {
    if (!now) return table.yielding ? null : keptBy(image, 'gone');
    return changed(table, image, before, after, now);
  }
  if (after) {
    const differs = now && differing(table, image, after, now);
    if (differs) return table.yielding ? null : keptBy(image, 'changed', differs);
    return now ? { kind: 'delete', image } : null;
  }
  if (!now) return { kind: 'insert', image };
  const differs = table.yielding ? undefined : differing(table, image, before ?? [], now);
  return differs ? keptBy(image, 'changed', differs) : null;
}

function rowNow(sqlite: Connection, table: Captured, { columns, key }: RowImage): Value[] | undefined {
  const names = columns.map(quoted).join(', ');
  const asked = `SELECT ${names} FROM ${quoted(table.name)} WHERE ${whichRow(table)}`;
  return prepared(sqlite, asked)
    .raw()
    .get(...key) as Value[] | undefined;
}

const wayOf = ({ columns, ways }: Captured, column: string): Way => ways[columns.indexOf(column)] ?? 'as it was';

/** The first column that is not as it was left, of those that matter. */
function differing(table: Captured, { columns }: RowImage, left: readonly Value[], now: readonly Value[]) {
  return columns.find((column, n) => wayOf(table, column) === 'as it was' && !same(left[n], now[n]));
}

function changed(
  table: Captured,
  image: RowImage,
  before: readonly Value[],
  after: readonly Value[],
  now: readonly Value[],
): Step | Kept | null {
  const set: { column: string; way: Way; value: Value }[] = [];
  for (const [n, column] of image.columns.entries()) {
    const way = wayOf(table, column);
    const was = before[n] ?? null;
    if (way === 'sum') set.push({ column, way, value: Number(after[n]) - Number(was) });
    else if (same(now[n], after[n])) set.push({ column, way, value: was });
    else if (way === 'as it was' && !same(now[n], was)) return table.yielding ? null : keptBy(image, 'changed', column);
  }
  return set.length > 0 ? { kind: 'update', image, set } : null;
}

/** Does a step. Answers why not where something hangs on a row that would go. */
export function take(sqlite: Connection, step: Step): Kept | null {
  const table = capturedTable(step.image.table);
  if (step.kind === 'insert') insert(sqlite, table, step.image);
  else if (step.kind === 'update') update(sqlite, table, step.image.key, step.set);
  else {
    if (hangs(sqlite, table, step.image)) return keptBy(step.image, 'hangs');
    const { column, value } = OUT_OF_SIGHT;
    if (table.name === OUT_OF_SIGHT.table) update(sqlite, table, step.image.key, [{ column, way: 'as it was', value }]);
    else prepared(sqlite, `DELETE FROM ${quoted(table.name)} WHERE ${whichRow(table)}`).run(...step.image.key);
  }
  return null;
}

/** Whether rows name this one that would go with it, or lead nowhere afterwards. */
const hangs = (sqlite: Connection, { name }: Captured, { columns, after }: RowImage): boolean =>
  hangingOn(name).some(({ table, column, toColumn, which }) => {
    const asked = `SELECT 1 FROM ${quoted(table)} WHERE ${quoted(column)} = ? AND ${which} LIMIT 1`;
    const any = prepared(sqlite, asked).pluck();
    return any.get(after?.[columns.indexOf(toColumn)]) !== undefined;
  });

function insert(sqlite: Connection, table: Captured, { columns, before }: RowImage): void {
  const values = columns.map((column) => {
    const given = `given.${quoted(column)}`;
    // An open window that knew the row must see that it is behind.
    if (wayOf(table, column) === 'version') return `${given} + 1`;
    const copy = COPIES.find((one) => one.table === table.name && one.column === column);
    if (!copy) return given;
    return `coalesce((SELECT ${quoted(copy.source)} FROM ${quoted(copy.of)} WHERE id = given.${quoted(copy.by)}), ${given})`;
  });
  const given = columns.map((column) => `? AS ${quoted(column)}`).join(', ');
  const into = `INSERT INTO ${quoted(table.name)} (${columns.map(quoted).join(', ')})
    SELECT ${values.join(', ')} FROM (SELECT ${given}) given WHERE true`;
  prepared(sqlite, table.yielding ? `${into} ON CONFLICT DO NOTHING` : into).run(...(before ?? []));
}

function update(
  sqlite: Connection,
  table: Captured,
  key: readonly Value[],
  set: readonly { column: string; way: Way; value: Value }[],
): void {
  const parts = set.map(({ column, way }) =>
    way === 'sum' ? `${quoted(column)} = max(0, ${quoted(column)} - ?)` : `${quoted(column)} = ?`,
  );
  const values = set.map(({ value }) => value);
  for (const copy of COPIES) {
    const by = copy.table === table.name ? set.find(({ column }) => column === copy.by) : undefined;
    if (!by) continue;
    parts.push(`${quoted(copy.column)} = (SELECT ${quoted(copy.source)} FROM ${quoted(copy.of)} WHERE id = ?)`);
    values.push(by.value);
  }
  if (
    table.name === OUT_OF_SIGHT.table &&
    set.some(({ column, value }) => OUT_OF_SIGHT.column === column && OUT_OF_SIGHT.value === value)
  )
    for (const { column, to, empty } of LEANING)
      if (!set.some((one) => one.column === column))
        parts.push(`${quoted(column)} = ${empty ? 'NULL' : `(SELECT min(id) FROM ${quoted(to)})`}`);
  if (table.columns.includes('version')) parts.push('version = version + 1');
  prepared(sqlite, `UPDATE ${quoted(table.name)} SET ${parts.join(', ')} WHERE ${whichRow(table)}`).run(
    ...values,
    ...key,
  );
}
