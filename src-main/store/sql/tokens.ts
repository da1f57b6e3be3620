import { isUtf8 } from 'node:buffer';
import { readSync } from 'node:fs';
import { refusedSql } from './refused-sql.ts';

/** Reads on into a buffer from a place in it; answers how many bytes, 0 at the end. */
type Source = (into: Buffer, at: number) => number;
export type TokenKind = 'end' | 'word' | 'name' | 'text' | 'bytes' | 'number' | 'sign';

const CHUNK = 1024 * 1024;
/** A literal longer than this is none of ours: texts have 1 MB, pieces of attachments 256 KB. */
const LONGEST = 64 * 1024 * 1024;

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const QUOTE = 39;
const STAR = 42;
const MINUS = 45;
const SLASH = 47;

const within = (from: string, to: string) => (code: number) => code >= from.charCodeAt(0) && code <= to.charCodeAt(0);
const isDigit = within('0', '9');
const isSmall = within('a', 'z');
const isLarge = within('A', 'Z');
const isLetter = (code: number) => isSmall(code) || isLarge(code) || code === 95;
const isWordly = (code: number) => isLetter(code) || isDigit(code);
const isNumeral = (code: number) => isWordly(code) || code === 46;
/** Opening → closing quotes of names (sqlite.org/lang_keywords.html). */
const NAME_QUOTES = new Map([
  [34, 34],
  [96, 96],
  [91, 93],
]);

/**
 * Cuts an SQL file into tokens, a megabyte at a time. Comments are passed over. What is no text in UTF-8, or ends within a
 * quote, is refused with its line.
 */
export class Tokens {
  readonly #source: Source;
  #window = Buffer.alloc(CHUNK);
  #at = 0;
  #end = 0;
  /** Up to here the window is known to be UTF-8. */
  #checked = 0;
  #over = false;
  #begin = 0;
  /** Ends of lines up to a place in the window; counted on from there when somebody asks. */
  #lines = 0;
  #counted = 0;
  /** The file has come by a program that ends lines in its own way: ours have no carriage return in a text. */
  #returns = false;
  /** Bytes read from the file. */
  read = 0;
  kind: TokenKind = 'end';
  /** A word, name or sign as it stands, or the text of a literal. */
  text = '';
  bytes: Buffer = Buffer.alloc(0);
  number = 0;

  constructor(source: Source) {
    this.#source = source;
  }
  static ofFile(file: number): Tokens {
    return new Tokens((into, at) => readSync(file, into, at, into.length - at, null));
  }
  static ofText(text: string): Tokens {
    const whole = Buffer.from(text);
    let from = 0;
    return new Tokens((into, at) => {
      const copied = whole.copy(into, at, from);
      from += copied;
      return copied;
    });
  }

  /** The line the present token begins in, from 1 on. */
  get line(): number {
    this.#lines += newlinesIn(this.#window, this.#counted, this.#begin);
    this.#counted = this.#begin;
    return this.#lines + 1;
  }

