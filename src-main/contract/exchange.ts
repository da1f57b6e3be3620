import * as v from 'valibot';
import { call } from './call.ts';
import { ledgerCalls } from './ledger.ts';
import type { Job } from './terms.ts';
import type { PersonRow } from './people.ts';
import { saveSettings } from './settings-text.ts';
import { FileToken, FilledLine, Id, Line, Selection } from './terms.ts';
import type { AttachmentFacts, Entry, HistoryLine, PersonFacts, Ticket } from './tickets.ts';

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
});
export type TableChoice = v.InferOutput<typeof TableChoice>;
const mapped = { ...TableChoice.entries, mapping: ImportMapping };
/** What is wanted of a row that came in before with other content. */
export const TAKES = ['ours', 'theirs'] as const;

/** What was found in a file: how it is read, its columns, and what they are taken for. */
export type TableFacts = {
  fileName: string;
  /** Bytes. */
  size: number;
  format: 'csv' | 'xlsx' | 'xml';
  /** Whose export it is, where the names of its columns say so. */
  recognised: 'hesk' | null;
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
/** A row that is left out: its number in the file, why, and the column where one is to blame. No text of the row. */
export type RefusedRow = { row: number; reason: string; column: number | null };
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
};
/** A row whose id came in before with other content. Dates are UTC milliseconds, time worked is in seconds. */
export type DifferingRow = {
  row: number;
  ticketId: number;
  trackingId: string;
  /** `field` is a target of the mapping, `custom` with the field's name in `name`. */
  changes: { field: ColumnTarget; name: string; ours: string; theirs: string }[];
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

/** What goes along with a ticket's own facts when it is asked for. */
export const TICKET_PARTS = ['replies', 'notes', 'history', 'attachments'] as const;
export type TicketPart = (typeof TICKET_PARTS)[number];

export type FullEntry = Pick<
  Entry,
  'id' | 'kind' | 'authorKind' | 'author' | 'staffId' | 'channel' | 'body' | 'createdAt'
>;
/** What a workbook or a page of paper needs of one ticket, people, texts and all, as words. */
export type FullTicket = Pick<
  Ticket,
  | 'id'
  | 'trackingId'
  | 'channel'
  | 'categoryId'
  | 'priorityId'
  | 'statusId'
  | 'ownerId'
  | 'writtenBy'
  | 'lastReplier'
  | 'subject'
  | 'message'
  | 'ip'
  | 'createdAt'
  | 'changedAt'
  | 'firstReplyAt'
  | 'resolvedAt'
  | 'dueAt'
  | 'replies'
  | 'staffReplies'
  | 'timeWorked'
  | 'anonymisedAt'
  | 'fields'
> & {
  /** A page before began this ticket: here are more of its entries; message and other lists are empty. */
  goesOn: boolean;
  people: (Pick<PersonFacts, 'id' | 'name' | 'role'> & {
    identifiers: Pick<PersonFacts['identifiers'][number], 'kind' | 'value'>[];
  })[];
  /** Oldest first, of the kinds asked for. */
  entries: FullEntry[];
  attachments: Omit<AttachmentFacts, 'uid' | 'entryId'>[];
  /** Oldest first. */
  history: HistoryLine[];
};
/** Between two entries of a ticket: behind the one of this moment and id. */
export const EntryPlace = v.strictObject({
  at: v.pipe(v.number(), v.safeInteger()),
  id: v.pipe(v.number(), v.safeInteger()),
});
export type EntryPlace = v.InferOutput<typeof EntryPlace>;
/** As many tickets as fit: `done` of the ids, and where in the next one to go on (null: at its beginning). */
export type FullPage = { tickets: FullTicket[]; done: number; after: EntryPlace | null };

/** Longest texts in UTF-16 units as a workbook writes them (0: each surely fits a cell), own fields that have values. */
export type ExportFacts = {
  tickets: number;
  longestMessage: number;
  longestReply: number;
  longestNote: number;
  fields: number[];
};

export const EXPORT_SHEETS = ['replies', 'notes', 'history', 'people', 'attachments'] as const;
/** Formats that the desk itself writes tickets in, beside the workbook of the window. */
export const OUT_FORMATS = ['xml', 'csv', 'json', 'zip'] as const;
export type OutFormat = (typeof OUT_FORMATS)[number];
/** What can go along: `bytes`, in JSON, the files themselves; `tickets`, in a ZIP of files, the tickets as JSON. */
export const OUT_PARTS = [...EXPORT_SHEETS, 'bytes', 'tickets'] as const;
export type OutPart = (typeof OUT_PARTS)[number];
/** What went out: `leftOut` are files that the format could not take. */
export type TicketsOut = { tickets: number; leftOut: number; fileName: string; bytes: number; sha256: string };

/** Database servers that a whole office can be written for as SQL. */
export const SQL_DIALECTS = ['sqlite', 'mariadb', 'postgresql'] as const;
export type SqlDialect = (typeof SQL_DIALECTS)[number];

export const exchange = {
  saveSettings,
  /** Saves the whole office as SQL where the user says. Long work; null: cancelled at the dialog. */
  saveSql: call<Job | null>()(v.strictObject({ dialect: v.picklist(SQL_DIALECTS) })),
  ...ledgerCalls,
  /** Opens a file the user chose and guesses everything. Long work: ends with TableFacts. */
  inspect: call<Job>()(v.strictObject({ ...TableChoice.entries, saved: v.optional(Line(200)) })),
  /** The first rows as tickets under a mapping; what is wrong with it is a value. */
  preview: call<ImportPreview>()(
    v.strictObject({
      header: v.pipe(v.array(v.pipe(v.string(), v.maxLength(2_000))), v.maxLength(1_000)),
      rows: v.pipe(
        v.array(v.pipe(v.array(v.pipe(v.string(), v.maxLength(2_000))), v.maxLength(1_000))),
        v.maxLength(50),
      ),
      mapping: ImportMapping,
    }),
  ),
  /** Reads the whole file against a mapping and adds nothing. Long work: ends with ImportCheck. */
  check: call<Job>()(v.strictObject(mapped)),
  /** Long work: ends with ImportDone. Cancelled: nothing of it is left. `rows`: how many there are, for the progress. */
  bringIn: call<Job>()(
    v.strictObject({
      ...mapped,
      source: FilledLine(200),
      rows: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
    }),
  ),
  /**
   * Decides rows whose content differs from what is known, one by one and all others at once; the file is read again.
   * Rows nobody decides stay to be asked. Long work: ends with how many were taken from whom.
   */
  decideDiffering: call<Job>()(
    v.strictObject({
      ...mapped,
      source: FilledLine(200),
      decisions: v.pipe(
        v.array(v.strictObject({ row: v.pipe(v.number(), v.integer()), take: v.picklist(TAKES) })),
        v.maxLength(100_000),
      ),
      others: v.optional(v.picklist(TAKES)),
    }),
  ),
  saveMapping: call<null>()(v.strictObject({ name: FilledLine(200), mapping: ImportMapping })),
  forgetMapping: call<null>()(v.strictObject({ name: FilledLine(200) })),
  /** What was brought in, the newest first. */
  imports: call<ImportFacts[]>()(v.optional(v.strictObject({}))),
  /** Possible doubles among the people of an import, the first 200. */
  doubles: call<ImportDoubles>()(v.strictObject({ importId: Id })),
  /**
   * Saves the refused rows as CSV through the system's dialog; the file is read again, so that nothing of it is kept.
   * `words`: the reasons in the user's language. Null: cancelled.
   */
  saveRefused: call<{ rows: number; fileName: string } | null>()(
    v.strictObject({ ...mapped, words: v.record(v.pipe(v.string(), v.maxLength(40)), Line(500)) }),
  ),
  /**
   * Writes tickets in a format where the user says, with those of the parts that the format takes; null: cancelled at the
   * dialog. Long work: ends with TicketsOut.
   */
  takeOut: call<Job | null>()(
    v.strictObject({
      selection: Selection,
      format: v.picklist(OUT_FORMATS),
      parts: v.pipe(v.array(v.picklist(OUT_PARTS)), v.maxLength(OUT_PARTS.length)),
      suggestedName: Line(120),
    }),
  ),
  exportFacts: call<ExportFacts>()(v.strictObject({ selection: Selection })),
  /** The ids a selection stands for now, the newest first, to go through them page by page. */
  selected: call<number[]>()(v.strictObject({ selection: Selection })),
  /**
   * The first of these tickets that fit on a page of 128 KB of text, in the order of the ids; one that went meanwhile
   * is left out. Goes on with the ids that are not done, from `after`.
   */
  fullTickets: call<FullPage>()(
    v.strictObject({
      ids: v.pipe(v.array(Id), v.minLength(1), v.maxLength(500)),
      parts: v.pipe(v.array(v.picklist(TICKET_PARTS)), v.maxLength(TICKET_PARTS.length)),
      after: v.optional(v.nullable(EntryPlace), null),
    }),
  ),
};
