import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Person } from '../../src-main/contract/people.ts';
import { axe } from './axe.ts';
import { answerOpen, ask, expect } from './desk.ts';
import { test } from './turns.ts';
import {
  open,
  all,
  settings,
  requesterOf,
  office,
  dialog,
  who,
  offers,
  side,
  subject,
  details,
  reader,
  begin,
} from './taking-in.ts';

test('@intake a ticket of somebody known is taken in by keyboard alone, with the defaults of its category', async ({
  desk,
}) => {
  const made = await office(desk);
  const { keyboard } = desk.page;
  await keyboard.press('Control+n');
  await expect(who(desk)).toBeFocused();
  await keyboard.press('Alt+2');
  await expect(dialog(desk).getByRole('radio', { name: /Phone/ })).toBeChecked();
  await keyboard.type('kowal r-11');
  await expect(offers(desk).first()).toContainText('Beata Kowalczyk');
  await expect(side(desk)).toContainText('Beata Kowalczyk');
  await keyboard.press('Enter');
  await expect(subject(desk)).toBeFocused();
  await keyboard.type('Second key for the laundry');
  await keyboard.press('Tab');
  await expect(details(desk)).toBeFocused();
  await keyboard.type('She lost it on Sunday.');
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await expect(dialog(desk).getByRole('combobox', { name: /^Category/ })).toBeFocused();
  await keyboard.type('Rep');
  await expect(dialog(desk).getByRole('combobox', { name: /^Category: Repairs/ })).toBeVisible();
  await expect(dialog(desk).getByRole('combobox', { name: /^Priority: High/ })).toBeVisible();
  await expect(dialog(desk).getByRole('combobox', { name: /^Owner: Hanna Lindqvist/ })).toBeVisible();
  await keyboard.press('Control+Enter');
  await expect(dialog(desk)).toBeHidden();

  const [newest] = await all(desk);
  const ticket = await open(desk, newest?.id ?? 0);
  const { me, categories, priorities } = await settings(desk);
  expect(ticket).toMatchObject({
    channel: 'phone',
    subject: 'Second key for the laundry',
    message: 'She lost it on Sunday.',
    categoryId: categories.find(({ name }) => name === 'Repairs')?.id,
    priorityId: priorities.find(({ mark }) => mark === 'high')?.id,
    ownerId: me.id,
    writtenBy: me.id,
  });
  expect((ticket.dueAt ?? 0) - ticket.createdAt).toBeGreaterThan(9.9 * 86_400_000);
  expect((ticket.dueAt ?? 0) - ticket.createdAt).toBeLessThan(11.1 * 86_400_000);
  expect((await requesterOf(desk, ticket.id))?.id).toBe((await requesterOf(desk, made[1]?.id ?? 0))?.id);
  await expect(desk.page.getByText(`${ticket.trackingId} taken in`)).toBeVisible();
  await expect(reader(desk).getByRole('heading', { level: 2 })).toHaveText('Second key for the laundry');
  await expect(desk.page.locator('.list .row.here')).toContainText('Second key for the laundry');
  const rows = desk.page.getByRole('listbox', { name: /^Tickets: / }).getByRole('option');
  await expect(rows).toHaveCount(4);
  // taken in by mistake, it is taken back
  await desk.page.getByRole('status', { name: 'What was done' }).getByRole('button', { name: 'Undo' }).click();
  await expect(rows).toHaveCount(3);
  await expect(reader(desk)).not.toContainText('Second key for the laundry');
  await desk.page.getByRole('listbox', { name: /^Tickets: / }).focus();
  await desk.page.keyboard.press('Control+y');
  await expect(rows).toHaveCount(4);
});

test('@intake “muller” finds Müller, also by the end of his number, and shows where', async ({ desk }) => {
  await office(desk);
  await begin(desk);
  await desk.page.keyboard.type('muller');
  await expect(offers(desk).first().locator('mark').first()).toHaveText('Müller');
  await expect(dialog(desk).getByText('1 person', { exact: true })).toBeVisible();
  await who(desk).fill('1820');
  await expect(offers(desk).first()).toContainText('Jürgen Müller-Thurgau');
  await who(desk).fill('nobody of this name');
  await expect(desk.page.getByText('Nobody is known by this.')).toBeVisible();
  await expect(offers(desk)).toHaveCount(1);
});

