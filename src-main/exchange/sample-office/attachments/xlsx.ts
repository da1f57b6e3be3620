import { openOwnArchive, packToSize } from './archive.ts';

/** A workbook shown as smaller than this, in bytes, has no letterhead. */
const SMALLEST_WITH_PICTURE = 16_000;

/**
 * Makes a workbook (ECMA-376) of the rows, numbers as numbers and days as days, the first row as head, of about `size`
 * bytes where the words leave room. `made` is the date in its properties; the same input gives the same bytes.
 */
export async function xlsxOf(
  rows: string[][],
  mark: Uint8Array,
  made: Date,
  size: number,
  seed: number,
): Promise<Uint8Array> {
  const { default: exceljs } = await import('exceljs');
  const workbook = new exceljs.Workbook();
  workbook.creator = 'Nordhafen Housing';
  workbook.created = made;
  workbook.modified = made;
  const sheet = workbook.addWorksheet('1', { views: [{ state: 'frozen', ySplit: 1 }] });
  for (const row of rows) sheet.addRow(row.map(cellValue));
  sheet.getRow(1).font = { bold: true };
  sheet.columns.forEach((column, index) => {
    const longest = Math.max(...rows.map((row) => row[index]?.length ?? 0));
    column.width = Math.min(60, longest + 2);
    column.eachCell?.((cell) => {
      if (cell.value instanceof Date) cell.numFmt = 'yyyy-mm-dd';
    });
  });
  if (size > SMALLEST_WITH_PICTURE) {
    const picture = workbook.addImage({ base64: Buffer.from(mark).toString('base64'), extension: 'jpeg' });
    sheet.addImage(picture, { tl: { col: 0, row: rows.length + 1 }, ext: { width: 160, height: 60 } });
  }
  return packToSize(openOwnArchive(new Uint8Array(await workbook.xlsx.writeBuffer())), size, seed);
}

function cellValue(text: string): string | number | Date {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return new Date(`${text}T00:00:00Z`);
  return text;
}
