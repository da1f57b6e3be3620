/** Excel's longest cell, in UTF-16 units (Microsoft, "Excel specifications and limits"). */
export const LONGEST_CELL = 32_767;

/** What XML 1.0 cannot hold (section 2.2). Lone surrogates are gone before: texts come well formed. */
// the control characters are the point
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
/** `_x000D_` in a cell means a character (ECMA-376, 22.9.2.19); as text its underscore is written `_x005F_`. */
const ESCAPED = /_(?=x[0-9a-fA-F]{4}_)/g;

/** A text as a cell can hold it: nothing XML forbids, nothing Excel decodes, line ends as LF. */
export const cellText = (text: string): string =>
  text.toWellFormed().replace(/\r\n?/g, '\n').replace(FORBIDDEN, '\ufffd').replace(ESCAPED, '_x005F_');

/**
 * A text in pieces of at most 32,767 units as they stand in the file, none of which cuts a character or an
 * escape in two, or begins or ends with a space where that can be avoided. At
 * least one piece.
 */
export function pieces(text: string): string[] {
  const whole = cellText(text);
  const cut: string[] = [];
  for (let from = 0; from < whole.length;) {
    let to = Math.min(whole.length, from + LONGEST_CELL);
    if (to < whole.length) {
      const escape = whole.lastIndexOf('_x', to);
      if (escape > from && to - escape < 7 && /^_x[0-9a-fA-F]{4}_/.test(whole.slice(escape, escape + 7))) to = escape;
      // spaces at a cell's edge are lost in some programs
      const inside = to;
      while (inside - to < 200 && to > from + 1 && /\s/.test(whole.slice(to - 1, to + 1))) to -= 1;
      if (/[\ud800-\udbff]/.test(whole.charAt(to - 1))) to -= 1;
    }
    cut.push(whole.slice(from, to));
    from = to;
  }
  return cut.length > 0 ? cut : [''];
}

/** How many pieces a text of this many units may need: a piece ends before an escape and before up to 200 spaces. */
export const piecesFor = (units: number): number =>
  units <= LONGEST_CELL ? 1 : Math.ceil(units / (LONGEST_CELL - 208));
