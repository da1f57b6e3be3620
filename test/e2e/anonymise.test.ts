import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededOffice } from '../bench/seed/index.ts';
import { makeMarkerOffice } from '../fixtures/marker-office.ts';
import { axe } from './axe.ts';
import { ask, expect, startDesk, type Desk } from './desk.ts';
import { test } from './turns.ts';
import {
  all,
  chooseReason,
  clear,
  count,
  filesWith,
  here,
  list,
  main,
  residents,
  rows,
  sql,
  WORDS,
} from './erasing.ts';

type Ticket = Record<string, unknown> & { id: number };
const heading = (desk: Desk) => main(desk, 'Anonymise').getByRole('heading', { level: 2 });
const act = ({ page }: Desk) => page.locator('.confirm').getByRole('button', { name: 'Anonymise' });

/** Opens the page for what is chosen, by the menu behind the dots or the summary of many. */
async function toPage(desk: Desk): Promise<void> {
  const many = desk.page.getByRole('button', { name: 'Anonymise…' });
  if ((await many.count()) === 0) await desk.page.keyboard.press('.');
  await desk.page
    .getByRole('menuitem', { name: /^Anonymise/ })
    .or(many)
    .first()
    .press('Enter');
  await expect(heading(desk)).toHaveText(/^Anonymise/);
}
async function carryOut(desk: Desk): Promise<void> {
  await chooseReason(desk);
  const n = /\d+/.exec((await heading(desk).innerText()).replace(/\D(?=\d{3})/g, ''))?.[0];
  const typed = desk.page.getByLabel(/^To confirm, type/);
  if (n && (await typed.count()) > 0) await typed.fill(n);
  await act(desk).press('Enter');
}
async function walkTo(desk: Desk, name: string): Promise<void> {
  await desk.page.keyboard.press('Home');
  for (let n = 0; n < (await rows(desk).count()) && !(await here(desk).innerText()).includes(name); n += 1)
    await desk.page.keyboard.press('j');
  await expect(here(desk)).toContainText(name);
}

/** The office of markers, opened in the desk: columns of every kind filled, 116 own fields. */
async function startMarked(): Promise<{ desk: Desk; path: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'paperdesk-files-'));
  const { path } = await makeMarkerOffice(folder, { bytes: 600 });
  const desk = await startDesk({ folder, args: [path] });
  await expect(list(desk)).toBeFocused();
  return { desk, path };
}

