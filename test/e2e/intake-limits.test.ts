import { axe } from './axe.ts';
import { ask, expect } from './desk.ts';
import { test } from './turns.ts';
import { open, all, office, dialog, who, offers, details, reader, begin } from './taking-in.ts';

test('@intake what is wrong is said where it is, and nothing that was typed goes', async ({ desk }) => {
  await office(desk);
  await ask(desk, 'office.saveField', {
    name: 'Floor',
    kind: 'text',
    required: true,
    personal: false,
    categories: 'all',
  });
  await ask(desk, 'office.saveField', { name: 'Billing', kind: 'email', personal: true, categories: 'all' });
  await ask(desk, 'office.saveField', {
    name: 'Rooms',
    kind: 'checkbox',
    options: ['Kitchen', 'Bath'],
    personal: false,
    categories: 'all',
  });
  const { keyboard } = desk.page;
  await begin(desk);
  await keyboard.press('Control+Enter');
  await expect(who(desk)).toHaveAttribute('aria-invalid', 'true');
  await expect(who(desk)).toBeFocused();
  await expect(dialog(desk).getByText('What is it about, in a few words?')).toBeVisible();
  await expect(dialog(desk).getByText('This is needed.')).toBeVisible();
  await keyboard.type('muller');
  await expect(offers(desk).first()).toContainText('Müller');
  await keyboard.press('Enter');
  await keyboard.type('Bill');
  await dialog(desk).getByLabel('Floor, needed').fill('3');
  await dialog(desk).getByLabel('Billing').fill('not an address');
  await dialog(desk).getByRole('checkbox', { name: 'Bath' }).press('Space');
  await keyboard.press('Control+Enter');
  await expect(dialog(desk).getByText('This is not an address of mail.')).toBeVisible();
  await expect(dialog(desk).getByLabel('Billing')).toBeFocused();
  await dialog(desk).getByLabel('Billing').fill('bill@post.example');
  await keyboard.press('Control+Enter');
  await expect(dialog(desk)).toBeHidden();
  const { fields } = await open(desk, (await all(desk))[0]?.id ?? 0);
  expect(fields.map(({ values }) => values)).toEqual([['3'], ['bill@post.example'], ['Bath']]);
});

test('@intake a message of 1 MB is taken whole, more is refused in words and not put in', async ({ desk }) => {
  await office(desk);
  await begin(desk, 'muller');
  await desk.page.keyboard.type('A long letter');
  const MEGABYTE = 1_048_576;
  await details(desk).focus();
  await details(desk).evaluate(
    (area: HTMLTextAreaElement, text) => {
      area.setRangeText(text, 0, 0, 'end');
      area.dispatchEvent(new InputEvent('input', { bubbles: true }));
    },
    'A long line.\n'.repeat(MEGABYTE / 13).padEnd(MEGABYTE - 1, 'x'),
  );
  await desk.page.keyboard.insertText('two more');
  await expect(dialog(desk).getByText(/more than 1 MB of text and was not put in/)).toBeVisible();
  expect(await details(desk).evaluate((area: HTMLTextAreaElement) => area.value.length)).toBe(MEGABYTE - 1);
  // Past every guard of the window, the office says it too.
  await details(desk).evaluate((area: HTMLTextAreaElement, bytes) => {
    area.value = `${`${'ü'.repeat(31)} \n`.repeat(bytes / 64)}x`;
    area.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }, MEGABYTE);
  await desk.page.keyboard.press('Control+Enter');
  await expect(dialog(desk).getByText(/A message holds 1 MB of text/)).toBeVisible();
  await details(desk).evaluate((area: HTMLTextAreaElement, bytes) => {
    area.value = `${'ü'.repeat(31)} \n`.repeat(bytes / 64);
    area.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }, MEGABYTE);
  await desk.page.keyboard.press('Control+Enter');
  await expect(dialog(desk)).toBeHidden();
  expect((await open(desk, (await all(desk))[0]?.id ?? 0)).message).toBe(`${'ü'.repeat(31)} \n`.repeat(MEGABYTE / 64));
});

test('@intake Ctrl P saves, then asks how to print the slip of this ticket', async ({ desk }) => {
  await office(desk);
  await begin(desk, 'muller');
  await desk.page.keyboard.type('A slip to take along');
  await desk.page.keyboard.press('Control+p');
  await expect(dialog(desk)).toBeHidden();
  await expect(desk.page.getByRole('dialog')).toContainText(/print/i);
  expect((await all(desk))[0]?.subject).toBe('A slip to take along');
  await desk.page.keyboard.press('Escape');
  await expect(desk.page.getByRole('dialog')).toBeHidden();
  await expect(reader(desk).getByRole('heading', { level: 2 })).toHaveText('A slip to take along');
});

test('@intake the dialog has no fault that axe finds, light and dark, wide and narrow', async ({ desk }) => {
  await office(desk);
  for (const kind of ['select', 'radio', 'checkbox', 'date', 'textarea', 'hidden'])
    await ask(desk, 'office.saveField', {
      name: `A ${kind}`,
      kind,
      options: ['select', 'radio', 'checkbox'].includes(kind) ? ['One', 'Two'] : [],
      personal: false,
      categories: 'all',
    });
  for (const theme of ['light', 'dark']) {
    await ask(desk, 'desktop.choose', { name: 'theme', value: theme });
    for (const [width, height] of [
      [1280, 800],
      [900, 640],
    ] as const) {
      await desk.app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(...size), [
        width,
        height,
      ] as [number, number]);
      await begin(desk, 'agnieszka');
      expect(await axe(desk, { within: '.float', coloursOnly: theme === 'dark' })).toEqual([]);
      await desk.page.keyboard.press('Escape');
      await desk.page.getByRole('button', { name: 'Throw it away' }).press('Enter');
      await expect(dialog(desk)).toBeHidden();
    }
  }
});