  /** The first line of the file, without its end. Only before the first token. */
  firstLine(): string {
    if (this.#end === 0) this.#fill();
    const stop = this.#window.subarray(0, this.#end).indexOf(NEWLINE, this.#at);
    return this.#window.toString('utf8', this.#at, stop < 0 ? Math.min(this.#end, 1_000) : stop).replace(/\r$/, '');
  }

  next(): TokenKind {
    this.#passOver();
    this.#begin = this.#at;
    const code = this.#peek(0);
    if (code < 0) return (this.kind = 'end');
    if (code === QUOTE) {
      this.text = this.#quoted(QUOTE);
      return (this.kind = 'text');
    }
    if ((code === 88 || code === 120) && this.#peek(1) === QUOTE) return this.#hex();
    if (isDigit(code) || ((code === MINUS || code === 43) && isDigit(this.#peek(1)))) return this.#number();
    if (isLetter(code)) {
      this.text = this.#run(isWordly);
      return (this.kind = 'word');
    }
    const closing = NAME_QUOTES.get(code);
    if (closing !== undefined) {
      this.text = this.#quoted(closing);
      return (this.kind = 'name');
    }
    this.#at += 1;
    this.text = String.fromCharCode(code);
    return (this.kind = 'sign');
  }

  /** Blanks and comments. */
  #passOver(): void {
    for (;;) {
      this.#begin = this.#at;
      const code = this.#peek(0);
      if (code === SPACE || code === NEWLINE || code === TAB || code === RETURN) this.#at += 1;
      else if (code === MINUS && this.#peek(1) === MINUS) this.#until(NEWLINE);
      else if (code === SLASH && this.#peek(1) === STAR) {
        this.#at += 2;
        do {
          if (!this.#until(SLASH)) throw refusedSql('sql-cut-off', { line: this.line });
        } while (this.#window[this.#at - 2] !== STAR);
      } else return;
    }
  }

  /** Goes behind the next such byte; false at the end of the file. */
  #until(code: number): boolean {
    for (;;) {
      const found = this.#window.subarray(0, this.#end).indexOf(code, this.#at);
      if (found >= 0) {
        this.#at = found + 1;
        return true;
      }
      this.#at = this.#end;
      // a comment may be as long as it likes: only its last byte is looked at again
      this.#begin = Math.max(this.#begin, this.#at - 1);
      if (!this.#fill()) return false;
    }
  }

  #run(belongs: (code: number) => boolean): string {
    const from = this.#at - this.#begin;
    while (belongs(this.#peek(0))) this.#at += 1;
    return this.#window.toString('latin1', this.#begin + from, this.#at);
  }

  #number(): TokenKind {
    this.#at += 1;
    this.#run(isNumeral);
    const text = this.#window.toString('latin1', this.#begin, this.#at);
    this.number = Number(text);
    if (!/^[-+]?\d+(\.\d+)?([eE]\d+)?$/.test(text)) throw refusedSql('sql-broken', { line: this.line });
    return (this.kind = 'number');
  }

  /** From an opening quote to its end; a closing quote within is doubled. */
  #quoted(closing: number): string {
    let doubled = false;
    this.#at += 1;
    for (;;) {
      const found = this.#closing(closing);
      if (this.#peek(0) !== closing) {
        const text = this.#window.toString('utf8', this.#begin + 1, this.#begin + found);
        const mark = String.fromCharCode(closing);
        const whole = doubled ? text.replaceAll(mark + mark, mark) : text;
        return this.#returns ? whole.replaceAll('\r\n', '\n') : whole;
      }
      doubled = true;
      this.#at += 1;
    }
  }

  /** Goes behind the next closing quote; answers its distance from the token's beginning. */
  #closing(closing: number): number {
    for (;;) {
      const found = this.#window.subarray(0, this.#end).indexOf(closing, this.#at);
      if (found >= 0) {
        this.#at = found + 1;
        return found - this.#begin;
      }
      this.#at = this.#end;
      if (!this.#fill()) throw refusedSql('sql-cut-off', { line: this.line });
    }
  }

  #hex(): TokenKind {
    this.#at += 2;
    const end = this.#closing(QUOTE);
    const text = this.#window.toString('latin1', this.#begin + 2, this.#begin + end);
    this.bytes = Buffer.from(text, 'hex');
    if (this.bytes.length * 2 !== text.length) throw refusedSql('sql-broken', { line: this.line });
    return (this.kind = 'bytes');
  }

  /** The byte `ahead` of the next one, -1 at the end of the file. */
  #peek(ahead: number): number {
    while (this.#at + ahead >= this.#end) if (!this.#fill()) return -1;
    return this.#window[this.#at + ahead] ?? -1;
  }

  /** Reads on, keeping what belongs to the present token. False when the file is over. */
  #fill(): boolean {
    if (this.#over) return false;
    if (this.#begin > 0) {
      this.#lines += newlinesIn(this.#window, this.#counted, this.#begin);
      this.#counted = 0;
      this.#window.copyWithin(0, this.#begin, this.#end);
      this.#at -= this.#begin;
      this.#end -= this.#begin;
      this.#checked = Math.max(0, this.#checked - this.#begin);
      this.#begin = 0;
    }
    if (this.#end === this.#window.length) {
      if (this.#end >= LONGEST) throw refusedSql('sql-long-literal', { line: this.line }, 'too-large');
      this.#window = Buffer.concat([this.#window], this.#window.length * 2);
    }
    const got = this.#source(this.#window, this.#end);
    this.#end += got;
    if (this.read === 0 && this.#window.subarray(0, 3).equals(BYTE_ORDER_MARK)) this.#at = this.#begin = 3;
    this.read += got;
    this.#over = got === 0;
    this.#check();
    return got > 0;
  }

  #check(): void {
    let stop = this.#end;
    // the last character may be cut in two: it is looked at with the next megabyte
    if (!this.#over) {
      while (stop > this.#checked && this.#end - stop < 3 && ((this.#window[stop - 1] ?? 0) & 0xc0) === 0x80) stop -= 1;
      if (stop > this.#checked && (this.#window[stop - 1] ?? 0) >= 0xc0) stop -= 1;
    }
    const fresh = this.#window.subarray(this.#checked, stop);
    if (!isUtf8(fresh) || fresh.includes(0)) throw refusedSql('sql-not-text', { line: this.#lineOfWrong(stop) });
    this.#returns ||= fresh.includes(RETURN);
    this.#checked = stop;
  }

  #lineOfWrong(stop: number): number {
    let from = this.#checked;
    for (let to = from; to < stop; from = to) {
      const end = this.#window.subarray(0, stop).indexOf(NEWLINE, from);
      to = end < 0 ? stop : end + 1;
      const line = this.#window.subarray(from, to);
      if (!isUtf8(line) || line.includes(0)) break;
    }
    return this.#lines + newlinesIn(this.#window, this.#counted, from) + 1;
  }
}

function newlinesIn(bytes: Buffer, from: number, to: number): number {
  const part = bytes.subarray(from, to);
  let count = 0;
  for (let at = part.indexOf(NEWLINE); at >= 0; at = part.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}
