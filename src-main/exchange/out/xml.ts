import { EXPORT_SHEETS, type OutPart } from '../../contract/exchange.ts';
import { inRecords, type RecordPart, type TicketRecord } from '../record/shape.ts';
import type { LeavingFile } from './leaving-file.ts';
import type { Outgoing } from './outgoing.ts';
import { allColumns, LONGEST_CELL, measure, wholeRow, type Cell, type Column, type Table } from './table/cells.ts';
import { fieldsInUse, mayBeLong } from './table/in-use.ts';
import { PART_TABLES } from './table/part-tables.ts';
import { ticketColumns } from './table/ticket-columns.ts';
import { clockOf, wallText, type Clock } from './table/wall-clock.ts';

/** Rows of a sheet at the most (Microsoft, "Excel specifications and limits"), its heading among them. */
const MOST_ROWS = 1_048_576;
const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<DocumentProperties xmlns="urn:schemas-microsoft-com:office:office"><Author>Paperdesk</Author></DocumentProperties>
<Styles>
<Style ss:ID="Default" ss:Name="Normal"><Alignment ss:Vertical="Top"/></Style>
<Style ss:ID="head"><Font ss:Bold="1"/></Style>
<Style ss:ID="date"><NumberFormat ss:Format="yyyy\\-mm\\-dd\\ hh:mm:ss"/></Style>
<Style ss:ID="time"><NumberFormat ss:Format="[h]:mm:ss"/></Style>
<Style ss:ID="text"><Alignment ss:Vertical="Top" ss:WrapText="1"/></Style>
</Styles>
`;
const SHEET_END = `</Table>
<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><FreezePanes/><FrozenNoSplit/><SplitHorizontal>1</SplitHorizontal><TopRowBottomPane>1</TopRowBottomPane><ActivePane>2</ActivePane></WorksheetOptions>
</Worksheet>
`;

/**
 * Writes tickets as XML for Excel (SpreadsheetML 2003; Microsoft, "XML Spreadsheet Reference"): a sheet with a row a
 * ticket, in HESK's columns, and one for each part. Dates are wall clock of the office. Valid XML 1.0 whatever the texts.
 */
export async function writeXml(outgoing: Outgoing, mostRows = MOST_ROWS): Promise<{ leftOut: number }> {
  const { db, file, office, parts, ids, tickets } = outgoing;
  const clock = clockOf(office.zone);
  const columns = ticketColumns(await fieldsInUse(db, ids));
  const sheets: { table: Table<TicketRecord>; part: RecordPart; step: string }[] = [
    {
      table: { name: 'Tickets', columns, rows: (ticket) => [columns.map(({ cell }) => cell(ticket))] },
      part: 'people',
      step: 'tickets',
    },
    ...EXPORT_SHEETS.filter((part) => parts.includes(part)).map((part) => ({
      table: PART_TABLES[part],
      part,
      step: part,
    })),
  ];
  const further = sheets.map((): number[] => []);
  const long = await mayBeLong(db, ids, LONGEST_CELL);
  for await (const { record } of tickets(inRecords([...parts, 'people']), { ids: long, step: null }))
    for (const [n, { table }] of sheets.entries()) measure(table.rows(record), further[n] ?? [], LONGEST_CELL);
  file.write(HEAD);
  for (const [n, { table, part, step }] of sheets.entries()) {
    const sheet = new Sheet(file, { ...table, columns: allColumns(table.columns, further[n] ?? []) }, mostRows);
    for await (const { record } of tickets(withNotes(part, parts), { ids, step }))
      for (const row of table.rows(record)) sheet.row(wholeRow(row, further[n] ?? [], LONGEST_CELL), clock);
    sheet.end();
  }
  file.write('</Workbook>\n');
  return { leftOut: 0 };
}

/** What came with private notes is read with them alone. */
const withNotes = (part: RecordPart, parts: readonly OutPart[]): RecordPart[] =>
  part === 'attachments' && parts.includes('notes') ? ['attachments', 'notes'] : [part];

/** A sheet as it is written, row by row; what is more than a sheet can hold goes on in another one. */
class Sheet {
  readonly #file: LeavingFile;
  readonly #name: string;
  readonly #columns: readonly Column[];
  readonly #most: number;
  #rows = 0;
  #number = 0;

  constructor(file: LeavingFile, { name, columns }: Pick<Table<never>, 'name' | 'columns'>, most: number) {
    this.#file = file;
    this.#name = name;
    this.#columns = columns;
    this.#most = most;
    this.#begin();
  }

  row(cells: readonly Cell[], clock: Clock): void {
    if (this.#rows === this.#most) {
      this.end();
      this.#begin();
    }
    this.#write(cells.map((cell) => cellXml(cell, clock)));
  }
  end(): void {
    this.#file.write(SHEET_END);
  }

  #begin(): void {
    this.#number += 1;
    this.#rows = 0;
    const name = this.#number === 1 ? this.#name : `${this.#name} (${this.#number})`;
    const widths = this.#columns.map(({ width }) => `<Column ss:AutoFitWidth="0" ss:Width="${width * 6}"/>`).join('');
    this.#file.write(`<Worksheet ss:Name="${xmlText(name)}"><Table>\n${widths}\n`);
    this.#write(this.#columns.map(({ heading }) => dataXml('String', xmlText(heading), 'head')));
  }
  #write(cells: readonly string[]): void {
    this.#rows += 1;
    this.#file.write(`<Row>${cells.join('')}</Row>\n`);
  }
}

function cellXml(cell: Cell, clock: Clock): string {
  if (cell === null || cell === '') return '<Cell/>';
  if (typeof cell === 'string') return dataXml('String', xmlText(cell), cell.includes('\n') ? 'text' : null);
  if (typeof cell === 'number') return dataXml('Number', String(cell), null);
  if ('seconds' in cell) return dataXml('Number', String(cell.seconds / 86_400), 'time');
  const wall = wallText(clock(Date.parse(cell.at)));
  // before 1900 Excel knows no dates
  return /^(19|[2-9]\d)\d\d-/.test(wall) ? dataXml('DateTime', wall, 'date') : dataXml('String', wall, null);
}

const dataXml = (type: string, text: string, style: string | null) =>
  `<Cell${style === null ? '' : ` ss:StyleID="${style}"`}><Data ss:Type="${type}">${text}</Data></Cell>`;

/** What XML 1.0 cannot hold (section 2.2). */
// the control characters are the point
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Any text as XML, in an element or an attribute; what XML cannot hold becomes U+FFFD. */
export const xmlText = (text: string): string =>
  text
    .toWellFormed()
    .replace(FORBIDDEN, '\ufffd')
    .replace(/[&<>"\t\n\r]/g, (found) => ESCAPES[found] ?? found);
