import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SampleOfficeDamaged } from '../sample.ts';
import { seedOf } from '../seed.ts';
import { lengthenJpeg } from './jpeg.ts';
import { blocksOfHtml, rowsOfCsv } from './words.ts';
import type { SampleOffice } from '../sample.ts';
import type { FileKind } from '../shapes/attachments.ts';
import type { SampleAttachment } from '../shapes/tickets.ts';

/**
 * Makes one file of the sample in its true format, from its words, with the size shown where the format has room for
 * it (texts and mails stay as they were written). `made` is the date in the file's own properties. The same office
 * gives the same bytes on every computer; nothing is fetched and no other program is run.
 * Throws SampleOfficeDamaged when a source or a picture is missing.
 */
export async function makeAttachment(
  office: Pick<SampleOffice, 'folder' | 'worded' | 'further'>,
  attachment: SampleAttachment,
  made: Date,
): Promise<Uint8Array> {
  const { kind, source } = describeFile(office, attachment.id);
  const seed = seedOf(attachment.id);
  const words = async () => (source ? (await part(office.folder, source)).toString('utf8') : '');
  const blocks = async () => blocksOfHtml(await words());
  const mark = () => part(office.folder, 'pictures/mark.jpg');

  switch (kind) {
    case 'JPEG': {
      const picture = await part(office.folder, `pictures/${attachment.id}.jpg`);
      return lengthenJpeg(picture, attachment.size - picture.length, seed);
    }
    case 'PDF': {
      const { pdfOf } = await import('./pdf.ts');
      const sheet = await part(office.folder, source ? 'pictures/paper.jpg' : 'pictures/scan.jpg');
      const font = await part(office.folder, 'fonts/dejavu-sans.ttf');
      return pdfOf(await blocks(), { sheet, font }, made, attachment.size, seed);
    }
    case 'DOCX': {
      const { docxOf } = await import('./docx.ts');
      return docxOf(await blocks(), await mark(), made, attachment.size, seed);
    }
    case 'ODT': {
      const { odtOf } = await import('./odt.ts');
      return odtOf(await blocks(), await mark(), made, attachment.size, seed);
    }
    case 'XLSX': {
      const { xlsxOf } = await import('./xlsx.ts');
      return xlsxOf(rowsOfCsv(await words()), await mark(), made, attachment.size, seed);
    }
    case 'EML':
      return new TextEncoder().encode((await words()).replace(/\r?\n/g, '\r\n'));
    case 'TXT':
      return new TextEncoder().encode(await words());
  }
}

/**
 * What a file of the sample is, and the path of its words inside the folder when it has any.
 * Throws SampleOfficeDamaged when nothing says so.
 */
export function describeFile(
  { worded, further }: Pick<SampleOffice, 'worded' | 'further'>,
  id: string,
): { kind: FileKind; source: string | null } {
  const byHand = worded.find((file) => file.id === id);
  if (byHand) return { kind: byHand.kind, source: `attachments/${byHand.source}` };
  const other = further.find((file) => file.id === id);
  if (other) return { kind: other.kind, source: other.source ? `further/${other.source}` : null };
  throw new SampleOfficeDamaged('further/further.json', `nothing says what ${id} is`);
}

async function part(folder: string, path: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, path));
  } catch {
    throw new SampleOfficeDamaged(path, 'the file is missing');
  }
}
