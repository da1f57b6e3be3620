import './globals.ts';
import WorkbookWriter from 'exceljs/lib/stream/xlsx/workbook-writer.js';
import type { Worksheet } from 'exceljs';
import type { Cell, FromWorker, SheetPlan, ToWorker } from './messages.ts';

/** Writes a workbook as its rows come; the bytes leave as they are made. */
const tell = (message: FromWorker, transfer: Transferable[] = []) => self.postMessage(message, { transfer });

type Options = NonNullable<ConstructorParameters<typeof WorkbookWriter>[0]>;

// One object a kind of cell: the writer takes a style apart that it has not seen, as it would each cell's own.
const TEXT = {};
const NUMBER = {};
const DATE = { numFmt: 'yyyy-mm-dd hh:mm:ss' };
const WORKED = { numFmt: '[h]:mm:ss' };
const A_DAY = 86_400;
/** Bytes that leave at once: each piece is a call, and costs more than its bytes. */
const A_PIECE = 256 * 1024;

/** What the writer hands its bytes to, a few at a time; they leave in pieces. */
class Sink {
  readonly #finished: (() => void)[] = [];
  #piece = new Uint8Array(A_PIECE);
  #full = 0;
  write(chunk: Uint8Array): boolean {
    for (let at = 0; at < chunk.length;) {
      const some = chunk.subarray(at, at + A_PIECE - this.#full);
      this.#piece.set(some, this.#full);
      this.#full += some.length;
      at += some.length;
      if (this.#full === A_PIECE) this.#leave();
    }
    return true;
  }
  on(event: string, listener: () => void): this {
    if (event === 'finish') this.#finished.push(listener);
    return this;
  }
  end(): void {
    this.#leave();
    for (const listener of this.#finished) listener();
  }
  #leave(): void {
    if (this.#full === 0) return;
    const bytes = this.#full === A_PIECE ? this.#piece : this.#piece.slice(0, this.#full);
    if (bytes === this.#piece) this.#piece = new Uint8Array(A_PIECE);
    this.#full = 0;
    tell({ bytes }, [bytes.buffer]);
  }
}

let writer: InstanceType<typeof WorkbookWriter> | null = null;
let sheets: Worksheet[] = [];

function begin(plan: readonly SheetPlan[]): void {
  // the sink has what the writer asks of a stream: write, on, end
  const stream = new Sink() as unknown as Options['stream'];
  writer = new WorkbookWriter({ stream, useStyles: true, useSharedStrings: false });
  writer.creator = 'Paperdesk';
  writer.lastModifiedBy = 'Paperdesk';
  const made = writer;
  sheets = plan.map(({ name, columns }) => {
    const sheet = made.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
    sheet.columns = columns.map(({ width }) => ({ width }));
    const head = sheet.addRow(columns.map(({ header }) => header));
    // whole, or other programs take a face of their own for the headings
    head.font = { name: 'Calibri', family: 2, size: 11, bold: true };
    head.commit();
    sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: Math.max(1, columns.length) } };
    return sheet;
  });
}

const valueOf = (cell: Cell): string | number | Date | null => {
  if (cell === null || typeof cell !== 'object') return cell;
  return 'at' in cell ? new Date(cell.at) : cell.seconds / A_DAY;
};

const styleOf = (cell: NonNullable<Cell>) => {
  if (typeof cell === 'object') return 'at' in cell ? DATE : WORKED;
  return typeof cell === 'number' ? NUMBER : TEXT;
};

function add(sheet: Worksheet | undefined, cells: readonly Cell[]): void {
  if (!sheet) return;
  const row = sheet.addRow(cells.map(valueOf));
  cells.forEach((cell, at) => {
    if (cell !== null) row.getCell(at + 1).style = styleOf(cell);
  });
  row.commit();
}

async function take(message: ToWorker): Promise<void> {
  if ('plan' in message) begin(message.plan);
  else if ('rows' in message) for (const { sheet, cells } of message.rows) add(sheets[sheet], cells);
  else {
    for (const sheet of sheets) sheet.commit();
    await writer?.commit();
    tell({ done: true });
    return;
  }
  tell({ took: true });
}

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  take(data).catch((error: unknown) => tell({ failed: error instanceof Error ? error.name : 'error' }));
};
