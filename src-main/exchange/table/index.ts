/** Reading spreadsheets of tickets, up to the point where the database begins; plain Node, for a worker thread. */
export { openTable, readRows } from './open-table.ts';
export { LIMITS } from './limits.ts';
export { refusalOf, TableRefused } from './refusal.ts';
export type { TableRefusal, TableRefusalCode } from './refusal.ts';
export { columnLetters } from './rows.ts';
export type {
  OpenOptions,
  ReadOptions,
  ReadRow,
  RowRefusalCode,
  SheetInfo,
  Table,
  TableRow,
  TableShape,
  UnreadRow,
} from './rows.ts';
export type { CsvEncoding } from './csv/encoding.ts';
export type { Delimiter } from './csv/delimiter.ts';
export { guessColumns } from './columns/guess-columns.ts';
export type { ColumnGuess, GuessReason } from './columns/guess-columns.ts';
export { DateTally, guessDates } from './dates/guess-dates.ts';
export type { DateGuess } from './dates/guess-dates.ts';
export { parseDate, parseDay } from './dates/parse-date.ts';
export { TABLE_DATE_FORMATS } from './dates/read-date.ts';
export type { DateRefusal, TableDateFormat } from './dates/read-date.ts';
export { checkMapping, fitMapping, mappingOf } from './mapping/mapping.ts';
export type { Mapping, MappingProblem } from './mapping/mapping.ts';
export type { Choice, OfficeWords } from './mapping/choices.ts';
export { applyMapping, prepareMapping } from './mapping/apply-mapping.ts';
export type {
  Applied,
  CellProblem,
  CellProblemCode,
  FieldsById,
  ImportedTicket,
  PreparedMapping,
} from './mapping/apply-mapping.ts';
export type { Address } from './mapping/read-cells.ts';
export { surveyTable } from './survey.ts';
export type { Survey, SurveyedRefusal } from './survey.ts';
export { writeRefusedRows } from './refused-rows.ts';
export type { RefusedRow } from './refused-rows.ts';
export { sourceRowId } from './source-row.ts';
