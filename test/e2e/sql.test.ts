import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canSqlite, differing, loadByShell } from '../fixtures/sql.ts';
import { axe } from './axe.ts';
import { answerOpen, answerSave, ask, expect, test, type Desk } from './desk.ts';
import { startSample } from './sample.ts';

const WAIT = { timeout: 60_000 };
let desk: Desk;
const at = (name: string) => join(desk.folder, name);
const settings = () => desk.page.getByRole('main', { name: 'Settings' });
const toElsewhere = async () => {
  await desk.page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('button', { name: /^Settings/ })
    .click();
  await desk.page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Take elsewhere' }).click();
};
const openDialog = async () => {
  await desk.app.evaluate(({ Menu }) => {
    const all = (items: Electron.MenuItem[]): Electron.MenuItem[] =>
      items.flatMap((item) => [item, ...all(item.submenu?.items ?? [])]);
    all(Menu.getApplicationMenu()?.items ?? [])
      .find(({ label }) => label === 'Open an SQL file…')
      ?.click();
  });
  return desk.page.getByRole('dialog', { name: 'Open an SQL file' });
};

// each works with the file that the first one saved
test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  desk = await startSample();
});
test.afterAll(async () => {
  await desk.close();
  for (const folder of [desk.folder, desk.programFolder]) rmSync(folder, { recursive: true, force: true });
});

test('@sql the screen says that the file is not encrypted and what it leaves out, and the ledger has its line', async () => {
  await toElsewhere();
  const { page } = desk;
  await expect(settings()).toContainText('The file is not encrypted. Whoever has it can read everything in it');
  await expect(settings()).toContainText('The search index.');
  await expect(settings()).toContainText('The office’s secret. An office opened from the file gets a new one');
  expect(await axe(desk, { within: '.settings' })).toEqual([]);
  await page.getByRole('radio', { name: 'MariaDB' }).click();
  await expect(settings()).toContainText('Paperdesk does not open it again.');
  await page.getByRole('radio', { name: 'SQLite' }).click();
  await answerSave(desk, at('nordhafen.sql'));
  await page.getByRole('button', { name: 'Save as SQL…' }).click();
  await expect(page.getByText(/Saved as nordhafen\.sql, [\d.]+ MB\./)).toBeVisible(WAIT);
  const [line] = await ask<{ kind: string; destination: string; people: number }[]>(desk, 'exchange.ledgerPage', {
    filter: {},
    limit: 1,
  });
  expect(line).toMatchObject({ kind: 'sql', destination: at('nordhafen.sql') });
});

test('@sql loaded by the shell of SQLite, it is the office row by row', async () => {
  test.skip(!canSqlite, 'the shell of SQLite is not here');
  loadByShell(at('nordhafen.sql'), at('rebuilt.db'));
  // the ledger has had its line since
  expect(
    differing(at('nordhafen.desk'), at('rebuilt.db')).filter((name) => name !== 'ledger' && name !== 'sqlite_sequence'),
  ).toEqual([]);
});

test('@sql @in-again the sample office moves by SQL: all equal, found by the same words, and the old one is left as it was', async () => {
  const before = await ask<{ all: number }>(desk, 'tickets.counts');
  const dialog = await openDialog();
  await expect(dialog).toContainText('Nothing in the file is run');
  await answerOpen(desk, [at('nordhafen.sql')]);
  await answerSave(desk, at('moved.desk'));
  await dialog.getByRole('button', { name: 'Choose the file and a place' }).click();
  await expect(desk.page.getByText(/Opened: [\d,]+ tickets, [\d,]+ people\./)).toBeVisible(WAIT);
  await expect(dialog).toHaveCount(0);
  expect(await ask(desk, 'tickets.counts')).toEqual(before);
  const state = await ask<{ office: { fileName: string } }>(desk, 'desktop.state');
  expect(state.office.fileName).toBe('moved.desk');
  const { page } = desk;
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('button', { name: /^All\b/ })
    .click();
  await expect(page.getByRole('listbox', { name: 'Tickets: All' })).toBeVisible();
  await page.keyboard.press('Control+f');
  await page.getByRole('searchbox', { name: 'Find in tickets and people' }).fill('heating');
  await page.keyboard.press('Enter');
  await expect(
    page
      .getByRole('listbox', { name: /Tickets/ })
      .getByRole('option')
      .first(),
  ).toBeVisible();
  if (canSqlite)
    expect(
      differing(at('nordhafen.desk'), at('moved.desk')).filter(
        (name) => name !== 'ledger' && name !== 'sqlite_sequence',
      ),
    ).toEqual([]);
});

test('@sql a file with a statement that is none of ours is refused with its line and words, and nothing of it is run', async () => {
  const sql = readFileSync(at('nordhafen.sql'), 'utf8');
  const hostile = sql.replace('\nINSERT INTO', `\nATTACH DATABASE '${at('hostile.db')}' AS x;\nINSERT INTO`);
  writeFileSync(at('hostile.sql'), hostile);
  const line = hostile.slice(0, hostile.indexOf('ATTACH')).split('\n').length;
  const dialog = await openDialog();
  await answerOpen(desk, [at('hostile.sql')]);
  await answerSave(desk, at('hostile.desk'));
  await dialog.getByRole('button', { name: 'Choose the file and a place' }).click();
  await expect(dialog).toContainText(
    `Line ${line} has a statement that is none of Paperdesk’s (ATTACH DATABASE).`,
    WAIT,
  );
  expect(existsSync(at('hostile.db'))).toBe(false);
  expect(existsSync(at('hostile.desk'))).toBe(false);
  expect(readdirSync(desk.folder).filter((name) => name.includes('.part'))).toEqual([]);
  await desk.page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});

test('@sql the first screen offers it, and its dialog can be done by keyboard', async () => {
  await ask(desk, 'desktop.closeOffice');
  const { page } = desk;
  await page.getByRole('button', { name: /Open an SQL file/ }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Open an SQL file' });
  await answerOpen(desk, [at('nordhafen.sql')]);
  await answerSave(desk, at('again.desk'));
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/Opened: [\d,]+ tickets/)).toBeVisible(WAIT);
  await expect(dialog).toHaveCount(0);
});
