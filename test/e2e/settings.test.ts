import { join } from 'node:path';
import { axe } from './axe.ts';
import { answerOpen, answerSave, ask, expect, startDesk, type Desk } from './desk.ts';
import { test } from './turns.ts';

type Facts = Record<string, unknown>;
type Row = { id: number; name: string; archived: boolean; position: number };
type Settings = {
  facts: Facts;
  categories: Row[];
  priorities: Row[];
  statuses: Row[];
  fields: (Row & Record<string, unknown>)[];
};

const settingsOf = (desk: Desk) => ask<Settings>(desk, 'office.settings');
const inUse = async (desk: Desk, what: 'categories' | 'priorities' | 'statuses' | 'fields') =>
  (await settingsOf(desk))[what].filter(({ archived }) => !archived).map(({ name }) => name);
const sections = ({ page }: Desk) => page.getByRole('navigation', { name: 'Settings' });
const go = (desk: Desk, name: string) => sections(desk).getByRole('button', { name, exact: true }).click();
const saved = (desk: Desk) => desk.page.getByRole('main').getByText('Saved');

async function officeIn(desk: Desk): Promise<void> {
  await answerSave(desk, join(desk.folder, 'Nordhafen.desk'));
  await ask(desk, 'desktop.newOffice', {
    name: 'Nordhafen',
    owner: 'Hanna Lindqvist',
    zone: 'Europe/Berlin',
    country: 'DE',
  });
  await expect(desk.page.getByRole('navigation', { name: 'Main' })).toContainText('Nordhafen');
  await desk.page.keyboard.press('Control+,');
  await expect(sections(desk)).toBeVisible();
}

