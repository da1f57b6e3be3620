import ipaddr from 'ipaddr.js';
import { EMAIL, isIp } from '../columns/content.ts';
import { LINE_LENGTH } from './clean-text.ts';

/** Texts that stand for nothing in exports. */
const NOTHING =
  /^(?:[-–—]+|n\/?a|none|null|nil|unknown|\(none\)|\(empty\)|k\.? ?a\.?|keine?|unbekannt|aucune?|inconnue?)$/i;

/** A cell of an identifier, with what stands for nothing taken as nothing. */
export function orNothing(text: string): string {
  return NOTHING.test(text) ? '' : text;
}

export type Address = { name: string; email: string };

/**
 * Addresses of one cell: parted by comma, semicolon or line, each alone or as `Name <address>`. What is no address
 * comes back as a name without one.
 */
export function readAddresses(cell: string): Address[] {
  const parts = cell.match(/(?:"[^"]*"|<[^<>]*>|[^,;\n])+/g) ?? [];
  return parts
    .map((part) => part.trim())
    .filter((part) => orNothing(part) !== '')
    .flatMap((part) => {
      const framed = /^(.*?)\s*<([^<>]*)>$/s.exec(part);
      if (framed !== null && EMAIL.test(framed[2] ?? ''))
        return [{ name: (framed[1] ?? '').replace(/^"|"$/g, '').trim(), email: framed[2] ?? '' }];
      const bare = part.replace(/^mailto:/i, '');
      const words = bare.split(/\s+/);
      if (words.every((word) => EMAIL.test(word))) return words.map((email) => ({ name: '', email }));
      return [{ name: part, email: '' }];
    });
}

export function isLine(text: string): boolean {
  return text.length <= LINE_LENGTH;
}

/** An IP address in its one short form; null where it is none, '' where it stands for nothing. */
export function readIp(cell: string): string | null {
  const text = orNothing(cell.trim());
  if (text === '' || text === '0.0.0.0' || text === '::') return '';
  if (!isIp(text)) return null;
  return ipaddr.process(text).toString();
}

const UNITS: [RegExp, number][] = [
  [/^(?:d|days?|tage?|jours?)$/i, 86_400],
  [/^(?:h|hours?|hrs?|stunden?|std\.?|heures?)$/i, 3600],
  [/^(?:m|min\.?|mins|minutes?|minuten?)$/i, 60],
  [/^(?:s|secs?|seconds?|sekunden?)$/i, 1],
];
const PER = { seconds: 1, minutes: 60, hours: 3600 } as const;
/** A working life. */
const LONGEST = 50 * 365 * 86_400;

/** Seconds of time worked: `1:30:00`, `1:30` (hours and minutes), `2h 30m`, or a number in `unit`; null where it is none. */
export function readDuration(cell: string, unit: keyof typeof PER): number | null {
  const text = cell.trim();
  const clock = /^(\d{1,6}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/.exec(text);
  let seconds: number | null = null;
  if (clock !== null) seconds = Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3] ?? 0);
  else if (/^\d+(?:[.,]\d+)?$/.test(text)) seconds = Math.round(Number(text.replace(',', '.')) * PER[unit]);
  else if (/^(?:\d+(?:[.,]\d+)?\s*[a-z]+\.?[\s,]*(?:and |und |et )?)+$/i.test(text)) {
    seconds = 0;
    for (const [, amount, word] of text.matchAll(/(\d+(?:[.,]\d+)?)\s*([a-z]+\.?)/gi)) {
      const per = UNITS.find(([pattern]) => pattern.test(word ?? ''))?.[1];
      if (per === undefined) return null;
      seconds += Math.round(Number((amount ?? '').replace(',', '.')) * per);
    }
  }
  return seconds === null || seconds > LONGEST ? null : seconds;
}