test('@intake Enter typed faster than the office answers takes nobody who is not meant', async ({ desk }) => {
  await office(desk);
  await begin(desk);
  await desk.page.keyboard.type('kowal');
  await expect(offers(desk)).toHaveCount(3);
  // The list still shows those found by "kowal" when Enter comes.
  await desk.page.evaluate(() => {
    const box = document.activeElement as HTMLInputElement;
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(box, 'kowal muller');
    box.dispatchEvent(new InputEvent('input', { bubbles: true }));
    box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  });
  await expect(who(desk)).toHaveValue('kowal muller');
  await expect(side(desk)).not.toContainText('Open tickets');
});

test('@intake what is typed right after Enter is the subject’s, before the office has said who it is', async ({
  desk,
}) => {
  await office(desk);
  await begin(desk);
  await desk.page.keyboard.type('muller');
  await expect(dialog(desk).getByText('1 person', { exact: true })).toBeVisible();
  // Enter and the question where the keys go, in one breath: nothing can have answered between the two.
  const goesTo = await who(desk).evaluate((box) => {
    box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    return document.activeElement?.id;
  });
  expect(goesTo).toBe(await subject(desk).getAttribute('id'));
  await desk.page.keyboard.type('Bill');
  await desk.page.keyboard.press('Control+Enter');
  await expect(dialog(desk)).toBeHidden();
  const [row] = await all(desk);
  expect(row).toMatchObject({ subject: 'Bill' });
  expect((await requesterOf(desk, row?.id ?? 0))?.name).toBe('Jürgen Müller-Thurgau');
});

test('@intake Enter on somebody still being looked for takes them, and what is typed meanwhile is the subject’s', async ({
  desk,
}) => {
  await office(desk);
  await begin(desk);
  await desk.page.keyboard.type('mulle');
  await expect(dialog(desk).getByText('1 person', { exact: true })).toBeVisible();
  await desk.app.evaluate(() => {
    setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600), 0);
  });
  await desk.page.keyboard.type('r');
  await desk.page.keyboard.press('Enter');
  await desk.page.keyboard.type('Bill');
  await desk.page.keyboard.press('Control+Enter');
  await expect(dialog(desk)).toBeHidden();
  const [row] = await all(desk);
  expect(row).toMatchObject({ subject: 'Bill' });
  expect((await requesterOf(desk, row?.id ?? 0))?.name).toBe('Jürgen Müller-Thurgau');
});

test('@intake what is typed while the office is busy stays: nothing that opens late takes it away', async ({
  desk,
}) => {
  await office(desk);
  await desk.app.evaluate(() => {
    // longer than the letters below take, so that every answer comes after them
    setTimeout(() => {
      for (const until = Date.now() + 2_000; Date.now() < until;);
    }, 0);
  });
  await desk.page.keyboard.press('Control+n');
  await desk.page.locator('.intake-fields').waitFor();
  await desk.page.keyboard.type('muller');
  await expect(offers(desk).first()).toContainText('Müller');
  await expect(who(desk)).toHaveValue('muller');
  await expect(who(desk)).toBeFocused();
});

