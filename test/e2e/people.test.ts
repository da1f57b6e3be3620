import { join } from 'node:path';
import type { Person } from '../../src-main/contract/people.ts';
import type { Ticket } from '../../src-main/contract/tickets.ts';
import { axe } from './axe.ts';
import { answerSave, ask, expect, type Desk } from './desk.ts';
import { test } from './turns.ts';

type Made = { id: number; trackingId: string };
const create = (desk: Desk, person: object, subject: string, more: object = {}) =>
  ask<Made>(desk, 'tickets.create', { channel: 'mail', subject, message: 'Words.', person, ...more });
const requesterOf = async (desk: Desk, ticket: Made) =>
  (await ask<Ticket>(desk, 'tickets.open', { id: ticket.id })).people.find(({ role }) => role === 'requester')?.id ?? 0;
const known = (desk: Desk, id: number) => ask<Person>(desk, 'people.open', { id });

async function newOffice(desk: Desk): Promise<void> {
  await answerSave(desk, join(desk.folder, 'Nordhafen.desk'));
  await ask(desk, 'desktop.newOffice', {
    name: 'Nordhafen',
    owner: 'Hanna Lindqvist',
    zone: 'Europe/Berlin',
    country: 'DE',
  });
  await expect(desk.page.getByRole('heading', { name: 'No tickets yet' })).toBeVisible();
}

/** Jürgen with two tickets, following a third that is Agnieszka's; Ann and Joann Hartley share an address of mail. */
async function office(desk: Desk) {
  await newOffice(desk);
  const agnieszka = await create(desk, { create: { name: 'Agnieszka Kowalczyk', address: 'C 3.14' } }, 'Damp wall');
  const jurgen = {
    name: 'Jürgen Müller-Thurgau',
    email: 'j.mueller@post.example',
    phone: '030 901820',
    number: 'R-77',
  };
  const first = await create(desk, { create: jurgen }, 'Sandpit in courtyard B', { noticeGiven: true });
  const id = await requesterOf(desk, first);
  const second = await create(desk, { id }, 'When is the sand changed?');
  await ask(desk, 'tickets.addFollower', { id: agnieszka.id, person: { id } });
  const ann = await create(desk, { create: { name: 'Ann Hartley', email: 'hartley@post.example' } }, 'Keys');
  const joann = await create(desk, { create: { name: 'Joann Hartley', email: 'hartley@post.example' } }, 'Letter box');
  return { agnieszka, first, second, ann, joann, jurgen: id };
}

const list = ({ page }: Desk) => page.getByRole('listbox', { name: 'People' });
const rows = (desk: Desk) => list(desk).getByRole('option');
const here = ({ page }: Desk) => page.locator('.list.people .row.here');
const pane = ({ page }: Desk) => page.getByRole('main', { name: 'Person' });
const name = (desk: Desk) => pane(desk).getByRole('heading', { level: 2 });
const box = ({ page }: Desk) => page.getByRole('searchbox', { name: 'Name, mail, phone, IP' });
const notice = (desk: Desk) => pane(desk).getByRole('switch', { name: 'Privacy notice given' });
const reader = ({ page }: Desk) => page.getByRole('main', { name: 'Ticket' });
async function toPeople(desk: Desk): Promise<void> {
  await desk.page.keyboard.press('g');
  await desk.page.keyboard.press('p');
  await expect(list(desk)).toBeFocused();
  await expect(name(desk)).toBeVisible();
}
async function find(desk: Desk, text: string): Promise<void> {
  await desk.page.keyboard.press('/');
  await expect(box(desk)).toBeFocused();
  await desk.page.keyboard.type(text);
  await desk.page.keyboard.press('Enter');
  await expect(list(desk)).toBeFocused();
}

test('@access people are found while typing, gone through and left by keyboard alone', async ({ desk }) => {
  await office(desk);
  const { keyboard } = desk.page;
  await toPeople(desk);
  await expect(rows(desk)).toHaveCount(4);
  await expect(rows(desk).first()).toContainText('Agnieszka Kowalczyk');
  await expect(name(desk)).toHaveText('Agnieszka Kowalczyk');
  await keyboard.press('j');
  await expect(name(desk)).toHaveText('Ann Hartley');
  await keyboard.press('k');
  await expect(name(desk)).toHaveText('Agnieszka Kowalczyk');

  await find(desk, 'muller');
  await expect(rows(desk)).toHaveCount(1);
  await expect(here(desk).locator('mark')).toHaveText('Müller');
  await expect(name(desk)).toHaveText('Jürgen Müller-Thurgau');
  await keyboard.press('Enter');
  // The one that changed last stands first: Jürgen was made a follower of it.
  await expect(pane(desk).getByRole('button', { name: 'Damp wall' })).toBeFocused();
  await keyboard.press('ArrowDown');
  await expect(pane(desk).getByRole('button', { name: 'When is the sand changed?' })).toBeFocused();
  await keyboard.press('ArrowDown');
  await expect(pane(desk).getByRole('button', { name: 'Sandpit in courtyard B' })).toBeFocused();
  await keyboard.press('Enter');
  await expect(reader(desk).getByRole('heading', { level: 2 })).toHaveText('Sandpit in courtyard B');

  // U is the way from a ticket to its person, and back.
  await keyboard.press('u');
  await expect(name(desk)).toHaveText('Jürgen Müller-Thurgau');
  await expect(here(desk)).toContainText('Jürgen Müller-Thurgau');
  await keyboard.press('u');
  await expect(reader(desk).getByRole('heading', { level: 2 })).toHaveText('Sandpit in courtyard B');
});

