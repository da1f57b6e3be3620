import { packToSize } from './archive.ts';
import type { Block } from './words.ts';

const MIMETYPE = 'application/vnd.oasis.opendocument.text';
const NAMES = ['office', 'text', 'table', 'style', 'meta', 'manifest']
  .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .concat(
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"',
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"',
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"',
    'xmlns:xlink="http://www.w3.org/1999/xlink"',
  )
  .join(' ');

/**
 * Makes a text document (OpenDocument 1.3) of the blocks, with a picture at its head, of about `size` bytes where the
 * words leave room. `made` is the date in its properties; the same input gives the same bytes.
 */
export function odtOf(blocks: Block[], mark: Uint8Array, made: Date, size: number, seed: number): Uint8Array {
  const picture = 'Pictures/head.jpg';
  const files = {
    mimetype: MIMETYPE,
    'content.xml': contentOf(blocks, picture),
    'styles.xml': root('document-styles', stylesXml),
    'meta.xml': root(
      'document-meta',
      `<office:meta><meta:creation-date>${made.toISOString().slice(0, 19)}</meta:creation-date></office:meta>`,
    ),
    'META-INF/manifest.xml': manifestOf(picture),
  };
  const encoder = new TextEncoder();
  const encoded = Object.entries(files).map(([path, text]) => [path, encoder.encode(text)] as const);
  return packToSize({ ...Object.fromEntries(encoded), [picture]: mark }, size, seed);
}

const stylesXml =
  '<office:styles>' +
  '<style:style style:name="Standard" style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.2cm"/></style:style>' +
  '<style:style style:name="Heading" style:family="paragraph"><style:text-properties fo:font-size="16pt" fo:font-weight="bold"/></style:style>' +
  '<style:style style:name="Right_to_left" style:family="paragraph"><style:paragraph-properties style:writing-mode="rl-tb"/></style:style>' +
  '</office:styles>';

function contentOf(blocks: Block[], picture: string): string {
  const head =
    '<text:p text:style-name="Standard"><draw:frame text:anchor-type="as-char" svg:width="4.2cm" svg:height="1.6cm">' +
    `<draw:image xlink:href="${picture}" xlink:type="simple"/></draw:frame></text:p>`;
  const body = blocks.map((block, index) => (block.kind === 'table' ? tableOf(block, index) : paragraphOf(block)));
  return root('document-content', `<office:body><office:text>${head}${body.join('')}</office:text></office:body>`);
}

function paragraphOf({ kind, lines, rtl }: Exclude<Block, { kind: 'table' }>): string {
  const words = lines.map(escapeXml).join('<text:line-break/>');
  if (kind === 'heading') return `<text:h text:style-name="Heading" text:outline-level="1">${words}</text:h>`;
  return `<text:p text:style-name="${rtl ? 'Right_to_left' : 'Standard'}">${words}</text:p>`;
}

function tableOf({ rows }: Extract<Block, { kind: 'table' }>, index: number): string {
  const cells = (row: { cells: string[] }) =>
    row.cells
      .map(
        (text) => `<table:table-cell office:value-type="string"><text:p>${escapeXml(text)}</text:p></table:table-cell>`,
      )
      .join('');
  const columns = Math.max(...rows.map((row) => row.cells.length));
  return (
    `<table:table table:name="Table${index}"><table:table-column table:number-columns-repeated="${columns}"/>` +
    `${rows.map((row) => `<table:table-row>${cells(row)}</table:table-row>`).join('')}</table:table>`
  );
}

function manifestOf(picture: string): string {
  const entries = [
    ['/', MIMETYPE],
    ['content.xml', 'text/xml'],
    ['styles.xml', 'text/xml'],
    ['meta.xml', 'text/xml'],
    [picture, 'image/jpeg'],
  ];
  const lines = entries.map(
    ([path, type]) => `<manifest:file-entry manifest:full-path="${path}" manifest:media-type="${type}"/>`,
  );
  return `${XML}<manifest:manifest ${NAMES} manifest:version="1.3">${lines.join('')}</manifest:manifest>`;
}

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';

function root(name: string, inside: string): string {
  return `${XML}<office:${name} ${NAMES} office:version="1.3">${inside}</office:${name}>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
