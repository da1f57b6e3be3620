import { openOwnArchive, packToSize } from './archive.ts';
import type { FileChild, Paragraph } from 'docx';
import type { Block } from './words.ts';

/** A letterhead 4.2 cm wide, in pixels at 96 to the inch. */
const MARK = { width: 160, height: 60 };

/**
 * Makes a Word document (ECMA-376) of the blocks, with the office's letterhead, of about `size` bytes where the words
 * leave room. `made` is the date in its properties; the same input gives the same bytes.
 */
export async function docxOf(
  blocks: Block[],
  mark: Uint8Array,
  made: Date,
  size: number,
  seed: number,
): Promise<Uint8Array> {
  const docx = await import('docx');
  const paragraph = (block: { lines: string[]; rtl: boolean }, heading: boolean): Paragraph =>
    new docx.Paragraph({
      bidirectional: block.rtl,
      spacing: { after: 160 },
      ...(heading ? { heading: docx.HeadingLevel.HEADING_1 } : {}),
      children: block.lines.map(
        (text, index) => new docx.TextRun({ text, rightToLeft: block.rtl, ...(index > 0 ? { break: 1 } : {}) }),
      ),
    });
  const children = blocks.map((block): FileChild => {
    if (block.kind !== 'table') return paragraph(block, block.kind === 'heading');
    return new docx.Table({
      width: { size: 100, type: docx.WidthType.PERCENTAGE },
      rows: block.rows.map(
        ({ head, cells }) =>
          new docx.TableRow({
            tableHeader: head,
            children: cells.map(
              (text) =>
                new docx.TableCell({
                  children: [new docx.Paragraph({ children: [new docx.TextRun({ text, bold: head })] })],
                }),
            ),
          }),
      ),
    });
  });
  const letterhead = new docx.Paragraph({
    children: [
      new docx.ImageRun({ type: 'jpg', data: mark, transformation: MARK, altText: { id: '1', name: 'Letterhead' } }),
    ],
  });
  const document = new docx.Document({
    creator: 'Nordhafen Housing',
    sections: [{ children: [letterhead, ...children] }],
  });
  const files = openOwnArchive(new Uint8Array(await docx.Packer.toArrayBuffer(document)));
  return packToSize(withDate(files, made), size, seed);
}

/** docx writes the present moment into the properties. */
function withDate(files: Record<string, Uint8Array>, made: Date): Record<string, Uint8Array> {
  const path = 'docProps/core.xml';
  const properties = new TextDecoder().decode(files[path]);
  const dated = properties.replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${made.toISOString()}`);
  return { ...files, [path]: new TextEncoder().encode(dated) };
}
