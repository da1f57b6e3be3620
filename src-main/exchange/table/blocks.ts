/**
 * Several texts in one cell, as a CSV of Paperdesk's has them (`docs/tickets-csv.md`): before each a line of facts in
 * brackets, `[2026-11-24 10:07:00 | person | mail | Ada Byron]`. Nothing is lost: a line of a text that begins with
 * `[` or `\` gets a `\` before it, and so do `|`, `]` and `\` inside a fact.
 */
/** `text` null: the facts are all there is. */
export type Block = { facts: string[]; text: string | null };

const fact = (text: string) => text.replaceAll('\n', ' ').replace(/[|\]\\]/g, '\\$&');
const body = (text: string) =>
  text
    .split('\n')
    .map((line) => (/^[[\\]/.test(line) ? `\\${line}` : line))
    .join('\n');

/** Facts are of one line. */
export const blocksText = (blocks: readonly Block[]): string =>
  blocks
    .map(({ facts, text }) => `[${facts.map(fact).join(' | ')}]${text === null ? '' : `\n${body(text)}`}`)
    .join('\n');

/** The blocks of such a cell; null where it is of another form. */
export function readBlocks(cell: string): Block[] | null {
  if (cell === '') return [];
  const blocks: { facts: string[]; lines: string[] }[] = [];
  for (const line of cell.split('\n')) {
    if (line.startsWith('[')) {
      const facts = readFacts(line);
      if (!facts) return null;
      blocks.push({ facts, lines: [] });
    } else {
      const last = blocks.at(-1);
      if (!last) return null;
      last.lines.push(line.startsWith('\\') ? line.slice(1) : line);
    }
  }
  return blocks.map(({ facts, lines }) => ({ facts, text: lines.length === 0 ? null : lines.join('\n') }));
}

function readFacts(line: string): string[] | null {
  if (!/^\[(?:[^\]\\]|\\.)*\]$/s.test(line)) return null;
  return [...` ${line.slice(1, -1)} |`.matchAll(/ ((?:[^|\\]|\\.)*) \|/gs)].map(([, text = '']) =>
    text.replace(/\\(.)/gs, '$1'),
  );
}
