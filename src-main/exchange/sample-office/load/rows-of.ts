/** What the sample calls a thing (`s03`, `heating`, `t016`) and the id its row was given. */
export type Given = ReadonlyMap<string, number>;

/** Ids of the rows that tickets lean on. */
export type Ids = {
  staff: Given;
  statuses: Given;
  priorities: Given;
  categories: Given;
  fields: Given;
  people: Given;
};

/** The id a thing of the sample was given; the reader has checked that every reference stands. */
export function idOf(given: Given, name: string): number {
  const id = given.get(name);
  if (id === undefined) throw new RangeError('the sample names something that has no row');
  return id;
}

/** The same, or null where the sample has nobody. */
export function idOrNull(given: Given, name: string | null): number | null {
  return name === null ? null : idOf(given, name);
}

/** UTC milliseconds of a moment or day of the sample. */
export function at(moment: string): number {
  return Date.parse(moment);
}

export function atOrNull(moment: string | null): number | null {
  return moment === null ? null : at(moment);
}

/** SQLite takes 32,766 values a statement; the widest row here has fewer than 50. */
const ROWS_A_STATEMENT = 500;

/** Inserts any number of rows in statements of a size SQLite takes. */
export async function insertAll<Row>(rows: readonly Row[], insert: (slice: Row[]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT)
    await insert(rows.slice(from, from + ROWS_A_STATEMENT));
}
