import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { newOffice } from '../fixtures/office.ts';
import { manyTickets } from '../unit/tickets/many-tickets.ts';
import { axe } from './axe.ts';
import { answerSave, ask, expect, startDesk, type Desk } from './desk.ts';
import { test } from './turns.ts';
import { all, chooseReason, button, residents, said, select } from './erasing.ts';
import { here, list, office, page, reader, rows, view } from './working.ts';

type Facts = { id: number; version: number; statusId: number; priorityId: number; trackingId: string };
const ticket = (desk: Desk, id: number) => ask<Facts>(desk, 'tickets.open', { id });
/** What Edit's first two lines say. */
const edit = (desk: Desk) =>
  desk.app.evaluate(({ Menu }) =>
    Menu.getApplicationMenu()
      ?.items.find(({ label }) => label === 'Edit')
      ?.submenu?.items.slice(0, 2)
      .map(({ label }) => label),
  );
const clickEdit = (desk: Desk, n: 0 | 1) =>
  desk.app.evaluate(({ Menu }, at) => {
    const items = Menu.getApplicationMenu()?.items.find(({ label }) => label === 'Edit')?.submenu?.items;
    (items?.[at] as unknown as { click(): void }).click();
  }, n);
const bar = ({ page: window }: Desk) => window.getByRole('toolbar', { name: 'Selected tickets' });

