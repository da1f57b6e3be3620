import { fold, tails, tailText } from '../words.ts';

/** A text that must be nowhere. `name` says what it was, and is all that a finding tells of it. */
export type Pattern = { name: string; text: string };
export type Needle = { name: string; form: string; bytes: Buffer };

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

/** What is in a base64 text whichever of the three places the pattern begins at: the letters that depend on it alone. */
function base64(bytes: Buffer): string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const from = Math.ceil((before * 8) / 6);
    const to = Math.floor(((before + bytes.length) * 8) / 6);
    return text.slice(from, to);
  });
}

/** Every form of a pattern that can be looked for as bytes. */
export function needlesOf({ name, text }: Pattern): Needle[] {
  const written = new Set([text, text.normalize('NFC'), text.normalize('NFD'), text.toLowerCase(), text.toUpperCase()]);
  written.add(fold(text));
  const found = new Map<string, Needle>();
  const add = (form: string, bytes: Buffer) => {
    const key = bytes.toString('latin1');
    if (key !== '' && !found.has(key)) found.set(key, { name, form, bytes });
  };
  for (const one of written) {
    const bytes = Buffer.from(one);
    add('utf-8', bytes);
    add('utf-16le', Buffer.from(one, 'utf16le'));
    add('utf-16be', utf16be(one));
    add('latin-1', Buffer.from(one, 'latin1'));
    add('hex', Buffer.from(bytes.toString('hex')));
    add('hex', Buffer.from(bytes.toString('hex').toUpperCase()));
    add('url', Buffer.from(encodeURIComponent(one.toWellFormed())));
    add('json', Buffer.from(JSON.stringify(one).slice(1, -1)));
    for (const part of base64(bytes)) add('base64', Buffer.from(part));
  }
  return [...found.values()];
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** A form that shows only when what was read has been folded; `sure` must hold as well. */
export type Worded = Needle & { sure: RegExp | null };

/**
 * Forms that bytes alone do not show: a text folded as a whole, and a value as the index keeps it for parts of words:
 * what follows from each of its characters on, sixteen at the most, with the two of the month before.
 */
export function wordedOf({ name, text }: Pattern): Worded[] {
  const whole = fold(text);
  const inOne = tailText(text);
  const [first = ''] = tails(text);
  const forms: Worded[] = [];
  if (whole !== '') forms.push({ name, form: 'folded', bytes: Buffer.from(whole), sure: null });
  if (first !== '')
    forms.push({
      name,
      form: 'index',
      bytes: Buffer.from(first),
      sure: inOne === first ? null : new RegExp(tails(text).slice(0, 40).map(escaped).join('\\s\\S{0,2}'), 'u'),
    });
  return forms;
}
