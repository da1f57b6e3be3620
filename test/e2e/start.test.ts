import { cpSync, existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { axe } from './axe.ts';
import { answerOpen, answerSave, ask, expect, startDesk, test, type Desk } from './desk.ts';
const office = ({ page }: Desk) => page.getByRole('navigation', { name: 'Main' });

test.describe('@start', () => {
  test('@start a first start shows what can be done, and an office is made by keyboard alone', async ({ desk }) => {
    const path = join(desk.folder, 'Nordhafen.desk');
    await expect(desk.page.getByRole('heading', { name: 'Paperdesk', level: 2 })).toBeVisible();
    expect(await axe(desk)).toEqual([]);
    const { keyboard } = desk.page;
    await keyboard.press('Control+n');
    await expect(desk.page.getByRole('textbox', { name: 'Name of the office' })).toBeFocused();
    await keyboard.press('Control+Enter');
    await expect(desk.page.getByText('Something is still to be filled in here.').first()).toBeVisible();
    await keyboard.type('Nordhafen');
    await keyboard.press('Tab');
    await keyboard.type('Hanna Lindqvist');
    // a dialog that was cancelled loses nothing that was written
    await keyboard.press('Control+Enter');
    await expect(desk.page.getByRole('textbox', { name: 'Name of the office' })).toHaveValue('Nordhafen');
    await answerSave(desk, join(desk.folder, 'Nordhafen'));
    await keyboard.press('Control+Enter');
    await expect(office(desk)).toContainText('Nordhafen');
    expect(existsSync(path)).toBe(true);
  });

  test('@start a name there is already is refused, and what is there is left untouched', async ({ desk }) => {
    const path = join(desk.folder, 'Nordhafen.desk');
    cpSync('package.json', path);
    await answerSave(desk, path);
    await desk.page.getByRole('button', { name: /Make an office/ }).click();
    await desk.page.getByRole('textbox', { name: 'Name of the office' }).fill('Nordhafen');
    await desk.page.getByRole('textbox', { name: 'Your name' }).fill('Hanna');
    await desk.page.keyboard.press('Control+Enter');
    await expect(desk.page.getByText('There is a file of this name already.')).toBeVisible();
  });

  test('@start the sample office is made with its progress, can be stopped without leaving a file, and opens', async ({
    desk,
  }) => {
    const path = join(desk.folder, 'Sample.desk');
    await answerSave(desk, path, path);
    await desk.page.getByRole('button', { name: /sample office/ }).click();
    await expect(desk.page.getByRole('progressbar')).toBeVisible();
    await desk.page.getByRole('button', { name: 'Stop' }).click();
    await expect(desk.page.getByRole('button', { name: /Make an office/ })).toBeVisible({ timeout: 60_000 });
    expect(['', '-wal', '-shm', '.lock'].filter((end) => existsSync(path + end))).toEqual([]);
    await desk.page.getByRole('button', { name: /sample office/ }).click();
    await expect(office(desk)).toContainText('Nordhafen', { timeout: 60_000 });
    const counts = await ask<Record<string, number>>(desk, 'tickets.counts');
    expect(counts['all']).toBeGreaterThan(200);
  });

  test('@start offices that were open are opened by their number, forgotten by the cross, and said to be gone when they are', async ({
    desk,
  }) => {
    const [one, two] = [join(desk.folder, 'One.desk'), join(desk.folder, 'Two.desk')];
    await answerSave(desk, one, two);
    for (const name of ['Office one', 'Office two'])
      await ask(desk, 'desktop.newOffice', { name, owner: 'Hanna', zone: 'Europe/Berlin', country: 'DE' });
    await expect(office(desk)).toContainText('Office two');
    await ask(desk, 'desktop.closeOffice');
    await expect(desk.page.getByRole('heading', { name: 'Open again' })).toBeVisible();
    expect(await axe(desk)).toEqual([]);
    await desk.page.keyboard.press('2');
    await expect(office(desk)).toContainText('Office one');
    await ask(desk, 'desktop.closeOffice');
    renameSync(two, join(desk.folder, 'Elsewhere.desk'));
    await answerOpen(desk, [one]);
    await desk.page.getByRole('button', { name: /Open an office/ }).click();
    await expect(office(desk)).toContainText('Office one');
    await ask(desk, 'desktop.closeOffice');
    await expect(desk.page.getByRole('button', { name: /Office two/ }).first()).toBeDisabled();
    await expect(desk.page.getByText('Not there any more')).toBeVisible();
    await desk.page.getByRole('button', { name: 'Forget Office two' }).click();
    await expect(desk.page.getByRole('button', { name: /Office two/ })).toHaveCount(0);
  });

  test('@start the office that was open last is open again at the next start', async () => {
    const first = await startDesk();
    await answerSave(first, join(first.folder, 'Nordhafen.desk'));
    await ask(first, 'desktop.newOffice', { name: 'Nordhafen', owner: 'Hanna', zone: 'Europe/Berlin', country: 'DE' });
    await first.close();
    const again = await startDesk({ programFolder: first.programFolder, folder: first.folder });
    await expect(office(again)).toContainText('Nordhafen');
    await again.close();
  });
});
