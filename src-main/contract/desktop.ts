import * as v from 'valibot';
import { call } from './call.ts';
import { Body, FileToken, FilledLine, Id, Line, Selection } from './terms.ts';
import { EXPORT_SHEETS } from './exchange.ts';
import { LedgerFilter } from './ledger.ts';

export type RecentOffice = { id: string; name: string; folder: string; missing: boolean };
/** What this computer knows; the same whether an office is open or not. */
export type DeskState = {
  version: string;
  electron: string;
  /** Null: the first screen. */
  office: {
    uid: string;
    name: string;
    fileName: string;
    folder: string;
    /** Why the office was opened without a journal beside it, or may not be written. */ caution: string | null;
    /** What was found damaged in it since, in codes. */ damaged: string | null;
  } | null;
  recent: RecentOffice[];
  theme: 'system' | 'light' | 'dark';
  language: string;
  contrast: 'system' | 'more';
  /** Chromium's zoom level: 0 is the usual size, each step a factor of 1.2. */
  zoom: number;
  platform: 'darwin' | 'win32' | 'linux';
  lastBackup: { at: number; ok: boolean; overdue: boolean } | null;
  /** What the last start mended or could not open, in codes; shown once. */
  notices: { code: string; detail: Record<string, string | number> }[];
};
export type Backup = {
  id: string;
  at: number;
  bytes: number;
  tickets: number;
  people: number;
  kind: 'day' | 'month' | 'before-migration' | 'before-restore' | 'now';
};
export type RestorePreview = {
  backup: Backup;
  ticketsThen: number;
  /** Null: the present file cannot be read. */
  ticketsNow: number | null;
  /** Tickets of today that the backup does not have. */ lost: number;
  /** Erasures since, that are done again before anyone sees it. */ replayed: number;
  /** Texts that were corrected and forgotten since: what the backup has of them goes again. */ forgotten: number;
};
export type ChosenFile = { token: string; name: string; size: number };

/** What sheets of paper are to show. The copy number stands on each of them and in the ledger. */
export type TicketPaper = {
  of: 'tickets';
  selection: Selection;
  parts: PrintPart[];
  copyNumber: number;
  /** The paper folder they go to, in the user's words; empty: not said. */
  folder: string;
};
export type LedgerPaper = { of: 'ledger'; filter: LedgerFilter; copyNumber: number };
export type Paper = TicketPaper | LedgerPaper;
/** Null: the user cancelled, and nothing is written down. */
type Printed = { pages: number; sha256: string; fileName: string; copyNumber: number } | null;
const PrintTo = v.picklist(['printer', 'pdf']);

/** Tickets that are printed at once at the most: drawing so many takes 1.8 GB of memory; 2,000 took over 5. */
export const MOST_PRINTED = 500;
export const PRINT_PARTS = ['notes', 'ip', 'history', 'attachments', 'staff'] as const;
export type PrintPart = (typeof PRINT_PARTS)[number];

const RecentId = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/));

