import type { Delimiter } from './delimiter.ts';

const LF = 10;
const CR = 13;
const QUOTE = 34;

/** Line breaks in `bytes`: LF, CR LF, or CR alone. */
export function countLineBreaks(bytes: Buffer): number {
  let count = 0;
  for (let i = bytes.indexOf(LF); i !== -1; i = bytes.indexOf(LF, i + 1)) count++;
  for (let i = bytes.indexOf(CR); i !== -1; i = bytes.indexOf(CR, i + 1)) if (bytes[i + 1] !== LF) count++;
  return count;
}

/** Where the line after the first begins, null where no line ends; a CR at the very end counts only if `isEnd`. */
export function lineEnd(bytes: Buffer, isEnd: boolean): number | null {
  const lf = bytes.indexOf(LF);
  const cr = bytes.subarray(0, lf === -1 ? undefined : lf).indexOf(CR);
  if (cr === -1) return lf === -1 ? null : lf + 1;
  if (cr + 1 === lf) return lf + 1;
  return cr + 1 < bytes.length || isEnd ? cr + 1 : null;
}

/** Walks over a record too long to hold, piece by piece, remembering no more than where in a quote it stands. */
export class RecordSkipper {
  quoted = false;
  longestField = 0;
  lineBreaks = 0;
  private previous = 0;
  private field = 0;
  private fieldStart = true;
  private closing = false;
  private afterCr = false;
  private readonly delimiter: number;

  constructor(delimiter: Delimiter) {
    this.delimiter = delimiter.charCodeAt(0);
  }

  /** Position in `bytes` after the record's end, or null where it goes on beyond them. */
  add(bytes: Buffer): number | null {
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i] as number;
      if (byte === CR || (byte === LF && this.previous !== CR)) this.lineBreaks++;
      this.previous = byte;
      if (this.afterCr) {
        if (byte === LF) return i + 1;
        if (byte === CR) this.lineBreaks--;
        return i;
      }
      if (this.quoted && !this.closing) {
        if (byte === QUOTE) this.closing = true;
        else this.grow();
        continue;
      }
      if (this.closing) {
        this.closing = false;
        if (byte === QUOTE) {
          this.grow();
          continue;
        }
        this.quoted = false;
      }
      if (byte === LF) return i + 1;
      if (byte === CR) this.afterCr = true;
      else if (byte === QUOTE && this.fieldStart) {
        this.quoted = true;
        this.fieldStart = false;
      } else if (byte === this.delimiter) {
        this.field = 0;
        this.fieldStart = true;
      } else {
        this.fieldStart = false;
        this.grow();
      }
    }
    return null;
  }

  private grow(): void {
    this.field++;
    if (this.field > this.longestField) this.longestField = this.field;
  }
}
