import { is } from 'drizzle-orm';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import * as schema from '../schema/index.ts';

/** Tables whose rows no undo touches, and why. All others of the schema can be taken back. */
export const NOT_TAKEN_BACK: Record<string, string> = {
  pieces: 'bytes of attachments: they stay where they are, unseen, until nothing can bring the attachment back',
  history: 'what was done stays told, and that it was taken back is told as well',
  ledger: 'what has left the desk has left it; the folder noted has its own undo',
  ledger_targets: 'what has left the desk has left it',
  access_log: 'who looked has looked',
  erasures: 'deleting has its own undo',
  tombstones: 'deleting has its own undo',
  tombstone_hashes: 'deleting has its own undo',
  imports: 'bringing in has its own undo',
};

/**
 * Columns that go on changing by themselves: they return where nothing has changed them since, and never keep anything
 * else from returning. `changed_at` is one in every table.
 */
const YIELDING: Record<string, readonly string[]> = { tickets: ['unread'] };
/** Rows that return only where nothing stands in their place. */
const YIELDING_ROWS = new Set(['drafts', 'intake_drafts']);
/** Rows that may name somebody who is no longer there. */
const LOOSE = new Set(['intake_drafts']);
/** Sums that others add to: what the act added is taken off again. */
const SUMS: Record<string, readonly string[]> = { tickets: ['notes', 'files', 'time_worked'] };

/** Copies of a settings row's column on each row that names it. */
export const COPIES = [
  { table: 'tickets', column: 'urgency', by: 'priority_id', of: 'priorities', source: 'position' },
  { table: 'tickets', column: 'open', by: 'status_id', of: 'statuses', source: 'open' },
] as const;

/** How a column returns: as it was, as far as nothing changed it, as a difference; goes up with each change; or is a copy. */
export type Way = 'as it was' | 'yielding' | 'sum' | 'version' | 'copy';

export type Captured = {
  name: string;
  /** Columns that a row is written by, in the order of the schema. */
  columns: readonly string[];
  ways: readonly Way[];
  /** Columns that say which row it is; `id` alone where the table has one. */
  key: readonly string[];
  /** Columns that name the tickets and people a row is about. */
  ofTickets: readonly string[];
  ofPeople: readonly string[];
  yielding: boolean;
};

/** A column whose value names a row of another table. `which`: the rows that matter, as SQL. */
export type Reference = { table: string; column: string; to: string; toColumn: string; which?: string };

/**
 * Files that were taken back, or are coming in, hold nothing up; nor do drafts: they wait with a ticket that is out of
 * sight, and a reply that was taken back is one.
 */
const UNSEEN = { attachments: 'complete = 1', drafts: 'false' } as Record<string, string | undefined>;

/** References that the schema does not declare. `tickets.merged_into` stands in `ticket_aliases` as well. */
const UNDECLARED: readonly Reference[] = [
  { table: 'entries', column: 'person_id', to: 'people', toColumn: 'id' },
  { table: 'attachments', column: 'person_id', to: 'people', toColumn: 'id' },
  { table: 'holds', column: 'person_id', to: 'people', toColumn: 'id' },
  { table: 'intake_drafts', column: 'person_id', to: 'people', toColumn: 'id' },
  { table: 'holds', column: 'ticket_id', to: 'tickets', toColumn: 'id' },
  { table: 'people', column: 'joined_into', to: 'people', toColumn: 'id' },
];

const tables = Object.values<unknown>(schema)
  .filter((one): one is SQLiteTable => is(one, SQLiteTable))
  .map((table) => getTableConfig(table));

function wayOf(table: string, column: string): Way {
  if (column === 'version') return 'version';
  if (column === 'changed_at' || YIELDING[table]?.includes(column)) return 'yielding';
  if (SUMS[table]?.includes(column)) return 'sum';
  return COPIES.some((copy) => copy.table === table && copy.column === column) ? 'copy' : 'as it was';
}

const declared: Reference[] = tables.flatMap(({ name, foreignKeys }) =>
  foreignKeys.flatMap(({ reference }) => {
    const { columns, foreignTable, foreignColumns } = reference();
    const to = getTableConfig(foreignTable).name;
    return columns.map((column, n) => ({
      table: name,
      column: column.name,
      to,
      toColumn: foreignColumns[n]?.name ?? 'id',
    }));
  }),
);

/** Rows that go along with the row they name (`ON DELETE CASCADE`), and those the database would not miss. */
const goingAlong: Reference[] = [
  ...declared.filter(({ table, column }) =>
    tables
      .find(({ name }) => name === table)
      ?.foreignKeys.some(
        (key) => key.onDelete === 'cascade' && key.reference().columns.some(({ name }) => name === column),
      ),
  ),
  ...UNDECLARED,
];

/**
 * A new ticket that is taken back is out of sight until nothing can bring it back: files that were taken back wait on
 * it. What it leans on, the first row of the list or none stands for, so that those rows can be taken back as well.
 */
export const OUT_OF_SIGHT = { table: 'tickets', column: 'hidden', value: 1 } as const;
export const LEANING: readonly (Reference & { empty: boolean })[] = tables
  .filter(({ name }) => name === OUT_OF_SIGHT.table)
  .flatMap(({ columns }) =>
    columns.flatMap(({ name, notNull }) => {
      const one = declared.find(({ table, column }) => table === OUT_OF_SIGHT.table && column === name);
      return one ? [{ ...one, empty: !notNull }] : [];
    }),
  );

/** What hangs on a row of a table and would go, or lead nowhere, without a word from the database. */
export const hangingOn = (table: string): readonly Required<Reference>[] =>
  goingAlong
    .filter(({ table: child, to }) => to === table && child !== 'history' && !LOOSE.has(child))
    .map((one) => ({ ...one, which: UNSEEN[one.table] ?? 'true' }));

/** Every captured table; a row's table always comes after those it names. */
export const CAPTURED: readonly Captured[] = inOrder(
  tables
    .filter(({ name }) => !(name in NOT_TAKEN_BACK))
    .map(({ name, columns, primaryKeys }) => {
      const own = columns.filter(({ generated }) => generated === undefined);
      const keyed = own.filter(({ primary }) => primary);
      return {
        name,
        columns: own.map((column) => column.name),
        ways: own.map((column) => wayOf(name, column.name)),
        key: (keyed.length > 0 ? keyed : (primaryKeys[0]?.columns ?? [])).map((column) => column.name),
        ofTickets: naming(name, 'tickets'),
        ofPeople: naming(name, 'people'),
        yielding: YIELDING_ROWS.has(name),
      };
    }),
);

function naming(table: string, whom: 'tickets' | 'people'): string[] {
  if (table === whom) return ['id'];
  return [...declared, ...UNDECLARED]
    .filter((one) => one.table === table && one.to === whom)
    .map(({ column }) => column);
}

function inOrder(all: Captured[]): Captured[] {
  const references = [...declared, ...UNDECLARED];
  const placed: Captured[] = [];
  const place = (one: Captured) => {
    if (placed.includes(one)) return;
    for (const { table, to } of references)
      if (table === one.name && to !== one.name) {
        const other = all.find(({ name }) => name === to);
        if (other) place(other);
      }
    placed.push(one);
  };
  all.forEach(place);
  return placed;
}

const byName = new Map(CAPTURED.map((one) => [one.name, one]));
export function capturedTable(name: string): Captured {
  const found = byName.get(name);
  if (!found) throw new Error(`No undo knows the table ${name}`);
  return found;
}
