import ExcelJS from 'exceljs';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isThere } from './second-look.ts';

/** The text of each page of a PDF as poppler reads it; null where poppler is not installed. */
export function pagesOf(pdf: string): string[] | null {
  if (!isThere('pdftotext', '-v')) return null;
  const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return text.split('\f').filter((page) => page.trim() !== '');
}

/** The first column named so in the first sheet of a workbook, without its heading. */
export async function columnOf(file: string, heading: string): Promise<string[]> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(file);
  const [sheet] = book.worksheets;
  const head = (sheet?.getRow(1).values ?? []) as unknown[];
  const column = sheet?.getColumn(head.indexOf(heading)).values.slice(2) ?? [];
  return column.map((value) => (typeof value === 'string' || typeof value === 'number' ? String(value) : ''));
}

/** The lines of the first sheet as LibreOffice reads it; null where it is not installed. */
export function linesByLibreOffice(file: string): string[] | null {
  if (!isThere('soffice', '--version')) return null;
  const folder = mkdtempSync(join(tmpdir(), 'paperdesk-read-'));
  try {
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`;
    // Tabs between cells, no quotes: a cell with a line break would count twice, so only the first column is looked at.
    const filter = 'csv:Text - txt - csv (StarCalc):9,34,76,1';
    execFileSync('soffice', [profile, '--headless', '--convert-to', filter, '--outdir', folder, file], {
      stdio: 'ignore',
      timeout: 60_000,
    });
    const text = readFileSync(join(folder, basename(file).replace(/\.\w+$/, '.csv')), 'utf8');
    return text.split('\n').filter((line) => /^\d+\t/.test(line));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
