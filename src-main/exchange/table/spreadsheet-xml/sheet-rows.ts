import { GrowingRow } from '../growing-row.ts';
import { LIMITS } from '../limits.ts';
import { TableRefused } from '../refusal.ts';
import type { ReadRow } from '../rows.ts';
import type { NumberFormat } from '../xlsx/number-format.ts';
import type { XmlHandlers } from '../xml-stream.ts';
import { cellText, formatOf } from './values.ts';

const LAST_COLUMN = 16_384;
const LAST_ROW = 1_048_576;
const GENERAL: NumberFormat = { kind: 'general' };

type Attributes = Record<string, string>;
type Worksheet = { name: string; hidden: boolean; filledRows: number };

/** An attribute by its name, whatever prefix stands for the namespace. */
function attribute(attributes: Attributes, name: string): string | undefined {
  const usual = attributes[`ss:${name}`] ?? attributes[name];
  if (usual !== undefined) return usual;
  const key = Object.keys(attributes).find((one) => one.endsWith(`:${name}`));
  return key === undefined ? undefined : attributes[key];
}

/** A whole number of an attribute, `otherwise` where there is none. @throws TableRefused `damaged` for any other text */
function whole(attributes: Attributes, name: string, otherwise: number): number {
  const text = attribute(attributes, name);
  if (text === undefined) return otherwise;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > LAST_ROW) throw new TableRefused('damaged');
  return number;
}

/**
 * Puts the cells of a SpreadsheetML 2003 workbook together, row by row, as it streams by (Microsoft, "XML Spreadsheet
 * Reference"): rows and cells may be left out before an `ss:Index`, a merged cell has its text in its first place.
 * `rows` fills with those of worksheet `wanted`; of all others the filled rows are counted.
 */
export class WorkbookReader implements XmlHandlers {
  readonly sheets: Worksheet[] = [];
  readonly rows: ReadRow[] = [];
  /** Whether it was one at all. */
  isWorkbook = false;
  private readonly wanted: number | null;
  private readonly path: string[] = [];
  private readonly formats = new Map<string, NumberFormat>();
  private readonly parents = new Map<string, string>();
  private style = '';
  private date1904 = false;
  private columnStyles: { from: number; to: number; style: string }[] = [];
  private nextColumn = 0;
  private rowStyle: string | undefined;
  private rowNumber = 0;
  private rowsBelow = 0;
  private column = -1;
  private merged = 0;
  private row: GrowingRow | null = null;
  private cellStyle: string | undefined;
  private type = '';
  private value = '';
  private taking = false;

  constructor(wanted: number | null) {
    this.wanted = wanted;
  }

  open(name: string, attributes: Attributes): void {
    const parent = this.path.at(-1);
    this.path.push(name);
    if (parent === undefined) {
      if (name !== 'Workbook') throw new TableRefused('not-a-table');
      this.isWorkbook = true;
    } else if (parent === 'Workbook' && name === 'Worksheet') this.openSheet(attributes);
    else if (parent === 'Table' && name === 'Row') this.openRow(attributes);
    else if (parent === 'Row' && name === 'Cell') this.openCell(attributes);
    else if (parent === 'Cell' && name === 'Data') this.openData(attributes);
    else if (parent === 'Table' && name === 'Column') this.openColumn(attributes);
    else if (name === 'Style') this.openStyle(attributes);
    else if (parent === 'Style' && name === 'NumberFormat')
      this.formats.set(this.style, formatOf(attribute(attributes, 'Format') ?? ''));
    else if (name === 'Date1904') this.date1904 = true;
  }

  close(name: string): void {
    this.path.pop();
    const parent = this.path.at(-1);
    if (name === 'Data' && parent === 'Cell') this.taking = false;
    else if (name === 'Cell' && parent === 'Row') this.closeCell();
    else if (name === 'Row' && parent === 'Table') this.closeRow();
  }

  text(text: string): void {
    if (this.taking) {
      if (this.value.length + text.length > LIMITS.cellBytes * 2) this.row?.refuse('cell-too-long');
      else this.value += text;
    } else if (this.path.at(-1) === 'Visible' && /^\s*Sheet(?:Very)?Hidden\s*$/.test(text)) {
      const sheet = this.sheets.at(-1);
      if (sheet) sheet.hidden = true;
    }
  }

  private openSheet(attributes: Attributes): void {
    if (this.sheets.length >= LIMITS.sheets) throw new TableRefused('too-large', { sheets: LIMITS.sheets });
    this.sheets.push({ name: attribute(attributes, 'Name') ?? '', hidden: false, filledRows: 0 });
    this.rowNumber = 0;
    this.rowsBelow = 0;
    this.columnStyles = [];
    this.nextColumn = 0;
  }

  private openStyle(attributes: Attributes): void {
    this.style = attribute(attributes, 'ID') ?? '';
    const parent = attribute(attributes, 'Parent');
    if (parent !== undefined) this.parents.set(this.style, parent);
  }

  private openColumn(attributes: Attributes): void {
    const from = whole(attributes, 'Index', this.nextColumn + 1) - 1;
    const to = from + whole(attributes, 'Span', 0);
    this.nextColumn = to + 1;
    const style = attribute(attributes, 'StyleID');
    if (style !== undefined && this.columnStyles.length < LAST_COLUMN) this.columnStyles.push({ from, to, style });
  }

  private openRow(attributes: Attributes): void {
    const number = whole(attributes, 'Index', this.rowNumber + this.rowsBelow + 1);
    if (number <= this.rowNumber || number > LAST_ROW) throw new TableRefused('damaged');
    this.rowNumber = number;
    this.rowsBelow = whole(attributes, 'Span', 0);
    this.rowStyle = attribute(attributes, 'StyleID');
    this.column = -1;
    this.merged = 0;
    this.row = new GrowingRow(number);
  }

  private openCell(attributes: Attributes): void {
    const column = whole(attributes, 'Index', this.column + this.merged + 2) - 1;
    if (column <= this.column || column >= LAST_COLUMN) throw new TableRefused('damaged');
    this.column = column;
    this.merged = whole(attributes, 'MergeAcross', 0);
    this.cellStyle = attribute(attributes, 'StyleID');
    this.type = 'String';
    this.value = '';
  }

  private openData(attributes: Attributes): void {
    this.type = attribute(attributes, 'Type') ?? 'String';
    this.value = '';
    this.taking = true;
  }

  private closeCell(): void {
    const text = this.value === '' ? '' : cellText(this.type, this.value, this.formatHere(), this.date1904);
    this.value = '';
    this.row?.put(this.column, text);
  }

  private formatHere(): NumberFormat {
    const style =
      this.cellStyle ??
      this.rowStyle ??
      this.columnStyles.find(({ from, to }) => from <= this.column && this.column <= to)?.style;
    let named = style;
    // Parents of parents are not allowed; a circle of them ends here.
    for (let steps = 0; named !== undefined && steps < 4; steps++) {
      const found = this.formats.get(named);
      if (found !== undefined) return found;
      named = this.parents.get(named);
    }
    return GENERAL;
  }

  private closeRow(): void {
    const sheet = this.sheets.at(-1);
    const row = this.row?.end();
    if (!sheet || !row) return;
    sheet.filledRows++;
    if (this.wanted === this.sheets.length - 1) this.rows.push(row);
  }
}
