import AxeBuilder from '@axe-core/playwright';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Person } from '../../src-main/contract/people.ts';
import type { OfficeSettings } from '../../src-main/contract/office.ts';
import type { Ticket, TicketRow } from '../../src-main/contract/tickets.ts';
import { answerOpen, answerSave, ask, expect, test, type Desk } from './desk.ts';

type Made = { id: number; trackingId: string };
const create = (desk: Desk, person: object, more: object = {}) =>
  ask<Made>(desk, 'tickets.create', {
    channel: 'mail',
    subject: 'Heating is cold',
    message: 'Since Monday.',
    person,
    ...more,
  });
const open = (desk: Desk, id: number) => ask<Ticket>(desk, 'tickets.open', { id });
const all = (desk: Desk) =>
  ask<TicketRow[]>(desk, 'tickets.page', { filter: { view: 'all' }, sort: 'created', after: null, limit: 50 });
const settings = (desk: Desk) => ask<OfficeSettings>(desk, 'office.settings');
const requesterOf = async (desk: Desk, id: number) =>
  (await open(desk, id)).people.find(({ role }) => role === 'requester');

const KNOWN = [
  { name: 'Agnieszka Kowalczyk', email: 'a.kowalczyk@post.example', phone: '+48 601 555 014', address: 'C 3.14' },
  { name: 'Beata Kowalczyk', address: 'C 3.14', number: 'R-1111' },
  { name: 'Jürgen Müller-Thurgau', email: 'j.mueller@post.example', phone: '030 901820' },
];

/** An office with three people, each with one open ticket, and a category with an owner, a priority and ten days. */
async function office(desk: Desk): Promise<Made[]> {
  await answerSave(desk, join(desk.folder, 'Nordhafen.desk'));
  await ask(desk, 'desktop.newOffice', {
    name: 'Nordhafen',
    owner: 'Hanna Lindqvist',
    zone: 'Europe/Berlin',
    country: 'DE',
  });
  await expect(desk.page.getByRole('heading', { name: 'No tickets yet' })).toBeVisible();
  const made: Made[] = [];
  for (const person of KNOWN) made.push(await create(desk, { create: person }));
  const { me, priorities } = await settings(desk);
  await ask(desk, 'office.saveCategory', {
    name: 'Repairs',
    ownerId: me.id,
    priorityId: priorities.find(({ mark }) => mark === 'high')?.id,
    dueDays: 10,
  });
  await expect(desk.page.getByRole('listbox', { name: /^Tickets: / }).getByRole('option')).toHaveCount(3);
  return made;
}

const dialog = ({ page }: Desk) => page.getByRole('dialog', { name: 'New ticket' });
const who = (desk: Desk) => dialog(desk).getByRole('combobox', { name: 'Who' });
const offers = ({ page }: Desk) => page.getByRole('listbox', { name: 'Who' }).getByRole('option');
const side = (desk: Desk) => dialog(desk).getByRole('complementary');
const subject = (desk: Desk) => dialog(desk).getByLabel('Subject');
const details = (desk: Desk) => dialog(desk).getByLabel('Details');
const reader = ({ page }: Desk) => page.getByRole('main', { name: 'Ticket' });
const axe = async ({ page: window }: Desk) =>
  (await new AxeBuilder({ page: window }).include('.float').setLegacyMode(true).analyze()).violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join('; ')}`,
  );

/** Ctrl N, and somebody known by what is typed. */
async function begin(desk: Desk, typed?: string): Promise<void> {
  await desk.page.keyboard.press('Control+n');
  await expect(who(desk)).toBeFocused();
  if (typed === undefined) return;
  await desk.page.keyboard.type(typed);
  await expect(offers(desk).first()).toHaveAttribute('data-highlighted', '');
  await expect(offers(desk).first()).not.toContainText('New person');
  await desk.page.keyboard.press('Enter');
  await expect(subject(desk)).toBeFocused();
}

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
  await expect(desk.page.getByRole('listbox', { name: /^Tickets: / }).getByRole('option')).toHaveCount(4);
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
  expect(await axe(desk)).toEqual([]);
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
    area.value = `${'ü \n'.repeat(bytes / 4)}x`;
    area.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }, MEGABYTE);
  await desk.page.keyboard.press('Control+Enter');
  await expect(dialog(desk).getByText(/A message holds 1 MB of text/)).toBeVisible();
  await details(desk).evaluate((area: HTMLTextAreaElement, bytes) => {
    area.value = 'ü \n'.repeat(bytes / 4);
    area.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }, MEGABYTE);
  await desk.page.keyboard.press('Control+Enter');
  await expect(dialog(desk)).toBeHidden();
  expect((await open(desk, (await all(desk))[0]?.id ?? 0)).message).toBe('ü \n'.repeat(MEGABYTE / 4));
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
      expect(await axe(desk)).toEqual([]);
      await desk.page.keyboard.press('Escape');
      await desk.page.getByRole('button', { name: 'Throw it away' }).press('Enter');
      await expect(dialog(desk)).toBeHidden();
    }
  }
});
