import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { IdentifierKind } from '../contract/terms.ts';
import { ipKey, ipText } from '../store/search/index.ts';
import { digits, fold } from '../store/words.ts';

/** Longest text in an ordinary index, in UTF-16 units (`store.md`, rule 10). */
const LONGEST = 500;

/**
 * The one form of an identifier by which equal things are equal: a mail address folded, a telephone number as digits
 * with its country code (`phoneCountry`, ISO 3166-1, where it has none), an IP as `ipKey`, all else folded without blanks.
 */
export function normalise(kind: IdentifierKind, value: string, phoneCountry: string): string {
  return form(kind, value, phoneCountry).slice(0, LONGEST);
}

function form(kind: IdentifierKind, value: string, phoneCountry: string): string {
  const plain = fold(value).replace(/\s+/gu, '');
  if (kind === 'phone') return phoneDigits(value, phoneCountry) || plain;
  if (kind === 'ip') return ipKey(value) ?? plain;
  return plain;
}

function phoneDigits(value: string, phoneCountry: string): string {
  const country = isSupportedCountry(phoneCountry) ? phoneCountry : undefined;
  const known = parsePhoneNumberFromString(fold(value), country ? { defaultCountry: country } : {});
  // An extension or a number within the house belongs to no country.
  return known?.isPossible() ? known.number.slice(1) : digits(value);
}

/** What is kept of an identifier as it was given: an IP in its one written form, all else unchanged. */
export const asGiven = (kind: IdentifierKind, value: string): string =>
  (kind === 'ip' ? (ipText(value) ?? value) : value).slice(0, LONGEST).toWellFormed();

/** `fold`, held to what an index may hold. */
export const foldedName = (name: string): string => fold(name).slice(0, LONGEST);
