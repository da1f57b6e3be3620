import { join } from 'node:path';
import { answerSave, ask, expect, startDesk, test, type Desk } from './desk.ts';

declare global {
  interface Window {
    told?: string[];
  }
}

const box = ({ page }: Desk) => page.getByRole('searchbox', { name: 'Find in tickets and people' });
const rows = ({ page }: Desk) => page.getByRole('listbox', { name: /^Tickets: / }).getByRole('option');
const found = ({ page }: Desk) => page.getByRole('region', { name: 'Tickets' }).getByRole('status');
/** How many tickets the office has for a question, asked past the screen. */
const countOf = async (desk: Desk, filter: object) =>
  (await ask<{ count: number }>(desk, 'find.count', { filter })).count;

async function find(desk: Desk, text: string): Promise<void> {
  await box(desk).fill(text);
  const count = await countOf(desk, { view: 'all', text });
  if (count > 0) await expect(found(desk)).toHaveText(`${count} found`);
}

test.describe('@access finding in the sample office', () => {
  let desk: Desk;
  test.beforeAll(async () => {
    test.setTimeout(180_000);
    desk = await startDesk();
    await answerSave(desk, join(desk.folder, 'sample.desk'));
    await ask(desk, 'desktop.sampleOffice', {});
    await expect(rows(desk).first()).toBeVisible({ timeout: 60_000 });
  });
  test.afterAll(() => desk.close());
  test.afterEach(async () => {
    await desk.page.keyboard.press('Escape');
    await box(desk).fill('');
    await expect(found(desk)).not.toContainText('found');
  });

  test('@access a name is found from its beginning, with accents or without, and leads to the person too', async () => {
    await find(desk, 'kowalczyk agn');
    await expect(rows(desk).first()).toContainText('Kowalczyk');
    await expect(
      desk.page.getByRole('group', { name: 'People' }).getByRole('button', { name: 'Agnieszka Kowalczyk' }),
    ).toBeVisible();
    await find(desk, 'yildirim');
    await expect(rows(desk).filter({ hasText: 'Mehmet Yıldırım' }).first()).toBeVisible();
    await find(desk, 'الخطيب');
    await expect(rows(desk).filter({ hasText: 'عبد الرحمن الخطيب' }).first()).toBeVisible();
  });

  test('@access the last four digits of a phone number are enough', async () => {
    await find(desk, '0118');
    await expect(rows(desk).filter({ hasText: 'Þórunn Jónsdóttir' }).first()).toBeVisible();
    await expect(desk.page.getByRole('group', { name: 'People' })).toContainText('Þórunn Jónsdóttir');
  });

  test('@access HESK gap 4: addresses are found by range, IPv4 and IPv6, and with %', async () => {
    for (const text of ['2001:db8:3:14::/64', 'ip:192.0.2.0/24', '198.51.100.%', '192.0.2', '2001:db8:3:14']) {
      await find(desk, text);
      expect(await countOf(desk, { view: 'all', text })).toBeGreaterThan(0);
      await rows(desk).first().click();
      const ip = desk.page.getByRole('complementary', { name: 'Facts' });
      await expect(ip).toContainText(
        text.includes('2001') ? '2001:db8:3:14:' : text.includes('192') ? '192.0.2.' : '198.51.100.',
      );
    }
  });

  test('@access a phrase in quotes is found as it stands, and the row shows where', async () => {
    await find(desk, '"doctor’s letter is health data"');
    await expect(rows(desk)).toHaveCount(1);
    await expect(rows(desk).first().locator('.passage')).toContainText('private note');
    await expect(rows(desk).first().locator('mark').first()).toBeVisible();
    await find(desk, '"letter doctor’s health"');
    await expect(desk.page.getByRole('heading', { name: /^Nothing found/ })).toBeVisible();
  });

  test('@access what stands in a long text that is not shown is said, and one key leads to it', async () => {
    const { id } = await ask<{ id: number }>(desk, 'tickets.create', {
      channel: 'mail',
      person: { create: { name: 'Long Winded' } },
      subject: 'Very long letters',
      message: 'They follow, about Quittenmus.',
    });
    for (let n = 1; n <= 5; n += 1)
      await ask(desk, 'tickets.reply', {
        id,
        kind: 'reply',
        body: `${n === 1 ? 'Quittenmus on the stairs. ' : ''}${'damp wall '.repeat(88_000)}`,
      });
    await find(desk, 'quittenmus');
    await rows(desk).first().click();
    const told = desk.page.getByText('What was found also stands in 1 long text that is not shown yet.');
    await expect(told).toBeVisible();
    await expect(desk.page.getByRole('button', { name: /what was found stands in it/ })).toHaveCount(1);
    await desk.page.getByRole('button', { name: 'Show the newest of them' }).press('Enter');
    await expect(desk.page.locator('[data-letter] mark', { hasText: 'Quittenmus' }).last()).toBeInViewport();
    await expect(desk.page.locator('[data-letter] mark')).toHaveCount(2);
    await expect(told).toHaveCount(0);
  });

  test('@access a find by keyboard alone: slash, words, Enter to the first, Esc back to the view', async () => {
    await desk.page.getByRole('listbox', { name: /^Tickets: / }).focus();
    await desk.page.keyboard.press('/');
    await expect(box(desk)).toBeFocused();
    await desk.page.keyboard.type('heating');
    await desk.page.keyboard.press('Enter');
    await expect(desk.page.getByRole('listbox', { name: /^Tickets: / })).toBeFocused();
    await expect(desk.page.locator('.list .row.here')).toHaveAttribute('aria-posinset', '1');
    await expect(rows(desk).first()).toContainText(/heating/i);
    await desk.page.keyboard.press('Escape');
    await expect(box(desk)).toHaveValue('');
    await expect(found(desk)).not.toContainText('found');
  });

  test('@access Enter goes to the first of what was asked for, however late the answer and whatever was open before', async () => {
    const { keyboard } = desk.page;
    const here = desk.page.locator('.list .row.here');
    const [one] = await ask<{ id: number }[]>(desk, 'tickets.page', {
      filter: { view: 'all' },
      sort: 'created',
      after: null,
      limit: 1,
    });
    for (const tagged of [true, false]) {
      await find(desk, 'heating');
      const third = await rows(desk).nth(2).locator('.id').innerText();
      await rows(desk).nth(2).click();
      await expect(desk.page.getByRole('main', { name: 'Ticket' })).toContainText(third);
      await box(desk).fill('');
      await expect(found(desk)).not.toContainText('found');
      await box(desk).focus();
      // The office answers nothing until all is typed, and then tells of a change before it answers.
      await desk.app.evaluate(() => {
        setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_500), 0);
      });
      await desk.page.evaluate(
        ([id, mark]) =>
          void window.desk.call('tickets.changeMany', { selection: { ids: [id] }, change: { tagged: mark } }),
        [one?.id ?? 0, tagged] as const,
      );
      await keyboard.type('heating');
      await keyboard.press('Enter');
      await expect(found(desk)).toContainText('found');
      await expect(desk.page.getByRole('listbox', { name: /^Tickets: / })).toBeFocused();
      await expect(here).toHaveAttribute('aria-posinset', '1');
      await expect(desk.page.getByRole('main', { name: 'Ticket' })).not.toContainText(third);
      await keyboard.press('j');
      await expect(here).toHaveAttribute('aria-posinset', '2');
      // Gone into once, Enter leads back to where one was.
      await keyboard.press('/');
      await keyboard.press('Enter');
      await expect(here).toHaveAttribute('aria-posinset', '2');
      await keyboard.press('Escape');
      await expect(box(desk)).toHaveValue('');
    }
  });

  test('@access what is typed after Ctrl F is the box’s, however late the list of the view comes', async () => {
    const before = await ask(desk, 'tickets.counts');
    await desk.app.evaluate(() => {
      // longer than the keys below take, so that the view's tickets come after them
      setTimeout(() => {
        for (const until = Date.now() + 1_500; Date.now() < until;);
      }, 0);
    });
    await desk.page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('button', { name: /^Unassigned/ })
      .press('Enter');
    await desk.page.keyboard.press('Control+f');
    await expect(box(desk)).toBeFocused();
    await desk.page.keyboard.type('hea');
    await expect(desk.page.getByRole('listbox', { name: /^Tickets: / })).toBeVisible();
    await expect(found(desk)).toContainText('found');
    await desk.page.keyboard.type('ting');
    await expect(box(desk)).toHaveValue('heating');
    await expect(box(desk)).toBeFocused();
    expect(await ask(desk, 'tickets.counts')).toEqual(before);
  });

  test('@access what was found is ordered by rank too, and narrowed to a view', async () => {
    await find(desk, 'heating');
    await desk.page.getByRole('button', { name: /^Order: / }).click();
    await desk.page.getByRole('menuitem', { name: 'Best match first' }).click();
    await expect(rows(desk).first()).toContainText(/heating/i);
    await desk.page.getByRole('button', { name: /^Order: / }).click();
    await desk.page.getByRole('menuitem', { name: 'Newest first' }).click();
    const open = await countOf(desk, { view: 'open', text: 'heating' });
    await desk.page.getByRole('button', { name: 'All tickets' }).click();
    await desk.page.getByRole('menuitem', { name: 'Open', exact: true }).click();
    await expect(found(desk)).toHaveText(`${open} found`);
  });

  test('@access the form asks the same as the box, field by field', async () => {
    await desk.page.getByRole('listbox', { name: /^Tickets: / }).focus();
    await desk.page.keyboard.press('f');
    await desk.page.getByRole('button', { name: 'More ways to find…' }).click();
    const form = desk.page.getByRole('dialog', { name: 'Find tickets' });
    await form.getByRole('textbox', { name: 'Name', exact: true }).fill('agnieszka');
    await form.getByRole('textbox', { name: 'Private notes' }).fill('"health data"');
    await desk.page.keyboard.press('Control+Enter');
    await expect(box(desk)).toHaveValue('name:agnieszka note:"health data"');
    await expect(rows(desk).first()).toContainText('Agnieszka Kowalczyk');
    const text = 'name:agnieszka note:"health data"';
    await expect(found(desk)).toHaveText(`${await countOf(desk, { view: 'all', text })} found`);
  });

  test('@access the number of tickets in a view is never told as what a find found', async () => {
    await desk.page.evaluate(() => {
      window.told = [];
      const look = () => {
        const now = document.querySelector('.filters [role="status"]')?.textContent ?? '';
        if (window.told?.at(-1) !== now) window.told?.push(now);
      };
      look();
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    const text = '"doctor’s letter is health data"';
    await find(desk, text);
    await box(desk).fill('');
    await expect(found(desk)).not.toContainText('found');
    const told = (await desk.page.evaluate(() => window.told)) ?? [];
    const view = told[0] ?? '';
    expect(view).toMatch(/^[\d,]+$/);
    expect(told.filter((words) => words.startsWith(view) && words.endsWith('found'))).toEqual([]);
    expect(told).toContain('1 found');
  });

  test('@access nothing found says how to ask, and gives the way back', async () => {
    await box(desk).fill('zzzyyyxxx');
    await expect(desk.page.getByRole('heading', { name: 'Nothing found for “zzzyyyxxx”.' })).toBeVisible();
    await desk.page.getByRole('button', { name: 'Clear the find box' }).click();
    await expect(box(desk)).toHaveValue('');
    await expect(rows(desk).first()).toBeVisible();
  });
});
