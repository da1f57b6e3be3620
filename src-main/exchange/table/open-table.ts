import { stat } from 'node:fs/promises';
import { csvBytes, openCsv } from './csv/open-csv.ts';
import { csvRecords } from './csv/records.ts';
import { guessHeaderRow } from './header-row.ts';
import { LIMITS } from './limits.ts';
import { cleanLine } from './mapping/clean-text.ts';
import { recognise } from './recognise.ts';
import { refusalOf, stopIfCancelled, TableRefused } from './refusal.ts';
import type { TableRefusal } from './refusal.ts';
import { isRefusedRowsHeader, REFUSED_ROWS_COLUMNS, withoutMarks } from './refused-rows.ts';
import { columnLetters } from './rows.ts';
import type { OpenOptions, ReadOptions, ReadRow, SheetInfo, Table, TableShape } from './rows.ts';
import { spreadsheetRows, surveyWorkbook } from './spreadsheet-xml/read-sheet.ts';
import { Archive } from './xlsx/archive.ts';
import { SharedStrings } from './xlsx/shared-strings.ts';
import { sheetRows } from './xlsx/sheet-rows.ts';
import { readWorkbook } from './xlsx/workbook.ts';

/** Characters of a column's name that are kept. */
const NAME_LENGTH = 250;

type Source = Pick<Table, 'undecodable' | 'sheets'> & {
  /** The part of the shape that the kind of file decides. */
  where: CsvPlace | XlsxPlace | XmlPlace;
  rows: ReadRow[];
  isAll: boolean;
};
type CsvPlace = Pick<Extract<TableShape, { kind: 'csv' }>, 'kind' | 'encoding' | 'bom' | 'delimiter' | 'skipLines'>;
type XlsxPlace = Pick<Extract<TableShape, { kind: 'xlsx' }>, 'kind' | 'sheet'>;
type XmlPlace = Pick<Extract<TableShape, { kind: 'xml' }>, 'kind' | 'sheet' | 'inside'>;

/**
 * Opens a spreadsheet of tickets: tells its kind by content, its encoding, delimiter, sheet and heading, and reads the
 * first `LIMITS.sampleRows` rows. Never holds the file; a CSV is read through once to be sure of its encoding.
 * Refusals are values; a file that grows or changes while it is read is refused by `readRows`.
 */
export async function openTable(
  path: string,
  options: OpenOptions = {},
): Promise<{ ok: true; table: Table } | { ok: false; refusal: TableRefusal }> {
  try {
    const { kind, bytes, start } = await recognise(path);
    if (kind === 'json') throw new TableRefused('not-a-table');
    const source =
      kind === 'text'
        ? await sampleCsv(path, start, options)
        : kind === 'xml'
          ? await sampleXml(path, null, options)
          : await sampleZip(path, options);
    return { ok: true, table: describe(source, bytes, options) };
  } catch (error) {
    return { ok: false, refusal: refusalOf(error) };
  }
}

/**
 * The rows of a table below its heading, streaming, each a ticket's cells or refused with a code; blank rows are passed
 * by. `shape` is what `openTable` found.
 * @throws TableRefused when the file as a whole cannot be read on, or has changed since.
 */
export async function* readRows(path: string, shape: TableShape, options: ReadOptions = {}): AsyncGenerator<ReadRow> {
  if ((await sizeOf(path)) !== shape.bytes) throw new TableRefused('changed-meanwhile');
  for await (const row of rowsOf(path, shape, options)) if (row.rowNumber >= shape.firstRow) yield fitted(row, shape);
}

/**
 * All rows of another sheet of the same workbook, its heading first; row numbers are the sheet's own.
 * @throws TableRefused when it cannot be read on
 */
export function readSheet(
  path: string,
  shape: TableShape,
  sheet: number,
  options: ReadOptions = {},
): AsyncGenerator<ReadRow> {
  return rowsOf(path, shape.kind === 'csv' ? shape : { ...shape, sheet }, options);
}

