import { stringify } from 'csv-stringify';
import type { Stringifier } from 'csv-stringify';

/** Columns in front of the file's own ones, never translated: by them the mended file is known when it comes back. */
export const REFUSED_ROWS_COLUMNS = ['Paperdesk row', 'Paperdesk line', 'Paperdesk reason'] as const;

/** What csv-stringify marks with an apostrophe, so that no spreadsheet program takes it for a formula. */
const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
const MARKED = /^'+[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

export type RefusedRow = {
  rowNumber: number;
  line: number | null;
  /** In the user's language, without words of the row. */
  reason: string;
  cells: string[];
};

/**
 * Opens a CSV of refused rows (UTF-8 with BOM, CR LF, formulas made harmless): first the row's number, its first line
 * and the reason, then the cells as they were. The returned stream of bytes is piped to where the file goes; each
 * `write` waits while that is slow.
 */
export function writeRefusedRows(header: string[]): {
  bytes: Stringifier;
  write(row: RefusedRow): Promise<void>;
  end(): void;
} {
  const bytes = stringify({
    bom: true,
    escape_formulas: true,
    record_delimiter: 'windows',
    quote_record_delimiter: true,
  });
  const marked = (cells: string[]): string[] => cells.map((cell) => (MARKED.test(cell) ? `'${cell}` : cell));
  bytes.write([...REFUSED_ROWS_COLUMNS, ...marked(header)]);
  return {
    bytes,
    write({ rowNumber, line, reason, cells }) {
      const record = [String(rowNumber), line === null ? '' : String(line), reason, ...marked(cells)];
      // Rows of one width are what csv-parse and spreadsheet programs expect.
      while (record.length < header.length + REFUSED_ROWS_COLUMNS.length) record.push('');
      if (bytes.write(record)) return Promise.resolve();
      return new Promise((resolve) => bytes.once('drain', resolve));
    },
    end: () => bytes.end(),
  };
}

/** Whether the names of the columns are those of a file written by `writeRefusedRows`. */
export function isRefusedRowsHeader(cells: string[]): boolean {
  return REFUSED_ROWS_COLUMNS.every((name, index) => cells[index] === name);
}

/** A row of such a file as it was before: its own columns gone, and the apostrophes before formulas. */
export function withoutMarks(cells: string[]): string[] {
  return cells.slice(REFUSED_ROWS_COLUMNS.length).map((cell) => {
    const bare = cell.slice(1);
    return cell.startsWith("'") && (FORMULA.test(bare) || MARKED.test(bare)) ? bare : cell;
  });
}
