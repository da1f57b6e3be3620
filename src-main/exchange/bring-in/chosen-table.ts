import type { TableChoice } from '../../contract/exchange.ts';
import { Refused, type ErrorCode } from '../../contract/errors.ts';
import type { SourceFile } from '../../gate.ts';
import type { Working } from '../../jobs.ts';
import { recognise } from '../table/recognise.ts';
import { refusalOf } from '../table/refusal.ts';
import { openTable, TableRefused, type Table, type TableRefusal, type TableRefusalCode } from '../table/index.ts';

/** A file the user chose and how it is to be read, as long work gets it. */
export type ChosenTable = Omit<TableChoice, 'file'> & { from: SourceFile };

const CODES: Partial<Record<TableRefusalCode, ErrorCode>> = {
  'not-found': 'not-found',
  'too-large': 'too-large',
  'too-many-columns': 'too-large',
  'changed-meanwhile': 'changed-meanwhile',
  cancelled: 'cancelled',
};

/** A refusal of the table's reader as the window hears it: `reason` is `table-` and the reader's own code. */
export const refusedTable = ({ code, detail }: TableRefusal): Refused =>
  new Refused(CODES[code] ?? 'unreadable', { reason: `table-${code}`, ...detail });

/** Whether a chosen file is JSON, or a table. @throws Refused with a `table-…` reason */
export async function fileKind(path: string): Promise<'json' | 'table'> {
  try {
    return (await recognise(path)).kind === 'json' ? 'json' : 'table';
  } catch (error) {
    throw refusedTable(refusalOf(error));
  }
}

/** The same for what the reader throws while rows stream; other errors as they are. */
export const asRefused = (error: unknown): unknown =>
  error instanceof TableRefused ? refusedTable(error.refusal) : error;

const LOOK_EVERY_MS = 50;

/** Hands `work` a signal that follows the user's wish to stop, for what reads on by itself. */
export async function stoppable<T>(working: Working, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const look = setInterval(() => {
    try {
      working.check();
    } catch {
      stop.abort();
    }
  }, LOOK_EVERY_MS);
  try {
    return await work(stop.signal);
  } catch (error) {
    throw asRefused(error);
  } finally {
    clearInterval(look);
  }
}

/**
 * Opens a chosen table as it is to be read.
 * @throws Refused with a `table-…` reason; `changed-meanwhile` where the file has another size than when it was chosen
 */
export async function openChosen(
  { from, sheet, delimiter, encoding, headerRow, fillShortRows }: ChosenTable,
  signal: AbortSignal,
): Promise<Table> {
  const opened = await openTable(from.path, {
    signal,
    ...(sheet === undefined ? {} : { sheet }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(headerRow === undefined ? {} : { headerRow }),
    ...(fillShortRows === undefined ? {} : { fillShortRows }),
  });
  if (!opened.ok) throw refusedTable(opened.refusal);
  if (opened.table.shape.bytes !== from.size) throw refusedTable({ code: 'changed-meanwhile' });
  return opened.table;
}
