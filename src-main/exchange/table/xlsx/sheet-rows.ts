import { LIMITS } from '../limits.ts';
import { GrowingRow } from '../growing-row.ts';
import { stopIfCancelled, TableRefused } from '../refusal.ts';
import type { ReadOptions, ReadRow } from '../rows.ts';
import type { Archive } from './archive.ts';
import { numberText } from './number-format.ts';
import type { SharedStrings } from './shared-strings.ts';
import type { Workbook } from './workbook.ts';
import { unescapeText, XmlStream } from '../xml-stream.ts';
import type { XmlHandlers } from '../xml-stream.ts';

const LAST_COLUMN = 16_384;
const LAST_ROW = 1_048_576;

/** Column and row of a reference such as `BC12`, from 0 and 1; null where it is none. */
function readReference(reference: string): { column: number; row: number } | null {
  const parts = /^([A-Z]{1,3})(\d{1,7})$/.exec(reference);
  if (parts === null) return null;
  let column = 0;
  for (const letter of parts[1] ?? '') column = column * 26 + letter.charCodeAt(0) - 64;
  const row = Number(parts[2]);
  return column > LAST_COLUMN || row < 1 || row > LAST_ROW ? null : { column: column - 1, row };
}

/** Puts the cells of one sheet together, row by row, as its XML streams by. */
class SheetReader implements XmlHandlers {
  readonly rows: ReadRow[] = [];
  private readonly workbook: Workbook;
  private readonly strings: SharedStrings;
  private rowNumber = 0;
  private column = -1;
  private row: GrowingRow | null = null;
  private inData = false;
  private type = '';
  private style = 0;
  private value = '';
  private taking = false;
  private phonetic = 0;

  constructor(workbook: Workbook, strings: SharedStrings) {
    this.workbook = workbook;
    this.strings = strings;
  }

  open(name: string, attributes: Record<string, string>): void {
    if (name === 'sheetData') this.inData = true;
    if (!this.inData) return;
    if (name === 'row') this.openRow(attributes['r']);
    else if (name === 'c' && this.row) this.openCell(attributes);
    else if (name === 'rPh') this.phonetic++;
    else if (name === 'v' || name === 't') this.taking = this.phonetic === 0;
  }

  close(name: string): void {
    if (!this.inData) return;
    if (name === 'v' || name === 't') this.taking = false;
    else if (name === 'rPh') this.phonetic--;
    else if (name === 'c' && this.row) this.closeCell();
    else if (name === 'row') this.closeRow();
    else if (name === 'sheetData') this.inData = false;
  }

  text(text: string): void {
    if (!this.taking) return;
    if (this.value.length + text.length > LIMITS.cellBytes * 2) this.row?.refuse('cell-too-long');
    else this.value += text;
  }

  private openRow(reference: string | undefined): void {
    const number = reference === undefined ? this.rowNumber + 1 : Number(reference);
    if (!Number.isInteger(number) || number <= this.rowNumber || number > LAST_ROW) throw new TableRefused('damaged');
    this.rowNumber = number;
    this.column = -1;
    this.row = new GrowingRow(number);
  }

  private openCell(attributes: Record<string, string>): void {
    const reference = attributes['r'];
    const place = reference === undefined ? { column: this.column + 1 } : readReference(reference);
    if (place === null || place.column <= this.column) throw new TableRefused('damaged');
    this.column = place.column;
    this.type = attributes['t'] ?? 'n';
    this.style = Number(attributes['s'] ?? 0);
    this.value = '';
    this.taking = false;
  }

  private closeCell(): void {
    this.row?.put(this.column, this.cellText());
    this.value = '';
  }

  private cellText(): string {
    switch (this.type) {
      case 's': {
        if (this.value === '') return '';
        const text = this.strings.at(Number(this.value));
        if (text === null) throw new TableRefused('damaged');
        return text;
      }
      case 'inlineStr':
      case 'str':
        return unescapeText(this.value);
      case 'b':
        return this.value === '' ? '' : this.value.trim() === '1' ? 'TRUE' : 'FALSE';
      case 'n': {
        if (this.value.trim() === '') return '';
        const format = this.workbook.formats[this.style] ?? { kind: 'general' as const };
        return numberText(this.value.trim(), format, this.workbook.date1904);
      }
      default:
        return this.value;
    }
  }

  private closeRow(): void {
    const row = this.row?.end() ?? null;
    if (row) this.rows.push(row);
    this.row = null;
  }
}

/**
 * The rows of one sheet that hold anything, as they stream by; row numbers are the sheet's own.
 * @throws TableRefused `damaged`, `zip-bomb`, `too-large`, `cancelled`.
 */
export async function* sheetRows(
  archive: Archive,
  workbook: Workbook,
  strings: SharedStrings,
  sheet: number,
  { signal, onProgress }: ReadOptions = {},
): AsyncGenerator<ReadRow> {
  const part = workbook.sheets[sheet]?.part;
  if (part === undefined) throw new TableRefused('no-such-sheet', { sheet: sheet + 1 });
  const reader = new SheetReader(workbook, strings);
  const xml = new XmlStream(reader);
  const total = archive.size(part);
  let done = 0;
  for await (const piece of archive.pieces(part, LIMITS.sheetBytes)) {
    stopIfCancelled(signal);
    xml.write(piece);
    done += piece.length;
    yield* reader.rows.splice(0);
    onProgress?.(done, total);
  }
  xml.end();
  yield* reader.rows.splice(0);
}
