import type { Ticket } from '../../src-main/contract/tickets.ts';
import { axe } from './axe.ts';
import { ask, expect, given, type Desk } from './desk.ts';
import { test } from './turns.ts';
import {
  correct,
  dialog,
  field,
  leaving,
  office,
  reader,
  said,
  subject,
  tickets,
  ticketOf,
  toPerson,
  toTicket,
} from './rectifying.ts';
import {} from './working.ts';

test.describe('@rectification a ticket', () => {
  const letter = (desk: Desk, n = 0) => reader(desk).getByRole('article').nth(n);
  const history = (desk: Desk) => reader(desk).locator('.trail');

  test('@rectification a ticket’s subject, message, how it came in, own fields and followers are corrected where they stand', async ({
    desk,
  }) => {
    const made = await office(desk);
    const { keyboard } = desk.page;
    const { id: fieldId } = await ask<{ id: number }>(desk, 'office.saveField', {
      name: 'Building',
      kind: 'text',
      staffOnly: false,
      required: true,
      personal: false,
      categories: 'all',
    });
    await toTicket(desk, 'Sandpit in courtyard B');
    await keyboard.press('c');
    await expect(reader(desk).getByRole('textbox', { name: 'Subject' })).toBeFocused();
    await reader(desk).getByRole('textbox', { name: 'Subject' }).selectText();
    await keyboard.type('Sandpit in courtyard C');
    await keyboard.press('Enter');
    await expect(said(desk)).toContainText(`${made.first.trackingId} corrected`);
    await expect(subject(desk)).toHaveText('Sandpit in courtyard C');
    await expect(tickets(desk)).toContainText('Sandpit in courtyard C');
    await expect(reader(desk).getByRole('button', { name: 'Correct the subject' })).toBeFocused();

    await letter(desk).getByRole('button', { name: 'Correct the message' }).press('Enter');
    await expect(letter(desk).getByRole('textbox')).toBeFocused();
    await keyboard.type(' And more words.');
    await keyboard.press('Control+Enter');
    await expect(letter(desk)).toContainText('Words. And more words.');

    await tickets(desk).focus();
    await keyboard.press('.');
    await desk.page.getByRole('menuitem', { name: 'Correct how it came in…' }).press('Enter');
    const cameIn = dialog(desk, 'How it came in');
    await cameIn.getByLabel('IP address').fill('192.0.2.44');
    await keyboard.press('Control+Enter');
    await expect(cameIn).toBeHidden();
    await expect(reader(desk).getByRole('complementary')).toContainText('192.0.2.44');

    await reader(desk)
      .getByRole('button', { name: /Building/ })
      .press('Enter');
    await expect(reader(desk).getByRole('textbox', { name: 'Building' })).toBeFocused();
    await keyboard.type('C');
    await keyboard.press('Enter');
    await expect
      .poll(async () => (await ticketOf(desk, made.first.id)).fields)
      .toEqual([expect.objectContaining({ fieldId, values: ['C'] })]);
    await reader(desk).getByRole('button', { name: 'Add a follower…' }).press('Enter');
    await keyboard.type('agnieszka');
    await desk.page.getByRole('option', { name: 'Agnieszka Kowalczyk C 3.14' }).waitFor();
    await keyboard.press('Enter');
    await expect
      .poll(async () => (await ticketOf(desk, made.first.id)).people.map((one) => `${one.role} ${one.name}`))
      .toContain('follower Agnieszka Kowalczyk');

    await tickets(desk).focus();
    await keyboard.press('h');
    for (const line of [/Subject/, /Message/, /IP|address/, /Building/, /[Ff]ollower/])
      await expect(history(desk).getByText(line).first()).toContainText(/HL/);
    const { history: lines } = await ask<Ticket>(desk, 'tickets.open', { id: made.first.id });
    expect(JSON.stringify(lines)).not.toMatch(/courtyard|more words|192\.0|Kowalczyk/);
  });

  test('@rectification a ticket that changed meanwhile is shown, not overwritten, and what was typed stays to be saved', async ({
    desk,
  }) => {
    const made = await office(desk);
    const { keyboard } = desk.page;
    const { id } = made.first;
    await toTicket(desk, 'Sandpit in courtyard B');
    await keyboard.press('c');
    const box = reader(desk).getByRole('textbox', { name: 'Subject' });
    await expect(box).toBeFocused();
    await box.fill('Typed subject');
    // Saved before this window has heard of what was changed elsewhere.
    await box.evaluate(
      (element, input) => {
        void window.desk.call('tickets.correct', input);
        element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
      },
      { id, version: (await ticketOf(desk, id)).version, correction: { subject: 'Meanwhile another' } },
    );
    await expect(reader(desk).getByRole('alert')).toContainText('changed');
    await expect(reader(desk)).toContainText('Meanwhile it is Meanwhile another');
    await expect(box).toHaveValue('Typed subject');
    expect((await ticketOf(desk, id)).subject).toBe('Meanwhile another');
    await keyboard.press('Enter');
    await expect(subject(desk)).toHaveText('Typed subject');
  });

  test('@rectification own replies and notes are corrected within the office’s rule, and say so', async ({ desk }) => {
    const made = await office(desk);
    const { keyboard } = desk.page;
    const { id } = made.second;
    await ask(desk, 'tickets.reply', { id, kind: 'reply', body: 'We come on Monday.' });
    await ask(desk, 'tickets.reply', { id, kind: 'reply', from: 'person', body: 'Thank you.' });
    await ask(desk, 'tickets.reply', { id, kind: 'note', body: 'Key is at the desk.' });
    await toTicket(desk, 'When is the sand changed?');
    await expect(letter(desk, 2)).toContainText('Key is at the desk.');
    await expect(letter(desk, 1).getByRole('button', { name: /^Correct this/ })).toHaveCount(0);
    await letter(desk, 0).getByRole('button', { name: 'Correct this reply' }).press('Enter');
    await letter(desk, 0).getByRole('textbox').fill('We come on Tuesday.');
    await keyboard.press('Control+Enter');
    await expect(letter(desk, 0)).toContainText('We come on Tuesday.');
    await expect(letter(desk, 0)).toContainText(/corrected/i);
    await letter(desk, 2).getByRole('button', { name: 'Correct this note' }).press('Enter');
    await letter(desk, 2).getByRole('textbox').fill('Key is in the safe.');
    await keyboard.press('Control+Enter');
    await expect(letter(desk, 2)).toContainText('Key is in the safe.');
    await tickets(desk).focus();
    await keyboard.press('Control+z');
    await expect(letter(desk, 2)).toContainText('Key is at the desk.');

    await keyboard.press('Control+,');
    const rule = desk.page.getByRole('radiogroup', { name: /Correcting one’s own/ });
    await rule.getByRole('radio', { name: 'Never' }).press('Space');
    await expect(desk.page.getByText('Saved')).toBeVisible();
    await toTicket(desk, 'When is the sand changed?');
    await expect(letter(desk, 0)).toContainText('We come on Tuesday.');
    await expect(letter(desk, 0).getByRole('button', { name: /^Correct this/ })).toHaveCount(0);
    const [entry] = (await ticketOf(desk, id)).entries;
    const late = ask(desk, 'tickets.correctEntry', { id: entry?.id, version: entry?.version, body: 'Never.' });
    await expect(late).rejects.toThrow('refused');
    expect(given((await ticketOf(desk, id)).entries[0]).body).toBe('We come on Tuesday.');
  });

  test('@rectification words half corrected wait with their ticket, and Esc asks before they go', async ({ desk }) => {
    await office(desk);
    const { keyboard } = desk.page;
    await toTicket(desk, 'Sandpit in courtyard B');
    await keyboard.press('c');
    const box = reader(desk).getByRole('textbox', { name: 'Subject' });
    await box.fill('Half a subj');
    await toTicket(desk, 'When is the sand changed?');
    await expect(box).toBeHidden();
    await tickets(desk).focus();
    for (let n = 0; n < 6 && !(await box.isVisible()); n += 1) {
      await keyboard.press(n === 0 ? 'Home' : 'j');
      await desk.page.locator('.list .row.here').innerText();
      if ((await desk.page.locator('.list .row.here').innerText()).includes('Sandpit')) break;
    }
    await expect(box).toHaveValue('Half a subj');
    await keyboard.press('c');
    await expect(box).toBeFocused();
    await keyboard.press('Escape');
    await expect(leaving(desk).getByRole('button', { name: 'Go on writing' })).toBeFocused();
    await keyboard.press('Escape');
    await expect(box).toHaveValue('Half a subj');
    await box.press('Escape');
    await leaving(desk).getByRole('button', { name: 'Leave it' }).press('Enter');
    await expect(subject(desk)).toHaveText('Sandpit in courtyard B');
  });

  test('@rectification no screen of correcting has a fault that axe finds, light and dark, wide and narrow', async ({
    desk,
  }) => {
    await office(desk);
    const { keyboard } = desk.page;
    for (const [theme, size] of [
      ['light', [1280, 800]],
      ['dark', [900, 640]],
    ] as [string, [number, number]][]) {
      await ask(desk, 'desktop.choose', { name: 'theme', value: theme });
      await desk.app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setContentSize(...to), size);
      await toTicket(desk, 'Sandpit in courtyard B');
      await keyboard.press('c');
      const box = reader(desk).getByRole('textbox', { name: 'Subject' });
      await box.fill('Other');
      expect(await axe(desk)).toEqual([]);
      await box.press('Escape');
      expect(await axe(desk)).toEqual([]);
      await leaving(desk).getByRole('button', { name: 'Leave it' }).press('Enter');
      await tickets(desk).focus();
      await keyboard.press('Shift+U');
      await expect(dialog(desk, 'Give the ticket to another person')).toBeVisible();
      expect(await axe(desk)).toEqual([]);
      await keyboard.press('Escape');
      await toPerson(desk, 'muller', 'Jürgen Müller');
      await keyboard.press('c');
      await field(desk, 'Jürgen Müller', /^Mail/).fill('hartley@post.example');
      await expect(correct(desk, 'Jürgen Müller').getByRole('status')).toContainText('Also Ann');
      await correct(desk, 'Jürgen Müller')
        .getByRole('checkbox', { name: /^Forget/ })
        .press('Space');
      expect(await axe(desk)).toEqual([]);
      await keyboard.press('Control+Enter');
      await expect(dialog(desk, 'Forget what stood here before?')).toBeVisible();
      expect(await axe(desk)).toEqual([]);
      await keyboard.press('Escape');
      await keyboard.press('Escape');
      await leaving(desk).getByRole('button', { name: 'Leave it' }).press('Enter');
    }
  });
});
