import { EXPORT_SHEETS, type ImportMapping } from '../../../contract/exchange.ts';
import { TooLong, incomingOfRecord } from './incoming-record.ts';
import type { OfficeTerms } from '../office-terms.ts';
import type { Source, SourceRow } from '../source-row.ts';
import { recordRows, type OpenedRecords, type RecordRow } from './read-file.ts';
import { recordWords } from './record-mapping.ts';

/** A JSON file of tickets, opened: its records by a mapping. */
export function recordSource(path: string, file: OpenedRecords, mapping: ImportMapping, terms: OfficeTerms): Source {
  const { head, count, tickets, unknown } = file;
  const words = recordWords(head.terms, mapping, terms);
  const rowOf = (read: RecordRow): SourceRow => {
    const place = { row: read.number, line: null, cells: [] };
    if (!read.ok) return { ...place, ok: false, reason: read.code, column: null, at: read.at };
    try {
      const ticket = incomingOfRecord(read.record, words);
      return { ...place, ok: true, ticket, content: [contentOf(read.record)], unknown: read.unknown };
    } catch (error) {
      if (error instanceof TooLong) return { ...place, ok: false, reason: 'too-long', column: null, at: error.at };
      throw error;
    }
  };
  return {
    header: mapping.columns.map(({ header }) => header),
    of: head.terms,
    own: {
      office: head.office.name,
      without: EXPORT_SHEETS.filter((part) => !head.parts.includes(part)),
      unsaid: [],
      says: count === tickets ? null : count,
      unknown,
    },
    async *rows(options) {
      for await (const read of recordRows(path, options)) yield rowOf(read);
    },
  };
}

/** A record as it counts when it comes again: where its files' bytes stood is nothing of it. */
const contentOf = ({ attachments, ...record }: Extract<RecordRow, { ok: true }>['record']): string =>
  JSON.stringify({
    ...record,
    attachments: attachments?.map(({ base64: _bytes, file: _file, ...facts }) => facts),
  }).toWellFormed();
