import * as v from 'valibot';
import { call } from './call.ts';
import {
  EXPORT_SHEETS,
  ImportMapping,
  TableChoice,
  TAKES,
  type ImportDoubles,
  type ImportFacts,
  type ImportPreview,
} from './bring-in.ts';
import { ReportWords } from './import-report.ts';
import { ledgerCalls } from './ledger.ts';
import type { Job } from './terms.ts';
import { saveSettings } from './settings-text.ts';
import { FilledLine, Id, Line, Selection } from './terms.ts';
import type { AttachmentFacts, Entry, HistoryLine, PersonFacts, Ticket } from './tickets.ts';

export * from './bring-in.ts';
export * from './import-report.ts';

/** Rows that come in although they were erased here; none without being asked for. */
const BringBack = v.optional(
  v.union([v.literal('all'), v.pipe(v.array(v.pipe(v.number(), v.integer())), v.maxLength(100_000))]),
);
const mapped = { ...TableChoice.entries, mapping: ImportMapping };

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
  | 'uid'
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
  | 'tags'
> & {
  /** A page before began this ticket: here are more of its entries; message and other lists are empty. */
  goesOn: boolean;
  people: (Pick<PersonFacts, 'id' | 'uid' | 'name' | 'role'> & {
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
  check: call<Job>()(v.strictObject({ ...mapped, source: v.optional(FilledLine(200)) })),
  /** Long work: ends with ImportDone. Cancelled: nothing of it is left. `rows`: how many there are, for the progress. */
  bringIn: call<Job>()(
    v.strictObject({
      ...mapped,
      source: FilledLine(200),
      rows: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
      bringBack: BringBack,
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
  /** Compares what an import brought with its file, which is read again. Long work: ends with ImportReport. */
  importReport: call<Job>()(v.strictObject({ ...mapped, source: FilledLine(200), importId: Id, bringBack: BringBack })),
  /** The same as text where the user says, each difference of each ticket; null: cancelled. */
  saveReport: call<{ tickets: number; fileName: string } | null>()(
    v.strictObject({ ...mapped, source: FilledLine(200), importId: Id, bringBack: BringBack, words: ReportWords }),
  ),
  saveMapping: call<null>()(v.strictObject({ name: FilledLine(200), mapping: ImportMapping })),
  /** Names of the ways of matching that are kept. */
  mappings: call<string[]>()(v.optional(v.strictObject({}))),
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
