import { axe } from './axe.ts';
import { ask, expect, startDesk } from './desk.ts';
import { test } from './turns.ts';
import { office, list, page } from './working.ts';

test('@tickets the screen of tickets has no fault that axe finds, light and dark', async () => {
  test.setTimeout(120_000);
  for (const dark of [false, true]) {
    const desk = await startDesk({ dark });
    const { keyboard } = desk.page;
    await office(desk);
    expect(await axe(desk, { coloursOnly: dark })).toEqual([]);
    await keyboard.press('f');
    await expect(desk.page.getByRole('checkbox').first()).toBeVisible();
    expect(await axe(desk, { coloursOnly: dark })).toEqual([]);
    await desk.page.getByRole('button', { name: 'More ways to find…' }).click();
    await expect(desk.page.getByRole('dialog', { name: 'Find tickets' })).toBeVisible();
    expect(await axe(desk, { coloursOnly: dark })).toEqual([]);
    await keyboard.press('Escape');
    await expect(desk.page.getByRole('dialog')).toHaveCount(0);
    await list(desk).focus();
    for (const [key, name] of [
      ['a', 'Assign'],
      ['z', 'Due date'],
    ] as const) {
      await keyboard.press(key);
      await expect(desk.page.getByRole('dialog', { name })).toBeVisible();
      expect(await axe(desk, { coloursOnly: dark })).toEqual([]);
      await keyboard.press('Escape');
      await expect(list(desk)).toBeFocused();
    }
    await keyboard.press('.');
    await expect(desk.page.getByRole('menu')).toBeVisible();
    // A menu stands over the page, in no landmark of it.
    expect((await axe(desk, { coloursOnly: dark })).filter((fault) => !fault.startsWith('region:'))).toEqual([]);
    await desk.close();
  }
});

test('@tickets own fields are changed where they stand; what does not fit is said there and nothing is lost', async ({
  desk,
}) => {
  await office(desk);
  await ask(desk, 'office.saveField', { name: 'Flat', kind: 'text', personal: true, categories: 'all' });
  await ask(desk, 'office.saveField', { name: 'Bill to', kind: 'email', personal: true, categories: 'all' });
  await ask(desk, 'office.saveField', {
    name: 'Building',
    kind: 'select',
    options: ['A', 'B'],
    personal: false,
    categories: 'all',
  });
  const facts = desk.page.getByRole('complementary', { name: 'Facts' });
  await facts.getByRole('button', { name: '3 empty fields' }).click();
  await facts.getByRole('button', { name: 'Change Flat: Add' }).click();
  await facts.getByRole('textbox', { name: 'Flat' }).fill('C 3.14');
  await desk.page.keyboard.press('Enter');
  await expect(facts.getByRole('button', { name: 'Change Flat: C 3.14' })).toBeFocused();
  await facts.getByRole('button', { name: 'Change Building: Add' }).click();
  await facts.getByRole('combobox', { name: /^Building/ }).click();
  await desk.page.getByRole('option', { name: 'B', exact: true }).click();
  await expect(facts.getByRole('button', { name: 'Change Building: B' })).toBeVisible();
  await facts.getByRole('button', { name: 'Change Bill to: Add' }).click();
  await facts.getByRole('textbox', { name: 'Bill to' }).fill('not an address');
  await desk.page.keyboard.press('Enter');
  await expect(facts.getByRole('alert')).toHaveText('This is not a mail address.');
  await expect(facts.getByRole('textbox', { name: 'Bill to' })).toHaveValue('not an address');
  await desk.page.keyboard.press('Escape');
  await expect(facts.getByRole('button', { name: 'Change Bill to: Add' })).toBeFocused();
  const [newest] = await page(desk, 'open');
  const { fields } = await ask<{ fields: { values: string[] }[] }>(desk, 'tickets.open', { id: newest?.id });
  expect(fields.map(({ values }) => values)).toEqual([['C 3.14'], ['B']]);
});

test('@tickets a list of choice takes letters, and not the names of keys', async ({ desk }) => {
  await office(desk);
  for (const name of ['Tabletop', 'Home visits', 'End of lease', 'Shift work', 'Painting'])
    await ask(desk, 'office.saveCategory', { name });
  const { keyboard } = desk.page;
  await list(desk).focus();
  await keyboard.press('f');
  await desk.page.getByRole('button', { name: 'More ways to find…' }).click();
  const category = desk.page.getByRole('dialog', { name: 'Find tickets' }).getByRole('combobox', { name: /^Category/ });
  for (const key of ['Home', 'End', 'Shift', 'F2', 'Tab']) {
    await category.focus();
    await keyboard.press(key);
    await expect(category).toHaveText('Any');
  }
  await expect(category).not.toBeFocused();
  await category.focus();
  await keyboard.type('ho');
  await expect(category).toHaveText('Home visits');
});
