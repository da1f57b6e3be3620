import type { ImportMapping } from '../../contract/exchange.ts';
import { Refused } from '../../contract/errors.ts';
import { readRows, TableRefused, type PreparedMapping, type ReadRow, type Table } from '../table/index.ts';
import { fileKind, openChosen, type ChosenTable } from './chosen-table.ts';
import { incomingOf } from './incoming.ts';
import { openRecords, type OpenedRecords } from './json/read-file.ts';
import { recordSource } from './json/record-source.ts';
import { preparedOrRefused, type OfficeTerms } from './office-terms.ts';
import { isOwnHeader, isTicketSheet } from './own-table/headings.ts';
import { ownHeader, ownSource } from './own-table/own-source.ts';
import type { Source, SourceRow } from './source-row.ts';

export type SourceInput = ChosenTable & { mapping: ImportMapping };
/** A chosen file, opened: whose it is decides how it is read. */
export type OpenedFile =
  { kind: 'records'; file: OpenedRecords } | { kind: 'own-table'; table: Table } | { kind: 'table'; table: Table };

type Opening = { signal: AbortSignal; onProgress?: (done: number, total: number) => void };

/**
 * Opens a chosen file and tells whose it is. A table of Paperdesk's is read as such unless `asTable` says otherwise.
 * @throws Refused with a `table-…` reason; TableRefused
 */
export async function openFile(input: ChosenTable, { signal, onProgress }: Opening): Promise<OpenedFile> {
  if ((await fileKind(input.from.path)) === 'json') {
    const file = await openRecords(input.from.path, { signal, ...(onProgress ? { onProgress } : {}) });
    if (file.bytes !== input.from.size) throw new TableRefused('changed-meanwhile');
    return { kind: 'records', file };
  }
  const table = await openChosen(input, signal);
  if (input.asTable) return { kind: 'table', table };
  if (isOwnHeader(ownHeader(table))) return { kind: 'own-table', table };
  // Sheets may have been put in another order by hand.
  const tickets = table.sheets.find(({ name }) => isTicketSheet(name));
  if (input.sheet === undefined && tickets && 'sheet' in table.shape && table.shape.sheet !== tickets.index) {
    const other = await openChosen({ ...input, sheet: tickets.index }, signal);
    if (isOwnHeader(ownHeader(other))) return { kind: 'own-table', table: other };
  }
  return { kind: 'table', table };
}

/** An opened file to be read by a mapping. @throws Refused with a `mapping-…` reason */
export function sourceOf(path: string, opened: OpenedFile, mapping: ImportMapping, terms: OfficeTerms): Source {
  if (opened.kind === 'records') {
    if (mapping.columns.length < opened.file.head.terms.fields.length)
      throw new Refused('invalid', { reason: 'mapping-no-such-column' });
    preparedOrRefused(mapping, mapping.columns.length, terms);
    return recordSource(path, opened.file, mapping, terms);
  }
  const { header, shape } = opened.table;
  const prepared = preparedOrRefused(mapping, header.length, terms);
  if (opened.kind === 'own-table') return ownSource(path, opened.table, mapping, terms);
  return {
    header,
    of: null,
    own: null,
    async *rows(options) {
      for await (const read of readRows(path, shape, options)) yield tableRow(read, prepared);
    },
  };
}

/**
 * Opens a chosen file to be read by a mapping.
 * @throws Refused with a `table-…` or `mapping-…` reason; `changed-meanwhile` where the file has another size than when
 * it was chosen
 */
export async function openSource(input: SourceInput, terms: OfficeTerms, signal: AbortSignal): Promise<Source> {
  return sourceOf(input.from.path, await openFile(input, { signal }), input.mapping, terms);
}

/** A row of a table by a mapping made ready. */
export function tableRow(read: ReadRow, prepared: PreparedMapping): SourceRow {
  const { rowNumber: row, line, cells } = read;
  if (!read.ok) return { ok: false, row, line, cells, reason: read.code, column: null, at: '' };
  const applied = prepared.apply(cells);
  if (applied.ok)
    return { ok: true, row, line, cells, ticket: incomingOf(applied.ticket), content: cells, unknown: [] };
  const [problem] = applied.problems;
  return { ok: false, row, line, cells, reason: problem?.code ?? '', column: problem?.column ?? null, at: '' };
}
