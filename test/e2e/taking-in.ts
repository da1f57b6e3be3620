import { join } from 'node:path';
import type { OfficeSettings } from '../../src-main/contract/office.ts';
import type { Ticket, TicketRow } from '../../src-main/contract/tickets.ts';
import { answerSave, ask, expect, type Desk } from './desk.ts';

export type Made = { id: number; trackingId: string };
export const create = (desk: Desk, person: object, more: object = {}) =>
  ask<Made>(desk, 'tickets.create', {
    channel: 'mail',
    subject: 'Heating is cold',
    message: 'Since Monday.',
    person,
    ...more,
  });
export const open = (desk: Desk, id: number) => ask<Ticket>(desk, 'tickets.open', { id });
export const all = (desk: Desk) =>
  ask<TicketRow[]>(desk, 'tickets.page', { filter: { view: 'all' }, sort: 'created', after: null, limit: 50 });
export const settings = (desk: Desk) => ask<OfficeSettings>(desk, 'office.settings');
export const requesterOf = async (desk: Desk, id: number) =>
  (await open(desk, id)).people.find(({ role }) => role === 'requester');

export const KNOWN = [
  { name: 'Agnieszka Kowalczyk', email: 'a.kowalczyk@post.example', phone: '+48 601 555 014', address: 'C 3.14' },
  { name: 'Beata Kowalczyk', address: 'C 3.14', number: 'R-1111' },
  { name: 'Jürgen Müller-Thurgau', email: 'j.mueller@post.example', phone: '030 901820' },
];

/** An office with three people, each with one open ticket, and a category with an owner, a priority and ten days. */
export async function office(desk: Desk): Promise<Made[]> {
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

export const dialog = ({ page }: Desk) => page.getByRole('dialog', { name: 'New ticket' });
export const who = (desk: Desk) => dialog(desk).getByRole('combobox', { name: 'Who' });
export const offers = ({ page }: Desk) => page.getByRole('listbox', { name: 'Who' }).getByRole('option');
export const side = (desk: Desk) => dialog(desk).getByRole('complementary');
export const subject = (desk: Desk) => dialog(desk).getByLabel('Subject');
export const details = (desk: Desk) => dialog(desk).getByLabel('Details');
export const reader = ({ page }: Desk) => page.getByRole('main', { name: 'Ticket' });
/** Ctrl N, and somebody known by what is typed. */
export async function begin(desk: Desk, typed?: string): Promise<void> {
  await desk.page.keyboard.press('Control+n');
  await expect(who(desk)).toBeFocused();
  if (typed === undefined) return;
  await desk.page.keyboard.type(typed);
  await expect(offers(desk).first()).toHaveAttribute('data-highlighted', '');
  await expect(offers(desk).first()).not.toContainText('New person');
  await desk.page.keyboard.press('Enter');
  await expect(subject(desk)).toBeFocused();
}