test.describe('@undo-edit', () => {
  test('@undo-edit an act on many is one act: undone and done again by the line, by keys and by the Edit menu, in words', async ({
    desk,
  }) => {
    await office(desk);
    const { keyboard } = desk.page;
    await expect.poll(() => edit(desk)).toEqual([expect.stringMatching(/^Undo taking in /), 'Redo']);
    for (const key of ['x', 'Shift+j', 'Shift+j', 'e']) await keyboard.press(key);
    await expect(said(desk)).toContainText('3 tickets closed');
    await expect(rows(desk)).toHaveCount(5);
    await expect.poll(() => edit(desk)).toEqual(['Undo closing 3 tickets', 'Redo']);
    await said(desk).getByRole('button', { name: 'Undo' }).click();
    await expect(said(desk)).toContainText('Undone: closing 3 tickets');
    await expect(rows(desk)).toHaveCount(8);
    expect(await axe(desk)).toEqual([]);
    await expect.poll(async () => (await edit(desk))?.[1]).toBe('Redo closing 3 tickets');
    await keyboard.press('Control+Shift+z');
    await expect(said(desk)).toContainText('Done again: closing 3 tickets');
    await expect(rows(desk)).toHaveCount(5);
    await expect.poll(async () => (await edit(desk))?.[0]).toBe('Undo closing 3 tickets');
    await clickEdit(desk, 0);
    await expect(rows(desk)).toHaveCount(8);
    await said(desk).getByRole('button', { name: 'Redo' }).click();
    await expect(rows(desk)).toHaveCount(5);
    await keyboard.press('Control+z');
    await expect(rows(desk)).toHaveCount(8);

    // what was marked, and what was marked as unread, of any number
    await list(desk).focus();
    await keyboard.press('Control+a');
    await expect(bar(desk)).toContainText('8 selected');
    await keyboard.press('t');
    await expect(said(desk)).toContainText('8 tickets marked');
    expect((await page(desk, 'all')).length).toBe(8);
    await keyboard.press('Control+z');
    await expect(said(desk)).toContainText('Undone: marking 8 tickets');
    for (const { id } of await page(desk, 'all')) expect(await ticket(desk, id)).toMatchObject({ tagged: false });
    // only what was read can become unread again
    await expect(here(desk)).not.toHaveClass(/unseen/);
    await reader(desk).getByRole('button', { name: 'More' }).last().click();
    await desk.page.getByRole('menuitem', { name: /unread/i }).click();
    await expect(said(desk)).toContainText('marked as unread');
    await keyboard.press('Control+z');
    await expect(said(desk)).toContainText(/Undone: marking \S+ as read or unread/);
  });

  test('@undo-edit a text that is being written has its own undo; the desk’s waits', async ({ desk }) => {
    await office(desk);
    const { keyboard } = desk.page;
    await keyboard.press('e');
    await expect(rows(desk)).toHaveCount(7);
    const find = desk.page.getByRole('searchbox', { name: /Find/ });
    await find.focus();
    await keyboard.type('boiler');
    await keyboard.press('Control+z');
    await expect(find).not.toHaveValue('boiler');
    expect((await page(desk, 'resolved')).length).toBe(1);
    await keyboard.type('lift');
    await clickEdit(desk, 0);
    await expect(find).not.toHaveValue(/lift$/);
    expect((await page(desk, 'resolved')).length).toBe(1);
    await find.fill('');
    await list(desk).focus();
    // a dialog hides the desk: neither key nor menu reach what is behind it
    await keyboard.press('Control+n');
    const dialog = desk.page.getByRole('dialog');
    await expect(dialog.locator(':focus')).toHaveCount(1);
    await dialog.getByRole('button').last().focus();
    await keyboard.press('Control+z');
    await clickEdit(desk, 0);
    // the menu's word has come to the window once a later one has
    await ask(desk, 'undo.next');
    await keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    expect((await page(desk, 'resolved')).length).toBe(1);
    await list(desk).focus();
    await keyboard.press('Control+z');
    await expect.poll(async () => (await page(desk, 'resolved')).length).toBe(0);
    // in the reader, too, where no text is being written
    await reader(desk).getByRole('button', { name: 'Reply' }).first().focus();
    await keyboard.press('Control+y');
    await expect.poll(async () => (await page(desk, 'resolved')).length).toBe(1);
    await reader(desk).getByRole('button', { name: 'Reply' }).first().focus();
    await keyboard.press('Control+z');
    await expect.poll(async () => (await page(desk, 'resolved')).length).toBe(0);
  });

  test('@undo-edit a reply is taken back into the box it was written in', async ({ desk }) => {
    await office(desk);
    const { keyboard } = desk.page;
    await keyboard.press('r');
    const box = desk.page.getByRole('textbox', { name: /Reply/ });
    await box.fill('We come tomorrow at nine.');
    await keyboard.press('Control+Shift+Enter');
    await expect(said(desk)).toContainText('Reply saved');
    await expect(rows(desk)).toHaveCount(7);
    await expect(list(desk)).toBeFocused();
    await keyboard.press('Control+z');
    await expect(rows(desk)).toHaveCount(8);
    await expect(said(desk)).toContainText(/Undone: the reply on /);
    await rows(desk).filter({ hasText: 'Subject number 8' }).click();
    await expect(reader(desk)).toContainText('Draft kept');
    await expect(box).toHaveValue('We come tomorrow at nine.');
    await list(desk).focus();
    await keyboard.press('Control+Shift+z');
    await expect(rows(desk)).toHaveCount(7);
  });

  test('@undo-edit what was changed since is not overwritten: the one is refused and shown, of many the others are taken back', async ({
    desk,
  }) => {
    await office(desk);
    const { keyboard } = desk.page;
    const [first, second] = await page(desk, 'open');
    const [one, other] = [first?.id ?? 0, second?.id ?? 0];
    await keyboard.press('y');
    await keyboard.type('crit');
    await keyboard.press('Enter');
    await expect(said(desk)).toContainText(/priority critical/i);
    // somebody else, on the same ticket: an act of its own, not the one the line takes back
    await ask(desk, 'tickets.changeMany', { selection: { ids: [one] }, change: { priorityId: 2 } });
    const { trackingId } = await ticket(desk, one);
    await said(desk).getByRole('button', { name: 'Undo' }).click();
    await expect(desk.page.getByRole('alert')).toContainText(
      `Not undone: the priority of ${trackingId} was changed since. It stays as it is now.`,
    );
    expect(await ticket(desk, one)).toMatchObject({ priorityId: 2 });
    expect(await axe(desk)).toEqual([]);
    await keyboard.press('Control+z');
    await expect.poll(async () => (await ticket(desk, one)).priorityId).toBe(1);
    await list(desk).focus();
    await keyboard.press('x');
    await keyboard.press('Shift+j');
    await expect(bar(desk)).toContainText('2 selected');
    await keyboard.press('y');
    await keyboard.type('high');
    await keyboard.press('Enter');
    await expect(said(desk)).toContainText('2 tickets: priority High');
    const ofMany = (await ask<{ undo: { id: number } }>(desk, 'undo.next')).undo.id;
    const { version } = await ticket(desk, other);
    await ask(desk, 'tickets.change', { id: other, version, change: { priorityId: 4 } });
    const done = await ask<{ tickets: number; left: { ticketId: number }[] }>(desk, 'undo.take', { id: ofMany });
    expect(done).toMatchObject({ tickets: 1, left: [{ ticketId: other }] });
    expect(await ticket(desk, one)).toMatchObject({ priorityId: 1 });
    expect(await ticket(desk, other)).toMatchObject({ priorityId: 4 });
    const now = await ticket(desk, other);
    await ask(desk, 'tickets.change', { id: other, version: now.version, change: { priorityId: 1 } });
    const later = (await ask<{ undo: { id: number } }>(desk, 'undo.next')).undo.id;
    await ask(desk, 'tickets.changeMany', { selection: { ids: [other] }, change: { priorityId: 3 } });
    const gone = (await ask<{ undo: { id: number } }>(desk, 'undo.next')).undo.id;
    expect(gone).not.toBe(later);
    const refusal = await desk.page.evaluate((id) => window.desk.call('undo.take', { id }), later);
    expect(refusal).toMatchObject({
      ok: false,
      error: { code: 'changed-meanwhile', detail: { column: 'priority_id' } },
    });
    await list(desk).focus();
    await keyboard.press('Control+z');
    await expect.poll(async () => (await ticket(desk, other)).priorityId).toBe(1);
  });

  test('@undo-edit an erasure drops what Undo remembers of its tickets and people, and what the window does', async ({
    desk,
  }) => {
    await residents(desk);
    const { keyboard } = desk.page;
    await keyboard.press('Home');
    await keyboard.press('y');
    await keyboard.type('crit');
    await keyboard.press('Enter');
    await expect(said(desk)).toContainText(/priority critical/i);
    await select(desk, 'rosa');
    await keyboard.press('t');
    await expect(said(desk)).toContainText('2 tickets marked');
    await expect.poll(async () => (await edit(desk))?.[0]).toBe('Undo marking 2 tickets');
    await select(desk, 'rosa');
    await keyboard.press('.');
    await desk.page.getByRole('menuitem', { name: 'Anonymise…' }).click();
    await chooseReason(desk);
    await button(desk, 'Anonymise').press('Enter');
    await expect(desk.page.getByRole('main', { name: 'Anonymise' }).getByRole('heading', { level: 2 })).toContainText(
      'Identifying data removed',
    );
    await expect(said(desk)).toHaveText('');
    for (let next = 1; next > 0;) {
      const { undo } = await ask<{ undo: { call: string; trackingId: string | null } | null }>(desk, 'undo.next');
      if (!undo) break;
      expect(undo.call).not.toBe('tickets.changeMany');
      const rosas = (await all(desk)).filter(({ anonymised }) => anonymised).map(({ trackingId }) => trackingId);
      expect(rosas).not.toContain(undo.trackingId);
      const answer = await desk.page.evaluate(() => window.desk.call('undo.take', {}));
      next = answer === undefined ? 0 : 1;
    }
    expect((await all(desk)).filter(({ anonymised }) => anonymised)).toHaveLength(2);
    await expect.poll(() => edit(desk)).toEqual(['Undo', expect.stringMatching(/^Redo/)]);
  });
});