function rowsOf(path: string, shape: TableShape, options: ReadOptions): AsyncGenerator<ReadRow> {
  if (shape.kind === 'csv') return csvRows(path, shape, shape.bytes, options);
  if (shape.kind === 'xml') return spreadsheetRows({ path, inside: shape.inside }, shape.sheet, options);
  return xlsxRows(path, shape, options);
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    throw new TableRefused(refusalOf(error).code);
  }
}

async function* csvRows(path: string, place: CsvPlace, bytes: number, options: ReadOptions): AsyncGenerator<ReadRow> {
  async function* source(): AsyncGenerator<Buffer> {
    // Pieces are UTF-8, the file may be UTF-16: its share is near enough for a progress bar.
    let done = 0;
    for await (const piece of csvBytes(path, place)) {
      stopIfCancelled(options.signal);
      yield piece;
      done += piece.length;
      options.onProgress?.(Math.min(bytes, done), bytes);
    }
  }
  yield* csvRecords(source, place.delimiter, 1 + place.skipLines);
}

async function* xlsxRows(path: string, { sheet }: XlsxPlace, options: ReadOptions): AsyncGenerator<ReadRow> {
  const archive = await Archive.open(path);
  try {
    const workbook = await readWorkbook(archive);
    const strings = await SharedStrings.read(archive, workbook.sharedStringsPart);
    yield* sheetRows(archive, workbook, strings, sheet, options);
  } finally {
    await archive.close();
  }
}

/** Up to `most` rows, fewer when they are very long, and whether there were no more. */
async function take(rows: AsyncGenerator<ReadRow>, most: number): Promise<{ rows: ReadRow[]; isAll: boolean }> {
  const taken: ReadRow[] = [];
  let characters = 0;
  for await (const row of rows) {
    if (taken.length >= most || (taken.length > 1 && characters > LIMITS.sampleCharacters))
      return { rows: taken, isAll: false };
    taken.push(row);
    characters += row.cells.reduce((sum, cell) => sum + cell.length, row.raw?.length ?? 0);
  }
  return { rows: taken, isAll: true };
}

async function sampleCsv(path: string, start: Buffer, options: OpenOptions): Promise<Source> {
  const { undecodable, ...place } = await openCsv(path, start, options);
  const where = { kind: 'csv' as const, ...place };
  const sample = await take(csvRows(path, where, Number.MAX_SAFE_INTEGER, options), LIMITS.sampleRows + 1);
  return { where, undecodable, sheets: [], ...sample };
}

async function sampleZip(path: string, options: OpenOptions): Promise<Source> {
  const archive = await Archive.open(path);
  try {
    return archive.onlyDocument === null
      ? await sampleXlsx(archive, options)
      : await sampleXml(path, archive.onlyDocument, options);
  } finally {
    await archive.close();
  }
}

async function sampleXlsx(archive: Archive, options: OpenOptions): Promise<Source> {
  const workbook = await readWorkbook(archive);
  const strings = await SharedStrings.read(archive, workbook.sharedStringsPart);
  const sheets: SheetInfo[] = [];
  for (const [index, { name, hidden }] of workbook.sheets.entries()) {
    stopIfCancelled(options.signal);
    const { rows } = await take(sheetRows(archive, workbook, strings, index, options), 2);
    sheets.push({ index, name, hidden, hasRows: rows.length > 1 });
  }
  const sheet = chooseSheet(sheets, options.sheet);
  const sample = await take(sheetRows(archive, workbook, strings, sheet, options), LIMITS.sampleRows + 1);
  return { where: { kind: 'xlsx', sheet }, undecodable: 0, sheets, ...sample };
}

async function sampleXml(path: string, inside: string | null, options: OpenOptions): Promise<Source> {
  const document = { path, inside };
  const { undecodable, sheets: found } = await surveyWorkbook(document, options);
  const sheets = found.map((sheet, index) => ({ index, ...sheet }));
  const sheet = chooseSheet(sheets, options.sheet);
  const sample = await take(spreadsheetRows(document, sheet, options), LIMITS.sampleRows + 1);
  return { where: { kind: 'xml', sheet, inside }, undecodable, sheets, ...sample };
}