test.describe('@anonymisation', () => {
  test('@anonymisation one ticket: what identifies goes, what figures need stays, and the mark says so', async ({
    desk,
  }) => {
    const path = await residents(desk);
    await walkTo(desk, WORDS.rosa[0]);
    const row = await here(desk).innerText();
    const one = (await all(desk)).find(({ trackingId }) => row.includes(trackingId));
    const before = await ask<Ticket>(desk, 'tickets.open', { id: one?.id });
    await toPage(desk);
    await expect(heading(desk)).toHaveText(`Anonymise the ticket of ${WORDS.rosa[0]}`);
    await expect(main(desk, 'Anonymise')).toContainText('Anonymising can’t be undone.');
    await expect(main(desk, 'Anonymise')).toContainText('Dates, category, priority, status, owner');
    expect(await axe(desk)).toEqual([]);
    await carryOut(desk);
    await expect(heading(desk)).toHaveText('Identifying data removed from 1 ticket');
    await expect(main(desk, 'Anonymise').getByRole('button', { name: 'Undo' })).toHaveCount(0);
    expect(await main(desk, 'Anonymise').innerText()).not.toMatch(/anonymous/i);
    expect(await axe(desk)).toEqual([]);
    await desk.page.keyboard.press('Escape');
    await expect(list(desk)).toBeFocused();
    expect((await all(desk)).filter(({ anonymised }) => anonymised).map(({ id }) => id)).toEqual([one?.id]);
    const after = await ask<Ticket>(desk, 'tickets.open', { id: one?.id });
    const stays = ['trackingId', 'channel', 'categoryId', 'priorityId', 'statusId', 'ownerId', 'createdAt', 'replies'];
    for (const name of [...stays, 'staffReplies', 'timeWorked', 'dueAt', 'firstReplyAt'])
      expect([name, after[name]]).toEqual([name, before[name]]);
    expect(JSON.stringify(after)).not.toMatch(new RegExp([...WORDS.rosa, ...WORDS.timo].join('|'), 'i'));
    expect(count(path, 'SELECT count(*) FROM tickets')).toBe(5);
    await walkTo(desk, 'Identifying data removed');
    await expect(desk.page.getByRole('main', { name: 'Ticket' })).toContainText('Identifying data removed');
    expect(await desk.page.locator('.app').innerText()).not.toMatch(/anonymous/i);
  });

  test('@anonymisation HESK gap 1: own fields past the fiftieth go like all others', async () => {
    const { desk, path } = await startMarked();
    const ids = sql(path, `SELECT t.id FROM tickets t WHERE t.hidden = 0`).split('\n');
    expect(count(path, `SELECT count(*) FROM custom_fields`)).toBeGreaterThan(100);
    const texts = `FROM custom_values v JOIN custom_fields f ON f.id = v.field_id
      WHERE (f.personal = 1 OR f.kind IN ('text', 'textarea', 'email', 'hidden')) AND v.ticket_id IN`;
    expect(count(path, `SELECT count(*) ${texts} (${ids.join()})`)).toBeGreaterThan(100);
    await desk.page.keyboard.press('Control+a');
    await toPage(desk);
    const own = main(desk, 'Anonymise').locator('button.kind-row', { hasText: 'Own fields' });
    await expect(own.locator('.count')).toHaveText(String(count(path, `SELECT count(*) ${texts} (${ids.join()})`)));
    await carryOut(desk);
    await expect(heading(desk)).toHaveText(/^Identifying data removed/);
    expect(count(path, `SELECT count(*) ${texts} (${ids.join()})`)).toBe(0);
    await desk.close();
    clear(desk);
  });

  test('@anonymisation HESK gap 2: the person goes along once no other ticket needs them, and stays before', async ({
    desk,
  }) => {
    const path = await residents(desk);
    const [name] = WORDS.rosa;
    const known = () => count(path, `SELECT count(*) FROM people WHERE name = '${name}'`);
    for (const left of [1, 0]) {
      await walkTo(desk, name);
      await toPage(desk);
      const people = main(desk, 'Anonymise').getByRole('region', { name: 'People' });
      await expect(people).toContainText(left === 1 ? `Stay ${name} (1 other ticket)` : `Go along ${name}`);
      await carryOut(desk);
      await expect(heading(desk)).toHaveText('Identifying data removed from 1 ticket');
      expect(known()).toBe(left);
      await desk.page.keyboard.press('Escape');
      await expect(list(desk)).toBeFocused();
    }
    expect(count(path, `SELECT count(*) FROM identifiers WHERE value LIKE '%${name}%'`)).toBe(0);
  });

  test('@anonymisation HESK gap 3: history names no file and nobody', async ({ desk }) => {
    const path = await residents(desk);
    expect(sql(path, `SELECT group_concat(what) FROM history`)).toContain('attached');
    await walkTo(desk, WORDS.rosa[0]);
    await toPage(desk);
    await carryOut(desk);
    await expect(heading(desk)).toHaveText('Identifying data removed from 1 ticket');
    const history = sql(path, `SELECT * FROM history`);
    expect(history).toContain('anonymised');
    expect(history).not.toMatch(new RegExp([...WORDS.rosa, ...WORDS.timo].join('|'), 'i'));
    expect(history).not.toContain('.txt');
  });

  test('@anonymisation all of a person, from their page: nothing of them is left in any file', async () => {
    const desk = await startDesk();
    const path = await residents(desk);
    const { page } = desk;
    await walkTo(desk, WORDS.rosa[0]);
    await page.keyboard.press('u');
    await expect(page.getByRole('main').getByRole('heading', { name: WORDS.rosa[0] })).toBeVisible();
    await page
      .getByRole('button', { name: /^Anonymise/ })
      .first()
      .press('Enter');
    await expect(heading(desk)).toHaveText('Anonymise 2 tickets');
    await carryOut(desk);
    await expect(heading(desk)).toHaveText('Identifying data removed from 2 tickets');
    await expect(main(desk, 'Anonymise')).toContainText('1 person went along.');
    expect((await all(desk)).filter(({ anonymised }) => anonymised)).toHaveLength(2);
    await desk.close();
    expect(filesWith(WORDS.rosa, desk.folder, desk.programFolder)).toEqual([]);
    expect(filesWith(WORDS.timo, path)).toEqual([path]);
    expect(sql(path, 'PRAGMA integrity_check')).toBe('ok');
    clear(desk);
  });

  test('@anonymisation stopped before its end, a long one has done nothing', async () => {
    test.setTimeout(180_000);
    const folder = mkdtempSync(join(tmpdir(), 'paperdesk-files-'));
    const path = join(folder, 'large.desk');
    copyFileSync(await seededOffice(4_000), path);
    const desk = await startDesk({ folder, args: [path] });
    const { page } = desk;
    await expect(list(desk)).toBeFocused();
    await page.getByRole('navigation').getByRole('button', { name: /^All/ }).press('Enter');
    await expect(list(desk)).toBeFocused();
    await page.keyboard.press('Control+a');
    await toPage(desk);
    await expect(heading(desk)).toHaveText('Anonymise 4,000 tickets');
    const states = `SELECT count(*), sum(length(message)), sum(version), (SELECT count(*) FROM people),
      (SELECT sum(length(body)) FROM entries), (SELECT count(*) FROM erasures), (SELECT count(*) FROM tombstones) FROM tickets`;
    const before = sql(path, states);
    await carryOut(desk);
    await expect(page.getByRole('progressbar')).toBeVisible();
    await page.getByRole('button', { name: 'Stop' }).press('Enter');
    await expect(page.getByRole('alert')).toContainText('Stopped. Nothing was touched.', { timeout: 60_000 });
    expect(sql(path, states)).toBe(before);
    await expect(heading(desk)).toHaveText('Anonymise 4,000 tickets');
    await page.keyboard.press('Escape');
    await expect(list(desk)).toBeFocused();
    expect(sql(path, 'PRAGMA quick_check')).toBe('ok');
    await desk.close();
    expect(sql(path, states)).toBe(before);
    clear(desk);
  });
});
