import type { Connection } from '../connection.ts';
import { prepared } from '../prepared.ts';
import { CAPTURED, type Captured } from './captured.ts';
import { bytesOf, same, type DeedSeen, type Images, type RowImage, type Value } from './images.ts';

/**
 * Sees what a write changes. Temporary triggers keep, of each row, what stood in a column when the write first changed
 * it; before the write is committed that is compared with what stands there now. They and their tables belong to the
 * connection and lie in memory (`temp_store`), and do nothing while no write is recorded. Only columns that a statement
 * names have a trigger that runs, so that an update of six columns costs six small inserts.
 */
const STATE = 'undo_recording';
const CELLS = 'undo_cells';
const DEEDS = 'undo_deeds';
const ON = `(SELECT seen FROM ${STATE})`;

/** In place of a column's number: whether the row was there (1) or not (0) when it first came or went. */
const THERE = 0;
const MOST_DEEDS = 8;
/** What a kept value takes in memory beside its text, about. */
const CELL_BYTES = 48;
const MB = 2 ** 20;
/** One act may take so much memory; what is more cannot be taken back. */
export const MOST_BYTES_OF_AN_ACT = 48 * MB;

const quoted = (name: string) => `"${name}"`;
const installed = new WeakSet<Connection>();

function install(sqlite: Connection): void {
  if (installed.has(sqlite)) return;
  sqlite.exec(`CREATE TEMP TABLE ${STATE} (seen INTEGER NOT NULL);
    INSERT INTO temp.${STATE} VALUES (0);
    CREATE TEMP TABLE ${CELLS} (t INTEGER, r INTEGER, c INTEGER, v, PRIMARY KEY (t, r, c)) WITHOUT ROWID;
    CREATE TEMP TABLE ${DEEDS} (n INTEGER PRIMARY KEY, what TEXT, to_id INTEGER, UNIQUE (what, to_id));
    CREATE TEMP TRIGGER undo_deed AFTER INSERT ON main.history WHEN ${ON} BEGIN
      INSERT INTO ${DEEDS} (what, to_id) SELECT new.what, new.to_id WHERE NOT EXISTS
        (SELECT 1 FROM ${DEEDS} WHERE what = new.what AND to_id IS new.to_id);
    END`);
  for (const [t, table] of CAPTURED.entries()) sqlite.exec(triggersOf(t, table).join(';\n'));
  installed.add(sqlite);
}

function triggersOf(t: number, { name, columns, ways }: Captured): string[] {
  const keep = (row: string, n: number, value: string) =>
    `INSERT INTO ${CELLS} VALUES (${t}, ${row}.rowid, ${n}, ${value}) ON CONFLICT DO NOTHING;`;
  const whole = columns.map((column, n) => keep('old', n + 1, `old.${quoted(column)}`)).join('\n');
  const gone = `CREATE TEMP TRIGGER undo_${name}_gone AFTER DELETE ON main.${quoted(name)} WHEN ${ON} BEGIN
    ${keep('old', THERE, '1')} ${whole} END`;
  const changed = columns.flatMap((column, n) =>
    ways[n] === 'version' || ways[n] === 'copy'
      ? []
      : [
          `CREATE TEMP TRIGGER undo_${name}_${column} AFTER UPDATE OF ${quoted(column)} ON main.${quoted(name)}
            WHEN old.${quoted(column)} IS NOT new.${quoted(column)} AND ${ON} BEGIN
            ${keep('old', n + 1, `old.${quoted(column)}`)} END`,
        ],
  );
  return [
    gone,
    `CREATE TEMP TRIGGER undo_${name}_came AFTER INSERT ON main.${quoted(name)} WHEN ${ON} BEGIN
      ${keep('new', THERE, '0')} END`,
    ...changed,
  ];
}

/** Readies a connection; outside of a transaction, or a rollback would take it back. */
export const ready = install;

/** From here on the running write is seen. A rollback ends it and forgets what was seen. */
export const begin = (sqlite: Connection): void => void prepared(sqlite, `UPDATE ${STATE} SET seen = 1`).run();