export const desktop = {
  state: call<DeskState>()(v.optional(v.strictObject({}))),
  /** Asks for a place, makes an office with one owner; null: cancelled. */
  newOffice: call<{ uid: string } | null>()(
    v.strictObject({
      name: FilledLine(200),
      owner: FilledLine(200),
      zone: v.pipe(v.string(), v.maxLength(64)),
      country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)),
    }),
  ),
  /** Makes the sample office in a place the user chooses. */
  sampleOffice: call<{ uid: string } | null>()(v.optional(v.strictObject({}))),
  /**
   * Makes an office out of an SQL file of a whole office, at a place the user chooses, and opens it. `erased`: tickets and
   * people erased again that this computer knows as erased since. Null: cancelled.
   */
  openSql: call<{ uid: string; tickets: number; people: number; erased: number } | null>()(
    v.strictObject({ file: v.optional(FileToken) }),
  ),
  /** By the system's dialog, or one of the recent ones, or a dropped file. */
  openOffice: call<{ uid: string } | null>()(
    v.strictObject({ recent: v.optional(RecentId), file: v.optional(FileToken) }),
  ),
  /** Tries the office again that could not be opened. */
  openFailed: call<{ uid: string } | null>()(v.optional(v.strictObject({}))),
  forgetRecent: call<null>()(v.strictObject({ id: RecentId })),
  saveCopy: call<{ fileName: string } | null>()(v.optional(v.strictObject({}))),
  closeOffice: call<null>()(v.optional(v.strictObject({}))),
  backups: call<{ folder: string; list: Backup[] }>()(v.optional(v.strictObject({}))),
  backUpNow: call<Backup>()(v.optional(v.strictObject({}))),
  chooseBackupFolder: call<{ folder: string } | null>()(v.optional(v.strictObject({}))),
  restorePreview: call<RestorePreview>()(v.strictObject({ backup: v.pipe(v.string(), v.maxLength(128)) })),
  restore: call<{ kept: string }>()(v.strictObject({ backup: v.pipe(v.string(), v.maxLength(128)) })),
  chooseFiles: call<ChosenFile[]>()(v.strictObject({ what: v.picklist(['attachments', 'table', 'settings']) })),
  /**
   * A picture that was pasted and is in no file: PNG, JPEG, GIF, WebP or BMP, at most `PICTURE_BYTES`. It stays in memory
   * until it is attached or let go; `name` has no ending.
   */
  takePicture: call<ChosenFile>()(v.strictObject({ name: FilledLine(120), bytes: v.instance(Uint8Array) })),
  /** Files that are attached or not wanted any more: pasted ones leave the memory. */
  letGo: call<null>()(v.strictObject({ files: v.pipe(v.array(FileToken), v.maxLength(1_000)) })),
  /** A read-only copy in the program's folder, opened by the system's program; gone at closing. */
  openWith: call<null>()(v.strictObject({ attachmentId: Id })),
  saveAttachment: call<{ fileName: string } | null>()(v.strictObject({ attachmentId: Id })),
  /**
   * Prints what the hidden print window shows for these tickets, `MOST_PRINTED` at the most; `pdf` asks for a place,
   * `printer` shows the system's dialog. Null: cancelled.
   */
  print: call<Printed>()(
    v.strictObject({
      selection: Selection,
      to: PrintTo,
      parts: v.pipe(v.array(v.picklist(PRINT_PARTS)), v.maxLength(PRINT_PARTS.length)),
      folder: v.optional(Line(200), ''),
    }),
  ),
  /** The ledger, as narrowed, on paper; the print is a line of it. */
  printLedger: call<Printed>()(v.strictObject({ filter: LedgerFilter, to: PrintTo })),
  /** Asked by the window that nobody sees, which draws the paper. */
  paper: call<Paper>()(v.strictObject({ token: FileToken })),
  paperProgress: call<null>()(v.strictObject({ token: FileToken, done: v.number(), total: v.number() })),
  /** All is drawn, faces and all. */
  paperReady: call<null>()(v.strictObject({ token: FileToken, ok: v.boolean() })),
  /** A workbook: asks for a place; null: cancelled. Then chunks, then the end with its ledger line. */
  beginFile: call<{ file: string; fileName: string } | null>()(
    v.strictObject({ kind: v.picklist(['xlsx']), suggestedName: Line(120) }),
  ),
  writeFile: call<null>()(v.strictObject({ file: FileToken, bytes: v.instance(Uint8Array) })),
  endFile: call<{ sha256: string; bytes: number; fileName: string }>()(
    v.strictObject({
      file: FileToken,
      selection: Selection,
      sheets: v.pipe(v.array(v.picklist(EXPORT_SHEETS)), v.maxLength(EXPORT_SHEETS.length)),
    }),
  ),
  abortFile: call<null>()(v.strictObject({ file: FileToken })),
  /** What this computer remembers: theme, language, choices of print and export. */
  choices: call<Record<string, unknown>>()(v.optional(v.strictObject({}))),
  choose: call<null>()(
    v.strictObject({
      name: v.picklist(['theme', 'contrast', 'language', 'print', 'export', 'exportFormat', 'sort', 'zoom']),
      value: v.union([v.string(), v.boolean(), v.number(), v.array(v.string())]),
    }),
  ),
  cancelJob: call<null>()(v.strictObject({ job: v.pipe(v.string(), v.maxLength(64)) })),
  /** Text that goes to the clipboard. */
  copy: call<null>()(v.strictObject({ text: Body })),
  licences: call<{ text: string }>()(v.optional(v.strictObject({}))),
  /** What Edit's Undo and Redo say: "Undo closing 40 tickets"; empty: there is nothing of the desk's to undo. */
  editWords: call<null>()(v.strictObject({ undo: Line(200), redo: Line(200) })),
  /** Title of the window: a tracking id or nothing. */
  title: call<null>()(v.strictObject({ trackingId: v.optional(Line(32), '') })),
  /** The window shows its first rows. */
  ready: call<null>()(v.optional(v.strictObject({}))),
};
