import type { ImportMapping } from '../../../contract/exchange.ts';
import { EXPORT_SHEETS, UNSAID } from '../../../contract/exchange.ts';
import { unmarked } from '../../table/csv/formulas.ts';
import { readRows, readSheet, type ReadRow, type Table } from '../../table/index.ts';
import { choose, meanings } from '../../table/mapping/choices.ts';
import type { OfficeTerms } from '../office-terms.ts';
import type { Source, SourceRow } from '../source-row.ts';
import { isTicketSheet, ownColumns, partOfSheet, type OwnPart } from './headings.ts';
import { ownRow, type OwnReading } from './own-row.ts';
import { PartSheets } from './part-sheets.ts';

/** A CSV of Paperdesk's has marks before what looks like a formula; they are taken off again. */
const bare = (cells: readonly string[], kind: Table['shape']['kind']): string[] =>
  kind === 'csv' ? cells.map(unmarked) : [...cells];

export const ownHeader = ({ header, shape }: Table): string[] => bare(header, shape.kind);

/** An export of Paperdesk as CSV, XML or workbook: its rows with all that its cells and sheets say of each ticket. */
export function ownSource(path: string, table: Table, mapping: ImportMapping, terms: OfficeTerms): Source {
  const { shape, sheets } = table;
  const header = ownHeader(table);
  const columns = ownColumns(header);
  const words = meanings(terms);
  const kinds = new Map(
    mapping.columns.map(({ column, fieldId, newField }) => [
      column,
      newField?.kind ?? (fieldId === undefined ? undefined : terms.kinds.get(fieldId)),
    ]),
  );
  const reading: Omit<OwnReading, 'partsOf'> = {
    columns,
    zone: terms.zone,
    choices: {
      category: choose(mapping.categories, terms.categories, () => null),
      priority: choose(mapping.priorities, terms.priorities, words.priority),
      status: choose(mapping.statuses, terms.statuses, words.status),
    },
    several: new Set(columns.fields.flatMap(({ column }) => (kinds.get(column) === 'checkbox' ? [column] : []))),
  };
  const rowOf = (read: ReadRow, partsOf: OwnReading['partsOf']): SourceRow => {
    const { rowNumber: row, line } = read;
    const cells = bare(read.cells, shape.kind);
    if (!read.ok) return { ok: false, row, line, cells, reason: read.code, column: null, at: '' };
    const own = ownRow(cells, { ...reading, partsOf });
    if (own.ok)
      return { ok: true, row, line, cells, ticket: own.ticket, content: [contentOf(own.ticket)], unknown: [] };
    return { ok: false, row, line, cells, reason: own.problem.code, column: own.problem.column, at: '' };
  };
  const inSheets = shape.kind !== 'csv';
  const parts = inSheets
    ? new Set(sheets.flatMap(({ name }) => partOfSheet(name) ?? []))
    : new Set<OwnPart>(EXPORT_SHEETS.filter((part) => columns.known.has(part)));
  return {
    header,
    of: null,
    own: {
      office: '',
      without: EXPORT_SHEETS.filter((part) => !parts.has(part)),
      // a sheet has no place for what a cell of people or texts says beside
      unsaid: inSheets ? UNSAID : UNSAID.filter((one) => one !== 'person' && one !== 'entryDetails'),
      says: null,
      unknown: [],
    },
    async *rows(options) {
      const all = inSheets ? await PartSheets.read(path, table, terms.zone, options.signal) : null;
      const partsOf = all && ((trackingId: string) => all.take(trackingId));
      for await (const read of readRows(path, shape, options)) yield rowOf(read, partsOf);
      for (const { index, name } of sheets) {
        const first = 'sheet' in shape && shape.sheet === index;
        if (first || !isTicketSheet(name)) continue;
        let heading = true;
        for await (const read of readSheet(path, shape, index, options)) {
          if (!heading) yield rowOf(read, partsOf);
          heading = false;
        }
      }
      for (const { sheet, row, reason } of all?.left ?? [])
        yield { ok: false, row, line: null, cells: [], reason, column: null, at: sheet };
    },
  };
}

/** All that stands in a row and its parts, to be known again by. */
const contentOf = (ticket: object): string => JSON.stringify(ticket).toWellFormed();
