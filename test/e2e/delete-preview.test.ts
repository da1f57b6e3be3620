import { join } from 'node:path';
import { axe } from './axe.ts';
import { expect, type Desk } from './desk.ts';
import { test } from './turns.ts';
import {
  all,
  button,
  chooseReason,
  clear,
  count,
  list,
  main,
  residents,
  select,
  sql,
  WORDS,
  type Who,
} from './erasing.ts';
import { startSample } from './sample.ts';

const idsOf = async (desk: Desk, who: Who) =>
  (await all(desk)).filter(({ requester }) => requester === WORDS[who][0]).map(({ id }) => id);
const kind = ({ page }: Desk, name: string) =>
  page.locator('button.kind-row').filter({ has: page.getByText(name, { exact: true }) });
const numbers = async ({ page }: Desk): Promise<Record<string, number>> => {
  const lines = page.locator('button.kind-row');
  const names = await lines.locator('.name').allInnerTexts();
  const counts = await lines.locator('.count').allInnerTexts();
  return Object.fromEntries(names.map((name, n) => [name, Number((counts[n] ?? '').replace(/\D/g, ''))]));
};
test.describe('@delete the preview', () => {
  test('@delete counts exactly what the office file holds, kind by kind, and opens to each of them', async () => {
    const desk = await startSample();
    const path = join(desk.folder, 'nordhafen.desk');
    const { keyboard } = desk.page;
    await expect(list(desk)).toBeFocused();
    await keyboard.press('Control+a');
    await keyboard.press('Delete');
    await expect(main(desk, 'Delete').getByRole('heading', { level: 2 })).toHaveText(/^Delete \d+ tickets$/);
    const of = `(SELECT t.id FROM tickets t WHERE t.open = 1 AND t.hidden = 0
      AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.ticket_id = t.id AND h.lifted_at IS NULL))`;
    const held = count(
      path,
      `SELECT count(DISTINCT t.id) FROM tickets t JOIN holds h ON h.ticket_id = t.id WHERE t.open = 1 AND h.lifted_at IS NULL`,
    );
    expect(held).toBeGreaterThan(0);
    await expect(main(desk, 'Delete')).toContainText(held === 1 ? '1 ticket is held' : `${held} tickets are held`);
    const gone = `(SELECT p.id FROM people p WHERE EXISTS (SELECT 1 FROM ticket_people x WHERE x.person_id = p.id AND x.ticket_id IN ${of})
      AND NOT EXISTS (SELECT 1 FROM ticket_people x WHERE x.person_id = p.id AND x.ticket_id NOT IN ${of}))`;
    const expected = {
      Tickets: `FROM tickets WHERE id IN ${of}`,
      Messages: `FROM tickets WHERE message <> '' AND id IN ${of}`,
      Replies: `FROM entries WHERE kind = 'reply' AND ticket_id IN ${of}`,
      'Private notes': `FROM entries WHERE kind = 'note' AND ticket_id IN ${of}`,
      Attachments: `FROM attachments WHERE ticket_id IN ${of}`,
      'Own fields': `FROM custom_values WHERE ticket_id IN ${of}`,
      Followers: `FROM ticket_people WHERE role <> 'requester' AND ticket_id IN ${of}`,
      Tags: `FROM ticket_tags WHERE ticket_id IN ${of}`,
      Person: `FROM people WHERE id IN ${gone}`,
      'Names, addresses and numbers': `FROM identifiers WHERE person_id IN ${gone}`,
    };
    const shown = await numbers(desk);
    for (const [name, from] of Object.entries(expected))
      expect([name, shown[name] ?? 0]).toEqual([name, count(path, `SELECT count(*) ${from}`)]);
    const bytes = count(path, `SELECT sum(size) FROM attachments WHERE ticket_id IN ${of}`);
    await expect(kind(desk, 'Attachments')).toContainText(`${Math.round(bytes / 1e6)} MB`);

    await kind(desk, 'Attachments').press('Enter');
    const names = sql(path, `SELECT name FROM attachments WHERE ticket_id IN ${of}`).split('\n');
    const items = desk.page.getByRole('list', { name: /^Attachments/ }).getByRole('listitem');
    await expect(items).toHaveCount(names.length);
    for (const name of names) await expect(items.filter({ hasText: name })).not.toHaveCount(0);
    expect(await axe(desk)).toEqual([]);
    // So many are let go by their number only.
    await desk.page.getByRole('combobox', { name: /^Reason/ }).focus();
    await chooseReason(desk);
    await expect(button(desk, 'Delete')).toHaveAttribute('aria-disabled', 'true');
    await desk.page.getByLabel(/^To confirm, type/).fill(String(shown['Tickets']));
    await expect(button(desk, 'Delete')).not.toHaveAttribute('aria-disabled');
    await keyboard.press('Escape');
    await expect(list(desk)).toBeFocused();
    expect(count(path, 'SELECT count(*) FROM tickets WHERE hidden = 1')).toBe(0);
    await desk.close();
    clear(desk);
  });

  test('@delete names who goes along and who stays', async ({ desk }) => {
    await residents(desk);
    await select(desk, 'rosa');
    await desk.page.keyboard.press('Delete');
    const page = main(desk, 'Delete');
    await expect(page.getByRole('heading', { level: 2 })).toHaveText('Delete 2 tickets');
    const people = page.getByRole('region', { name: 'People' });
    await expect(people).toContainText(`Go along ${WORDS.rosa[0]} No other ticket needs them.`);
    await expect(people).toContainText(`Stay ${WORDS.timo[0]} (3 other tickets)`);
    await desk.page.keyboard.press('Escape');
    await expect(list(desk)).toBeFocused();
  });

  test('@delete is asked again when the tickets changed since, and nothing is touched', async ({ desk }) => {
    await residents(desk);
    const [id = 0] = await idsOf(desk, 'rosa');
    await select(desk, 'rosa');
    await desk.page.keyboard.press('Delete');
    await chooseReason(desk);
    // In one go: the change stands in the office before the act arrives, and before the window has heard of it.
    await desk.page.evaluate(
      ([ticket]) => {
        void window.desk.call('tickets.reply', { id: ticket, kind: 'note', body: 'One more note.' });
        const act = [...document.querySelectorAll<HTMLButtonElement>('.confirm button')].find(
          ({ textContent }) => textContent?.trim() === 'Delete',
        );
        act?.click();
      },
      [id],
    );
    await expect(desk.page.getByRole('alert')).toContainText('The tickets changed since you looked.');
    await expect(kind(desk, 'Private notes').locator('.count')).toHaveText('3');
    expect(await idsOf(desk, 'rosa')).toHaveLength(2);
    await button(desk, 'Delete').press('Enter');
    await expect(main(desk, 'Delete').getByRole('heading', { level: 2 })).toHaveText('2 tickets deleted');
  });

  test('@delete refuses words that name somebody, in their place, and keeps them to be mended', async ({ desk }) => {
    await residents(desk);
    await select(desk, 'rosa');
    const { keyboard } = desk.page;
    await keyboard.press('Delete');
    await chooseReason(desk);
    await keyboard.press('Tab');
    const words = desk.page.getByLabel('In your own words, if needed');
    await expect(words).toBeFocused();
    await keyboard.type('asked for by ROSALINDQVORA at the desk');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await expect(words).toBeFocused();
    await expect(words).toHaveAttribute('aria-invalid', 'true');
    await expect(main(desk, 'Delete')).toContainText('These words name a person they are about.');
    expect(await axe(desk)).toEqual([]);
    expect(await all(desk)).toHaveLength(5);
    await words.fill('asked for at the desk');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await expect(main(desk, 'Delete').getByRole('heading', { level: 2 })).toHaveText('2 tickets deleted');
  });
});
