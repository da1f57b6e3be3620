const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const WHOLE_NAMES = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u;

/**
 * One or two letters that stand for a name, in any script.
 * Latin and alike: first letters of the first and the last part, hyphens part too. Chinese, Japanese, Korean: the first
 * sign. Nothing readable: an empty text.
 */
export const initialsOf = (name: string): string => {
  const parts = name
    .normalize('NFC')
    .split(/[\s\-‐‑–—_.,/()]+/u)
    .filter((part) => /^[\p{L}\p{N}]/u.test(part));
  const [first, last] = [parts[0], parts.at(-1)];
  if (first === undefined || last === undefined) return '';
  const letter = (part: string) => {
    const plain = /^\p{L}(?![\p{M}\u200d])/u.exec(part)?.[0];
    return (plain ?? graphemes.segment(part).containing(0)?.segment ?? '').toLocaleUpperCase();
  };
  if (WHOLE_NAMES.test(first) || parts.length === 1) return letter(first);
  return letter(first) + letter(last);
};
