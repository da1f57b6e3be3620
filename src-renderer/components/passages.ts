/** Characters that turn text round or hide in it, with the name that is shown instead. */
const NAMES: Readonly<Record<string, string>> = {
  '\u202a': 'LRE',
  '\u202b': 'RLE',
  '\u202c': 'PDF',
  '\u202d': 'LRO',
  '\u202e': 'RLO',
  '\u2066': 'LRI',
  '\u2067': 'RLI',
  '\u2068': 'FSI',
  '\u2069': 'PDI',
  '\u007f': 'DEL',
  '\ufeff': 'BOM',
};
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/u;

const nameOf = (sign: string): string =>
  NAMES[sign] ?? `U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;

/** A stretch of text, marked or not; or a character that is shown by its name. */
export type Piece = { text: string; marked: boolean; control?: true };

/**
 * Text cut into pieces at its marks, controls taken out and named: what is left cannot turn the line round.
 * @param marks [from, to) offsets in UTF-16 units; in any order, overlapping or beyond the text does no harm
 */
export const piecesOf = (text: string, marks: readonly (readonly [number, number])[] = []): Piece[] => {
  const edges = new Set([0, text.length]);
  const held = marks
    .map(([from, to]): [number, number] => [Math.max(0, from), Math.min(text.length, to)])
    .filter(([from, to]) => from < to);
  for (const mark of held) for (const edge of mark) edges.add(edge);
  const sorted = [...edges].sort((a, b) => a - b);
  const pieces: Piece[] = [];
  const add = (piece: Piece) => {
    const before = pieces.at(-1);
    if (before && !before.control && !piece.control && before.marked === piece.marked) before.text += piece.text;
    else if (piece.text !== '') pieces.push(piece);
  };
  for (const [at, from] of sorted.entries()) {
    const to = sorted[at + 1];
    if (to === undefined) break;
    const marked = held.some(([start, end]) => start <= from && to <= end);
    for (const part of text.slice(from, to).split(new RegExp(`(${CONTROLS.source})`, 'u')))
      if (CONTROLS.test(part)) add({ text: nameOf(part), marked, control: true });
      else add({ text: part, marked });
  }
  return pieces;
};

/** The language whose face draws a text of Chinese, Japanese or Korean signs; undefined for all others. */
export const faceOf = (text: string): 'ja' | 'ko' | 'zh' | undefined => {
  if (/[\p{sc=Hiragana}\p{sc=Katakana}]/u.test(text)) return 'ja';
  if (/\p{sc=Hangul}/u.test(text)) return 'ko';
  return /\p{sc=Han}/u.test(text) ? 'zh' : undefined;
};
