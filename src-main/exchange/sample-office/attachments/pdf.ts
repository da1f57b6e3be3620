import { lengthenJpeg } from './jpeg.ts';
import { Page } from './pdf-page.ts';
import type { Block } from './words.ts';

/** The picture of the sheet and the font, as they lie in the sample's folder. */
export type Stationery = { sheet: Uint8Array; font: Uint8Array };

/**
 * Makes a PDF (1.7) that looks like a scanned letter: the words over a picture of the sheet, or the sheet alone when
 * there are no words. The picture is lengthened so that the file has `size` bytes, but for a few. `made` is the date
 * in its properties; the same input gives the same bytes.
 */
export async function pdfOf(
  blocks: Block[],
  stationery: Stationery,
  made: Date,
  size: number,
  seed: number,
): Promise<Uint8Array> {
  const { PDFDocument, PDFRawStream } = await import('@cantoo/pdf-lib');
  const document = await PDFDocument.create();
  document.setCreationDate(made);
  document.setModificationDate(made);
  document.setProducer('Paperdesk, sample office');
  document.setCreator('Paperdesk, sample office');
  const sheet = await document.embedJpg(stationery.sheet);
  if (blocks.length === 0) Page.sheet(document, sheet);
  else {
    const { default: fontkit } = await import('@cantoo/fontkit');
    document.registerFontkit(fontkit);
    const page = new Page(document, sheet, await document.embedFont(stationery.font, { subset: true }));
    for (const block of blocks) page.write(block);
  }
  const short = await document.save();
  const longer = lengthenJpeg(stationery.sheet, size - short.length, seed);
  const stream = document.context.lookup(sheet.ref);
  if (stream instanceof PDFRawStream) stream.updateContents(longer);
  return document.save();
}