test('@undo-edit what can be undone goes with the office: closed or another one opened, nothing of it is left', async ({
  desk,
}) => {
  await office(desk);
  const { keyboard } = desk.page;
  await keyboard.press('t');
  await expect(said(desk)).toContainText('marked');
  await keyboard.press('e');
  await expect(rows(desk)).toHaveCount(7);
  await keyboard.press('Control+z');
  await expect(rows(desk)).toHaveCount(8);
  await expect
    .poll(() => edit(desk))
    .toEqual([expect.stringMatching(/^Undo marking /), expect.stringMatching(/^Redo closing /)]);
  await ask(desk, 'desktop.closeOffice');
  await expect(list(desk)).toHaveCount(0);
  await expect(said(desk)).toHaveText('');
  await expect.poll(() => edit(desk)).toEqual(['Undo', 'Redo']);
  for (const key of ['Control+z', 'Control+y']) await keyboard.press(key);
  await desk.page
    .getByRole('button', { name: /Nordhafen/ })
    .first()
    .click();
  await expect(rows(desk)).toHaveCount(8);
  const none = { undo: null, redo: null };
  expect(await ask(desk, 'undo.next')).toEqual(none);
  await keyboard.press('Control+z');
  await expect.poll(() => edit(desk)).toEqual(['Undo', 'Redo']);
  const [first] = await page(desk, 'open');
  expect(await ticket(desk, first?.id ?? 0)).toMatchObject({ tagged: true });
  await expect(reader(desk)).toContainText(await desk.page.locator('.list .row.here .id').innerText());

  await list(desk).focus();
  await keyboard.press('t');
  await expect(said(desk)).toContainText('mark');
  await expect.poll(async () => (await edit(desk))?.[0]).toMatch(/^Undo .*mark/);
  await keyboard.press('Control+a');
  await expect(bar(desk)).toContainText('8 selected');
  await answerSave(desk, join(desk.folder, 'Other.desk'));
  await ask(desk, 'desktop.newOffice', { name: 'Other', owner: 'Ole', zone: 'Europe/Berlin', country: 'DE' });
  await expect(desk.page.getByRole('heading', { name: 'No tickets yet' })).toBeVisible();
  expect(await ask(desk, 'undo.next')).toEqual(none);
  await expect.poll(() => edit(desk)).toEqual(['Undo', 'Redo']);
  // nor of what was chosen
  const theirs = { channel: 'mail', person: { create: { name: 'Ole' } }, subject: 'Theirs', message: 'Alone.' };
  await ask(desk, 'tickets.create', theirs);
  await expect(rows(desk)).toHaveCount(1);
  await expect(bar(desk)).toHaveCount(0);
});

