import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { axe } from './axe.ts';
import { answerSave, ask, expect, given, startDesk, test, type Desk } from './desk.ts';
import { list, residents, rows, said, WORDS } from './erasing.ts';

const poppler = spawnSync('pdftotext', ['-v']).status === 0;
const read = (pdf: string) => execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' }).normalize('NFKC');

test.describe('what left the desk', () => {
  test.skip(!poppler, 'no pdftotext to read the pages back');
  let desk: Desk;
  test.beforeAll(async () => {
    desk = await startDesk();
    await residents(desk);
  });
  test.afterAll(() => desk.close());

  const lines = () => desk.page.getByRole('listbox', { name: 'What left the desk' });
  const dialog = () => desk.page.getByRole('dialog', { name: 'Print' });
  /** Goes from wherever by keyboard, one sequence right after the other. */
  async function toLedger() {
    const { keyboard } = desk.page;
    for (const key of ['g', 't', 'g', 'l']) await keyboard.press(key);
    await expect(lines()).toBeFocused();
  }

  test('@paper-copy each sheet has its copy number, with the folder it goes to; a cancelled print has none', async () => {
    const { page } = desk;
    const [first, second] = [join(desk.folder, 'first.pdf'), join(desk.folder, 'second.pdf')];
    for (const [path, folder] of [
      [first, 'Heating 2026, C'],
      [second, ''],
    ] as const) {
      await list(desk).focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('p');
      await dialog().getByRole('combobox', { name: 'Paper folder' }).fill(folder);
      await answerSave(desk, path);
      await dialog().getByRole('button', { name: 'Save as PDF' }).click();
      await expect(dialog()).toBeHidden();
    }
    const sheet = read(first);
    expect(sheet.match(/Copy 1(?!\d)/g)?.length).toBeGreaterThan(1);
    expect(sheet).toContain('for the folder Heating 2026, C.');
    expect(read(second)).toContain('Copy 2.');
    await answerSave(desk);
    await page.keyboard.press('p');
    await dialog().getByRole('button', { name: 'Save as PDF' }).click();
    // as long as the place is being asked for, the dialog stays
    await expect(async () => {
      await page.keyboard.press('Escape');
      await expect(dialog()).toBeHidden({ timeout: 500 });
    }).toPass();
    expect(await ask(desk, 'exchange.ledgerShape', { filter: {} })).toMatchObject({ total: 2 });
  });

  test('@ledger the list says what left, when, whose and where to; words, kind and time narrow it', async () => {
    const { page } = desk;
    await toLedger();
    await expect(lines().getByRole('option')).toHaveCount(2);
    const heating = lines().getByRole('option').filter({ hasText: 'Heating 2026, C' });
    await expect(heating).toContainText('PDF');
    await expect(heating).toContainText('first.pdf');
    expect(await axe(desk)).toEqual([]);

    await page.keyboard.press('/');
    await page.keyboard.type('heating');
    await expect(lines().getByRole('option')).toHaveCount(1);
    await page.keyboard.press('Enter');
    await expect(lines()).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(lines().getByRole('option')).toHaveCount(2);
    await page.getByRole('combobox', { name: 'What: Everything' }).click();
    await page.getByRole('option', { name: 'Workbook' }).click();
    await expect(page.getByRole('heading', { name: 'Nothing fits' })).toBeVisible();
    await page.getByRole('button', { name: 'Show everything' }).click();
    await page.getByRole('combobox', { name: 'When: Any time' }).click();
    await page.getByRole('option', { name: 'Last year' }).click();
    await expect(page.getByRole('heading', { name: 'Nothing fits' })).toBeVisible();
    await page.getByRole('button', { name: 'Show everything' }).click();
    await expect(lines().getByRole('option')).toHaveCount(2);
  });

  test('@ledger a folder is noted by keyboard afterwards, and the line keeps it', async () => {
    const { page } = desk;
    await lines().focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    const field = page.getByRole('complementary', { name: 'The chosen line' }).getByRole('combobox');
    await expect(field).toBeFocused();
    await field.fill('Letters 2026');
    await page.keyboard.press('Enter');
    await expect(lines()).toBeFocused();
    await expect(lines().getByRole('option').first()).toContainText('Letters 2026');
    await page.keyboard.press('Control+z');
    await expect(said(desk)).toContainText('Undone: the paper folder of a print');
    await expect(lines().getByRole('option').first()).not.toContainText('Letters 2026');
    await expect(field).not.toHaveValue('Letters 2026');
    await page.keyboard.press('Control+Shift+z');
    await expect(lines().getByRole('option').first()).toContainText('Letters 2026');
    await expect(field).toHaveValue('Letters 2026');
  });

  test('@ledger the lines are printed as they are narrowed, and the print is a line itself', async () => {
    const { page } = desk;
    const path = join(desk.folder, 'ledger.pdf');
    await lines().focus();
    await page.keyboard.press('p');
    await answerSave(desk, path);
    await dialog().getByRole('button', { name: 'Save as PDF' }).click();
    await expect(said(desk)).toContainText('ledger.pdf');
    const paper = read(path);
    expect(paper).toContain('What left the desk');
    expect(paper).toContain('Heating 2026, C');
    expect(paper).toContain('Page 1 of 1');
    await expect(lines().getByRole('option')).toHaveCount(3);
    await expect(lines().getByRole('option').first()).toContainText('The ledger');
  });

  test('@ledger lines of somebody who was erased name no one', async () => {
    const { page } = desk;
    for (const key of ['g', 't']) await page.keyboard.press(key);
    await expect(list(desk)).toBeFocused();
    const rosa = given(
      (await ask<{ id: number; name: string }[]>(desk, 'people.recognise', { text: WORDS.rosa[0] }))[0],
    );
    await answerSave(desk, join(desk.folder, 'rosa.pdf'));
    await ask(desk, 'desktop.print', {
      selection: { filter: { person: rosa.id }, except: [] },
      to: 'pdf',
      parts: [],
      folder: `Letters to ${WORDS.rosa[0]}`,
    });
    await toLedger();
    await expect(lines().getByRole('option').first()).toContainText(WORDS.rosa[0]);
    for (const key of ['g', 't']) await page.keyboard.press(key);
    await expect(rows(desk)).toHaveCount(5);
    const act = { act: 'anonymise', selection: { filter: { person: rosa.id }, except: [] } };
    const { stamp } = await ask<{ stamp: string }>(desk, 'privacy.preview', act);
    await ask(desk, 'privacy.act', { ...act, stamp, reason: 'request' });
    await toLedger();
    await expect(lines().getByRole('option').first()).toContainText('1 erased');
    await expect(page.locator('body')).not.toContainText(WORDS.rosa[0]);
    await expect(page.getByRole('complementary', { name: 'The chosen line' })).toContainText('not named');
  });
});