test('@intake somebody new is written down from what was typed, and a double is warned of', async ({ desk }) => {
  const made = await office(desk);
  const { keyboard } = desk.page;
  await begin(desk);
  await keyboard.type('Anna Nowak B 2.07 0170 5550143');
  await expect(offers(desk)).toHaveCount(1);
  await keyboard.press('Control+Enter');
  const field = (name: string) => dialog(desk).getByLabel(name, { exact: true });
  await expect(field('New person').first()).toBeFocused();
  await expect(field('New person').first()).toHaveValue('Anna Nowak');
  await expect(field('Address')).toHaveValue('B 2.07');
  await expect(field('Phone')).toHaveValue('0170 5550143');
  await keyboard.press('Tab');
  await keyboard.type('a.kowalczyk@post.example');
  await expect(side(desk)).toContainText('Known already?');
  await expect(side(desk).getByRole('button', { name: /Agnieszka Kowalczyk/ })).toBeVisible();
  expect(await axe(desk, { within: '.float' })).toEqual([]);
  await field('Mail').fill('anna@post.example');
  await expect(side(desk)).not.toContainText('Known already?');
  await subject(desk).fill('Bicycle stand');
  await keyboard.press('Control+Enter');
  await expect(dialog(desk)).toBeHidden();
  const [newest] = await all(desk);
  const person = await ask<Person>(desk, 'people.open', { id: newest?.requesterId });
  expect(person.identifiers.map(({ kind, value }) => `${kind} ${value}`).sort()).toEqual([
    'address B 2.07',
    'email anna@post.example',
    'name Anna Nowak',
    'phone 0170 5550143',
  ]);

  // The warning's own way: the known one is taken instead.
  await begin(desk);
  await keyboard.type('Kowalczyk +48601555014');
  await expect(offers(desk).first()).toContainText('Agnieszka');
  await keyboard.press('Control+Enter');
  await side(desk)
    .getByRole('button', { name: /Agnieszka Kowalczyk/ })
    .press('Enter');
  await expect(subject(desk)).toBeFocused();
  await keyboard.type('Door does not close');
  await keyboard.press('Control+Enter');
  await expect(dialog(desk)).toBeHidden();
  expect((await all(desk))[0]?.requesterId).toBe((await requesterOf(desk, made[0]?.id ?? 0))?.id);
});

test('@intake what belongs to an open ticket is added there, and no double is made', async ({ desk }) => {
  const made = await office(desk);
  await begin(desk, 'agnieszka');
  await expect(side(desk)).toContainText('Heating is cold');
  await expect(side(desk)).toContainText('1 ticket, 1 open');
  await desk.page.keyboard.press('Alt+Enter');
  await expect(details(desk)).toBeFocused();
  await expect(dialog(desk).getByText('Write down what was said first.')).toBeVisible();
  await desk.page.keyboard.type('It is cold in the bathroom as well.');
  await desk.page.keyboard.press('Alt+Enter');
  await expect(dialog(desk)).toBeHidden();
  await expect(desk.page.getByText(`Added to ${made[0]?.trackingId}`)).toBeVisible();
  await expect(reader(desk)).toContainText('It is cold in the bathroom as well.');
  const ticket = await open(desk, made[0]?.id ?? 0);
  expect(ticket.entries).toMatchObject([
    { kind: 'reply', authorKind: 'person', author: 'Agnieszka Kowalczyk', channel: 'walk-in' },
  ]);
  expect(await all(desk)).toHaveLength(3);
});

test('@intake a follower’s message is never put into the mouth of the ticket’s requester', async ({ desk }) => {
  const made = await office(desk);
  const beata = (await requesterOf(desk, made[1]?.id ?? 0))?.id;
  await ask(desk, 'tickets.addFollower', { id: made[2]?.id, person: { id: beata } });
  await begin(desk, 'beata');
  await expect(side(desk)).toContainText('2 tickets, 2 open');
  await expect(side(desk).getByRole('radio')).toHaveCount(2);
  await expect(side(desk).getByRole('radio', { disabled: true })).toHaveCount(1);
  await expect(side(desk)).toContainText('follows');
});

