import { StringDecoder } from 'node:string_decoder';
import { SaxesParser } from 'saxes';
import { LIMITS } from './limits.ts';
import { TableRefused } from './refusal.ts';
import type { TableRefusalCode } from './refusal.ts';

const DEEPEST = 64;
/** Characters of text after which the rest up to the next tag is passed by. */
const LONGEST_TEXT = LIMITS.cellBytes + 1024;

export type XmlHandlers = {
  /** Name without its prefix, attributes as they stand. */
  open(name: string, attributes: Record<string, string>): void;
  close(name: string): void;
  text(text: string): void;
};

/**
 * Streams one XML document: nothing is expanded, no document type is allowed (ECMA-376 part 2, 8.1.4), and a text
 * without end is cut before it takes memory; what is cut is longer than `LIMITS.cellBytes` all the same. `own` is the
 * refusal for a document type and for entities that only one could define.
 * @throws TableRefused `damaged` for anything that is not well-formed.
 */
export class XmlStream {
  private readonly parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false });
  private decoder: StringDecoder | null = null;
  private sinceEvent = 0;
  private cutting = false;
  private depth = 0;
  private inCdata = false;
  /** The end of what came, where a sign may have begun. */
  private tail = '';

  constructor(handlers: XmlHandlers, own: TableRefusalCode = 'damaged') {
    const seen = () => {
      this.sinceEvent = 0;
      this.cutting = false;
    };
    this.parser.on('error', ({ message }) => {
      throw new TableRefused(message.includes('undefined entity') ? own : 'damaged');
    });
    this.parser.on('doctype', () => {
      throw new TableRefused(own);
    });
    this.parser.on('opentag', ({ name, attributes }) => {
      seen();
      if (++this.depth > DEEPEST) throw new TableRefused('damaged');
      handlers.open(localName(name), attributes);
    });
    this.parser.on('closetag', ({ name }) => {
      seen();
      this.depth--;
      handlers.close(localName(name));
    });
    this.parser.on('text', (text) => handlers.text(text));
    this.parser.on('cdata', (text) => handlers.text(text));
  }

  write(piece: Uint8Array | string): void {
    if (typeof piece === 'string') return this.feed(piece);
    if (this.decoder === null) {
      const utf16 = piece[0] === 0xff && piece[1] === 0xfe;
      this.decoder = new StringDecoder(utf16 ? 'utf16le' : 'utf8');
    }
    this.feed(this.decoder.write(piece));
  }

  end(): void {
    this.feed(this.decoder?.end() ?? '');
    this.parser.close();
  }

  private feed(text: string): void {
    const step = 64 * 1024;
    for (let at = 0; at < text.length; at += step) {
      let piece = text.slice(at, at + step);
      if (this.sinceEvent > LONGEST_TEXT) {
        // A semicolon ends a reference that the cut may have opened.
        if (!this.cutting && !this.inCdata) this.parser.write(';');
        this.cutting = true;
        const end = this.inCdata ? ']]>' : '<';
        const joined = this.tail.slice(1 - end.length || this.tail.length) + piece;
        const found = joined.indexOf(end);
        if (found === -1) {
          this.tail = joined.slice(-8);
          continue;
        }
        piece = joined.slice(found);
        this.tail = '';
      }
      this.follow(piece);
      this.sinceEvent += piece.length;
      this.parser.write(piece);
    }
  }

  /** Keeps in mind whether the text so far ends inside a CDATA section, which a cut must not lose the end of. */
  private follow(piece: string): void {
    const text = this.tail + piece;
    let at = 0;
    for (;;) {
      const sign = this.inCdata ? ']]>' : '<![CDATA[';
      const found = text.indexOf(sign, at);
      if (found === -1) break;
      at = found + sign.length;
      this.inCdata = !this.inCdata;
    }
    this.tail = text.slice(Math.max(at, text.length - 8));
  }
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}

/** Text as OOXML escapes it: `_x000D_` is a carriage return (ECMA-376 part 1, 22.9.2.19). */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
