/** Why a file cannot be read as a table at all; the window has a sentence with what to do next for each. */
export type TableRefusalCode =
  | 'not-found'
  | 'no-permission'
  | 'unreadable'
  | 'empty-file'
  | 'no-rows'
  | 'not-a-table'
  | 'old-excel'
  | 'encrypted'
  | 'open-document'
  | 'binary-excel'
  | 'xml-entities'
  | 'unknown-encoding'
  | 'cut-off'
  | 'json-other'
  | 'json-newer'
  | 'json-head'
  | 'html-page'
  | 'too-many-columns'
  | 'zip-bomb'
  | 'too-large'
  | 'damaged'
  | 'no-such-sheet'
  | 'changed-meanwhile'
  | 'cancelled';

/** A file refused as a whole: a code, and figures only, never words of the file. */
export type TableRefusal = { code: TableRefusalCode; detail?: Record<string, number> };

/** Thrown while rows stream, when the file as a whole turns out unreadable; carries the same value. */
export class TableRefused extends Error {
  readonly refusal: TableRefusal;
  constructor(code: TableRefusalCode, detail?: Record<string, number>) {
    super(`Table refused: ${code}`);
    this.name = 'TableRefused';
    this.refusal = detail === undefined ? { code } : { code, detail };
  }
}

/** The refusal inside an error of the file system or of this folder; any other error is a bug and is thrown on. */
export function refusalOf(error: unknown): TableRefusal {
  if (error instanceof TableRefused) return error.refusal;
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error) {
    if (error.code === 'ENOENT') return { code: 'not-found' };
    if (error.code === 'EACCES' || error.code === 'EPERM') return { code: 'no-permission' };
    return { code: 'unreadable' };
  }
  throw error;
}

/** Ends reading with `cancelled` once the person at the desk has stopped it. */
export function stopIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new TableRefused('cancelled');
}
