import * as v from 'valibot';
import type { PersonRow } from './people.ts';
import { FileToken, FilledLine, Id } from './terms.ts';

/** What a column can become. `custom` needs a field: an existing one, or a new one by name. */
export const COLUMN_TARGETS = [
  'ignore',
  'id',
  'trackingId',
  'created',
  'updated',
  'firstReply',
  'resolved',
  'due',
  'name',
  'email',
  'phone',
  'customerNumber',
  'address',
  'ip',
  'followers',
  'category',
  'priority',
  'status',
  'owner',
  'subject',
  'message',
  'reply',
  'note',
  'timeWorked',
  'channel',
  'custom',
] as const;
export type ColumnTarget = (typeof COLUMN_TARGETS)[number];

export const ColumnMapping = v.strictObject({
  column: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(999)),
  header: v.pipe(v.string(), v.maxLength(2_000)),
  target: v.picklist(COLUMN_TARGETS),
  /** For `custom`. */
  fieldId: v.optional(Id),
  newField: v.optional(
    v.strictObject({
      name: FilledLine(200),
      kind: v.picklist(['text', 'textarea', 'radio', 'select', 'checkbox', 'email', 'date', 'hidden']),
      personal: v.boolean(),
    }),
  ),
  /** For dates: a format name of `exchange/table`. */
  dateFormat: v.optional(v.pipe(v.string(), v.maxLength(64))),
});
export const ImportMapping = v.strictObject({
  columns: v.pipe(v.array(ColumnMapping), v.maxLength(1_000)),
  /** Text in the file → id of the office's row, or `new`; what is missing takes the default. */
  categories: v.optional(v.record(v.string(), v.union([Id, v.literal('new')])), {}),
  priorities: v.optional(v.record(v.string(), Id), {}),
  /** `new`: only for records, which say whether a ticket of that status is open. */
  statuses: v.optional(v.record(v.string(), v.union([Id, v.literal('new')])), {}),
  defaultCategoryId: v.optional(Id),
});
export type ImportMapping = v.InferOutput<typeof ImportMapping>;

export const EXPORT_SHEETS = ['replies', 'notes', 'history', 'people', 'attachments'] as const;
/** What a CSV calls the columns of its parts; headings are part of the format, and no own field is written under one. */
export const PART_HEADINGS = {
  replies: 'Reply messages',
  notes: 'Private notes',
  history: 'Ticket history',
  people: 'People',
  attachments: 'Attachments',
} as const;
/** What a file of Paperdesk's holds, in the order it is told. */
export const HELD = ['tickets', 'people', 'replies', 'notes', 'fields', 'attachments', 'history'] as const;

export const TABLE_ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
const index = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(999));
/** A file and how to read it, where the guess was wrong. */
export const TableChoice = v.strictObject({
  file: FileToken,
  /** By its place in the workbook. */
  sheet: v.optional(index),
  delimiter: v.optional(v.picklist([',', ';', '\t'])),
  encoding: v.optional(v.picklist(TABLE_ENCODINGS)),
  /** The row that names the columns; null: none does. */
  headerRow: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000)))),
  /** Take rows with too few cells, the missing ones empty. */
  fillShortRows: v.optional(v.boolean()),
  /** Read what Paperdesk wrote as any other table, its columns to be matched. */
  asTable: v.optional(v.boolean()),
});
export type TableChoice = v.InferOutput<typeof TableChoice>;
/** What is wanted of a row that came in before with other content. */
export const TAKES = ['ours', 'theirs'] as const;

/** What stands in a file that Paperdesk wrote. */
export type FileHolds = {
  /** The office it comes from, where it says so. */
  office: string;
  /** How many of each there are. */
  counts: Record<(typeof HELD)[number], number>;
  /** Parts that are not in it, by their codes. */
  without: (typeof EXPORT_SHEETS)[number][];
  /** How many tickets it says there are, where that is another number. */
  says: number | null;
  /** Members nobody here knows; they are left out. */
  unknown: string[];
  /** The first tickets. */
  preview: PreviewTicket[];
};
/** What was found in a file: how it is read, its columns, and what they are taken for. */
export type TableFacts = {
  fileName: string;
  /** Bytes. */
  size: number;
  format: 'csv' | 'xlsx' | 'xml' | 'json';
  /** Whose export it is, where the file says so. What Paperdesk wrote is read as what it is: there are no columns to match. */
  recognised: 'hesk' | 'paperdesk' | null;
  /** What stands in an export of Paperdesk; null of other files. */
  holds: FileHolds | null;
  encoding: (typeof TABLE_ENCODINGS)[number] | null;
  delimiter: ',' | ';' | '\t' | null;
  sheets: { name: string; hidden: boolean; hasRows: boolean }[];
  sheet: number | null;
  headerRow: number | null;
  fillShortRows: boolean;
  /** Rows of the sample that have fewer cells than the heading. */
  shortRows: number;
  /** Bytes no character could be made of. */
  undecodable: number;
  /** A file of refused rows that Paperdesk wrote. */
  refusedRowsFile: boolean;
  header: string[];
  /** First 50 rows that could be read; cells cut to 500 characters. */
  sample: string[][];
  mapping: ImportMapping;
  /** Why a column was matched so, by column: a code for the user's words. */
  reasons: Record<number, string>;
  /** Columns whose dates can be read in more than one way: the formats, and what each makes of the example. */
  ambiguousDates: { column: number; example: string; formats: string[]; readings: string[] }[];
  savedMappings: string[];
};
/** What is wrong with a mapping; `column` is the one to look at. */
export type MappingTrouble = { code: string; column: number | null };
/** A value of the file and the office's row it means: null takes the default, `isNew` makes one. */
export type MeantRow = { text: string; id: number | null; isNew: boolean; unknown: boolean };
/** A row as the ticket it would be. */
export type PreviewTicket = {
  troubles: MappingTrouble[];
  requester: string;
  /** Mail addresses, telephones, number, address. */
  knownBy: string[];
  subject: string;
  message: string;
  created: number | null;
  category: MeantRow;
  priority: MeantRow;
  status: MeantRow;
  replies: number;
  notes: number;
  fields: { column: number; values: string[] }[];
};
export type ImportPreview = { trouble: MappingTrouble | null; tickets: PreviewTicket[] };
/**
 * A row that is left out: its number in the file, why, and the column where one is to blame, or the member of a record
 * (`people.0.name`). No text of the row.
 */
