/** A cell: text, a number, a moment (ISO 8601 in UTC), or seconds of work. */
export type Cell = string | number | null | { at: string } | { seconds: number };
export type Column = { heading: string; /** In characters. */ width: number };
/** A table of tickets: its columns, and the rows that a ticket gives it. */
export type Table<T> = { name: string; columns: readonly Column[]; rows(this: void, ticket: T): Cell[][] };

/** Excel's longest cell, in UTF-16 units (Microsoft, "Excel specifications and limits"). */
export const LONGEST_CELL = 32_767;

/** A text in pieces of at most so many UTF-16 units that cut no character in two; at least one. */
export function pieces(text: string, longest: number): string[] {
  const cut: string[] = [];
  for (let from = 0; from < text.length;) {
    let to = Math.min(text.length, from + longest);
    if (to < text.length) {
      // spaces at a cell's edge are lost in some programs
      const inside = to;
      while (inside - to < 200 && to > from + 1 && /\s/.test(text.slice(to - 1, to + 1))) to -= 1;
      if (/[\ud800-\udbff]/.test(text.charAt(to - 1))) to -= 1;
    }
    cut.push(text.slice(from, to));
    from = to;
  }
  return cut.length > 0 ? cut : [''];
}

/** How many columns behind the others each column needs for what its own cells cannot hold. */
export type Further = readonly number[];

/** Raises `further` to what these rows need. */
export function measure(rows: readonly Cell[][], further: number[], longest: number): void {
  for (const row of rows)
    for (const [n, cell] of row.entries())
      if (typeof cell === 'string' && cell.length > longest)
        further[n] = Math.max(further[n] ?? 0, pieces(cell, longest).length - 1);
}

/** The columns with those for what goes on, each named after the one it goes on from. */
export const allColumns = (columns: readonly Column[], further: Further): Column[] => [
  ...columns,
  ...columns.flatMap(({ heading, width }, n) =>
    Array.from({ length: further[n] ?? 0 }, (_, more) => ({
      heading: `${heading}, continued (${more + 2})`,
      width,
    })),
  ),
];

/** A row as wide as `allColumns`: what a cell cannot hold stands in its further columns. */
export function wholeRow<C extends Cell>(row: readonly C[], further: Further, longest: number): (C | string)[] {
  const first: (C | string)[] = [];
  const rest: string[] = [];
  for (const [n, cell] of row.entries()) {
    const cut = typeof cell === 'string' ? pieces(cell, longest) : [];
    first.push(cut[0] ?? cell);
    for (let more = 1; more <= (further[n] ?? 0); more += 1) rest.push(cut[more] ?? '');
  }
  return [...first, ...rest];
}