test('@access everything known of a person is shown, with their part in each ticket', async ({ desk }) => {
  const made = await office(desk);
  await toPeople(desk);
  await find(desk, 'r-77');
  await expect(name(desk)).toHaveText('Jürgen Müller-Thurgau');
  await expect(pane(desk)).toContainText('3 tickets, 3 open.');
  const table = pane(desk).getByRole('region', { name: 'Known by' }).getByRole('row');
  await expect(table.filter({ hasText: 'j.mueller@post.example' })).toContainText('taken in');
  await expect(table.filter({ hasText: 'R-77' })).toContainText('Customer number');
  await expect(pane(desk)).toContainText('4 identifiers');
  const tickets = pane(desk).getByRole('region', { name: 'Tickets' });
  await expect(tickets.getByRole('row', { name: /Damp wall/ })).toContainText('Follower');
  await expect(tickets.getByRole('row', { name: /Sandpit/ })).toContainText('Requester');
  await tickets.getByRole('tab', { name: /All tickets/ }).focus();
  await desk.page.keyboard.press('ArrowRight');
  await expect(tickets.getByRole('tab', { name: /Requester/ })).toHaveAttribute('aria-selected', 'true');
  await expect(tickets.getByRole('row', { name: /Damp wall/ })).toHaveCount(0);
  await desk.page.keyboard.press('ArrowRight');
  await expect(tickets.getByRole('row', { name: /Damp wall/ })).toHaveCount(1);
  await expect(tickets).toContainText('leave 1 ticket of somebody else alone');
  expect((await known(desk, made.jurgen)).elsewhere).toEqual([made.agnieszka.id]);
});

test('@access the privacy notice is given by a press; its date is not lost by one', async ({ desk }) => {
  const made = await office(desk);
  await toPeople(desk);
  await find(desk, 'muller');
  await expect(notice(desk)).toBeChecked();
  const before = (await known(desk, made.jurgen)).noticeGivenAt;
  await notice(desk).press('Space');
  const question = desk.page.getByRole('dialog', { name: 'Take the privacy notice back?' });
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await desk.page.keyboard.press('Enter');
  await expect(question).toBeHidden();
  await expect(notice(desk)).toBeChecked();
  expect((await known(desk, made.jurgen)).noticeGivenAt).toBe(before);
  await notice(desk).press('Space');
  await question.getByRole('button', { name: /Forget the date/ }).press('Enter');
  await expect(notice(desk)).not.toBeChecked();
  expect((await known(desk, made.jurgen)).noticeGivenAt).toBeNull();
  await notice(desk).press('Space');
  await expect(notice(desk)).toBeChecked();
  expect((await known(desk, made.jurgen)).noticeGivenAt).not.toBeNull();
});

test('@access possible doubles are shown and lead to each other', async ({ desk }) => {
  await office(desk);
  await toPeople(desk);
  await find(desk, 'joann');
  const doubles = pane(desk).getByRole('region', { name: 'Possible doubles' });
  await expect(doubles).toContainText('Shares the mail address with');
  await doubles.getByRole('button', { name: 'Ann Hartley', exact: true }).press('Enter');
  // The box found only Joann: it is emptied for Ann.
  await expect(name(desk)).toHaveText('Ann Hartley');
  await expect(here(desk)).toContainText('Ann Hartley');
  await expect(box(desk)).toHaveValue('');
  await expect(pane(desk).getByRole('region', { name: 'Possible doubles' })).toContainText('Joann Hartley');
});

