import { CsvError, Parser } from 'csv-parse';
import { LIMITS } from '../limits.ts';
import { TableRefused } from '../refusal.ts';
import type { ReadRow, RowRefusalCode } from '../rows.ts';
import type { Delimiter } from './delimiter.ts';
import { countLineBreaks, lineEnd, RecordSkipper } from './lines.ts';
import { salvageCells } from './salvage.ts';

/** Times a file is read again from the line after a quote that is never closed, past the size of a row. */
const REREADS = 20;

const ROW_CODES: Partial<Record<string, RowRefusalCode>> = {
  CSV_QUOTE_NOT_CLOSED: 'quote-not-closed',
  CSV_INVALID_CLOSING_QUOTE: 'text-after-quote',
  INVALID_OPENING_QUOTE: 'quote-in-text',
};

type Parsed = { cells: string[]; end: number };

/** csv-parse, strict, fed piece by piece: the records each piece completes, with where in the stream each ends. */
class StrictParser {
  private readonly parser: Parser;
  private found: Parsed[] = [];

  constructor(delimiter: Delimiter) {
    this.parser = new Parser({
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      on_record: (cells, { bytes }) => {
        this.found.push({ cells, end: bytes });
        return null;
      },
    });
    this.parser.on('error', () => undefined);
    this.parser.resume();
  }

  write(piece: Buffer): Promise<{ records: Parsed[]; broken: RowRefusalCode | null }> {
    return new Promise((resolve, reject) => {
      this.parser.write(piece, (error) => this.settle(error, resolve, reject));
    });
  }

  end(): Promise<{ records: Parsed[]; broken: RowRefusalCode | null }> {
    return new Promise((resolve, reject) => {
      // Typed without, but called with the error of the last flush.
      this.parser.end((error?: Error | null) => this.settle(error, resolve, reject));
    });
  }

  private settle(
    error: Error | null | undefined,
    resolve: (found: { records: Parsed[]; broken: RowRefusalCode | null }) => void,
    reject: (error: Error) => void,
  ): void {
    const records = this.found;
    this.found = [];
    const broken = error instanceof CsvError ? (ROW_CODES[error.code] ?? null) : null;
    if (error && broken === null) reject(error);
    else resolve({ records, broken });
  }
}

/**
 * The records of a CSV as they stream by, blank ones left out but counted. A broken one is refused with its first line,
 * and reading goes on at the line after it, so that a quote never closed costs one row; one too long is passed by
 * without being held. `source` gives the file as UTF-8 from its first record on, anew at each call.
 * @throws TableRefused `damaged` when quotes never closed make it read again too often.
 */
export async function* csvRecords(
  source: () => AsyncIterable<Buffer>,
  delimiter: Delimiter,
  firstLine: number,
): AsyncGenerator<ReadRow> {
  let start = { offset: 0, rowNumber: 1, line: firstLine };
  for (let reads = 0; reads <= REREADS; reads++) {
    const again = yield* readFrom(source, delimiter, start);
    if (again === null) return;
    start = again;
  }
  throw new TableRefused('damaged', { row: start.rowNumber });
}

type Position = { offset: number; rowNumber: number; line: number };

