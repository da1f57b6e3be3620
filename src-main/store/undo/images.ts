/** What SQLite keeps in a cell. */
export type Value = number | string | bigint | Uint8Array | null;

/**
 * One row as an act changed it. `columns` names what differs, or all of them where the row came (`before` is null) or
 * went (`after` is null); `tickets` and `people` are the ids of those it is about, before and after.
 */
export type RowImage = {
  table: string;
  /** Values of the columns that say which row it is. */
  key: readonly Value[];
  columns: readonly string[];
  before: readonly Value[] | null;
  after: readonly Value[] | null;
  tickets: readonly number[];
  people: readonly number[];
};

/** A code that the act wrote into the history, with the settings row it led to. */
export type DeedSeen = { what: string; toId: number | null };

/** Everything one act changed: what taking it back needs. It holds what people wrote, so it stays in memory alone. */
export type Images = { rows: readonly RowImage[]; deeds: readonly DeedSeen[]; bytes: number };

/** What a row and a cell cost in memory beside their texts, about (V8). */
const ROW_BYTES = 200;
const CELL_BYTES = 24;

const bytesOfValues = (values: readonly Value[] | null): number => {
  let sum = 0;
  for (const value of values ?? [])
    sum += CELL_BYTES + (typeof value === 'string' ? value.length * 2 : value instanceof Uint8Array ? value.length : 0);
  return sum;
};

/** What rows take in memory, in bytes, about. */
export const bytesOf = (rows: readonly RowImage[]): number =>
  rows.reduce((sum, { before, after }) => sum + ROW_BYTES + bytesOfValues(before) + bytesOfValues(after), 0);

/** Ids of the tickets and people whose rows these are. */
export function touchedBy(rows: readonly RowImage[]): { tickets: Set<number>; people: Set<number> } {
  const touched = { tickets: new Set<number>(), people: new Set<number>() };
  for (const { tickets, people } of rows) {
    for (const id of tickets) touched.tickets.add(id);
    for (const id of people) touched.people.add(id);
  }
  return touched;
}

export const same = (one: Value | undefined, other: Value | undefined): boolean =>
  one === other || (one instanceof Uint8Array && other instanceof Uint8Array && Buffer.from(one).equals(other));
