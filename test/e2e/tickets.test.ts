import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { axe } from './axe.ts';
import { answerOpen, answerSave, ask, expect } from './desk.ts';
import { test } from './turns.ts';
import { type Row, office, list, rows, here, reader, view, page } from './working.ts';

test.describe('@tickets', () => {
  test('@tickets an office without tickets says what to do, with its keys', async ({ desk }) => {
    await answerSave(desk, join(desk.folder, 'Empty.desk'));
    await ask(desk, 'desktop.newOffice', { name: 'Empty', owner: 'Hanna', zone: 'Europe/Berlin', country: 'DE' });
    await expect(desk.page.getByRole('heading', { name: 'No tickets yet' })).toBeVisible();
    await expect(desk.page.getByRole('button', { name: /Take the first ticket/ })).toBeFocused();
    await expect(desk.page.getByRole('button', { name: /sample office/ })).toBeVisible();
    expect(await axe(desk)).toEqual([]);
    await desk.page.keyboard.press('1');
    await expect(desk.page.getByRole('heading', { name: 'No tickets yet' })).toBeHidden();
  });

  test('@tickets a clerk works through tickets by keyboard alone: reads, replies, notes, closes and goes on', async ({
    desk,
  }) => {
    await office(desk);
    const { keyboard } = desk.page;
    await expect(rows(desk)).toHaveCount(8);
    await keyboard.press('j');
    await expect(reader(desk).getByRole('heading', { level: 2 })).toHaveText('Subject number 7');
    await expect(reader(desk)).toContainText('The message of ticket 7.');
    const seven = (await page(desk, 'open')).find(({ subject }) => subject === 'Subject number 7');

    // A reply: R, words, Ctrl Enter; the list has the focus again.
    await keyboard.press('r');
    await expect(desk.page.getByRole('textbox', { name: 'Reply' })).toBeFocused();
    await keyboard.type('Dear Mehmet, a man comes on Thursday.');
    await keyboard.press('Control+Enter');
    await expect(reader(desk).getByRole('article').last()).toContainText('a man comes on Thursday');
    await expect(list(desk)).toBeFocused();
    // A private note, shown as such.
    await keyboard.press('n');
    await expect(desk.page.getByRole('textbox', { name: 'Note' })).toBeFocused();
    await keyboard.type('He pays in cash.');
    await keyboard.press('Control+Enter');
    await expect(reader(desk).getByRole('article').last()).toContainText('Private note');
    await expect(reader(desk).getByRole('article').last()).toContainText('He pays in cash.');
    const read = await ask<{ entries: { kind: string; channel: string; authorKind: string }[] }>(desk, 'tickets.open', {
      id: seven?.id,
    });
    expect(read.entries.map(({ kind, authorKind }) => [kind, authorKind])).toEqual([
      ['reply', 'staff'],
      ['note', 'staff'],
    ]);

    // E closes it and goes on to the next row; Ctrl Z opens it again.
    const before = await here(desk).getAttribute('aria-posinset');
    await keyboard.press('e');
    await expect(rows(desk)).toHaveCount(7);
    await expect(desk.page.getByRole('status', { name: 'What was done' })).toContainText(`${seven?.trackingId} closed`);
    await expect(here(desk)).toHaveAttribute('aria-posinset', before ?? '');
    await expect(here(desk)).not.toContainText('Subject number 7');
    await expect(list(desk)).toBeFocused();
    await expect(reader(desk).getByRole('heading', { level: 2 })).not.toHaveText('Subject number 7');
    await keyboard.press('Control+z');
    await expect(rows(desk)).toHaveCount(8);

    // Save and close with Ctrl Shift Enter.
    const last = await here(desk).innerText();
    await keyboard.press('r');
    await keyboard.type('Done today.');
    await keyboard.press('Control+Shift+Enter');
    await expect(rows(desk)).toHaveCount(7);
    await expect(list(desk)).toBeFocused();
    expect(await here(desk).innerText()).not.toBe(last);
    expect((await page(desk, 'resolved')).length).toBe(1);
  });

  test('@tickets a key is for the ticket one has gone to, however late the office opens it', async ({ desk }) => {
    await office(desk);
    const { keyboard } = desk.page;
    const open = await page(desk, 'open');
    // the second one closes, and one is at the third
    for (const [key, row] of [
      ['e', 1],
      ['t', 3],
    ] as const) {
      await desk.app.evaluate(() => {
        setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 800), 0);
      });
      await keyboard.press('j');
      await keyboard.press(key);
      const done = desk.page.getByRole('status', { name: 'What was done' });
      await expect(done).toContainText(open[row]?.trackingId ?? '?');
    }
    expect((await page(desk, 'resolved')).map(({ id }) => id)).toEqual([open[1]?.id]);
  });

  test('@tickets what is typed after a key is for the ticket one has gone to, however late it opens', async ({
    desk,
  }) => {
    await office(desk);
    const { keyboard } = desk.page;
    const open = await page(desk, 'open');
    const busy = () =>
      desk.app.evaluate(() => {
        setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 800), 0);
      });
    await busy();
    await keyboard.press('j');
    await keyboard.press('r');
    await keyboard.type('The heating is mended.');
    const reply = desk.page.getByRole('textbox', { name: 'Reply' });
    await expect(reply).toHaveValue('The heating is mended.');
    await expect(reply).toBeFocused();
    await expect(reader(desk)).toContainText(open[1]?.trackingId ?? '?');
    await keyboard.press('Escape');
    await expect(list(desk)).toBeFocused();
    // no letter of it was a key of the list
    expect(await page(desk, 'open')).toHaveLength(open.length);

    await busy();
    await keyboard.press('j');
    await keyboard.press('.');
    await desk.page.getByRole('menuitem', { name: /^Add a follower/ }).press('Enter');
    await expect(desk.page.getByRole('dialog', { name: 'Add a follower' })).toBeVisible();
    await keyboard.press('Escape');
    await expect(desk.page.getByRole('dialog')).toBeHidden();
    await expect(reader(desk)).toContainText(open[2]?.trackingId ?? '?');
    await list(desk).focus();

    await busy();
    await keyboard.press('j');
    await keyboard.press('Delete');
    await expect(desk.page.getByRole('main', { name: 'Delete' })).toContainText(open[3]?.requester ?? '?');
  });

  test('@tickets what is written is kept as a draft, for each ticket its own', async ({ desk }) => {
    await office(desk);
    const { keyboard } = desk.page;
    await expect(list(desk)).toBeFocused();
    await keyboard.press('r');
    await keyboard.type('Half a sent');
    await keyboard.press('Escape');
    await expect(list(desk)).toBeFocused();
    await keyboard.press('j');
    await expect(reader(desk).getByRole('heading', { level: 2 })).toHaveText('Subject number 7');
    await expect(desk.page.getByRole('textbox', { name: 'Reply' })).toHaveValue('');
    await keyboard.press('k');
    await expect(desk.page.getByRole('textbox', { name: 'Reply' })).toHaveValue('Half a sent');
    await keyboard.press('r');
    await keyboard.type('ence.');
    await expect(desk.page.getByText('Draft kept')).toBeVisible();
    const [newest] = await page(desk, 'open');
    const { drafts } = await ask<{ drafts: { kind: string; body: string }[] }>(desk, 'tickets.open', {
      id: newest?.id,
    });
    expect(drafts).toEqual([{ kind: 'reply', body: 'Half a sentence.' }]);
    await keyboard.press('Control+Enter');
    await expect(reader(desk).getByRole('article').last()).toContainText('Half a sentence.');
    expect((await ask<{ drafts: unknown[] }>(desk, 'tickets.open', { id: newest?.id })).drafts).toEqual([]);
  });

  test('@tickets what the person said is written down as theirs, with how it came', async ({ desk }) => {
    await office(desk);
    await expect(list(desk)).toBeFocused();
    await desk.page.getByRole('button', { name: /^Goes out as/ }).click();
    await desk.page.getByRole('menuitem', { name: /^Came from .*: call$/ }).click();
    await desk.page.getByRole('textbox', { name: 'Reply' }).fill('She says it drips again.');
    await desk.page.keyboard.press('Control+Enter');
    await expect(reader(desk).getByRole('article').last()).toContainText('by phone');
    const [newest] = await page(desk, 'open');
    const { entries } = await ask<{ entries: { authorKind: string; channel: string }[] }>(desk, 'tickets.open', {
      id: newest?.id,
    });
    expect(entries).toMatchObject([{ authorKind: 'person', channel: 'phone' }]);
  });

  test('@tickets files are attached with a reply and stand at their letter', async ({ desk }) => {
    await office(desk);
    const file = join(desk.folder, 'measure <b>.txt');
    writeFileSync(file, 'eighty-four percent');
    await expect(list(desk)).toBeFocused();
    await answerOpen(desk, [file]);
    await desk.page.getByRole('button', { name: 'Attach a file' }).click();
    await expect(desk.page.getByRole('button', { name: /^Remove measure/ })).toBeVisible();
    await desk.page.getByRole('textbox', { name: 'Reply' }).fill('See the file.');
    await desk.page.keyboard.press('Control+Enter');
    const chip = reader(desk).getByRole('article').last().getByRole('listitem');
    await expect(chip).toContainText('measure <b>.txt');
    await expect(chip).toContainText('19 bytes');
    await chip.getByRole('button', { name: /^What to do with/ }).click();
    await desk.page.getByRole('menuitem', { name: 'Mark as sensitive' }).click();
    await expect(chip).toContainText('Sensitive');
    await chip.getByRole('button', { name: /^What to do with/ }).click();
    await desk.page.getByRole('menuitem', { name: 'Remove…' }).click();
    await desk.page
      .getByRole('dialog')
      .getByRole('button', { name: /^Remove/ })
      .click();
    await expect(chip).toHaveCount(0);
  });

  test('@tickets owner, priority, status, category and due date are changed by keys, and taken back', async ({
    desk,
  }) => {
    await office(desk);
    const { keyboard } = desk.page;
    const toast = desk.page.getByRole('status', { name: 'What was done' });
    await expect(list(desk)).toBeFocused();
    const [{ id, trackingId } = { id: 0, trackingId: '' }] = await page(desk, 'open');
    const now = () =>
      ask<Row & { priorityId: number; dueAt: number | null; tagged: boolean }>(desk, 'tickets.open', { id });
    const first = await now();
    expect(first.ownerId).toBeNull();
    await keyboard.press('a');
    await expect(desk.page.getByRole('dialog', { name: 'Assign' })).toBeVisible();
    await keyboard.type('han');
    await keyboard.press('Enter');
    await expect(toast).toContainText(`${trackingId} assigned to Hanna Lindqvist`);
    await expect(list(desk)).toBeFocused();
    await keyboard.press('y');
    await keyboard.type('crit');
    await keyboard.press('Enter');
    await expect(toast).toContainText(/priority critical/i);
    await expect(list(desk)).toBeFocused();
    expect((await now()).priorityId).not.toBe(first.priorityId);
    await keyboard.press('Control+z');
    await expect.poll(async () => (await now()).priorityId).toBe(first.priorityId);
    await keyboard.press('s');
    await keyboard.type('hold');
    await keyboard.press('Enter');
    await expect(toast).toContainText(/on hold/i);
    await keyboard.press('z');
    await desk.page.getByRole('button', { name: 'Tomorrow' }).click();
    await expect(toast).toContainText('due Tomorrow');
    await expect(reader(desk).getByRole('button', { name: /^Change Due/ })).toHaveText('Tomorrow');
    await keyboard.press('t');
    await expect(reader(desk).getByText('Marked', { exact: true }).first()).toBeVisible();
    expect((await now()).tagged).toBe(true);
  });

  test('@tickets three tickets are closed at once, summed up before, and opened again by Undo', async ({ desk }) => {
    await office(desk);
    const { keyboard } = desk.page;
    await expect(list(desk)).toBeFocused();
    await keyboard.press('x');
    await keyboard.press('Shift+j');
    await keyboard.press('Shift+j');
    const bar = desk.page.getByRole('toolbar', { name: 'Selected tickets' });
    await expect(bar).toContainText('3 selected of 8');
    const summary = desk.page.getByRole('main', { name: 'Selected tickets' });
    await expect(summary.getByRole('heading', { level: 2 })).toHaveText('3 tickets selected');
    await expect(summary.getByRole('row')).toHaveCount(4);
    await expect(summary).toContainText('3 new');
    await expect(summary).toContainText('3 requesters');
    expect(await axe(desk)).toEqual([]);
    await keyboard.press('e');
    await expect(rows(desk)).toHaveCount(5);
    await expect(bar).toHaveCount(0);
    expect((await page(desk, 'resolved')).length).toBe(3);
    await keyboard.press('Control+z');
    await expect(rows(desk)).toHaveCount(8);
    expect((await page(desk, 'resolved')).length).toBe(0);
  });

  test('@tickets Ctrl A chooses all of a view, Esc none; Del leads to the preview and touches nothing', async ({
    desk,
  }) => {
    await office(desk);
    const { keyboard } = desk.page;
    await expect(list(desk)).toBeFocused();
    await keyboard.press('Control+a');
    await expect(desk.page.getByRole('toolbar', { name: 'Selected tickets' })).toContainText('8 selected of 8');
    await keyboard.press('Escape');
    await expect(desk.page.getByRole('toolbar', { name: 'Selected tickets' })).toHaveCount(0);
    await keyboard.press('Delete');
    await expect(list(desk)).toHaveCount(0);
    expect((await page(desk, 'open')).length).toBe(8);
  });

  test('@tickets a filter narrows the list, is said in a chip, and goes with it', async ({ desk }) => {
    await office(desk);
    const { keyboard } = desk.page;
    await expect(list(desk)).toBeFocused();
    await keyboard.press('Shift+a');
    await expect(view(desk, 'Mine')).toContainText('1');
    await keyboard.press('f');
    const box = desk.page.getByRole('checkbox', { name: 'Hanna Lindqvist' });
    await box.click();
    await keyboard.press('Escape');
    await expect(rows(desk)).toHaveCount(1);
    await expect(desk.page.getByText('Owner: Hanna Lindqvist', { exact: true })).toBeVisible();
    await desk.page.getByRole('button', { name: 'Remove Owner: Hanna Lindqvist' }).click();
    await expect(rows(desk)).toHaveCount(8);
    await view(desk, 'Overdue').click();
    await expect(desk.page.getByRole('heading', { name: 'Nothing is overdue.' })).toBeVisible();
    await desk.page.getByRole('button', { name: 'Show all open tickets' }).click();
    await expect(rows(desk)).toHaveCount(8);
  });

  test('@tickets a change made on what has changed meanwhile is refused, and the reader shows what stands there now', async ({
    desk,
  }) => {
    await office(desk);
    await expect(list(desk)).toBeFocused();
    const [{ id } = { id: 0 }] = await page(desk, 'open');
    // Time is added and E pressed before the reader can have heard of it.
    await desk.page.evaluate((ticket) => {
      void window.desk.call('tickets.addTime', { id: ticket, seconds: 60 });
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'e', code: 'KeyE', bubbles: true, cancelable: true }),
      );
    }, id);
    await expect(reader(desk).getByRole('alert')).toContainText('This ticket was changed meanwhile');
    expect((await ask<{ open: boolean }>(desk, 'tickets.open', { id })).open).toBe(true);
    await expect(reader(desk).getByRole('button', { name: /^Change Worked/ })).toHaveText('0 h 01');
  });

  test('@tickets texts are shown literally, and characters that turn lines round are named', async ({ desk }) => {
    await office(desk);
    const { id } = await ask<{ id: number }>(desk, 'tickets.create', {
      channel: 'mail',
      person: { create: { name: 'Eve \u202etxt.exe' } },
      subject: '<img src=x onerror=alert(1)> \u202egnp',
      message: '# not a heading\n**not bold** <script>alert(1)</script>\nשלום\nHello',
    });
    await expect(rows(desk)).toHaveCount(9);
    await list(desk).focus();
    await desk.page.keyboard.press('Home');
    const article = reader(desk).getByRole('article').first();
    await expect(article).toContainText('# not a heading');
    await expect(article).toContainText('<script>alert(1)</script>');
    await expect(reader(desk).getByRole('heading', { level: 2 })).toContainText('<img src=x onerror=alert(1)>');
    await expect(
      reader(desk).getByRole('heading', { level: 2 }).getByRole('img', { name: 'hidden character RLO' }),
    ).toBeVisible();
    expect(id).toBeGreaterThan(0);
  });

  test('@tickets a ticket of very much text opens with its newest, and an older text comes when it is unfolded', async ({
    desk,
  }) => {
    await office(desk);
    const [row] = await page(desk, 'all');
    for (let n = 1; n <= 6; n += 1)
      await ask(desk, 'tickets.reply', { id: row?.id, kind: 'reply', body: `Text ${n}\n${'x'.repeat(1_040_000)}` });
    const folded = reader(desk).getByRole('button', { name: /A long text, 1 MB/ });
    await expect(folded.first()).toBeVisible();
    await folded.first().click();
    await expect(reader(desk).getByText(/Text 1/)).toBeVisible();
  });

  test('@tickets reading a ticket takes its bold away, and the title says its tracking id only', async ({ desk }) => {
    await office(desk);
    await expect(list(desk)).toBeFocused();
    await expect(rows(desk).nth(1)).toHaveClass(/unseen/);
    await desk.page.keyboard.press('j');
    await expect(rows(desk).nth(1)).not.toHaveClass(/unseen/);
    const [, second] = await page(desk, 'open');
    await expect
      .poll(() => desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle()))
      .toBe(`${second?.trackingId} – Paperdesk`);
  });

  test('@tickets at 900 by 640 the facts fold into the head, and I opens them', async ({ desk }) => {
    await office(desk);
    await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(900, 640));
    await expect(list(desk)).toBeFocused();
    await expect(desk.page.getByRole('complementary', { name: 'Facts' })).toBeHidden();
    await desk.page.keyboard.press('i');
    const facts = desk.page.getByRole('dialog', { name: 'Facts' });
    await expect(facts).toContainText('example.org');
    await desk.page.keyboard.press('Escape');
    await expect(facts).toBeHidden();
    await expect(list(desk)).toBeFocused();
    expect(await axe(desk)).toEqual([]);
  });
});