test('@intake files come by the dialog and by dropping, go again by their cross, and are saved whole', async ({
  desk,
}) => {
  await office(desk);
  const file = (name: string, bytes: number) => {
    const path = join(desk.folder, name);
    writeFileSync(path, Buffer.alloc(bytes, 7));
    return path;
  };
  const [photo, letter, draft] = [file('photo.jpg', 300_000), file('letter.pdf', 12), file('draft.txt', 5)];
  await begin(desk, 'muller');
  await answerOpen(desk, [photo, draft]);
  await dialog(desk).getByRole('button', { name: 'Attach a file…' }).press('Enter');
  const chips = dialog(desk).getByRole('list', { name: 'Files' }).getByRole('listitem');
  await expect(chips).toHaveCount(2);
  await expect(chips.first()).toContainText('300 kB');
  const cdp = await desk.page.context().newCDPSession(desk.page);
  const box = await subject(desk).boundingBox();
  const data = { items: [], files: [letter], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await cdp.send('Input.dispatchDragEvent', { type, x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + 100, data });
  await expect(chips).toHaveCount(3);
  await chips.filter({ hasText: 'draft.txt' }).getByRole('button', { name: 'Remove draft.txt' }).press('Enter');
  await expect(chips).toHaveCount(2);
  await subject(desk).fill('Photos of the damp wall');
  await desk.page.keyboard.press('Control+Enter');
  await expect(dialog(desk)).toBeHidden();
  const ticket = await open(desk, (await all(desk))[0]?.id ?? 0);
  expect(ticket.attachments.map(({ name, size }) => [name, size]).sort()).toEqual([
    ['letter.pdf', 12],
    ['photo.jpg', 300_000],
  ]);
});

test('@intake a privacy notice is noted with its date, which a later ticket leaves as it is', async ({ desk }) => {
  const made = await office(desk);
  const noticeOf = async () => (await requesterOf(desk, made[2]?.id ?? 0))?.noticeGivenAt ?? null;
  const box = dialog(desk).getByRole('checkbox', { name: 'Privacy notice was handed over' });
  const saveAbout = async (words: string) => {
    await subject(desk).fill(words);
    await desk.page.keyboard.press('Control+Enter');
    await expect(dialog(desk)).toBeHidden();
  };
  await begin(desk, 'muller');
  await expect(dialog(desk).getByText('Not handed over so far.')).toBeVisible();
  await box.press('Space');
  await expect(box).toBeChecked();
  await saveAbout('First');
  const first = await noticeOf();
  expect(first).not.toBeNull();

  await begin(desk, 'muller');
  await expect(dialog(desk).getByText(/^Handed over on \d+ \w+ \d{4} already/)).toBeVisible();
  await expect(box).not.toBeChecked();
  await saveAbout('Second');
  expect(await noticeOf()).toBe(first);
});

test('@intake Esc asks only when something was typed, and no other dialog loses it', async ({ desk }) => {
  await office(desk);
  const { keyboard } = desk.page;
  const question = desk.page.getByRole('dialog', { name: 'Leave this ticket?' });
  await begin(desk);
  await keyboard.press('Escape');
  await expect(dialog(desk)).toBeHidden();

  await begin(desk, 'beata');
  await keyboard.type('Half a subj');
  await keyboard.press('Escape');
  await expect(question.getByRole('button', { name: 'Go on writing' })).toBeFocused();
  // The key that saves beneath must not throw away here.
  await keyboard.press('Control+Enter');
  await expect(question).toBeVisible();
  await keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(subject(desk)).toHaveValue('Half a subj');

  await desk.app.evaluate(({ Menu }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
    items.find(({ label }) => label === 'Keys')?.click();
  });
  await expect(desk.page.getByRole('dialog', { name: 'All keys' })).toBeVisible();
  await keyboard.press('Escape');
  await keyboard.press('Control+n');
  await expect(dialog(desk).getByText('Here is the ticket you had begun.')).toBeVisible();
  await expect(subject(desk)).toHaveValue('Half a subj');
  await expect(who(desk)).toHaveValue('Beata Kowalczyk');

  await keyboard.press('Escape');
  await question.getByRole('button', { name: 'Throw it away' }).press('Enter');
  await expect(dialog(desk)).toBeHidden();
  await begin(desk);
  await expect(who(desk)).toHaveValue('');
  await expect(subject(desk)).toHaveValue('');
  expect(await all(desk)).toHaveLength(3);
});
