import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Locator } from '@playwright/test';
import { zipSync } from 'fflate';
import { axe } from './axe.ts';
import { answerOpen, answerSave, ask, expect, startDesk, test, type Desk } from './desk.ts';
import { all, count, filesWith, sql } from './erasing.ts';
import { startSample } from './sample.ts';

const WALK_INS = resolve('resources/sample-office/import/walk-ins.csv');
const CUSTOMERS = resolve('../shared/data/customer_support_tickets.csv');
const officeOf = (desk: Desk) => join(desk.folder, 'nordhafen.desk');
const button = ({ page }: Desk, name: string | RegExp) => page.getByRole('button', { name });
const choice = ({ page }: Desk, name: RegExp) => page.getByRole('combobox', { name });

async function freshOffice(desk: Desk): Promise<string> {
  const path = officeOf(desk);
  await answerSave(desk, path);
  await ask(desk, 'desktop.newOffice', { name: 'Nordhafen', owner: 'Hanna', zone: 'Europe/Berlin', country: 'DE' });
  await expect(desk.page.getByRole('heading', { name: 'No tickets yet' })).toBeVisible();
  return path;
}

/** A table on the disk, outside all folders the program keeps. */
function tableFile(text: string | Uint8Array, name = 'tickets.csv'): string {
  const path = join(mkdtempSync(join(tmpdir(), 'paperdesk-table-')), name);
  writeFileSync(path, text);
  return path;
}

/** As File, Bring in a spreadsheet does. */
async function goImport(desk: Desk): Promise<void> {
  await expect(desk.page.getByRole('main').first()).toBeVisible();
  await desk.app.evaluate(({ Menu }) => {
    const find = (items: Electron.MenuItem[]): Electron.MenuItem | undefined =>
      items
        .flatMap((item) => [item, ...(item.submenu?.items ?? [])])
        .find(({ label }) => label.includes('spreadsheet'));
    find(Menu.getApplicationMenu()?.items ?? [])?.click();
  });
  await expect(desk.page.getByRole('main', { name: 'Bring in a spreadsheet' })).toBeVisible();
}

/** The file is chosen by the system's dialog, and its columns are shown. */
async function toColumns(desk: Desk, path: string): Promise<void> {
  await goImport(desk);
  await answerOpen(desk, [path]);
  await button(desk, /^(Choose a file|Choose another file|Bring in another file)$/).click();
  await button(desk, 'Match the columns').click();
  await expect(desk.page.getByRole('region', { name: 'As tickets' })).toBeVisible();
}
async function bringIn(desk: Desk, path: string, source?: string): Promise<void> {
  await toColumns(desk, path);
  if (source) await desk.page.getByLabel('Where the file comes from').fill(source);
  await button(desk, 'Check all rows').click();
  await button(desk, /^Bring in [\d,]+ rows?$/).click();
}
const result = ({ page }: Desk) => page.locator('.verdict');

