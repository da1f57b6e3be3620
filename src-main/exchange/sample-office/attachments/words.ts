import { parse } from 'csv-parse/sync';

/** What a written page consists of: headings and paragraphs of lines, and tables; `rtl` where it is read from right. */
export type Block =
  | { kind: 'heading' | 'paragraph'; lines: string[]; rtl: boolean }
  | { kind: 'table'; rows: { head: boolean; cells: string[] }[]; rtl: boolean };

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' };

/**
 * Reads the words of a source page: the sample's few elements (h1, p, br, table, tr, th, td, div with `dir`) and no
 * others. Throws on an element it does not know, so that no word of a source is lost.
 */
export function blocksOfHtml(source: string): Block[] {
  const blocks: Block[] = [];
  let rtl = false;
  let text = '';
  let table: Extract<Block, { kind: 'table' }> | null = null;
  for (const [token] of source.matchAll(/<[^>]*>|[^<]+/g)) {
    if (!token.startsWith('<')) {
      text += token;
      continue;
    }
    const [, end, name] = /^<(\/?)!?([a-z0-9]+)/.exec(token) ?? [];
    switch (`${end}${name}`) {
      case 'doctype':
      case 'meta':
        break;
      case 'div':
        rtl = token.includes('dir="rtl"');
        break;
      case '/div':
        rtl = false;
        break;
      case 'br':
        text += '\u2028';
        break;
      case 'table':
        table = { kind: 'table', rows: [], rtl };
        break;
      case 'tr':
        table?.rows.push({ head: false, cells: [] });
        break;
      case 'h1':
      case 'p':
      case 'th':
      case 'td':
        text = '';
        break;
      case '/h1':
        blocks.push({ kind: 'heading', lines: linesOf(text), rtl });
        break;
      case '/p':
        blocks.push({ kind: 'paragraph', lines: linesOf(text), rtl });
        break;
      case '/th':
      case '/td': {
        const row = table?.rows.at(-1);
        row?.cells.push(linesOf(text).join(' '));
        if (row && name === 'th') row.head = true;
        break;
      }
      case '/tr':
        break;
      case '/table':
        if (table) blocks.push(table);
        table = null;
        break;
      default:
        throw new SyntaxError(`the source has an element that is not known here: ${token}`);
    }
  }
  return blocks;
}

/** Reads a source table: rows of cells, the first row with the names of the columns. Throws on a broken row. */
export function rowsOfCsv(source: string): string[][] {
  return parse(source, { bom: true });
}

function linesOf(text: string): string[] {
  const plain = text.replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);
  return plain.split('\u2028').map((line) => line.replace(/\s+/g, ' ').trim());
}
