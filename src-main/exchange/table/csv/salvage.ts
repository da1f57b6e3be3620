import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { LIMITS } from '../limits.ts';
import type { Delimiter } from './delimiter.ts';

/** The cells of one broken line as far as they can be told apart, for the list of refused rows. */
export function salvageCells(line: string, delimiter: Delimiter): string[] {
  let cells: string[];
  try {
    const records = parse(line, { delimiter, relax_quotes: true, relax_column_count: true });
    cells = records[0] ?? [];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    cells = line.split(delimiter);
  }
  return cells.slice(0, LIMITS.columns * 2);
}
