import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { EXPORT_SHEETS } from '../../contract/exchange.ts';
import type { Place } from '../../contract/find.ts';
import type { GoneKind } from '../../contract/privacy.ts';

/** What stands where something was that told who somebody is. */
export const REMOVED = '[removed]';

export type Act = 'delete' | 'anonymise';
export type Whose = 'requester' | 'follower' | 'author' | 'staff' | 'office';
export type Deed =
  | 'remove row'
  /** NULL, or an empty text where the column takes no NULL. */
  | 'empty'
  /** REMOVED stands there afterwards. */
  | 'replace'
  /** REMOVED, in each row of the table whose text names one of the people who go. */
  | 'replace where it names them'
  /** The row goes, in each row of the table whose text names one of the people who go. */
  | 'remove row where it names them'
  | 'keep';
export type Sheet = 'tickets' | (typeof EXPORT_SHEETS)[number];

/** A column that can hold personal data. What is kept says why. */
export type Personal = {
  personal: true;
  of: readonly Whose[];
  /** Under which names find shows it; empty: it is not searched. */
  find: readonly Place[];
  /** Sheets of the workbook it stands in. */
  export: readonly Sheet[];
  delete: Deed;
  anonymise: Deed;
  why?: string;
  /** For JSON: every path in it, and what stands there. */
  paths?: Record<string, string>;
  /** How a preview counts rows that go because this names somebody. */
  counts?: GoneKind;
};
/** A column that can hold none, and what it holds instead. A secret leaves the office in no form but a copy of all of it. */
export type Plain = { personal: false; holds: string; paths?: Record<string, string>; secret?: true };
export type ColumnRule = Personal | Plain;

export type RowDeed = 'remove row' | 'change row' | 'keep row';
/** Rows of a table that belong to the tickets or people of an act, how they are reached, and what the act does. */
export type RowRule = {
  from: 'ticket' | 'person' | 'person uid' | 'attachment';
  by: string;
  /** Narrows, as SQL. */
  which?: string;
  delete: RowDeed;
  anonymise: RowDeed;
  /** The columns that a change touches; otherwise all with a deed of their own. */
  change?: readonly string[];
  /** How a preview counts these rows when they go or change, and when they stay. */
  counts?: readonly { kind: GoneKind; which?: string; bytes?: string }[];
  kept?: GoneKind;
};
export type TableRule = {
  /** The table, or the name of one that Drizzle does not know (search index, SQLite's own). */
  table: SQLiteTable | string;
  holds: string;
  columns: Record<string, ColumnRule>;
  rows: readonly RowRule[];
};

/** Columns that hold no personal data. */
export const plain = (holds: string, ...names: string[]): Record<string, ColumnRule> =>
  Object.fromEntries(names.map((name): [string, ColumnRule] => [name, { personal: false, holds }]));

/** Columns whose value nobody outside may have: keys and what opens the office. */
export const secret = (holds: string, ...names: string[]): Record<string, ColumnRule> =>
  Object.fromEntries(names.map((name): [string, ColumnRule] => [name, { personal: false, holds, secret: true }]));

/** A JSON column without personal data: what stands at each of its paths. */
export const plainJson = (holds: string, paths: Record<string, string>): ColumnRule => ({
  personal: false,
  holds,
  paths,
});

/** A column that tells about people: by default it goes with its row when the ticket is deleted. */
export const personal = (
  of: readonly Whose[],
  rule: Partial<Omit<Personal, 'personal' | 'of'>> & { anonymise: Deed },
): ColumnRule => ({ personal: true, of, find: [], export: [], delete: 'remove row', ...rule });

/** Personal data that neither act touches, and why. */
export const kept = (of: readonly Whose[], why: string, rule: Partial<Personal> = {}): ColumnRule => ({
  personal: true,
  of,
  find: [],
  export: [],
  delete: 'keep',
  anonymise: 'keep',
  why,
  ...rule,
});

/** Where the row of a deleted ticket goes, but an anonymised one keeps this, and why. */
export const keptOnTicket = (of: readonly Whose[], why: string, rule: Partial<Personal> = {}): ColumnRule =>
  kept(of, why, { delete: 'remove row', ...rule });