/** The sheet that was asked for, else the first that is shown and has rows. @throws TableRefused when there is none */
function chooseSheet(sheets: readonly SheetInfo[], asked: number | undefined): number {
  const chosen =
    asked === undefined
      ? (sheets.find(({ hidden, hasRows }) => hasRows && !hidden) ?? sheets.find(({ hasRows }) => hasRows))
      : sheets[asked];
  if (chosen !== undefined) return chosen.index;
  if (asked !== undefined) throw new TableRefused('no-such-sheet');
  throw new TableRefused(sheets.length === 0 ? 'empty-file' : 'no-rows');
}

/** Number of cells up to the last that holds anything. */
function usedWidth(cells: string[]): number {
  return cells.findLastIndex((cell) => cell.trim() !== '') + 1;
}

/** Width that more than half of the rows reach. */
function usualWidth(rows: ReadRow[]): number {
  const widths = rows.flatMap((row) => (row.ok ? [usedWidth(row.cells)] : [])).sort((a, b) => a - b);
  return widths[Math.floor((widths.length - 1) / 2)] ?? 0;
}

function describe(source: Source, bytes: number, options: OpenOptions): Table {
  const headerRow = options.headerRow === undefined ? guessHeaderRow(source.rows) : options.headerRow;
  const heading = source.rows.find((row) => row.rowNumber === headerRow);
  const below = source.rows.filter((row) => row.rowNumber > (headerRow ?? 0));
  const names = (heading?.cells ?? []).map((cell) =>
    cleanLine(cell).replace(/\s+/g, ' ').slice(0, NAME_LENGTH).trim().toWellFormed(),
  );
  const named = usedWidth(names);
  const widest = Math.max(0, ...below.map((row) => (row.ok ? usedWidth(row.cells) : 0)));
  const width = headerRow === null ? widest : Math.max(named, usualWidth(below));
  if (Math.max(width, named) > LIMITS.columns || (heading && !heading.ok && heading.code === 'too-many-cells'))
    throw new TableRefused('too-many-columns', { columns: Math.max(width, named), most: LIMITS.columns });
  if (source.rows.length === 0 || (below.length === 0 && source.isAll)) throw new TableRefused('no-rows');
  const refusedRowsFile = isRefusedRowsHeader(names);
  const shape: TableShape = {
    ...source.where,
    bytes,
    headerRow,
    firstRow: (headerRow ?? 0) + 1,
    width,
    leastCells: headerRow === null ? usualWidth(below) : named,
    refusedRowsFile,
    fillShortRows: options.fillShortRows ?? false,
  };
  const header = Array.from({ length: width }, (_, index) => names[index] || `Column ${columnLetters(index)}`);
  return {
    shape,
    header: refusedRowsFile ? header.slice(REFUSED_ROWS_COLUMNS.length) : header,
    sample: below.slice(0, LIMITS.sampleRows).map((row) => fitted(row, shape)),
    sampleIsAll: source.isAll && below.length <= LIMITS.sampleRows,
    undecodable: source.undecodable,
    sheets: source.sheets,
  };
}

/** A row in the table's own width: missing cells filled or refused, further ones dropped when empty or refused. */
function fitted(row: ReadRow, shape: TableShape): ReadRow {
  const own = shape.refusedRowsFile ? withoutMarks(row.cells) : row.cells;
  if (!row.ok) return { ...row, cells: own };
  const { rowNumber, line } = row;
  if (usedWidth(row.cells) > shape.width)
    return { ok: false, rowNumber, line, code: 'too-many-cells', cells: own, raw: null };
  if (shape.kind === 'csv' && !shape.fillShortRows && row.cells.length < shape.leastCells)
    return { ok: false, rowNumber, line, code: 'too-few-cells', cells: own, raw: null };
  const width = shape.refusedRowsFile ? shape.width - REFUSED_ROWS_COLUMNS.length : shape.width;
  const cells = own.slice(0, width);
  while (cells.length < width) cells.push('');
  return { ...row, cells };
}