/** Presses Tab until something has the focus, as somebody without a mouse. */
async function tabTo({ page }: Desk, target: Locator): Promise<void> {
  for (let n = 0; n < 120; n += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('it cannot be reached by Tab');
}

test('@import-csv the list of walk-ins comes in by keyboard alone, and each step says what will be', async () => {
  test.slow();
  const desk = await startSample();
  const { page } = desk;
  try {
    const before = (await all(desk)).length;
    await goImport(desk);
    await expect(button(desk, 'Choose a file')).toBeFocused();
    expect(await axe(desk)).toEqual([]);
    await answerOpen(desk, [WALK_INS]);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'walk-ins.csv' })).toBeVisible();
    await expect(choice(desk, /^Characters/)).toContainText('Windows-1252');
    await expect(choice(desk, /^Columns are parted by/)).toContainText('Semicolon');
    expect(await axe(desk)).toEqual([]);
    await tabTo(desk, button(desk, 'Match the columns'));
    await expect(choice(desk, /^Columns are parted by/)).toContainText('Semicolon');
    await page.keyboard.press('Enter');

    // the dates can be read in two ways: nothing goes on before it is said which
    await expect(page.getByText('“01/10/2026 09:10” can be read in two ways.')).toBeVisible();
    await expect(button(desk, 'Check all rows')).toHaveAttribute('aria-disabled', 'true');
    expect(await axe(desk)).toEqual([]);
    const first = page.getByRole('radio', { name: /1 Oct 2026/ });
    const second = page.getByRole('radio', { name: /10 Jan 2026/ });
    // the line below says more, and chooses as well
    for (const [radio, about] of [
      [second, 'as 11/19/2026, the month first'],
      [first, 'as 19/11/2026, the day first'],
    ] as const) {
      await page.getByText(about).click();
      await expect(radio).toBeChecked();
    }
    await tabTo(desk, first);
    await page.keyboard.press('Space');
    await tabTo(desk, button(desk, 'Check all rows'));
    await page.keyboard.press('Enter');

    await expect(page.getByRole('heading', { name: '38 rows can come in' })).toBeVisible();
    const refused = page.getByRole('region', { name: 'Rows left out' });
    await expect(refused).toContainText('there is no such day');
    await expect(refused.getByRole('row')).toHaveCount(3);
    expect(await axe(desk)).toEqual([]);
    const laundry = choice(desk, /^Laundry means/);
    await tabTo(desk, laundry);
    await page.keyboard.press('Enter');
    await page.keyboard.type('Make');
    await page.keyboard.press('Enter');
    await expect(laundry).toContainText('Make a new category');

    const list = join(desk.folder, 'refused.csv');
    await answerSave(desk, list);
    await tabTo(desk, button(desk, 'Save this list'));
    await page.keyboard.press('Enter');
    await expect.poll(() => existsSync(list)).toBe(true);
    expect(readFileSync(list, 'utf8')).toContain('date: there is no such day');

    await tabTo(desk, button(desk, 'Bring in 38 rows'));
    await page.keyboard.press('Enter');
    await expect(result(desk)).toContainText('38 tickets were brought in');
    await expect(page.getByRole('region', { name: 'Possibly the same people' })).toBeVisible();
    expect(await axe(desk)).toEqual([]);
    await tabTo(desk, button(desk, 'Go to the tickets'));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('listbox', { name: /^Tickets/ })).toBeVisible();
    expect((await all(desk)).length).toBe(Math.min(200, before + 38));
    const settings = await ask<{ categories: { name: string }[] }>(desk, 'office.settings');
    expect(settings.categories.map(({ name }) => name)).toContain('Laundry');
  } finally {
    await desk.close();
  }
  expect(count(officeOf(desk), "SELECT count(*) FROM ledger WHERE kind = 'refused-rows'")).toBe(1);
});

test('@import-csv 8,469 tickets come in whole, no shared address joins two people, and the same file adds nothing', async () => {
  test.skip(!existsSync(CUSTOMERS), 'the test data is not here');
  test.slow();
  const desk = await startDesk();
  await freshOffice(desk);
  await toColumns(desk, CUSTOMERS);
  await button(desk, 'Check all rows').click();
  await expect(desk.page.getByRole('heading', { name: '8,469 rows can come in' })).toBeVisible({ timeout: 30_000 });
  await expect(desk.page.getByText('139 mail addresses stand beside different names.')).toBeVisible();
  await button(desk, 'Make them all new categories').click();
  await button(desk, 'Bring in 8,469 rows').click();
  await expect(result(desk)).toContainText('8,469 tickets were brought in', { timeout: 60_000 });
  await expect(desk.page.getByRole('navigation')).toContainText('8,469');

  await bringIn(desk, CUSTOMERS);
  await expect(result(desk)).toContainText('Nothing new was brought in', { timeout: 60_000 });
  const path = officeOf(desk);
  await desk.close();
  expect(count(path, 'SELECT count(*) FROM tickets WHERE hidden = 0')).toBe(8_469);
  expect(count(path, 'SELECT count(*) FROM people WHERE hidden = 0')).toBe(8_469);
  const shared = `SELECT count(DISTINCT p.name_folded) AS names, count(DISTINCT p.id) AS people FROM identifiers i
    JOIN people p ON p.id = i.person_id WHERE i.kind = 'email' GROUP BY i.normalised HAVING names > 1`;
  expect(count(path, `SELECT count(*) FROM (${shared})`)).toBe(139);
  expect(count(path, `SELECT count(*) FROM (${shared}) WHERE people <> names`)).toBe(0);
  expect(count(path, `SELECT count(*) FROM tickets WHERE message LIKE '%' || char(10) || '%'`)).toBe(6_150);
});

