import { LIMITS } from './limits.ts';
import type { ReadRow, RowRefusalCode } from './rows.ts';

/** A row of a sheet as its cells stream by, within what a row may hold. */
export class GrowingRow {
  readonly #number: number;
  readonly #cells: string[] = [];
  #bytes = 0;
  #refused: RowRefusalCode | null = null;

  /** `number`: as a spreadsheet program shows it. */
  constructor(number: number) {
    this.#number = number;
  }

  /** The row cannot come in; the first reason counts. */
  refuse(code: RowRefusalCode): void {
    this.#refused ??= code;
  }

  /** Puts a cell in its column, which must be behind those before; nothing for an empty text. */
  put(column: number, text: string): void {
    if (text === '') return;
    const bytes = Buffer.byteLength(text);
    this.#bytes += bytes;
    if (bytes > LIMITS.cellBytes) this.refuse('cell-too-long');
    else if (this.#bytes > LIMITS.rowBytes) this.refuse('row-too-long');
    else if (column >= LIMITS.columns) this.refuse('too-many-cells');
    else if (this.#refused === null) {
      while (this.#cells.length < column) this.#cells.push('');
      this.#cells.push(text);
    }
  }

  /** The row at its end; null where nothing stands in it. */
  end(): ReadRow | null {
    const row = { rowNumber: this.#number, line: null, cells: this.#cells, raw: null };
    if (this.#refused !== null) return { ok: false, code: this.#refused, ...row };
    return this.#cells.some((cell) => cell.trim() !== '') ? { ok: true, ...row } : null;
  }
}