test.describe('@settings', () => {
  test('@settings a change counts at once, says so, and is taken back by Ctrl Z', async ({ desk }) => {
    await officeIn(desk);
    const name = desk.page.getByRole('textbox', { name: 'Name of the office' });
    await name.fill('Nordhafen Housing');
    await name.press('Tab');
    await expect(saved(desk)).toBeVisible();
    expect((await settingsOf(desk)).facts['name']).toBe('Nordhafen Housing');
    await expect(desk.page.getByRole('navigation', { name: 'Main' })).toContainText('Nordhafen Housing');

    // the next one follows at once, without waiting for the first to be shown
    const mail = desk.page.getByRole('textbox', { name: 'Mail', exact: true });
    await mail.fill('desk@nordhafen.example');
    await mail.press('Enter');
    await expect.poll(async () => (await settingsOf(desk)).facts['email']).toBe('desk@nordhafen.example');

    await desk.page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await settingsOf(desk)).facts['email']).toBe('');
    await sections(desk).getByRole('button', { name: 'Office', exact: true }).focus();
    await desk.page.keyboard.press('Control+z');
    await expect.poll(async () => (await settingsOf(desk)).facts['name']).toBe('Nordhafen');
    await expect(desk.page.getByText('Undone: a change of the settings')).toBeVisible();
    await expect(name).toHaveValue('Nordhafen');
  });

  test('@settings what cannot be is said in its place, and the one before is kept', async ({ desk }) => {
    await officeIn(desk);
    const name = desk.page.getByRole('textbox', { name: 'Name of the office' });
    await name.fill('   ');
    await name.press('Tab');
    await expect(desk.page.getByText('An office needs a name.')).toBeVisible();
    await expect(name).toHaveValue('Nordhafen');
    const region = desk.page.getByRole('textbox', { name: 'Region' });
    await region.fill('Bremen');
    await region.press('Enter');
    await expect(desk.page.getByText(/A region is written as/)).toBeVisible();
    await region.fill('de-hb');
    await region.press('Enter');
    await expect.poll(async () => (await settingsOf(desk)).facts['region']).toBe('DE-HB');
    await go(desk, 'Backups');
    const days = desk.page.getByRole('textbox', { name: 'Days kept' });
    await days.fill('0');
    await days.press('Enter');
    await expect(desk.page.getByText('A whole number from 1 to 366.')).toBeVisible();
    await days.fill('30');
    await days.press('Enter');
    await expect.poll(async () => (await settingsOf(desk)).facts['backupDays']).toBe(30);
  });

  test('@settings what is chosen from a list is chosen by keyboard', async ({ desk }) => {
    await officeIn(desk);
    const paper = desk.page
      .getByRole('button', { name: /^Paper/ })
      .or(desk.page.getByRole('combobox', { name: /^Paper/ }));
    await paper.first().focus();
    await desk.page.keyboard.press('Enter');
    await desk.page.keyboard.press('ArrowDown');
    await desk.page.keyboard.press('Enter');
    await expect.poll(async () => (await settingsOf(desk)).facts['paper']).toBe('Letter');
  });

  test('@settings the find box finds by name, by words and by value, in every section', async ({ desk }) => {
    await officeIn(desk);
    await desk.page.keyboard.press('/');
    const box = desk.page.getByRole('searchbox', { name: 'Find a setting' });
    await expect(box).toBeFocused();
    const found = desk.page.getByRole('group', { name: 'What was found' }).getByRole('button');
    await box.fill('europe berlin');
    await expect(found.first()).toContainText('Time zone');
    await box.fill('holidays');
    await expect(found.first()).toContainText(/Country|Region/);
    await box.fill('general');
    await expect(found.first()).toContainText('General');
    await box.fill('thème');
    await expect(found.first()).toContainText('Theme');
    await box.press('Enter');
    await desk.page.keyboard.press('Enter');
    await expect(desk.page.getByRole('heading', { name: 'Appearance' })).toBeVisible();
    await expect(desk.page.getByRole('radio', { name: 'As the system' }).first()).toBeFocused();
    await box.fill('zzz');
    await expect(desk.page.getByText('No setting has “zzz”')).toBeVisible();
  });

  test('@settings categories are made, changed, moved by keys and by drag, taken out of use and brought back', async ({
    desk,
  }) => {
    await officeIn(desk);
    await go(desk, 'Categories');
    for (const name of ['Repairs', 'Rent', 'Keys']) {
      await desk.page.getByRole('button', { name: 'Category', exact: true }).click();
      await desk.page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill(name);
      if (name === 'Rent') await desk.page.getByRole('dialog').getByRole('textbox', { name: 'Due after' }).fill('14');
      await desk.page.keyboard.press('Control+Enter');
      await expect(desk.page.getByRole('dialog')).toBeHidden();
    }
    await expect.poll(() => inUse(desk, 'categories')).toEqual(['General', 'Repairs', 'Rent', 'Keys']);
    await expect(desk.page.getByRole('row', { name: /Rent/ })).toContainText('14 days');

    // a name there is already is refused where it is written
    await desk.page.getByRole('button', { name: 'Category', exact: true }).click();
    await desk.page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('rent');
    await desk.page.keyboard.press('Control+Enter');
    await expect(desk.page.getByRole('dialog').getByText('Another one has this name.')).toBeVisible();
    await desk.page.keyboard.press('Escape');

    const keys = desk.page.getByRole('button', { name: 'Change Keys' });
    await keys.focus();
    // quicker than the office answers: each move begins from the one before it
    await desk.app.evaluate(() => {
      setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500), 0);
    });
    await desk.page.keyboard.press('Alt+ArrowUp');
    await desk.page.keyboard.press('Alt+ArrowUp');
    await expect.poll(() => inUse(desk, 'categories')).toEqual(['General', 'Keys', 'Repairs', 'Rent']);
    await expect(keys).toBeFocused();
    await desk.page.getByRole('row', { name: /Rent/ }).dragTo(desk.page.getByRole('row', { name: /General/ }));
    await expect.poll(() => inUse(desk, 'categories')).toEqual(['Rent', 'General', 'Keys', 'Repairs']);
    await desk.page.keyboard.press('Control+z');
    await expect.poll(() => inUse(desk, 'categories')).toEqual(['General', 'Keys', 'Repairs', 'Rent']);

    // one with tickets is kept for them and can be brought back; one without goes, and Undo makes it again
    const { categories } = await settingsOf(desk);
    const repairs = categories.find(({ name }) => name === 'Repairs');
    await ask(desk, 'tickets.create', {
      channel: 'phone',
      person: { create: { name: 'Mehmet Yıldırım', email: 'mehmet@example.org' } },
      subject: 'Tap drips',
      message: 'It drips.',
      categoryId: repairs?.id,
    });
    await expect(desk.page.getByRole('row', { name: /Repairs/ })).toContainText('1');
    await desk.page.getByRole('button', { name: 'Change Repairs' }).focus();
    await desk.page.keyboard.press('Delete');
    await expect(desk.page.getByRole('heading', { name: 'Out of use' })).toBeVisible();
    await desk.page.getByRole('button', { name: 'Bring back Repairs' }).click();
    await expect(desk.page.getByRole('heading', { name: 'Out of use' })).toBeHidden();
    await desk.page.getByRole('button', { name: 'Change Keys' }).focus();
    await desk.page.keyboard.press('Delete');
    await expect.poll(() => inUse(desk, 'categories')).toEqual(['General', 'Repairs', 'Rent']);
    await desk.page.keyboard.press('Control+z');
    await expect.poll(() => inUse(desk, 'categories')).toEqual(['General', 'Keys', 'Repairs', 'Rent']);
  });

  test('@settings every kind of own field can be made, with choices, and marked personal or not', async ({ desk }) => {
    await officeIn(desk);
    await go(desk, 'Own fields');
    const KINDS = [
      ['One line', 'text'],
      ['Several lines', 'textarea'],
      ['One of a few, side by side', 'radio'],
      ['One of a list', 'select'],
      ['Several of a list', 'checkbox'],
      ['Mail address', 'email'],
      ['Date', 'date'],
      ['Hidden, for staff', 'hidden'],
    ] as const;
    const dialog = desk.page.getByRole('dialog');
    for (const [label, kind] of KINDS) {
      await desk.page.getByRole('button', { name: 'Field', exact: true }).click();
      await dialog.getByRole('textbox', { name: 'Name' }).fill(`My ${kind}`);
      await dialog.locator('button.input').click();
      await desk.page.getByRole('option', { name: label, exact: true }).click();
      if (['radio', 'select', 'checkbox'].includes(kind)) {
        await desk.page.keyboard.press('Control+Enter');
        await expect(dialog.getByText('A field to choose from needs at least one choice.')).toBeVisible();
        await dialog.getByRole('textbox', { name: 'Choices' }).fill('North\n\nSouth\n  West  ');
      }
      if (kind === 'select') await dialog.getByRole('checkbox', { name: 'Tells who somebody is' }).click();
      await desk.page.keyboard.press('Control+Enter');
      await expect(dialog).toBeHidden();
    }
    const { fields } = await settingsOf(desk);
    expect(fields.map(({ kind }) => kind)).toEqual(KINDS.map(([, kind]) => kind));
    expect(fields.find(({ kind }) => kind === 'select')).toMatchObject({
      options: ['North', 'South', 'West'],
      personal: false,
    });
    expect(fields.find(({ kind }) => kind === 'text')).toMatchObject({ personal: true, categories: 'all' });

    await desk.page.getByRole('button', { name: 'Change My date' }).click();
    await dialog.getByRole('radio', { name: 'Some' }).click();
    await desk.page.keyboard.press('Control+Enter');
    await expect(dialog.getByText('Choose at least one category.')).toBeVisible();
    await dialog.getByRole('checkbox', { name: 'General' }).click();
    expect(await axe(desk)).toEqual([]);
    await desk.page.keyboard.press('Control+Enter');
    await expect(desk.page.getByRole('row', { name: /My date/ })).toContainText('1 category');
  });

  test('@settings the statuses the desk needs can be renamed and not taken away; own ones can', async ({ desk }) => {
    await officeIn(desk);
    await go(desk, 'Statuses');
    await desk.page.getByRole('button', { name: 'Change Resolved' }).click();
    await expect(desk.page.getByRole('dialog').getByText('Set when a ticket is closed.')).toBeVisible();
    await expect(desk.page.getByRole('dialog').getByRole('button', { name: 'Take out of use' })).toHaveCount(0);
    await desk.page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Done');
    await desk.page.keyboard.press('Control+Enter');
    await expect.poll(() => inUse(desk, 'statuses')).toContain('Done');
    await desk.page.getByRole('button', { name: 'Change New' }).focus();
    await desk.page.keyboard.press('Delete');
    await expect(desk.page.getByText('The desk needs this status')).toBeVisible();
    await desk.page.getByRole('button', { name: 'Status', exact: true }).click();
    await desk.page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Waiting for parts');
    await desk.page.keyboard.press('Control+Enter');
    await expect.poll(() => inUse(desk, 'statuses')).toContain('Waiting for parts');
    await go(desk, 'Priorities');
    await desk.page.getByRole('button', { name: 'Change Low' }).click();
    await desk.page.getByRole('dialog').getByRole('checkbox', { name: 'First choice for a new ticket' }).click();
    await desk.page.keyboard.press('Control+Enter');
    await expect(desk.page.getByRole('row', { name: /Low/ })).toContainText('First choice');
    await expect(desk.page.getByRole('row', { name: /Medium/ })).not.toContainText('First choice');
  });

  test('@settings theme, contrast and text size are of this computer and outlive a start', async () => {
    const desk = await startDesk();
    await officeIn(desk);
    await go(desk, 'Appearance');
    await desk.page.getByRole('radio', { name: 'Dark' }).click();
    await expect(desk.page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await desk.page.getByRole('radio', { name: 'More' }).click();
    await expect(desk.page.locator('html')).toHaveAttribute('data-contrast', 'more');
    await desk.page.getByRole('button', { name: 'Larger' }).click();
    await expect(desk.page.getByRole('group', { name: 'Text size' })).toContainText(/110\s?%/);
    await desk.close();
    const again = await startDesk({ programFolder: desk.programFolder, folder: desk.folder });
    await expect(again.page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect(again.page.locator('html')).toHaveAttribute('data-contrast', 'more');
    expect((await ask<{ zoom: number }>(again, 'desktop.state')).zoom).toBeCloseTo(0.5);
    await again.close();
  });

  test('@settings every section can be used by those who do not see it, and the rail leads to the backups', async ({
    desk,
  }) => {
    await officeIn(desk);
    for (const name of [
      'Office',
      'Categories',
      'Priorities',
      'Statuses',
      'Own fields',
      'Backups',
      'Appearance',
      'About Paperdesk',
    ]) {
      await go(desk, name);
      await expect(desk.page.getByRole('heading', { level: 2, name })).toBeVisible();
      expect(await axe(desk), name).toEqual([]);
    }
    await answerOpen(desk, [desk.folder]);
    await desk.page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('button', { name: /backup/i })
      .click();
    await expect(desk.page.getByRole('heading', { level: 2, name: 'Backups' })).toBeVisible();
    await desk.page.getByRole('button', { name: 'Folder' }).click();
    await expect(desk.page.getByText('Backups beside the office are lost together with it.')).toBeVisible();
  });
});
