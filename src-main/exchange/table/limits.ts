/** How much of a table is read; beyond each of these a row or the file is refused in words, never cut in silence. */
export const LIMITS = {
  /** Columns of a table; a spreadsheet program has 16,384, a ticket list never more than this. */
  columns: 500,
  /** Bytes (UTF-8) of one cell. */
  cellBytes: 1024 * 1024,
  /** Bytes (UTF-8) of one row. */
  rowBytes: 8 * 1024 * 1024,
  /** Rows looked at for header, columns and preview. */
  sampleRows: 500,
  /** Characters of those rows that are held. */
  sampleCharacters: 8 * 1024 * 1024,
  /** Bytes looked at to tell delimiter and kind of file. */
  sampleBytes: 256 * 1024,
  /** Files inside an XLSX. */
  zipEntries: 10_000,
  /** Bytes one sheet may unpack to. */
  sheetBytes: 2 * 1024 * 1024 * 1024,
  /** Bytes any other part of an XLSX (workbook, styles, relations) may unpack to. */
  partBytes: 32 * 1024 * 1024,
  /** Bytes (UTF-8) of all texts an XLSX shares between cells; they are held in memory. */
  sharedTextBytes: 192 * 1024 * 1024,
  /** Number of texts an XLSX shares between cells. */
  sharedTexts: 5_000_000,
  /** How many times its packed size a part may unpack to, once it is past `ratioFrom` bytes. */
  ratio: 250,
  ratioFrom: 16 * 1024 * 1024,
  /** Sheets of a workbook. */
  sheets: 1000,
} as const;
