import type { EXPORT_SHEETS, Unsaid } from '../../contract/exchange.ts';
import type { TermsRecord } from '../record/shape.ts';
import type { Incoming } from './incoming.ts';

/** A row of a file as far as it could be read. `row`: its number as a spreadsheet program shows it, or the ticket's place. */
export type SourceRow = {
  row: number;
  line: number | null;
  /** As they stand in a table; none of a record. */
  cells: string[];
} & (
  | {
      ok: true;
      ticket: Incoming;
      /** All that stands in it, to be known again by. */
      content: string[];
      /** Members of a record that nobody here knows. */
      unknown: string[];
    }
  | {
      ok: false;
      reason: string;
      column: number | null;
      /** The member of a record, or the further sheet, that is to blame. */
      at: string;
    }
);

export type Reading = { signal: AbortSignal; onProgress?: (done: number, total: number) => void };

/** What a file says of itself that Paperdesk wrote. */
export type OwnFile = {
  /** The office it comes from, where it says so. */
  office: string;
  /** Parts that are not in it. */
  without: (typeof EXPORT_SHEETS)[number][];
  /** What its format has no place for. */
  unsaid: readonly Unsaid[];
  /** How many tickets it says there are, where that is another number. */
  says: number | null;
  /** Members beside the tickets that nobody here knows. */
  unknown: string[];
};

/** A chosen file, whatever its format: what its rows or records are as tickets. */
export type Source = {
  header: string[];
  /** What records say of the office they come from; null of tables. */
  of: TermsRecord | null;
  /** Null of files of others. */
  own: OwnFile | null;
  rows: (reading: Reading) => AsyncGenerator<SourceRow>;
};