/** Ends the seeing, before the commit: what the write changed; null: nothing; `too-big`: more than one act may hold. */
export function end(sqlite: Connection): Images | 'too-big' | null {
  prepared(sqlite, `UPDATE ${STATE} SET seen = 0`).run();
  const weigh = prepared(sqlite, `SELECT count(*), total(length(v)) FROM ${CELLS}`).raw();
  const [cells, length] = weigh.get() as [number, number];
  if (cells === 0) return null;
  const images = cells * CELL_BYTES + length > MOST_BYTES_OF_AN_ACT ? 'too-big' : imagesSeen(sqlite);
  prepared(sqlite, `DELETE FROM ${CELLS}`).run();
  prepared(sqlite, `DELETE FROM ${DEEDS}`).run();
  return images;
}

function imagesSeen(sqlite: Connection): Images | 'too-big' | null {
  const rows = [...seenByTable(sqlite)].flatMap(([t, seen]) => {
    const table = CAPTURED[t];
    if (!table) throw new Error('a trigger saw a table that no undo knows');
    return table.key.join() === 'id' ? byId(sqlite, t, table, seen) : byWords(sqlite, t, table, seen);
  });
  const bytes = bytesOf(rows);
  if (bytes > MOST_BYTES_OF_AN_ACT) return 'too-big';
  const deeds = prepared(sqlite, `SELECT what, to_id AS toId FROM ${DEEDS} ORDER BY n LIMIT ${MOST_DEEDS}`);
  return rows.length > 0 ? { rows, deeds: deeds.all() as DeedSeen[], bytes } : null;
}

/** A row as it was: whether it was there, where it came or went, and the values its columns had first. */
type SeenRow = { was: boolean | null; cells: Map<number, Value> };
type Seen = Map<number, SeenRow>;

function seenByTable(sqlite: Connection): Map<number, Seen> {
  const tables = new Map<number, Seen>();
  const cells = prepared(sqlite, `SELECT t, r, c, v FROM ${CELLS} ORDER BY t, r, c`).raw();
  for (const [t, r, c, v] of cells.iterate() as IterableIterator<[number, number, number, Value]>) {
    let table = tables.get(t);
    if (!table) tables.set(t, (table = new Map<number, SeenRow>()));
    let row = table.get(r);
    if (!row) table.set(r, (row = { was: null, cells: new Map<number, Value>() }));
    if (c === THERE) row.was = v === 1;
    else row.cells.set(c - 1, v);
  }
  return tables;
}

/** Rows as they stand now, by rowid: the named columns of those that were only changed, or all of those that came or went. */
function standing(sqlite: Connection, t: number, { name }: Captured, columns: readonly string[], whole: boolean) {
  const which = `SELECT DISTINCT r FROM ${CELLS} WHERE t = ? AND c = ${THERE}`;
  const wanted = whole ? which : `SELECT DISTINCT r FROM ${CELLS} WHERE t = ? EXCEPT ${which}`;
  const found = new Map<number, Value[]>();
  if (columns.length === 0) return found;
  const names = columns.map(quoted).join(', ');
  const asked = prepared(sqlite, `SELECT rowid, ${names} FROM main.${quoted(name)} WHERE rowid IN (${wanted})`).raw();
  for (const [rowid, ...values] of asked.iterate(...(whole ? [t] : [t, t])) as IterableIterator<[number, ...Value[]]>)
    found.set(rowid, values);
  return found;
}

const numbers = (values: readonly (Value | undefined)[]): number[] =>
  values.length === 0 ? [] : [...new Set(values.filter((value) => typeof value === 'number'))];

/** Whom a row is about: what stands in its naming columns, before and after. */
function about(table: Captured, columns: readonly string[], ...rows: (readonly Value[] | null)[]) {
  const of = (named: readonly string[]) =>
    numbers(named.flatMap((column) => rows.map((row) => row?.[columns.indexOf(column)])));
  return { tickets: of(table.ofTickets), people: of(table.ofPeople) };
}