test('@access a new ticket begins for this person, printing and exporting take all of theirs', async ({ desk }) => {
  const made = await office(desk);
  await toPeople(desk);
  await find(desk, 'muller');
  await expect(name(desk)).toHaveText('Jürgen Müller-Thurgau');
  await pane(desk).getByRole('button', { name: 'New ticket' }).press('Enter');
  const intake = desk.page.getByRole('dialog', { name: 'New ticket' });
  await expect(intake.getByRole('combobox', { name: 'Who' })).toHaveValue('Jürgen Müller-Thurgau');
  await expect(intake.getByLabel('Subject')).toBeFocused();
  // Nothing was typed: Esc leaves without a question.
  await desk.page.keyboard.press('Escape');
  await expect(intake).toBeHidden();
  await pane(desk).getByRole('button', { name: 'New ticket' }).press('Enter');
  await expect(intake.getByLabel('Subject')).toBeFocused();
  await desk.page.keyboard.type('Fence is broken');
  await desk.page.keyboard.press('Control+Enter');
  await expect(reader(desk).getByRole('heading', { level: 2 })).toHaveText('Fence is broken');
  await expect(desk.page.locator('.list .row.here')).toContainText('Fence is broken');
  expect((await known(desk, made.jurgen)).ticketCount).toBe(4);

  await desk.page.keyboard.press('u');
  await expect(name(desk)).toHaveText('Jürgen Müller-Thurgau');
  await desk.page.keyboard.press('p');
  await expect(desk.page.getByRole('dialog')).toContainText('4');
  await desk.page.keyboard.press('Escape');
  await desk.page.keyboard.press('Control+e');
  await expect(desk.page.getByRole('dialog')).toContainText('4');
});

test('@access deleting and anonymising a person’s tickets leave those of others alone', async ({ desk }) => {
  const made = await office(desk);
  await toPeople(desk);
  await find(desk, 'muller');
  await expect(name(desk)).toHaveText('Jürgen Müller-Thurgau');
  await pane(desk).getByRole('button', { name: 'Delete all tickets…' }).press('Enter');
  await expect(pane(desk)).toBeHidden();
  const preview = (person: Person) =>
    ask<{ tickets: number }>(desk, 'privacy.preview', {
      act: 'delete',
      selection: { filter: { person: person.id }, except: person.elsewhere },
    });
  expect((await preview(await known(desk, made.jurgen))).tickets).toBe(2);
  await expect(desk.page.locator('#app')).toContainText('2 tickets');
});

test('@access an office without people says where they come from', async ({ desk }) => {
  await newOffice(desk);
  await desk.page.keyboard.press('g');
  await desk.page.keyboard.press('p');
  await expect(desk.page.getByRole('heading', { name: 'Nobody here yet' })).toBeVisible();
  expect(await axe(desk)).toEqual([]);
  await desk.page.getByRole('button', { name: /Take the first ticket/ }).press('Enter');
  await expect(desk.page.getByRole('dialog', { name: 'New ticket' })).toBeVisible();
});

test('@access a box that finds nobody says so, and Esc shows everyone again', async ({ desk }) => {
  await office(desk);
  await toPeople(desk);
  await find(desk, 'xyzzy');
  await expect(desk.page.getByRole('heading', { name: 'Nobody fits “xyzzy”' })).toBeVisible();
  await desk.page.keyboard.press('Escape');
  await expect(rows(desk)).toHaveCount(4);
});

test('@access the last of many people is one key away, and stands where their ticket leads', async ({ desk }) => {
  await newOffice(desk);
  let last: Made | null = null;
  for (let n = 0; n < 230; n += 1)
    last = await create(desk, { create: { name: `Person ${String(n).padStart(3, '0')}` } }, `Subject ${n}`);
  await toPeople(desk);
  await desk.page.keyboard.press('End');
  await expect(name(desk)).toHaveText('Person 229');
  await desk.page.keyboard.press('Home');
  await expect(name(desk)).toHaveText('Person 000');
  await desk.page.keyboard.press('g');
  await desk.page.keyboard.press('t');
  await expect(reader(desk).getByRole('heading', { level: 2 })).toBeVisible();
  await expect(desk.page.getByRole('listbox', { name: /^Tickets: / })).toBeFocused();
  await desk.page.keyboard.press('Home');
  await expect(reader(desk)).toContainText(last?.trackingId ?? '');
  await desk.page.keyboard.press('u');
  await expect(name(desk)).toHaveText('Person 229');
  await expect(here(desk)).toContainText('Person 229');
});

test('@access somebody who was deleted meanwhile is said to be gone', async ({ desk }) => {
  const made = await office(desk);
  await toPeople(desk);
  await find(desk, 'joann');
  await expect(name(desk)).toHaveText('Joann Hartley');
  const selection = { ids: [made.joann.id] };
  const { stamp } = await ask<{ stamp: string }>(desk, 'privacy.preview', { act: 'delete', selection });
  await ask(desk, 'privacy.act', { act: 'delete', selection, stamp, reason: 'mistake' });
  await expect(pane(desk).getByRole('heading', { name: 'This person is no longer here' })).toBeVisible();
});

test('@access the people screen has no fault that axe finds, light and dark, wide and narrow', async ({ desk }) => {
  await office(desk);
  await toPeople(desk);
  await find(desk, 'hartley');
  for (const theme of ['light', 'dark']) {
    await ask(desk, 'desktop.choose', { name: 'theme', value: theme });
    for (const size of [
      [1280, 800],
      [900, 640],
    ] as [number, number][]) {
      await desk.app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setContentSize(...to), size);
      await expect(name(desk)).toBeVisible();
      expect(await axe(desk, { coloursOnly: theme === 'dark' })).toEqual([]);
    }
  }
});