const HEAD = 'id,name,email,subject,message\r\n';
const rowsOf = (...rows: string[]) => HEAD + rows.join('\r\n');

test('@import-csv a known id with other content is shown and decided, never dropped', async () => {
  const desk = await startDesk();
  await freshOffice(desk);
  const first = ['1,Jo Ek,jo@mail.example,Noise,Loud at night', '2,Al Om,al@mail.example,Key,Lost'];
  await bringIn(desk, tableFile(rowsOf(...first)));
  await expect(result(desk)).toContainText('2 tickets were brought in');

  const second = ['1,Jo Ek,jo@mail.example,Noise,Quiet now', '2,Al Om,al@mail.example,Key,Found'];
  await bringIn(desk, tableFile(rowsOf(...second)));
  const asked = desk.page.getByRole('region', { name: 'Known, with other content' });
  await expect(asked).toContainText('Loud at night');
  await expect(asked).toContainText('Quiet now');
  await asked.getByRole('radiogroup').first().getByRole('radio', { name: 'Take the file’s' }).click();
  await asked.getByRole('radiogroup').last().getByRole('radio', { name: 'Keep ours' }).click();
  expect(await axe(desk)).toEqual([]);
  await button(desk, 'Carry out 2 decisions').click();
  await expect(desk.page.getByText('Done: 1 taken from the file, 1 kept.')).toBeVisible();
  await expect(asked).toHaveCount(0);
  const path = officeOf(desk);
  await desk.close();
  expect(sql(path, 'SELECT message FROM tickets ORDER BY id')).toBe('Quiet now\nLost');
});

/** Long enough on its way that there is time to stop it. */
const many = (word: string) =>
  rowsOf(
    ...Array.from(
      { length: 6_000 },
      (_, n) => `${n},${word} Person${n},${word}${n}@mail.example,Subject ${n},"${`${word}text${n} `.repeat(20)}"`,
    ),
  );

test('@import-csv stopping leaves nothing of it in any file the program keeps', async () => {
  test.slow();
  const desk = await startDesk();
  const path = await freshOffice(desk);
  await bringIn(desk, tableFile(many('Zwirbel')), 'Quastenliste');
  const bar = desk.page.getByRole('progressbar');
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(400);
  await button(desk, 'Stop').click();
  await expect(desk.page.getByText('Stopped. Nothing of it is left in the office.')).toBeVisible({ timeout: 30_000 });
  // back where it was, with all that was said
  await expect(button(desk, 'Bring in 6,000 rows')).toBeVisible();
  await desk.close();
  expect(filesWith(['zwirbel', 'quastenliste'], desk.folder, desk.programFolder)).toEqual([]);
  expect(count(path, 'SELECT count(*) FROM tickets')).toBe(0);
});

for (const point of ['import: first slice in', 'import: all slices in'])
  test(`@import-csv killed at "${point}": the next start takes all of it away`, async () => {
    test.slow();
    const first = await startDesk({ env: { PAPERDESK_KILL_AT: point } });
    const path = await freshOffice(first);
    const ended = first.app.waitForEvent('close');
    await bringIn(first, tableFile(many('Knorkel')), 'Trollblume');
    await ended;
    expect(count(path, 'SELECT count(*) FROM tickets')).toBeGreaterThan(0);
    const { programFolder, folder } = first;
    const desk = await startDesk({ programFolder, folder });
    await expect(desk.page.getByRole('heading', { name: 'No tickets yet' })).toBeVisible();
    expect((await ask<{ all: number }>(desk, 'tickets.counts')).all).toBe(0);
    await desk.close();
    expect(filesWith(['knorkel', 'trollblume'], folder, programFolder)).toEqual([]);
    expect(count(path, 'SELECT count(*) FROM tickets') + count(path, 'SELECT count(*) FROM people')).toBe(0);
  });

test('@import-csv killed at "import: batch done": all of it is there', async () => {
  test.slow();
  const first = await startDesk({ env: { PAPERDESK_KILL_AT: 'import: batch done' } });
  await freshOffice(first);
  const ended = first.app.waitForEvent('close');
  await bringIn(first, tableFile(many('Knorkel')));
  await ended;
  const desk = await startDesk({ programFolder: first.programFolder, folder: first.folder });
  await expect(desk.page.getByRole('navigation')).toContainText('6,000');
  await desk.close();
});

