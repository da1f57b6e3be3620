import { stringify } from 'csv-stringify/sync';

/** By it a spreadsheet program knows UTF-8. */
export const BOM = '\ufeff';

/** Cells as a line of CSV (RFC 4180, with CR LF); quoted where they hold a comma, a quote or a line end. */
export const csvLine = (cells: string[]): string =>
  stringify([cells], { record_delimiter: 'windows', quoted_match: /[\r\n]/ });
