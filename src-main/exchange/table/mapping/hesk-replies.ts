/** One of the replies that HESK's export page puts into one cell: who wrote it, when, by HESK's clock, and what. */
export type HeskReply = { author: string; date: string; text: string };

/** Its two first lines: words for "Reply by" with the name, then words for "Date" with the moment. */
const BEGINNING = /(?:^|\n---\n)([^\n]*)\n[^\n\d]{0,30}(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3})\n/g;
const BY = /^(?:reply by|antwort von|r\u00e9ponse (?:de|par)|respuesta (?:de|por)|risposta (?:di|da))\s*:?\s*/i;

/**
 * The replies of a cell that HESK's export page wrote: each begins with its author and its moment and ends with a line
 * of three hyphens, which a reply may hold as well. Null where the cell is of another form.
 */
export function heskReplies(cell: string): HeskReply[] | null {
  const text = cell.replace(/\r\n?/g, '\n');
  const found = [...text.matchAll(BEGINNING)];
  if (found[0]?.index !== 0) return null;
  return found.map((match, n) => {
    const next = found[n + 1];
    const rest = text.slice(match.index + match[0].length, next?.index);
    return {
      author: (match[1] ?? '').replace(BY, ''),
      date: match[2] ?? '',
      text: next === undefined ? rest.replace(/\n?---\n?$/, '') : rest,
    };
  });
}
