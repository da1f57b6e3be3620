import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { answerSave, ask, expect, given, test, type Desk } from './desk.ts';
import { startSample } from './sample.ts';

const HESK = [
  '#',
  'Tracking ID',
  'Date',
  'Updated',
  'First reply at',
  'Resolved at',
  'Name',
  'Email',
  'Followers',
  'Category',
  'Priority',
  'Status',
  'Subject',
  'Message',
  'Owner',
  'Replies',
  'Replies (Staff)',
  'Time worked',
  'Due date',
];
const office = spawnSync('soffice', ['--version']).status === 0;

/** A sheet of a workbook as LibreOffice reads it, row by row. */
async function byLibreOffice(file: string, folder: string): Promise<string[][]> {
  execFileSync(
    'soffice',
    [
      `-env:UserInstallation=file://${folder}/lo`,
      '--headless',
      '--convert-to',
      'csv:Text - txt - csv (StarCalc):44,34,76',
      '--outdir',
      folder,
      file,
    ],
    { stdio: 'ignore' },
  );
  const { parse } = await import('csv-parse/sync');
  return parse(readFileSync(file.replace(/\.xlsx$/, '.csv')), { relax_column_count: true });
}

test.describe('@export', () => {
  let desk: Desk;
  test.beforeAll(async () => {
    desk = await startSample();
  });
  test.afterAll(() => desk.close());

  async function exportAll(name: string, sheets: string[]) {
    const { page } = desk;
    const file = join(desk.folder, name);
    await answerSave(desk, file);
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^All\b/ })
      .click();
    await page.getByRole('option').first().click();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+e');
    const dialog = page.getByRole('dialog', { name: 'Export' });
    for (const sheet of ['Replies', 'Private notes', 'Ticket history', 'People', 'Attachments'])
      await dialog.getByRole('checkbox', { name: sheet }).setChecked(sheets.includes(sheet));
    await dialog.getByRole('button', { name: /Choose a place/ }).click();
    await expect(page.getByRole('status', { name: 'What was done' })).toContainText(name, { timeout: 60_000 });
    await page.keyboard.press('Escape');
    return file;
  }

  test('@export all that a list holds: HESK’s columns in HESK’s order, each ticket once, read back by LibreOffice', async () => {
    test.skip(!office, 'no soffice to read the workbook back');
    const file = await exportAll('all.xlsx', ['Replies', 'People']);
    const [head = [], ...rows] = await byLibreOffice(file, desk.folder);
    expect(head.slice(0, HESK.length)).toEqual(HESK);
    const counts = await ask<{ all: number }>(desk, 'tickets.counts');
    expect(rows).toHaveLength(counts.all);
    expect(new Set(rows.map((row) => row[1])).size).toBe(counts.all);
  });

  test('@export dates are dates in the office’s zone, time worked is a time, numbers are numbers', async () => {
    const file = await exportAll('types.xlsx', []);
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(file);
    const sheet = given(book.worksheets[0]);
    const row = sheet.getRow(2);
    const [first] = await ask<{ id: number; createdAt: number }[]>(desk, 'tickets.rows', {
      ids: [Number(row.getCell(1).value)],
    });
    expect(row.getCell(3).value).toBeInstanceOf(Date);
    const wall = (row.getCell(3).value as Date).toISOString().slice(0, 16);
    expect(wall).toBe(
      new Date(given(first).createdAt)
        .toLocaleString('sv-SE', { timeZone: 'Europe/Berlin' })
        .replace(' ', 'T')
        .slice(0, 16),
    );
    expect(typeof row.getCell(16).value).toBe('number');
    expect(book.worksheets).toHaveLength(1);
    // a date of 19 figures that does not fit is shown as ###, and each program has a face of its own
    for (const name of ['Date', 'Updated', 'Due date'])
      expect(given(sheet.getColumn(HESK.indexOf(name) + 1).width)).toBeGreaterThanOrEqual(24);
    for (let at = 1; at <= sheet.columnCount; at += 1)
      expect(given(sheet.getColumn(at).width)).toBeGreaterThan(sheet.getRow(1).getCell(at).text.length);
    expect(sheet.getRow(1).getCell(1).font).toMatchObject({ name: 'Calibri', size: 11, bold: true });
  });

  test('@export HESK gap 11: formula-looking text stays text, control characters and cells over 32,767 characters do no harm, and what goes on says so', async () => {
    test.skip(!office, 'no soffice to read the workbook back');
    const hostile = `=HYPERLINK("http://evil.example","click")`;
    const long = 'Langer Text, Zeile. '.repeat(5_000);
    const { trackingId } = await ask<{ trackingId: string }>(desk, 'tickets.create', {
      channel: 'mail',
      person: { create: { name: '+cmd|calc', email: '@sum@mail.example' } },
      subject: hostile,
      message: `${long}\u0001\u000b_x000D_ end`,
    });
    const file = await exportAll('hostile.xlsx', [
      'Replies',
      'Private notes',
      'Ticket history',
      'People',
      'Attachments',
    ]);
    const [head = [], ...rows] = await byLibreOffice(file, desk.folder);
    const mine = rows.find((row) => row[1] === trackingId) ?? [];
    expect(mine[HESK.indexOf('Subject')]).toBe(hostile);
    expect(mine[HESK.indexOf('Name')]).toBe('+cmd|calc');
    const further = head.flatMap((name, at) => (name.startsWith('Message, continued') ? [at] : []));
    expect(further.length).toBeGreaterThanOrEqual(3);
    const whole = [HESK.indexOf('Message'), ...further].map((at) => mine[at] ?? '').join('');
    expect(whole.startsWith(long)).toBe(true);
    expect(whole).toContain('_x000D_ end');
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(file);
    expect(book.worksheets.map(({ name }) => name)).toEqual([
      'Tickets',
      'Replies',
      'Private notes',
      'Ticket history',
      'People',
      'Attachments',
    ]);
    given(book.worksheets[0]).eachRow((row) =>
      row.eachCell((cell) => expect(cell.type).not.toBe(ExcelJS.ValueType.Formula)),
    );
  });

  test('@export cancelled at the place leaves no file and no line in the ledger', async () => {
    const { page } = desk;
    await answerSave(desk);
    await page.keyboard.press('Control+e');
    const dialog = page.getByRole('dialog', { name: 'Export' });
    await dialog.getByRole('button', { name: /Choose a place/ }).click();
    await expect(dialog.getByRole('button', { name: /Choose a place/ })).toBeEnabled();
    await page.keyboard.press('Escape');
    expect(existsSync(join(desk.folder, 'cancelled.xlsx'))).toBe(false);
  });

  test('@export a whole office as a copy opens as an office, and stands in the ledger', async () => {
    const copy = join(desk.folder, 'copy.desk');
    await answerSave(desk, copy);
    expect(await ask(desk, 'desktop.saveCopy', {})).toEqual({ fileName: 'copy.desk' });
    if (spawnSync('sqlite3', ['--version']).status === 0) {
      const counts = await ask<{ all: number }>(desk, 'tickets.counts');
      expect(
        Number(execFileSync('sqlite3', [copy, 'SELECT count(*) FROM tickets WHERE hidden = 0'], { encoding: 'utf8' })),
      ).toBe(counts.all);
    }
  });
});
