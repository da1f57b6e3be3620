import * as v from 'valibot';
import { call } from './call.ts';
import type { Job } from './terms.ts';
import { FileToken, FilledLine, Id, Line, Selection } from './terms.ts';
import type { Entry, Ticket } from './tickets.ts';

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
  statuses: v.optional(v.record(v.string(), Id), {}),
  defaultCategoryId: v.optional(Id),
});
export type ImportMapping = v.InferOutput<typeof ImportMapping>;

export type TableFacts = {
  token: string;
  fileName: string;
  format: 'csv' | 'xlsx';
  encoding: string;
  delimiter: string;
  sheets: string[];
  sheet: string;
  header: string[];
  /** First 50 rows. */
  sample: string[][];
  mapping: ImportMapping;
  /** Why a column was matched so, by column: code for the user's words. */
  reasons: Record<number, string>;
  /** Columns whose dates can be read in two ways, with both formats. */
  ambiguousDates: { column: number; example: string; formats: string[] }[];
  savedMappings: string[];
};
export type RefusedRow = { row: number; reason: string; column: string };
export type ImportCheck = {
  rows: number;
  good: number;
  refused: RefusedRow[];
  refusedCount: number;
  unknownCategories: string[];
  unknownPriorities: string[];
  unknownStatuses: string[];
};
export type ImportDone = {
  importId: number;
  added: number;
  known: number;
  differing: number;
  refused: number;
  newPeople: number;
  doubles: number;
  refusedRows: RefusedRow[];
};
/** A row whose id came in before with other content. */
export type DifferingRow = {
  row: number;
  ticketId: number;
  trackingId: string;
  changes: { field: string; ours: string; theirs: string }[];
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

/** What a workbook or a page of paper needs of one ticket, people, texts and all, as words. */
export type FullTicket = Ticket & { allEntries: Entry[] };

export const EXPORT_SHEETS = ['replies', 'notes', 'history', 'people', 'attachments'] as const;

export const exchange = {
  /** Opens a file the user chose; guesses everything. `sheet`, `delimiter`, `encoding` override. */
  inspect: call<TableFacts>()(
    v.strictObject({
      file: FileToken,
      sheet: v.optional(Line(200)),
      delimiter: v.optional(v.picklist([',', ';', '\t'])),
      encoding: v.optional(Line(40)),
      saved: v.optional(Line(200)),
    }),
  ),
  /** Reads the whole file against a mapping and adds nothing. Long work: ends with ImportCheck. */
  check: call<Job>()(
    v.strictObject({
      file: FileToken,
      sheet: v.optional(Line(200)),
      delimiter: v.optional(v.picklist([',', ';', '\t'])),
      encoding: v.optional(Line(40)),
      mapping: ImportMapping,
    }),
  ),
  /** Long work: ends with ImportDone. Cancelled: nothing of it is left. */
  bringIn: call<Job>()(
    v.strictObject({
      file: FileToken,
      sheet: v.optional(Line(200)),
      delimiter: v.optional(v.picklist([',', ';', '\t'])),
      encoding: v.optional(Line(40)),
      mapping: ImportMapping,
      source: FilledLine(200),
    }),
  ),
  saveMapping: call<null>()(v.strictObject({ name: FilledLine(200), mapping: ImportMapping })),
  forgetMapping: call<null>()(v.strictObject({ name: FilledLine(200) })),
  imports: call<ImportFacts[]>()(v.optional(v.strictObject({}))),
  /** Rows of the last import whose content differs from what is known, to be decided one by one. */
  differing: call<DifferingRow[]>()(v.strictObject({ importId: Id })),
  decideDiffering: call<null>()(
    v.strictObject({ importId: Id, row: v.pipe(v.number(), v.integer()), take: v.picklist(['ours', 'theirs']) }),
  ),
  /** Saves the refused rows of the last check or import as CSV through the system's dialog; null: cancelled. */
  saveRefused: call<{ rows: number } | null>()(v.strictObject({ file: FileToken })),
  /** Full tickets of a selection, some 50 a page, oldest id first; for print and workbook. */
  fullTickets: call<{ tickets: FullTicket[]; next: number | null; total: number }>()(
    v.strictObject({
      selection: Selection,
      after: v.optional(v.nullable(v.pipe(v.number(), v.integer())), null),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
    }),
  ),
};
