import { MESSAGE_BYTES } from '../../../contract/terms.ts';

/** Characters of one line of text that stands in an index. */
export const LINE_LENGTH = 500;

/** Controls nobody types, and the two characters Unicode keeps out of texts (XML and Excel refuse them all). */
const CONTROLS = /[\0-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f]/g;
const NONCHARACTERS = /[\ufffe\uffff]/g;
const HAS_ODD = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]/;

/**
 * Text from a file as it may be stored: no NUL and no control characters but tab and line feed, one kind of line end,
 * lone surrogates as U+FFFD. Direction marks and all that can be read stay.
 */
export function cleanText(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  if (!HAS_ODD.test(whole)) return whole;
  return whole
    .replace(/\r\n?|[\x0b\x0c\x85\u2028\u2029]/g, '\n')
    .replace(CONTROLS, '')
    .replace(NONCHARACTERS, '\ufffd');
}

/** Cleaned text on one line. */
export function cleanLine(text: string): string {
  return cleanText(text)
    .replace(/\s*\n\s*/g, ' ')
    .trim();
}

/** Cleaned text of many lines, without blank lines at its ends. */
export function cleanBody(text: string): string {
  return cleanText(text).replace(/^(?:[ \t]*\n)+|\s+$/g, '');
}

export function fitsMessage(text: string): boolean {
  return text.length * 3 <= MESSAGE_BYTES || Buffer.byteLength(text) <= MESSAGE_BYTES;
}
