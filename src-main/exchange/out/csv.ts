import { marked } from '../table/csv/formulas.ts';
import { BOM, csvLine } from '../table/csv/line.ts';
import { inRecords } from '../record/shape.ts';
import type { Outgoing } from './outgoing.ts';
import { allColumns, LONGEST_CELL, measure, wholeRow, type Cell } from './table/cells.ts';
import { fieldsInUse, mayBeLong } from './table/in-use.ts';
import { partColumns } from './table/part-columns.ts';
import { ticketColumns } from './table/ticket-columns.ts';
import { clockOf, offsetText, shownTwice, wallText, type Clock } from './table/wall-clock.ts';

/** A mark before a formula is a character of the cell. */
const LONGEST = LONGEST_CELL - 1;

/**
 * Writes tickets as CSV (`docs/tickets-csv.md`): a row a ticket, UTF-8 with BOM, CR LF, nothing a spreadsheet program
 * takes for a formula, no cell longer than Excel's longest.
 */
export async function writeCsv({ db, file, office, parts, ids, tickets }: Outgoing): Promise<{ leftOut: number }> {
  const clock = clockOf(office.zone);
  const partsOf = partColumns(inRecords(parts), (moment) => dateText(clock, moment, true));
  const columns = ticketColumns(await fieldsInUse(db, ids), partsOf);
  const rowOf = (ticket: Parameters<(typeof columns)[number]['cell']>[0]) =>
    columns.map(({ cell }) => textOf(cell(ticket), clock));
  const read = inRecords([...parts, 'people']);
  const further: number[] = [];
  for await (const { record } of tickets(read, { ids: await mayBeLong(db, ids, LONGEST), step: null }))
    measure([rowOf(record)], further, LONGEST);
  file.write(BOM + csvLine(allColumns(columns, further).map(({ heading }) => marked(heading))));
  for await (const { record } of tickets(read, { ids, step: 'tickets' }))
    file.write(csvLine(wholeRow(rowOf(record), further, LONGEST).map(marked)));
  return { leftOut: 0 };
}

function textOf(cell: Cell, clock: Clock): string {
  if (cell === null) return '';
  if (typeof cell !== 'object') return String(cell);
  return 'at' in cell ? dateText(clock, cell.at, false) : timeText(cell.seconds);
}

/** `2026-11-24 10:07:00`, which Excel takes for a date; with its offset where the clock shows it a second time. */
function dateText(clock: Clock, moment: string, exact: boolean): string {
  const at = Date.parse(moment);
  const text = wallText(clock(at)).replace('T', ' ');
  const shown = exact ? text.replace(/\.000$/, '') : text.slice(0, -4);
  return shownTwice(clock, at) ? shown + offsetText(clock(at).offset) : shown;
}

/** `1:05:00`, hours past a day as well. */
function timeText(seconds: number): string {
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  const all = Math.abs(seconds);
  return `${seconds < 0 ? '-' : ''}${Math.floor(all / 3600)}:${two((all / 60) % 60)}:${two(all % 60)}`;
}
