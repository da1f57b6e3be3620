import { axe } from './axe.ts';
import { ask, expect, startDesk, test } from './desk.ts';
import {
  all,
  button,
  chooseReason,
  clear,
  count,
  deleteAll,
  filesWith,
  here,
  list,
  main,
  residents,
  rows,
  said,
  sql,
  WORDS,
} from './erasing.ts';

test.describe('@delete the act', () => {
  test('@delete one by keyboard alone: it leaves list, find and counts, the next row is the one to be at', async ({
    desk,
  }) => {
    const path = await residents(desk);
    const { keyboard } = desk.page;
    await keyboard.press('Home');
    await keyboard.press('j');
    await expect(here(desk)).toContainText(WORDS.rosa[0]);
    const [one] = (await all(desk)).filter(({ requester }) => requester === WORDS.rosa[0]);
    const before = await ask(desk, 'tickets.open', { id: one?.id });
    const order = await rows(desk).allInnerTexts();
    await keyboard.press('Delete');
    await expect(main(desk, 'Delete').getByRole('heading', { level: 2 })).toHaveText(
      `Delete the ticket of ${WORDS.rosa[0]}`,
    );
    await chooseReason(desk, 2);
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await expect(said(desk)).toContainText('deleted');
    await expect(button(desk, 'Back').last()).toBeFocused();
    expect(await axe(desk)).toEqual([]);
    await keyboard.press('Escape');
    await expect(list(desk)).toBeFocused();
    await expect(rows(desk)).toHaveCount(4);
    expect(await here(desk).innerText()).toContain((order[2] ?? '').split('\n')[0] ?? '?');
    await expect(here(desk)).toHaveAttribute('aria-posinset', '2');
    await expect(desk.page.getByRole('navigation')).toContainText(/Tickets\s*4/);
    const found = await ask<{ count: number }>(desk, 'find.count', { filter: { text: WORDS.rosa[3] } });
    expect(found.count).toBe(1);
    expect(count(path, `SELECT count(*) FROM tombstones WHERE withdrawn_at IS NULL`)).toBeGreaterThan(0);

    // Ctrl Z, while the line is there, brings it back as it was.
    await keyboard.press('Control+z');
    await expect(said(desk)).toContainText('Undone: deleting');
    await expect(rows(desk)).toHaveCount(5);
    const after = await ask<{ history: unknown[] }>(desk, 'tickets.open', { id: one?.id });
    expect({ ...after, history: [] }).toEqual({ ...(before as object), history: [] });
  });

  test('@delete many, with the people nobody needs any more; undo on the page brings all back', async ({ desk }) => {
    const path = await residents(desk);
    const people = count(path, 'SELECT count(*) FROM people WHERE hidden = 0');
    await deleteAll(desk, 'rosa');
    const page = main(desk, 'Delete');
    await expect(page).toContainText('1 person went along.');
    await expect(page.locator('.figures-row')).toContainText(/2\s*Tickets\s*1\s*Person/);
    expect(count(path, 'SELECT count(*) FROM people WHERE hidden = 0')).toBe(people - 1);
    await page.getByRole('complementary').getByRole('button', { name: 'Undo' }).press('Enter');
    await expect(list(desk)).toBeFocused();
    await expect(rows(desk)).toHaveCount(5);
    await deleteAll(desk, 'rosa');
    await desk.page.keyboard.press('Control+z');
    await expect(list(desk)).toBeFocused();
    await expect(rows(desk)).toHaveCount(5);
    expect(count(path, 'SELECT count(*) FROM people WHERE hidden = 0')).toBe(people);
    expect((await all(desk)).map(({ requester }) => requester).sort()).toEqual([
      ...[1, 2].map(() => WORDS.rosa[0]),
      ...[1, 2, 3].map(() => WORDS.timo[0]),
    ]);
  });

  test('@delete undone on its page or after it, a ticket that was open is open again, in the list and beside it', async ({
    desk,
  }) => {
    await residents(desk);
    const { keyboard } = desk.page;
    const reader = desk.page.getByRole('main', { name: 'Ticket' });
    const ways = ['the button of the page', 'Ctrl Z on it', 'Ctrl Z after it'] as const;
    for (const everything of [false, true])
      for (const way of ways) {
        await keyboard.press('Home');
        await keyboard.press('j');
        await expect(here(desk)).toHaveAttribute('aria-posinset', '2');
        const trackingId = await here(desk).locator('.id').innerText();
        await expect(reader).toContainText(trackingId);
        if (everything) await keyboard.press('Control+a');
        await keyboard.press('Delete');
        await chooseReason(desk);
        await button(desk, 'Delete').press('Enter');
        const undo = desk.page.getByRole('complementary').getByRole('button', { name: 'Undo' });
        await expect(undo).toBeVisible();
        if (way === 'the button of the page') await undo.press('Enter');
        else {
          if (way === 'Ctrl Z after it') await keyboard.press('Escape');
          await expect(undo).toHaveCount(way === 'Ctrl Z after it' ? 0 : 1);
          await keyboard.press('Control+z');
        }
        await expect(list(desk)).toBeFocused();
        await expect(rows(desk)).toHaveCount(5);
        await expect(here(desk)).toHaveCount(1);
        // where another one was gone to meanwhile, that stays open
        const now = way === 'Ctrl Z after it' ? await here(desk).locator('.id').innerText() : trackingId;
        await expect(reader).toContainText(now);
        await expect(here(desk)).toContainText(now);
      }
  });

  test('@delete the page Privacy lists what can still be undone, and purges it when told so', async ({ desk }) => {
    const path = await residents(desk);
    await deleteAll(desk, 'rosa');
    const { keyboard } = desk.page;
    await keyboard.press('Escape');
    await expect(list(desk)).toBeFocused();
    await expect(desk.page.getByRole('main', { name: 'Ticket' })).toContainText(/[A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{4}/);
    await keyboard.press('Delete');
    await chooseReason(desk);
    await button(desk, 'Delete').press('Enter');
    await expect(main(desk, 'Delete').getByRole('heading', { level: 2 })).toHaveText(/^Ticket .+ deleted$/);
    await keyboard.press('Escape');
    await expect(list(desk)).toBeFocused();
    await keyboard.press('g');
    await keyboard.press('r');
    const pending = desk.page.getByRole('region', { name: 'Deleted, can still be undone' });
    await expect(pending.locator('tbody tr')).toHaveCount(2);
    expect(await axe(desk)).toEqual([]);
    await pending.getByRole('button', { name: /^Undo: 1 ticket,/ }).press('Enter');
    await expect(pending.locator('tbody tr')).toHaveCount(1);
    await pending.getByRole('button', { name: /^Delete now: 2 tickets, 1 person,/ }).press('Enter');
    const asking = desk.page.getByRole('dialog', { name: 'Delete now' });
    await expect(asking).toContainText('This can’t be undone.');
    await asking.getByRole('button', { name: 'Delete now' }).press('Enter');
    await expect(pending).toContainText('Nothing is waiting.');
    await expect(said(desk)).toContainText('2 tickets purged');
    expect(count(path, 'SELECT count(*) FROM tickets')).toBe(3);
    expect(count(path, `SELECT count(*) FROM people`)).toBe(1);
  });
});

test.describe('@delete to the last byte', () => {
  const ROSA = WORDS.rosa;

  test('@delete when the program closes, no byte is in the office file or in the program’s folder', async () => {
    const desk = await startDesk();
    const path = await residents(desk);
    await deleteAll(desk, 'rosa');
    expect(filesWith(ROSA, desk.folder).length).toBeGreaterThan(0);
    await desk.close();
    expect(filesWith(ROSA, desk.folder, desk.programFolder)).toEqual([]);
    expect(filesWith(WORDS.timo, path)).toEqual([path]);
    expect(count(path, 'SELECT count(*) FROM tickets')).toBe(3);
    expect(sql(path, 'PRAGMA integrity_check')).toBe('ok');
    clear(desk);
  });

  test('@delete after a kill, the next start purges it before anyone sees the office', async () => {
    const desk = await startDesk();
    const path = await residents(desk);
    await deleteAll(desk, 'rosa');
    const ended = desk.app.waitForEvent('close');
    desk.app.process().kill('SIGKILL');
    await ended;
    expect(filesWith(ROSA, desk.folder).length).toBeGreaterThan(0);
    const again = await startDesk({ folder: desk.folder, programFolder: desk.programFolder, args: [path] });
    await expect(rows(again)).toHaveCount(3);
    expect(await ask(again, 'privacy.pending')).toEqual([]);
    expect(count(path, 'SELECT count(*) FROM tickets')).toBe(3);
    await again.close();
    expect(filesWith(ROSA, desk.folder, desk.programFolder)).toEqual([]);
    clear(desk);
  });

  test('@delete now: it does not wait for the closing, and a backup made meanwhile leaves it out', async ({ desk }) => {
    const path = await residents(desk);
    await deleteAll(desk, 'rosa');
    await ask(desk, 'desktop.backUpNow');
    expect(filesWith(ROSA, desk.programFolder)).toEqual([]);
    await desk.page.getByRole('complementary').getByRole('button', { name: 'Delete now' }).press('Enter');
    const asking = desk.page.getByRole('dialog', { name: 'Delete now' });
    await expect(asking.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await asking.getByRole('button', { name: 'Delete now' }).press('Enter');
    await expect(main(desk, 'Delete').getByRole('heading', { level: 2 })).toHaveText('2 tickets purged');
    await expect(desk.page.getByRole('complementary').getByRole('button', { name: 'Undo' })).toHaveCount(0);
    expect(count(path, 'SELECT count(*) FROM tickets')).toBe(3);
    await expect.poll(() => filesWith(ROSA, desk.folder, desk.programFolder)).toEqual([]);
    await desk.page.keyboard.press('Escape');
    await expect(list(desk)).toBeFocused();
    await expect(rows(desk)).toHaveCount(3);
  });
});