function byId(sqlite: Connection, t: number, table: Captured, seen: Seen): RowImage[] {
  const changed = new Set([...seen.values()].flatMap(({ was, cells }) => (was === null ? [...cells.keys()] : [])));
  const at = [...changed].sort((a, b) => a - b);
  const naming = [...new Set([...table.ofTickets, ...table.ofPeople])];
  const asked = [...at.map((n) => table.columns[n] ?? ''), ...naming];
  const now = standing(sqlite, t, table, asked, false);
  const whole = standing(sqlite, t, table, table.columns, true);
  /** Rows that differ in the same columns share the names of them. */
  const shapes = new Map<string, readonly string[]>();
  const images: RowImage[] = [];
  for (const [id, { was, cells }] of seen) {
    const key = [id];
    if (was === null) {
      const standsNow = now.get(id);
      const differs = at.filter((n, place) => cells.has(n) && !same(cells.get(n), standsNow?.[place]));
      if (!standsNow || differs.length === 0) continue;
      const shape = differs.join();
      const columns = shapes.get(shape) ?? differs.map((n) => table.columns[n] ?? '');
      shapes.set(shape, columns);
      const before = differs.map((n) => cells.get(n) ?? null);
      const after = differs.map((n) => standsNow[at.indexOf(n)] ?? null);
      const stood = columns.some((column) => naming.includes(column))
        ? overlaid(asked, standsNow, columns, before)
        : null;
      images.push({ table: table.name, key, columns, before, after, ...about(table, asked, standsNow, stood) });
    } else {
      const before = was ? table.columns.map((_, n) => cells.get(n) ?? null) : null;
      const after = whole.get(id) ?? null;
      if (before || after) images.push(...imageOf(table, key, before, after));
    }
  }
  return images;
}

/** A row's values with some of its columns as they were. */
const overlaid = (
  asked: readonly string[],
  values: readonly Value[],
  columns: readonly string[],
  before: readonly Value[],
): Value[] =>
  asked.map((column, n) => {
    const place = columns.indexOf(column);
    return (place === -1 ? values[n] : before[place]) ?? null;
  });

/** Rows without an id: they are told apart by the words of their key, which an update may have changed. */
function byWords(sqlite: Connection, t: number, table: Captured, seen: Seen): RowImage[] {
  const now = new Map([
    ...standing(sqlite, t, table, table.columns, false),
    ...standing(sqlite, t, table, table.columns, true),
  ]);
  const keyOf = (row: readonly Value[]) => table.key.map((column) => row[table.columns.indexOf(column)] ?? null);
  const rows = new Map<string, { key: Value[]; before: Value[] | null; after: Value[] | null }>();
  const place = (row: Value[] | undefined, side: 'before' | 'after') => {
    if (!row) return;
    const key = keyOf(row);
    const name = JSON.stringify(key);
    const known = rows.get(name) ?? { key, before: null, after: null };
    known[side] = row;
    rows.set(name, known);
  };
  for (const [rowid, { was, cells }] of seen) {
    const standsNow = now.get(rowid);
    const values = table.columns.map((_, n) => (cells.has(n) ? cells.get(n) : standsNow?.[n]) ?? null);
    if (was !== false) place(values, 'before');
    place(standsNow, 'after');
  }
  return [...rows.values()].flatMap(({ key, before, after }) => imageOf(table, key, before, after));
}

/** A row that came, went, or was changed, of which both sides are known whole. */
function imageOf(
  table: Captured,
  key: readonly Value[],
  before: readonly Value[] | null,
  after: readonly Value[] | null,
): RowImage[] {
  const whom = about(table, table.columns, before, after);
  const { name } = table;
  if (!before || !after) return [{ table: name, key, columns: table.columns, before, after, ...whom }];
  const differs = table.columns
    .map((_, n) => n)
    .filter((n) => table.ways[n] !== 'version' && table.ways[n] !== 'copy' && !same(before[n], after[n]));
  if (differs.length === 0) return [];
  return [
    {
      table: name,
      key,
      columns: differs.map((n) => table.columns[n] ?? ''),
      before: differs.map((n) => before[n] ?? null),
      after: differs.map((n) => after[n] ?? null),
      ...whom,
    },
  ];
}
