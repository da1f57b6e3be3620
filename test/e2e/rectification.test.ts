import { ask, expect, type Desk } from './desk.ts';
import { test } from './turns.ts';
import {
  correct,
  correctElsewhere,
  dialog,
  field,
  identifierOf,
  known,
  leaving,
  name,
  office,
  pane,
  people,
  reader,
  said,
  timeline,
  toPerson,
  toTicket,
} from './rectifying.ts';

const findTickets = async (desk: Desk, text: string) =>
  (await ask<{ total: number }>(desk, 'tickets.shape', { filter: { text }, sort: 'changed' })).total;
/** Presses Tab until something has the focus, as somebody without a mouse. */
async function tabTo({ page }: Desk, wanted: string): Promise<void> {
  for (let n = 0; n < 80; n += 1) {
    const here = await page.evaluate(
      () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent,
    );
    if (here?.trim() === wanted) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${wanted} cannot be reached by Tab`);
}

test.describe('@rectification a person', () => {
  test('@rectification a person is corrected once, by keyboard alone, and every ticket shows it; the history says which field, who and when, never the values', async ({
    desk,
  }) => {
    const made = await office(desk);
    const { keyboard } = desk.page;
    await toPerson(desk, 'muller', 'Jürgen Müller');
    await keyboard.press('c');
    await expect(field(desk, 'Jürgen Müller', 'Name, 1 of 1')).toBeFocused();
    await field(desk, 'Jürgen Müller', 'Name, 1 of 1').selectText();
    await keyboard.type('Jürgen Thurgau');
    await tabTo(desk, 'Ended…: 030 901820');
    await keyboard.press('Enter');
    await keyboard.type('1 Feb 2026');
    await tabTo(desk, 'Remove: R-77');
    await keyboard.press('Enter');
    await expect(correct(desk, 'Jürgen Müller')).toContainText('Will be removed');
    await tabTo(desk, 'Mail');
    await keyboard.press('Enter');
    await expect(field(desk, 'Jürgen Müller', 'Mail, 2 of 2')).toBeFocused();
    await keyboard.type('thurgau@new.example');
    await keyboard.press('Control+Enter');
    await expect(said(desk)).toContainText('Jürgen Thurgau corrected');
    await expect(correct(desk, 'Jürgen Müller')).toBeHidden();

    await expect(name(desk)).toHaveText('Jürgen Thurgau');
    const table = pane(desk).getByRole('region', { name: 'Known by' });
    await expect(table).toContainText('030 901820, until 1 Feb 2026');
    await expect(table).toContainText('thurgau@new.example');
    await expect(table).not.toContainText('R-77');
    for (const line of ['Name corrected', 'Phone: end noted', 'Customer number removed', 'Mail added'])
      await expect(timeline(desk).filter({ hasText: line })).toContainText(/\d{4}, by HL$/);
    const { history } = await known(desk, made.jurgen);
    expect(JSON.stringify(history)).not.toMatch(/Thurgau|Müller|901820|R-77|example/);

    for (const wanted of ['Sandpit in courtyard B', 'When is the sand changed?']) {
      await toTicket(desk, wanted);
      await expect(desk.page.locator('.list .row.here')).toContainText('Jürgen Thurgau');
      await expect(reader(desk).getByRole('complementary')).toContainText('Jürgen Thurgau');
    }
    await toTicket(desk, 'Damp wall');
    await expect(reader(desk).getByRole('complementary')).toContainText('Jürgen Thurgau');
    await expect(desk.page.locator('#app')).not.toContainText('Jürgen Müller');
  });

  test('@rectification a correction is found at once under the new value and never under the old, and back when undone', async ({
    desk,
  }) => {
    const made = await office(desk);
    const { keyboard } = desk.page;
    await toPerson(desk, 'muller', 'Jürgen Müller');
    await keyboard.press('c');
    await field(desk, 'Jürgen Müller', /^Mail/).fill('fresh.start@other.example');
    await field(desk, 'Jürgen Müller', /^Name/).fill('Gerhard Winterfeld');
    await keyboard.press('Control+Enter');
    await expect(name(desk)).toHaveText('Gerhard Winterfeld');
    await toPerson(desk, 'winterfeld', 'Gerhard Winterfeld');
    await toPerson(desk, 'fresh.start', 'Gerhard Winterfeld');
    const old = ['müller', 'j.mueller@post.example'];
    const fresh = ['winterfeld', 'fresh.start@other.example'];
    for (const text of fresh) expect(await findTickets(desk, text)).toBeGreaterThanOrEqual(2);
    for (const text of old) expect(await findTickets(desk, text)).toBe(0);
    await desk.page.getByRole('searchbox', { name: 'Name, mail, phone, IP' }).fill('mueller');
    await expect(desk.page.getByRole('heading', { name: 'Nobody fits “mueller”' })).toBeVisible();
    await people(desk).focus();
    await keyboard.press('Escape');
    await keyboard.press('Control+z');
    await expect(said(desk)).toContainText('Undone: correcting a person');
    await toPerson(desk, 'mueller', 'Jürgen Müller');
    await expect(timeline(desk).first()).toContainText('Undone: ');
    for (const text of fresh) expect(await findTickets(desk, text)).toBe(0);
    for (const text of old) expect(await findTickets(desk, text)).toBeGreaterThanOrEqual(2);
    await keyboard.press('Control+Shift+z');
    await expect(said(desk)).toContainText('Done again: correcting a person');
    expect((await known(desk, made.jurgen)).name).toBe('Gerhard Winterfeld');
  });

  test('@rectification somebody who changed meanwhile is shown, not overwritten, and what was typed stays', async ({
    desk,
  }) => {
    const made = await office(desk);
    await toPerson(desk, 'muller', 'Jürgen Müller');
    await desk.page.keyboard.press('c');
    await field(desk, 'Jürgen Müller', /^Name/).fill('Jürgen Thurgau');
    const phone = await identifierOf(desk, made.jurgen, 'phone');
    const mail = await identifierOf(desk, made.jurgen, 'email');
    await field(desk, 'Jürgen Müller', /^Mail/).fill('typed@here.example');
    await correctElsewhere(desk, made.jurgen, [
      { what: 'change', identifier: phone, value: '030 555000' },
      { what: 'change', identifier: mail, value: 'meanwhile@there.example' },
    ]);
    await desk.page.keyboard.press('Control+Enter');
    const shown = correct(desk, 'Jürgen Müller');
    await expect(shown.getByRole('alert')).toContainText('changed meanwhile, so yours was not saved');
    await expect(field(desk, 'Jürgen Müller', /^Name/)).toHaveValue('Jürgen Thurgau');
    await expect(field(desk, 'Jürgen Müller', /^Phone/)).toHaveValue('030 555000');
    await expect(field(desk, 'Jürgen Müller', /^Mail/)).toHaveValue('typed@here.example');
    await expect(shown).toContainText('Meanwhile it is meanwhile@there.example');
    expect((await known(desk, made.jurgen)).name).toBe('Jürgen Müller');
    await desk.page.keyboard.press('Control+Enter');
    await expect(shown).toBeHidden();
    const after = await known(desk, made.jurgen);
    expect(after.name).toBe('Jürgen Thurgau');
    expect(after.identifiers.map(({ value }) => value)).toEqual(
      expect.arrayContaining(['030 555000', 'typed@here.example']),
    );
  });

  test('@rectification what another person has is said while it is typed; the last name and a value twice are refused in their place', async ({
    desk,
  }) => {
    const made = await office(desk);
    await toPerson(desk, 'muller', 'Jürgen Müller');
    await desk.page.keyboard.press('c');
    const shown = correct(desk, 'Jürgen Müller');
    await field(desk, 'Jürgen Müller', /^Mail/).fill('hartley@post.example');
    await expect(shown.getByRole('status')).toContainText('Also Ann Hartley and Joann Hartley’s: the same person?');
    await shown.getByRole('button', { name: 'Remove: Jürgen Müller' }).press('Enter');
    await desk.page.keyboard.press('Control+Enter');
    await expect(shown.getByRole('alert')).toBeVisible();
    expect((await known(desk, made.jurgen)).name).toBe('Jürgen Müller');
    await shown.getByRole('button', { name: 'Keep: Jürgen Müller' }).press('Enter');
    await shown.getByRole('group', { name: 'Add' }).getByRole('button', { name: 'Mail' }).press('Enter');
    await desk.page.keyboard.type('HARTLEY@post.example');
    await desk.page.keyboard.press('Control+Enter');
    await expect(shown.getByRole('alert').first()).toBeVisible();
    await field(desk, 'Jürgen Müller', 'Mail, 2 of 2').fill('');
    await desk.page.keyboard.press('Control+Enter');
    await expect(said(desk)).toContainText('may be the same person: see Possible doubles');
    await expect(pane(desk).getByRole('region', { name: 'Possible doubles' })).toContainText('Ann Hartley');
  });

  test('@rectification what was typed and not saved survives Esc, other dialogs and other screens', async ({
    desk,
  }) => {
    await office(desk);
    const { keyboard } = desk.page;
    await toPerson(desk, 'muller', 'Jürgen Müller');
    await keyboard.press('c');
    await keyboard.press('Escape');
    await expect(correct(desk, 'Jürgen Müller')).toBeHidden();
    await keyboard.press('c');
    await field(desk, 'Jürgen Müller', /^Name/).fill('Half a na');
    await keyboard.press('Escape');
    await expect(leaving(desk).getByRole('button', { name: 'Go on writing' })).toBeFocused();
    // The key that saves beneath must not throw away here.
    await keyboard.press('Control+Enter');
    await expect(leaving(desk)).toBeVisible();
    await keyboard.press('Escape');
    await expect(leaving(desk)).toBeHidden();
    await expect(field(desk, 'Jürgen Müller', /^Name/)).toHaveValue('Half a na');
    await desk.app.evaluate(({ Menu }) => {
      const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
      items.find(({ label }) => label === 'Keys')?.click();
    });
    await expect(dialog(desk, 'All keys')).toBeVisible();
    await keyboard.press('Escape');
    await expect(field(desk, 'Jürgen Müller', /^Name/)).toHaveValue('Half a na');
    await desk.app.evaluate(({ Menu }) => {
      const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
      items.find(({ label }) => label.startsWith('Settings'))?.click();
    });
    await expect(correct(desk, 'Jürgen Müller')).toBeHidden();
    for (const key of ['g', 'p']) await keyboard.press(key);
    await expect(field(desk, 'Jürgen Müller', /^Name/)).toHaveValue('Half a na');
    await keyboard.press('Escape');
    await leaving(desk).getByRole('button', { name: 'Leave it' }).press('Enter');
    await expect(correct(desk, 'Jürgen Müller')).toBeHidden();
    await expect(name(desk)).toHaveText('Jürgen Müller');
  });

  test('@rectification of a person with 500 identifiers any one is found and corrected', async ({ desk }) => {
    const made = await office(desk);
    const many = Array.from({ length: 500 }, (_, n) => ({ what: 'add', kind: 'other', value: `Badge ${n}` }));
    await correctElsewhere(desk, made.jurgen, many);
    await toPerson(desk, 'muller', 'Jürgen Müller');
    await desk.page.keyboard.press('c');
    await expect(correct(desk, 'Jürgen Müller').getByText('464 more: type to narrow')).toBeVisible();
    await correct(desk, 'Jürgen Müller').getByRole('textbox', { name: 'Find among 504' }).fill('badge 487');
    await correct(desk, 'Jürgen Müller')
      .getByRole('textbox', { name: /^Other, 488 of 500/ })
      .fill('Badge corrected');
    await desk.page.keyboard.press('Control+Enter');
    await expect(said(desk)).toContainText('Jürgen Müller corrected');
    const values = (await known(desk, made.jurgen)).identifiers.map(({ value }) => value);
    expect(values).toHaveLength(504);
    expect(values).toContain('Badge corrected');
    expect(values).not.toContain('Badge 487');
  });
});