const bomb = () =>
  zipSync({
    '[Content_Types].xml': new TextEncoder().encode(
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    ),
    '_rels/.rels': new TextEncoder().encode(
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    ),
    'xl/_rels/workbook.xml.rels': new TextEncoder().encode(
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="sheet.xml"/></Relationships>',
    ),
    'xl/workbook.xml': new TextEncoder().encode(
      '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="s"/></sheets></workbook>',
    ),
    'xl/sheet.xml': new TextEncoder().encode(
      `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
      <row r="1"><c r="A1" t="str"><v>id</v></c></row><row r="2"><c r="A2" t="str"><v>1</v></c></row>${' '.repeat(60_000_000)}
      </sheetData></worksheet>`,
    ),
  });
const hostile: [what: string, name: string, bytes: () => string | Uint8Array, sentence: RegExp][] = [
  ['a zip bomb', 'bomb.xlsx', bomb, /unpacks to far more than it should/],
  [
    'a table of 1,000 columns',
    'wide.csv',
    () => [0, 1, 2].map(() => Array.from({ length: 1_000 }, (_, n) => `c${n}`).join(',')).join('\n'),
    /more columns than a list of tickets can have/,
  ],
  ['a picture', 'photo.csv', () => Uint8Array.from({ length: 5_000 }, (_, n) => (n * 37) % 256), /not a table of text/],
  ['an empty file', 'empty.csv', () => '', /The file is empty/],
];
test('@import-csv @badinput what is no table gets one clear sentence, and the next file is taken', async ({ desk }) => {
  test.slow();
  await freshOffice(desk);
  for (const [what, name, bytes, sentence] of hostile) {
    await goImport(desk);
    await answerOpen(desk, [tableFile(bytes(), name)]);
    await button(desk, /^Choose (a|another) file$/).click();
    await expect(desk.page.getByRole('alert'), what).toHaveText(sentence);
    await expect(button(desk, 'Match the columns'), what).toHaveCount(0);
  }
  // one column is a table: it is asked what it holds
  await toColumns(desk, tableFile('Leaking tap\nBroken lamp\nLost key\n', 'one.csv'));
  await expect(desk.page.getByRole('alert')).toHaveCount(0);
  await button(desk, 'Check all rows').click();
  await expect(desk.page.getByRole('heading', { name: /rows can come in/ })).toBeVisible();
});

test('@import-csv nothing that was said is lost by going back or away, and a way of matching is kept', async ({
  desk,
}) => {
  await freshOffice(desk);
  const { page } = desk;
  await toColumns(desk, tableFile('who,what\r\nJo Ek,Noise\r\nAl Om,Key', 'list.csv'));
  await page.getByLabel('Where the file comes from').fill('Branch');
  await choice(desk, /^who becomes/).click();
  await page.getByRole('option', { name: 'Name', exact: true }).click();
  await page.getByLabel('Keep this way of matching as').fill('Branch list');
  await button(desk, 'Keep').click();
  await button(desk, 'Back').last().click();
  await button(desk, 'Match the columns').click();
  await page.keyboard.press('Escape');
  await goImport(desk);
  await expect(page.getByLabel('Where the file comes from')).toHaveValue('Branch');
  await expect(choice(desk, /^who becomes/)).toContainText('Name');

  await answerOpen(desk, [tableFile('what,who\r\nLamp,Li Po', 'next.csv')]);
  await button(desk, 'Back').last().click();
  await button(desk, 'Choose another file').click();
  await expect(page.getByRole('heading', { name: 'next.csv' })).toBeVisible();
  await button(desk, 'Match the columns').click();
  await choice(desk, /^Way of matching/).click();
  await page.getByRole('option', { name: 'Branch list' }).click();
  await expect(choice(desk, /^who becomes/)).toContainText('Name');

  // Undo of the forgetting shows here at once, and so does its Redo
  await button(desk, 'Forget “Branch list”').click();
  await expect(choice(desk, /^Way of matching/)).toBeHidden();
  await button(desk, 'Back').last().focus();
  await page.keyboard.press('Control+z');
  await expect(choice(desk, /^Way of matching/)).toBeVisible();
  await page.keyboard.press('Control+Shift+z');
  await expect(choice(desk, /^Way of matching/)).toBeHidden();
});
