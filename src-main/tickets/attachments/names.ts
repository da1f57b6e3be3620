/** Characters that no name shows: controls, line and paragraph separators, bidi marks, embeddings and overrides. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
/** Longest name in bytes of UTF-8, as the common file systems have it. */
const LONGEST = 255;
const LONGEST_ENDING = 20;

const bytesOf = (text: string) => Buffer.byteLength(text);

/** Cuts a text to so many bytes of UTF-8, between whole characters. */
function cutTo(text: string, most: number): string {
  let kept = '';
  let bytes = 0;
  for (const { segment } of new Intl.Segmenter('und').segment(text)) {
    bytes += bytesOf(segment);
    if (bytes > most) break;
    kept += segment;
  }
  return kept;
}

/** Stem and ending (`.pdf`); a name without one, or with an overlong one, is all stem. */
function parts(name: string): [stem: string, ending: string] {
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 ? name.slice(dot) : '';
  return bytesOf(ending) > LONGEST_ENDING ? [name, ''] : [name.slice(0, name.length - ending.length), ending];
}

/**
 * A file's name as it is kept and shown: without folders, controls and bidi characters, at most `longest` bytes of UTF-8
 * (255 or less) with its ending kept. Never empty.
 */
export function cleanFileName(given: string, longest = LONGEST): string {
  const last = given.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const name = last.replace(UNSEEN, '').replace(/\s+/gu, ' ').trim();
  if (/^\.*$/.test(name)) return 'file';
  if (bytesOf(name) <= longest) return name;
  const [stem, ending] = parts(name);
  return (cutTo(stem, longest - bytesOf(ending)).trim() || 'file') + ending;
}

const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;

/** A kept name as it may be written to any disk: no device of Windows, no sign it forbids, no dot or blank at its end. */
export function diskFileName(kept: string, longest = LONGEST): string {
  const name = cleanFileName(kept, longest)
    .replace(/[<>:"|?*]/g, '_')
    .replace(/[. ]+$/, '');
  return cleanFileName(RESERVED.test(name) ? `_${name}` : name, longest);
}
