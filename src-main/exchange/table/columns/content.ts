import ipaddr from 'ipaddr.js';
import { priorityByWord, statusByWord } from '../mapping/words.ts';
import { guessDates } from '../dates/guess-dates.ts';
import type { DateGuess } from '../dates/guess-dates.ts';

export const EMAIL = /^[^\s@<>"(),;:]+@[^\s@<>"(),;:]+\.[^\s@<>"(),;:.]{2,}$/;
const PHONE = /^\+?[\d][\d\s()./-]{4,22}\d(?:\s*(?:x|ext\.?)\s*\d{1,6})?$|^\([\d]{2,5}\)[\d\s./-]{4,}$/;
const NUMBER = /^[-+]?\d+(?:[.,]\d+)?%?$/;
const DURATION =
  /^(?:\d{1,5}:\d{2}(?::\d{2})?|(?:\d+(?:[.,]\d+)?\s*(?:d|days?|tage?|jours?|h|hours?|hrs?|stunden?|std\.?|heures?|m|min\.?|mins|minutes?|minuten?|s|secs?|seconds?|sekunden?)\s*)+)$/i;
const URL = /^https?:\/\/\S+$/i;

/** What the texts of a column look like, as shares of those that are not empty. */
export type ColumnContent = {
  filled: number;
  distinct: Set<string>;
  longest: number;
  averageLength: number;
  manyLines: number;
  emails: number;
  phones: number;
  ips: number;
  numbers: number;
  durations: number;
  urls: number;
  statuses: number;
  priorities: number;
  dates: DateGuess;
  /** Also with serial numbers and Unix times, for columns whose name says that they are dates. */
  numericDates: DateGuess;
};

export function isIp(text: string): boolean {
  const bare = text.trim();
  return ipaddr.IPv4.isValidFourPartDecimal(bare) || (bare.includes(':') && ipaddr.IPv6.isValid(bare));
}

/** Describes a column by its sample; empty texts are left out of the shares. */
export function readContent(texts: string[]): ColumnContent {
  const filled = texts.map((text) => text.trim()).filter((text) => text !== '' && !/^(?:-+|n\/?a|null)$/i.test(text));
  const share = (is: (text: string) => boolean): number => filled.filter(is).length / Math.max(1, filled.length);
  const isAddress = (text: string): boolean => EMAIL.test(/<([^<>]+)>\s*$/.exec(text)?.[1] ?? text);
  return {
    filled: filled.length,
    distinct: new Set(filled),
    longest: Math.max(0, ...filled.map((text) => text.length)),
    averageLength: filled.reduce((sum, text) => sum + text.length, 0) / Math.max(1, filled.length),
    manyLines: share((text) => text.includes('\n')),
    emails: share((text) => text.split(/[;,\n]/).every((part) => part.trim() === '' || isAddress(part.trim()))),
    phones: share((text) => PHONE.test(text) && text.replace(/\D/g, '').length >= 6),
    ips: share(isIp),
    numbers: share((text) => NUMBER.test(text)),
    durations: share((text) => DURATION.test(text)),
    urls: share((text) => URL.test(text)),
    statuses: share((text) => statusByWord(text) !== null),
    priorities: share((text) => priorityByWord(text) !== null),
    dates: guessDates(filled),
    numericDates: guessDates(filled, { numbers: true }),
  };
}