async function* readFrom(
  source: () => AsyncIterable<Buffer>,
  delimiter: Delimiter,
  start: Position,
): AsyncGenerator<ReadRow, Position | null> {
  const at = { ...start };
  let toSkip = start.offset;
  /** Bytes from the start of the first record that was not handed on yet. */
  let pending: Buffer = Buffer.alloc(0);
  let parser = new StrictParser(delimiter);
  /** Where `pending` begins, counted from the parser's first byte. */
  let base = 0;
  /** A record too long to hold: where it began, and where the line after its first one does. */
  let skipper: { scan: RecordSkipper; line: number; second: Position | null } | null = null;

  /** What broke the first record of `pending`, whose first line has not come to its end yet. */
  let broken: RowRefusalCode | null = null;

  /** Feeds `piece` (null: the end), handing on what it completes; after a broken record the rest goes to a new parser. */
  async function* feed(piece: Buffer | null): AsyncGenerator<ReadRow> {
    const ending = piece === null;
    let next: Buffer | null = piece;
    for (;;) {
      if (next !== null) pending = pending.length === 0 ? next : Buffer.concat([pending, next]);
      if (broken === null) {
        const parsed = next === null ? await parser.end() : await parser.write(next);
        broken = parsed.broken;
        for (const { cells, end } of parsed.records) {
          const length = end - base;
          yield* handOn(cells, pending.subarray(0, length), at);
          pending = pending.subarray(length);
          base = end;
        }
      }
      if (broken !== null) {
        const first = lineEnd(pending, ending) ?? (ending ? pending.length : null);
        if (first === null) return;
        yield refusedLine(pending.subarray(0, first), broken, at, delimiter);
        next = pending.subarray(first);
        restart();
      } else if (next === null || !ending) return;
      else next = null;
    }
  }

  function restart(): void {
    pending = Buffer.alloc(0);
    parser = new StrictParser(delimiter);
    base = 0;
    broken = null;
  }

  for await (const read of source()) {
    let piece = read;
    if (toSkip > 0) {
      const skipped = Math.min(toSkip, piece.length);
      toSkip -= skipped;
      piece = piece.subarray(skipped);
    }
    if (piece.length === 0) continue;
    if (skipper === null) yield* feed(piece);
    else pending = piece;
    while (skipper !== null || pending.length > LIMITS.rowBytes) {
      skipper ??= { scan: new RecordSkipper(delimiter), line: at.line, second: null };
      if (skipper.second === null) {
        const first = lineEnd(pending, false);
        if (first !== null)
          skipper.second = { offset: at.offset + first, rowNumber: at.rowNumber + 1, line: skipper.line + 1 };
      }
      const end: number | null = skipper.scan.add(pending);
      at.offset += end ?? pending.length;
      const rest: Buffer = pending.subarray(end ?? pending.length);
      restart();
      if (end === null) break;
      yield tooLong(at.rowNumber, skipper.line, skipper.scan);
      at.rowNumber++;
      at.line += skipper.scan.lineBreaks;
      skipper = null;
      if (rest.length > 0) yield* feed(rest);
    }
  }
  if (skipper === null) {
    yield* feed(null);
    return null;
  }
  const { scan, line, second } = skipper;
  if (!scan.quoted || second === null) {
    yield tooLong(at.rowNumber, line, scan);
    return null;
  }
  yield { ok: false, rowNumber: at.rowNumber, line, code: 'quote-not-closed', cells: [], raw: null };
  return second;
}

function refusedLine(bytes: Buffer, code: RowRefusalCode, at: Position, delimiter: Delimiter): ReadRow {
  const { rowNumber, line } = at;
  const raw = bytes.toString('utf8').replace(/[\r\n]+$/, '');
  advance(at, bytes);
  return { ok: false, rowNumber, line, code, cells: salvageCells(raw, delimiter), raw };
}

function tooLong(rowNumber: number, line: number, scan: RecordSkipper): ReadRow {
  const code = scan.longestField > LIMITS.cellBytes ? 'cell-too-long' : 'row-too-long';
  return { ok: false, rowNumber, line, code, cells: [], raw: null };
}

function advance(at: Position, bytes: Buffer): void {
  at.line += countLineBreaks(bytes);
  at.offset += bytes.length;
  at.rowNumber++;
}

function* handOn(cells: string[], bytes: Buffer, at: Position): Generator<ReadRow> {
  const { rowNumber, line } = at;
  advance(at, bytes);
  if (bytes.length > LIMITS.cellBytes && cells.some((cell) => Buffer.byteLength(cell) > LIMITS.cellBytes))
    yield { ok: false, rowNumber, line, code: 'cell-too-long', cells: [], raw: null };
  else if (cells.some((cell) => cell.trim() !== '')) yield { ok: true, rowNumber, line, cells, raw: null };
}
