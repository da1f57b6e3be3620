/** Reading spreadsheets of tickets, up to the point where the database begins; plain Node, for a worker thread. */
export { openTable, readRows, readSheet } from './open-table.ts';
export { LIMITS } from './limits.ts';
export { TableRefused } from './refusal.ts';
export type { TableRefusal, TableRefusalCode } from './refusal.ts';
export type { OpenOptions, ReadRow, RowRefusalCode, Table } from './rows.ts';
export { DATE_TARGETS, guessColumns } from './columns/guess-columns.ts';
export { asHesk, isHeskHeader } from './columns/hesk.ts';
export type { ColumnGuess } from './columns/guess-columns.ts';
export { DateTally, guessDates } from './dates/guess-dates.ts';
export type { DateGuess } from './dates/guess-dates.ts';
export { parseDate, parseDay } from './dates/parse-date.ts';
export { TABLE_DATE_FORMATS } from './dates/read-date.ts';
export type { TableDateFormat } from './dates/read-date.ts';
export { fitMapping, mappingOf } from './mapping/mapping.ts';
export type { Mapping } from './mapping/mapping.ts';
export type { Choice, OfficeWords } from './mapping/choices.ts';
export { applyMapping, kindOfColumn, prepareMapping } from './mapping/apply-mapping.ts';
export type { Applied, CellProblemCode, FieldsById, ImportedTicket, PreparedMapping } from './mapping/apply-mapping.ts';

export { refusedRows } from './refused-rows.ts';
export type { RefusedRow } from './refused-rows.ts';
export { sourceRowId } from './source-row.ts';
