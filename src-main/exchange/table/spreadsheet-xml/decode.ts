import { encodingByMark } from '../csv/encoding.ts';
import { TableRefused } from '../refusal.ts';

/** Characters no XML 1.0 document may hold (section 2.2); programs write them all the same. */
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;
const DECLARED = /^<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][\w.-]*)["']/;

/**
 * Encoding of an XML document by its first bytes (XML 1.0, appendix F): its mark, where its zeros stand, what it
 * declares; UTF-8 where it says nothing. A label as `TextDecoder` takes it.
 * @throws TableRefused `unknown-encoding`
 */
export function encodingOf(start: Uint8Array): string {
  const mark = encodingByMark(start);
  if (mark !== null) return mark.encoding;
  if (start[0] === 0x3c && start[1] === 0) return 'utf-16le';
  if (start[0] === 0 && start[1] === 0x3c) return 'utf-16be';
  const label = DECLARED.exec(Buffer.from(start.subarray(0, 512)).toString('latin1'))?.[1]?.toLowerCase() ?? 'utf-8';
  // What can be read byte by byte is no UTF-16, whatever it says.
  if (/^(?:utf-?16|ucs-?2|iso-10646-ucs-2)/.test(label)) return 'utf-8';
  try {
    return new TextDecoder(label).encoding;
  } catch {
    throw new TableRefused('unknown-encoding');
  }
}

/** What decoding could not keep. */
export type Lost = {
  /** Bytes or pairs no character could be made of; they read as U+FFFD. */
  undecodable: number;
};

/** A document's bytes as text, without the characters XML forbids; `lost` counts as it goes. */
export async function* textPieces(
  bytes: AsyncIterable<Uint8Array>,
  encoding: string,
  lost: Lost = { undecodable: 0 },
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  const cleaned = (text: string): string => {
    for (let at = text.indexOf('\ufffd'); at !== -1; at = text.indexOf('\ufffd', at + 1)) lost.undecodable++;
    return text.replace(FORBIDDEN, '');
  };
  for await (const piece of bytes) yield cleaned(decoder.decode(piece, { stream: true }));
  yield cleaned(decoder.decode());
}