test('@undo-edit 12,345 tickets are marked, moved and closed, each time taken back at once', async () => {
  test.setTimeout(240_000);
  const made = await newOffice();
  await manyTickets(made, 12_345);
  await made.store.close();
  const desk = await startDesk({ args: [made.path] });
  try {
    const { keyboard } = desk.page;
    await view(desk, 'All').click();
    await expect(list(desk)).toBeFocused();
    const { all: count } = await ask<{ all: number }>(desk, 'tickets.counts');
    const shown = count.toLocaleString('en');
    const facts = () =>
      desk.page.evaluate(async () => {
        const counts: unknown[] = [];
        for (const filter of [{ view: 'open' }, { tagged: true }, { priorities: [1] }]) {
          const answer = (await window.desk.call('tickets.shape', { filter, sort: 'created' })) as {
            value: { total: number };
          };
          counts.push(answer.value.total);
        }
        return counts;
      });
    const before = await facts();
    for (const [keys, done, undone] of [
      // of those that were so before nothing is changed, and nothing is taken back
      [['t'], `${shown} tickets marked`, /Undone: marking [\d,]+ tickets/],
      [['y', 'crit', 'Enter'], `${shown} tickets: priority Critical`, /Undone: the priority of [\d,]+ tickets/],
      [['e'], `${shown} tickets closed`, /Undone: (closing|the status of) [\d,]+ tickets/],
    ] as const) {
      await list(desk).focus();
      await keyboard.press('Control+a');
      await expect(bar(desk)).toContainText(`${shown} selected`);
      for (const key of keys) await (key === 'crit' ? keyboard.type(key) : keyboard.press(key));
      await expect(said(desk)).toContainText(done, { timeout: 30_000 });
      expect(await facts()).not.toEqual(before);
      await keyboard.press('Control+z');
      await expect(said(desk)).toContainText(undone, { timeout: 30_000 });
      expect(await facts()).toEqual(before);
    }
  } finally {
    await desk.close();
    rmSync(made.folder, { recursive: true, force: true });
    for (const folder of [desk.folder, desk.programFolder]) rmSync(folder, { recursive: true, force: true });
  }
});
