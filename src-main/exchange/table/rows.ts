import type { CsvEncoding } from './csv/encoding.ts';
import type { Delimiter } from './csv/delimiter.ts';

/** Why one row of a table was not taken. */
export type RowRefusalCode =
  | 'quote-not-closed'
  | 'text-after-quote'
  | 'quote-in-text'
  | 'too-many-cells'
  | 'too-few-cells'
  | 'cell-too-long'
  | 'row-too-long';

/** A row as it stands in the file: `rowNumber` is what a spreadsheet program shows, `line` the first line in a CSV. */
export type TableRow = { ok: true; rowNumber: number; line: number | null; cells: string[]; raw: null };

/** A row that could not be read: its cells as far as they could be told apart, and for a broken CSV row its own text. */
export type UnreadRow = {
  ok: false;
  rowNumber: number;
  line: number | null;
  code: RowRefusalCode;
  cells: string[];
  raw: string | null;
};

export type ReadRow = TableRow | UnreadRow;

/** How the rows of a file are to be read: plain values, so that it can be kept and handed to a worker. */
export type TableShape = {
  /** Size when it was opened: a file that changed between preview and import is refused. */
  bytes: number;
  /** Number of the row that names the columns, null where none does. */
  headerRow: number | null;
  /** First row that is no heading. */
  firstRow: number;
  /** Cells of a row as it is handed on. */
  width: number;
  /** Cells a row of a CSV must have, unless short ones are filled. */
  leastCells: number;
  /** Written by Paperdesk itself with refused rows: its own columns in front, formula marks to be taken off again. */
  refusedRowsFile: boolean;
  /** Take rows with too few cells, the missing ones empty. */
  fillShortRows: boolean;
} & (
  | { kind: 'csv'; encoding: CsvEncoding; bom: number; delimiter: Delimiter; skipLines: number }
  | { kind: 'xlsx'; sheet: number }
  /** `inside`: the part of an archive that the document is. */
  | { kind: 'xml'; sheet: number; inside: string | null }
);

export type SheetInfo = { index: number; name: string; hidden: boolean; hasRows: boolean };

/** What was found when a file was opened. */
export type Table = {
  shape: TableShape;
  /** Names of the columns; a column without one is called "Column C", by its letter in a spreadsheet program. */
  header: string[];
  sample: ReadRow[];
  /** The whole file was seen in `sample`. */
  sampleIsAll: boolean;
  /** Bytes of a CSV that no character could be made of; they read as U+FFFD. */
  undecodable: number;
  /** Sheets of an XLSX or XML spreadsheet, in order; the one read is `shape.sheet`. */
  sheets: SheetInfo[];
};

export type OpenOptions = {
  /** A sheet other than the one that would be chosen. */
  sheet?: number;
  /** Row that names the columns, or null for none, where the guess was wrong. */
  headerRow?: number | null;
  encoding?: CsvEncoding;
  delimiter?: Delimiter;
  /** Take rows with too few cells, the missing ones empty (older Excel leaves trailing empty cells out of a CSV). */
  fillShortRows?: boolean;
  signal?: AbortSignal;
};

export type ReadOptions = {
  signal?: AbortSignal;
  /** Called now and then: bytes read of bytes in all (an XLSX: of the unpacked sheet). */
  onProgress?: (done: number, total: number) => void;
};

/** The letter(s) a spreadsheet program shows above a column; `index` from 0. */
export function columnLetters(index: number): string {
  let letters = '';
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26))
    letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters;
  return letters;
}
