import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { axe } from './axe.ts';
import { answerOpen, answerSave, ask, expect, test, type Desk } from './desk.ts';
import { startSample } from './sample.ts';

type Settings = {
  facts: { name: string; zone: string; privacyNotice: string };
  categories: { name: string; dueDays: number | null }[];
  fields: { name: string }[];
  priorities: { name: string }[];
  staff: { name: string }[];
};
let desk: Desk;
let sample: Settings;
const at = (name: string) => join(desk.folder, name);
const settings = () => ask<Settings>(desk, 'office.settings');
const toElsewhere = async () => {
  await desk.page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('button', { name: /^Settings/ })
    .click();
  await desk.page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Take elsewhere' }).click();
};
async function loading(text: string) {
  writeFileSync(at('load.txt'), text);
  await answerOpen(desk, [at('load.txt')]);
  await desk.page.getByRole('button', { name: 'Load settings from text…' }).click();
  return desk.page.getByRole('dialog', { name: 'Load settings' });
}

test.beforeAll(async () => {
  desk = await startSample();
  sample = await settings();
});
test.afterAll(async () => {
  await desk.close();
  for (const folder of [desk.folder, desk.programFolder]) rmSync(folder, { recursive: true, force: true });
});

test('@settings-text is saved readable and commented, without secrets and without anybody of the tickets, with a line in the ledger', async () => {
  await toElsewhere();
  await answerSave(desk, at('nordhafen settings.txt'));
  await desk.page.getByRole('button', { name: 'Save settings as text…' }).click();
  await expect(desk.page.getByText('Saved as nordhafen settings.txt.')).toBeVisible();
  const text = readFileSync(at('nordhafen settings.txt'), 'utf8');
  expect(text).toMatch(/^# Paperdesk settings, form 1\n# Lines that begin with # are for whoever reads this\./);
  expect(text).toContain(
    `# Time zone. All dates and times are shown in it, wherever this computer is. Its IANA name, as\n# Europe/Berlin.\nzone = ${sample.facts.zone}\n`,
  );
  for (const { name } of [...sample.categories, ...sample.fields]) expect(text).toContain(`name = ${name}\n`);
  // nobody but whom the office's own texts name
  const own = Object.values(sample.facts).join('\n');
  for (const { name } of sample.staff.filter((one) => !own.includes(one.name))) expect(text).not.toContain(name);
  const { rows } = await ask<{ rows: { name: string }[] }>(desk, 'people.page', { limit: 100 });
  expect(rows.length).toBeGreaterThan(10);
  for (const { name } of rows) expect(text).not.toContain(name);
  expect(text).not.toContain('secret =');
  const [line] = await ask<{ kind: string; tickets: number; people: number }[]>(desk, 'exchange.ledgerPage', {
    filter: {},
    limit: 1,
  });
  expect(line).toMatchObject({ kind: 'settings', tickets: 0, people: 0 });
});

test('@settings-text another office sees each value before it changes, old and new; nothing is taken away; it can be taken back', async () => {
  await answerSave(desk, at('other.desk'));
  await ask(desk, 'desktop.newOffice', { name: 'Südhafen', owner: 'Ole', zone: 'Europe/Paris', country: 'FR' });
  await expect(desk.page.getByRole('navigation', { name: 'Main' })).toContainText('Südhafen');
  const before = await settings();
  await toElsewhere();
  const dialog = await loading(readFileSync(at('nordhafen settings.txt'), 'utf8'));
  await expect(dialog).toContainText(/[\d,]+ values would change\. No row is taken away\./);
  await expect(dialog.getByRole('row', { name: /Office zone/ })).toContainText('Europe/Paris');
  await expect(dialog.getByRole('row', { name: /Office zone/ })).toContainText(sample.facts.zone);
  await expect(
    dialog.getByRole('row', { name: new RegExp(`Category ${sample.categories[0]?.name} name`) }),
  ).toContainText('new');
  expect(await axe(desk, { within: '[role=dialog]' })).toEqual([]);
  await desk.page.keyboard.press('Control+Enter');
  await expect(desk.page.getByText(/[\d,]+ values were changed\./)).toBeVisible();
  const after = await settings();
  expect(after.facts).toEqual(sample.facts);
  expect(after.categories.map(({ name }) => name)).toEqual([
    ...sample.categories.map(({ name }) => name),
    ...before.categories.map(({ name }) => name).filter((name) => !sample.categories.some((one) => one.name === name)),
  ]);
  expect(after.staff.map(({ name }) => name)).toEqual(['Ole']);
  await desk.page.getByRole('main', { name: 'Settings' }).getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await settings()).facts).toEqual(before.facts);
  expect((await settings()).categories).toEqual(before.categories);
});

test('@settings-text lines that cannot come in are named with their number, and the others come in', async () => {
  const dialog = await loading(
    '# Paperdesk settings, form 1\n[office]\nname = Westhafen\nfloor = 3\nbackup-days = 900\n',
  );
  await expect(dialog).toContainText('1 value would change.');
  await expect(dialog).toContainText('2 lines do not come in. The others do.');
  await expect(dialog.getByRole('row', { name: /^4 Office floor/ })).toContainText(
    'There is no such key in this part.',
  );
  await expect(dialog.getByRole('row', { name: /^5 Office backup-days/ })).toContainText('outside of what is allowed');
  await dialog.getByRole('button', { name: 'Change 1 value' }).click();
  await expect(dialog).toHaveCount(0);
  expect((await settings()).facts.name).toBe('Westhafen');
});

test('@settings-text a file that is none is refused in words and changes nothing', async () => {
  writeFileSync(at('load.txt'), 'name = Osthafen\n');
  await answerOpen(desk, [at('load.txt')]);
  await desk.page.getByRole('button', { name: 'Load settings from text…' }).click();
  await expect(
    desk.page.getByText('This is no settings text of Paperdesk: its first line does not say so. Nothing was changed.'),
  ).toBeVisible();
  expect((await settings()).facts.name).toBe('Westhafen');
});
