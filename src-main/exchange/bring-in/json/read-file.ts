import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import * as v from 'valibot';
import { RECORD_FORMAT, RECORD_VERSION, RecordHead, TicketRecord } from '../../record/shape.ts';
import { TableRefused } from '../../table/index.ts';
import { TicketScanner, type ScannedTicket } from './scan.ts';
import { unknownKeys } from './unknown-keys.ts';

type Options = { signal?: AbortSignal; onProgress?: (done: number, total: number) => void };

/** What a file of records says of itself. */
export type OpenedRecords = {
  bytes: number;
  head: RecordHead;
  /** Tickets that stand in it, and how many it says there are. */
  tickets: number;
  count: number;
  /** Members beside the tickets that are none of ours. */
  unknown: string[];
};

/** A record as it stands in the file, `number` from 1; or why it cannot be taken, and at which member. */
export type RecordRow =
  | { ok: true; number: number; record: TicketRecord; unknown: string[]; wellEncoded: boolean }
  | { ok: false; number: number; code: 'record-too-long' | 'record-shape'; at: string };

const PIECE = 256 * 1024;
const BOM = Buffer.from('\ufeff');

/** Goes through a file; `each` gets the tickets that a piece of it completed. */
async function* scanned(path: string, { signal, onProgress }: Options, scanner: TicketScanner) {
  const { size } = await stat(path);
  let done = 0;
  for await (const read of createReadStream(path, { highWaterMark: PIECE })) {
    if (signal?.aborted) throw new TableRefused('cancelled');
    const piece = read as Buffer;
    // The mark counts as bytes of the file all the same.
    scanner.write(
      done === 0 && piece.subarray(0, 3).equals(BOM) ? Buffer.concat([Buffer.from('   '), piece.subarray(3)]) : piece,
    );
    done += piece.length;
    yield* scanner.found.splice(0);
    onProgress?.(done, size);
  }
}

const Count = v.object({ count: v.pipe(v.number(), v.safeInteger()) });

/**
 * Opens a JSON file of tickets: goes through it once to its end, never holding it.
 * @throws TableRefused `json-other` for JSON of another kind, `json-newer` for one of a later version, `cut-off` when its
 * end is missing, `damaged`, `too-large`, `cancelled`
 */
export async function openRecords(
  path: string,
  options: Options = {},
  each: (ticket: ScannedTicket) => void = () => undefined,
): Promise<OpenedRecords> {
  const scanner = new TicketScanner(0);
  for await (const ticket of scanned(path, options, scanner)) each(ticket);
  const around = scanner.close();
  const { format, version } = around as { format?: unknown; version?: unknown };
  if (format !== RECORD_FORMAT) throw new TableRefused('json-other');
  if (typeof version === 'number' && version > RECORD_VERSION) throw new TableRefused('json-newer');
  if (!v.is(Count, around)) throw new TableRefused('cut-off', { tickets: scanner.tickets });
  const head = v.safeParse(RecordHead, around);
  if (!head.success) throw new TableRefused('json-head');
  const known = { ...RecordHead.entries, tickets: {}, count: {} };
  return {
    bytes: (await stat(path)).size,
    head: head.output,
    tickets: scanner.tickets,
    count: around.count,
    unknown: [...new Set(unknownKeys({ type: 'object', entries: known }, around))],
  };
}

/** A scanned ticket as a record. @throws TableRefused `damaged` when it is no JSON */
export function recordOf(number: number, { text, wellEncoded }: ScannedTicket): RecordRow {
  if (text === null) return { ok: false, number, code: 'record-too-long', at: '' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TableRefused('damaged', { tickets: number });
  }
  const read = v.safeParse(TicketRecord, value, { abortEarly: true });
  if (!read.success) return { ok: false, number, code: 'record-shape', at: v.getDotPath(read.issues[0]) ?? '' };
  return {
    ok: true,
    number,
    record: read.output,
    unknown: [...new Set(unknownKeys(TicketRecord, value))],
    wellEncoded,
  };
}

/** The records of a file, one after the other. @throws TableRefused as `openRecords` does */
export async function* recordRows(path: string, options: Options = {}): AsyncGenerator<RecordRow> {
  let number = 0;
  for await (const ticket of scanned(path, options, new TicketScanner(0))) yield recordOf(++number, ticket);
}
