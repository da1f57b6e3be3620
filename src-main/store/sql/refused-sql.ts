import { Refused, type ErrorCode, type ErrorDetail } from '../../contract/errors.ts';

/** Why an SQL file is refused; the window has a sentence for each, with the line. */
export type SqlReason =
  | 'sql-not-ours'
  | 'sql-other-dialect'
  | 'sql-newer'
  | 'sql-not-text'
  | 'sql-broken'
  | 'sql-foreign'
  | 'sql-other-tables'
  | 'sql-unknown-table'
  | 'sql-table-missing'
  | 'sql-columns'
  | 'sql-wrong-value'
  | 'sql-cut-off'
  | 'sql-doubled'
  | 'sql-doubled-value'
  | 'sql-word'
  | 'sql-long-literal'
  | 'sql-points-nowhere'
  | 'sql-no-office';

export const refusedSql = (reason: SqlReason, detail: ErrorDetail = {}, code: ErrorCode = 'unreadable'): Refused =>
  new Refused(code, { reason, ...detail });
