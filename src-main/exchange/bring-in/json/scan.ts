import { isUtf8 } from 'node:buffer';
import { TableRefused } from '../../table/index.ts';

/** Bytes of one ticket without its files, and of all that stands around the tickets. */
const MOST_BYTES = 64 * 1024 * 1024;
const DEEPEST = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

const placeOf = (piece: Buffer, byte: number, from: number): number => {
  const found = piece.indexOf(byte, from);
  return found === -1 ? piece.length : found;
};

/** Names that the scanner acts on are no longer than this. */
const LONGEST_NAME = 16;

/** One member of `tickets`: its JSON text, or null where it is too large to be read in one piece. */
export type ScannedTicket = { text: string | null; wellEncoded: boolean };

/**
 * Goes through a JSON file of tickets byte by byte and holds one ticket at a time: what stands around `tickets` is put
 * together, and the bytes of files (`base64`) are passed by, with `from/to` in their place (which is base64 as well), where in the file they are.
 * Only what it must know to find the ticket's ends is looked at: the texts it gives are still to be parsed.
 */
export class TicketScanner {
  readonly found: ScannedTicket[] = [];
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** What the string so far is, as far as it may be a name. */
  private name = '';
  private lastString = '';
  private key = '';
  private inTickets = false;
  private afterTicket = false;
  private between = false;
  private done = false;
  private skippingFrom: number | null = null;
  private outside: Buffer[] = [];
  private outsideBytes = 0;
  private ticket: Buffer[] | null = null;
  private bytes = 0;
  private tooLarge = false;
  /** Where the piece at hand begins in the file. */
  private base: number;

  constructor(base: number) {
    this.base = base;
  }

  /** How many tickets have begun. */
  tickets = 0;

  /** @throws TableRefused `damaged` for what cannot be JSON of this shape, `too-large` */
  write(piece: Buffer): void {
    let kept = 0;
    let backslash = -1;
    for (let i = 0; i < piece.length; i++) {
      const byte = piece[i] as number;
      if (this.inString) {
        if (this.escaped) {
          this.escaped = false;
          continue;
        }
        // Most of a file stands in strings: they are jumped over to their end.
        if (backslash < i) backslash = placeOf(piece, BACKSLASH, i);
        const end = Math.min(placeOf(piece, QUOTE, i), backslash);
        if (this.name.length <= LONGEST_NAME)
          this.name += piece.toString('latin1', i, Math.min(end, i + LONGEST_NAME + 1));
        i = end;
        if (end === piece.length) break;
        if (piece[end] === BACKSLASH) {
          this.escaped = true;
          continue;
        }
        this.inString = false;
        if (this.skippingFrom !== null) {
          this.keep(Buffer.from(`${this.skippingFrom}/${this.base + i}`));
          this.skippingFrom = null;
          kept = i;
        } else this.lastString = this.name;
        continue;
      }
      if (isSpace(byte)) continue;
      if (this.done) throw new TableRefused('damaged');
      switch (byte) {
        case QUOTE:
          if (this.depth === 0 || this.atTickets) throw new TableRefused('damaged');
          this.inString = true;
          this.name = '';
          if (this.ticket !== null && this.key === 'base64') {
            this.keep(piece.subarray(kept, i + 1));
            this.skippingFrom = this.base + i + 1;
          }
          break;
        case COLON:
          this.key = this.lastString;
          break;
        case COMMA:
          this.key = '';
          if (this.atTickets) {
            if (!this.afterTicket) throw new TableRefused('damaged');
            this.afterTicket = false;
            this.between = true;
            kept = i + 1;
          }
          break;
        case OPEN:
        case OPEN_ARRAY:
          if (this.depth === 0 && byte !== OPEN) throw new TableRefused('damaged');
          if (this.atTickets) {
            if (byte !== OPEN || this.afterTicket) throw new TableRefused('damaged');
            this.between = false;
            this.tickets++;
            this.ticket = [];
            this.bytes = 0;
            this.tooLarge = false;
            kept = i;
          } else if (this.depth === 1 && byte === OPEN_ARRAY && this.key === 'tickets') {
            if (this.inTickets || this.tickets > 0) throw new TableRefused('damaged');
            this.inTickets = true;
            this.keep(piece.subarray(kept, i + 1));
            kept = i + 1;
          }
          this.key = '';
          if (++this.depth > DEEPEST) throw new TableRefused('damaged');
          break;
        case CLOSE:
        case CLOSE_ARRAY:
          this.key = '';
          if (this.depth === 2 && this.inTickets) {
            if (byte !== CLOSE_ARRAY || this.between) throw new TableRefused('damaged');
            this.inTickets = false;
            this.afterTicket = false;
            kept = i;
          }
          this.depth--;
          if (this.ticket !== null && this.depth === 2) {
            this.keep(piece.subarray(kept, i + 1));
            kept = i + 1;
            this.end();
          } else if (this.depth === 0) this.done = true;
          break;
        default:
          if (this.depth === 0 || this.atTickets) throw new TableRefused('damaged');
      }
    }
    if (this.skippingFrom === null && !this.atTickets) this.keep(piece.subarray(kept));
    this.base += piece.length;
  }

  /**
   * The object around the tickets, `tickets` empty.
   * @throws TableRefused `cut-off` when the file ends before its end, `damaged` when it is no JSON
   */
  close(): unknown {
    if (!this.done) throw new TableRefused('cut-off', { tickets: this.tickets });
    try {
      return JSON.parse(Buffer.concat(this.outside).toString('utf8')) as unknown;
    } catch {
      throw new TableRefused('damaged');
    }
  }

  /** Whether what comes next is a ticket, a comma or the end of the tickets. */
  private get atTickets(): boolean {
    return this.inTickets && this.depth === 2;
  }

  private keep(piece: Buffer): void {
    if (piece.length === 0) return;
    if (this.ticket === null) {
      this.outsideBytes += piece.length;
      if (this.outsideBytes > MOST_BYTES) throw new TableRefused('too-large', { megabytes: MOST_BYTES / 1024 / 1024 });
      this.outside.push(piece);
      return;
    }
    this.bytes += piece.length;
    this.tooLarge ||= this.bytes > MOST_BYTES;
    if (this.tooLarge) this.ticket = [];
    else this.ticket.push(piece);
  }

  private end(): void {
    const whole = Buffer.concat(this.ticket ?? []);
    this.found.push({ text: this.tooLarge ? null : whole.toString('utf8'), wellEncoded: isUtf8(whole) });
    this.ticket = null;
    this.afterTicket = true;
  }
}
