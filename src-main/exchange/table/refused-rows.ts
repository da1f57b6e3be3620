import { BOM, csvLine } from './csv/line.ts';
import { marked, unmarked } from './csv/formulas.ts';

/** Columns in front of the file's own ones, never translated: by them the mended file is known when it comes back. */
export const REFUSED_ROWS_COLUMNS = ['Paperdesk row', 'Paperdesk line', 'Paperdesk reason'] as const;

export type RefusedRow = {
  rowNumber: number;
  line: number | null;
  /** In the user's language, without words of the row. */
  reason: string;
  cells: string[];
};

/**
 * The text of a CSV of refused rows (UTF-8 with BOM, CR LF, formulas made harmless): its head, and each row with its
 * number, its first line and the reason before the cells as they were.
 */
export function refusedRows(header: string[]): { head: string; row(this: void, row: RefusedRow): string } {
  const line = (cells: string[]): string => csvLine(cells.map(marked));
  return {
    head: BOM + line([...REFUSED_ROWS_COLUMNS, ...header]),
    row({ rowNumber, line: at, reason, cells }) {
      const record = [String(rowNumber), at === null ? '' : String(at), reason, ...cells];
      // Rows of one width are what csv-parse and spreadsheet programs expect.
      while (record.length < header.length + REFUSED_ROWS_COLUMNS.length) record.push('');
      return line(record);
    },
  };
}

/** Whether the names of the columns are those of a file made of `refusedRows`. */
export function isRefusedRowsHeader(cells: string[]): boolean {
  return REFUSED_ROWS_COLUMNS.every((name, index) => cells[index] === name);
}

/** A row of such a file as it was before: its own columns gone, and the apostrophes before formulas. */
export const withoutMarks = (cells: string[]): string[] => cells.slice(REFUSED_ROWS_COLUMNS.length).map(unmarked);