export type RefusedRow = { row: number; reason: string; column: number | null; at: string };
export type UnknownValue = { text: string; rows: number };
export type ImportCheck = {
  rows: number;
  good: number;
  /** The first 1,000. */
  refused: RefusedRow[];
  refusedCount: number;
  unknownCategories: UnknownValue[];
  unknownPriorities: UnknownValue[];
  unknownStatuses: UnknownValue[];
  /** Ids of the file's own that come more than once. */
  idsTwice: number;
  /** Addresses that stand beside different names. */
  sharedAddresses: number;
  /** Columns whose dates, over all rows, can only be read in another format than the one chosen. */
  otherDates: { column: number; format: string }[];
  /** Rows that hold what was erased here, the first 1,000, and how many there are. */
  erased: ErasedTicket[];
  erasedCount: number;
  /** How many of them stay out as a whole unless it is said that they come in. */
  staysOut: number;
};
/** A row of a file that holds what was erased here: its number and tracking id in the file, when and how. */
export type ErasedTicket = {
  row: number;
  trackingId: string;
  at: number;
  act: 'delete' | 'anonymise' | 'erase' | 'forget';
  /** What was erased: the ticket, whom it is about (both leave the row out), or somebody who only stands on it (who is left out). */
  what: 'ticket' | 'requester' | 'other';
};
/** What of a ticket can differ between a file and the office. */
export const DIFFERENCE_FIELDS = [
  'uid',
  'trackingId',
  'aliases',
  'created',
  'updated',
  'firstReply',
  'resolved',
  'due',
  'name',
  'email',
  'phone',
  'customerNumber',
  'address',
  'ip',
  'other',
  'person',
  'followers',
  'mentioned',
  'category',
  'priority',
  'status',
  'owner',
  'subject',
  'message',
  'format',
  'reply',
  'note',
  'entryDate',
  'entryAuthor',
  'entryDetails',
  'timeWorked',
  'channel',
  'custom',
  'tags',
  'tagged',
  'locked',
  'unread',
  'anonymised',
  'restricted',
  'provided',
  'staff',
  'links',
  'attachments',
  'history',
  'column',
  'row',
] as const;
export type DifferenceField = (typeof DIFFERENCE_FIELDS)[number];
/** A row whose id came in before with other content. Dates are UTC milliseconds, time worked is in seconds. */
export type DifferingRow = {
  row: number;
  ticketId: number;
  trackingId: string;
  /** `name`: of an own field, for `custom`. */
  changes: { field: DifferenceField; name: string; ours: string; theirs: string }[];
};

/**
 * What an import brought, for Undo: ids, and stamps of how it stood then. `terms`: rows of the settings it made or wanted
 * again, with when they were put away before.
 */
export type Brought = {
  importId: number;
  /** UTC milliseconds. */
  began: number;
  tickets: number[];
  people: number[];
  terms: { table: 'categories' | 'statuses' | 'customFields'; id: number; stamp: string; archivedAt: number }[];
  stamp: string;
};
export type ImportDone = {
  importId: number;
  added: number;
  /** Came in before, the same. */
  known: number;
  differing: number;
  /** Were deleted or anonymised since they came in, and stay so. */
  erased: number;
  refused: number;
  newPeople: number;
  doubles: number;
  /** Rows whose owner is nobody of this office. */
  withoutOwner: number;
  /** Tracking ids of the file that another ticket has already; those tickets have their new one only. */
  trackingTaken: number;
  /** The first 1,000 of each. */
  refusedRows: RefusedRow[];
  differingRows: DifferingRow[];
  brought: Brought;
};
export type ImportFacts = {
  id: number;
  source: string;
  state: 'running' | 'done' | 'cancelled';
  startedAt: number;
  added: number;
  known: number;
  differing: number;
  refused: number;
};
/** People who share an identifier under different names. */
export type ImportDoubles = { total: number; pairs: { one: PersonRow; other: PersonRow; kind: string }[] };
