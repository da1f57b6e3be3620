import { join } from 'node:path';
import type { Person } from '../../src-main/contract/people.ts';
import type { Ticket } from '../../src-main/contract/tickets.ts';
import { answerSave, ask, expect, type Desk } from './desk.ts';

export type Made = { id: number; trackingId: string };
export const create = (desk: Desk, person: object, subject: string, more: object = {}) =>
  ask<Made>(desk, 'tickets.create', { channel: 'mail', subject, message: 'Words.', person, ...more });
export const ticketOf = (desk: Desk, id: number) => ask<Ticket>(desk, 'tickets.open', { id });
export const requesterOf = async (desk: Desk, { id }: Made) =>
  (await ticketOf(desk, id)).people.find(({ role }) => role === 'requester')?.id ?? 0;
export const known = (desk: Desk, id: number) => ask<Person>(desk, 'people.open', { id });
/** Corrects somebody from elsewhere, as a second window would. */
export async function correctElsewhere(desk: Desk, id: number, changes: object[]): Promise<void> {
  const { version } = await known(desk, id);
  await ask(desk, 'people.correct', { id, version, changes });
}
export const identifierOf = async (desk: Desk, id: number, kind: string) =>
  (await known(desk, id)).identifiers.find((one) => one.kind === kind)?.id ?? 0;

/** Jürgen with two tickets, following a third that is Agnieszka's; Ann and Joann Hartley share an address of mail. */
export async function office(desk: Desk) {
  await answerSave(desk, join(desk.folder, 'Nordhafen.desk'));
  const owner = { name: 'Nordhafen', owner: 'Hanna Lindqvist', zone: 'Europe/Berlin', country: 'DE' };
  await ask(desk, 'desktop.newOffice', owner);
  await expect(desk.page.getByRole('heading', { name: 'No tickets yet' })).toBeVisible();
  const agnieszka = await create(desk, { create: { name: 'Agnieszka Kowalczyk', address: 'C 3.14' } }, 'Damp wall');
  const person = { name: 'Jürgen Müller', email: 'j.mueller@post.example', phone: '030 901820', number: 'R-77' };
  const first = await create(desk, { create: person }, 'Sandpit in courtyard B');
  const jurgen = await requesterOf(desk, first);
  const second = await create(desk, { id: jurgen }, 'When is the sand changed?');
  await ask(desk, 'tickets.addFollower', { id: agnieszka.id, person: { id: jurgen } });
  const ann = await create(desk, { create: { name: 'Ann Hartley', email: 'hartley@post.example' } }, 'Keys');
  const joann = await create(desk, { create: { name: 'Joann Hartley', email: 'hartley@post.example' } }, 'Letter box');
  await expect(desk.page.getByRole('listbox', { name: /^Tickets: / }).getByRole('option')).toHaveCount(5);
  return {
    agnieszka,
    first,
    second,
    jurgen,
    ann: await requesterOf(desk, ann),
    joann: await requesterOf(desk, joann),
    annsTicket: ann,
    joannsTicket: joann,
  };
}

export const people = ({ page }: Desk) => page.getByRole('listbox', { name: 'People' });
export const tickets = ({ page }: Desk) => page.getByRole('listbox', { name: /^Tickets: / });
export const pane = ({ page }: Desk) => page.getByRole('main', { name: 'Person' });
export const reader = ({ page }: Desk) => page.getByRole('main', { name: 'Ticket' });
export const name = (desk: Desk) => pane(desk).getByRole('heading', { level: 2 });
export const subject = (desk: Desk) => reader(desk).getByRole('heading', { level: 2 });
export const dialog = ({ page }: Desk, title: string | RegExp) => page.getByRole('dialog', { name: title });
export const said = ({ page }: Desk) => page.getByRole('status', { name: 'What was done' });
export const timeline = (desk: Desk) => pane(desk).getByRole('region', { name: 'Timeline' }).getByRole('listitem');

/** Goes to a person by the keys and the box of find. */
export async function toPerson(desk: Desk, text: string, found: string): Promise<void> {
  const { keyboard } = desk.page;
  const box = desk.page.getByRole('searchbox', { name: 'Name, mail, phone, IP' });
  if (!(await people(desk).isVisible())) for (const key of ['g', 'p']) await keyboard.press(key);
  await people(desk).focus();
  await keyboard.press('/');
  await expect(box).toBeFocused();
  await box.fill(text);
  await keyboard.press('Enter');
  await expect(people(desk)).toBeFocused();
  await expect(name(desk)).toHaveText(found);
}
/** Goes to a ticket of the list, by keyboard. */
export async function toTicket(desk: Desk, wanted: string): Promise<void> {
  const { keyboard } = desk.page;
  if (!(await tickets(desk).isVisible()))
    await desk.page
      .getByRole('navigation')
      .getByRole('button', { name: /^Tickets/ })
      .press('Enter');
  await tickets(desk).focus();
  await keyboard.press('Home');
  for (let n = 0; n < 12; n += 1) {
    if ((await desk.page.locator('.list .row.here').innerText()).includes(wanted)) break;
    await keyboard.press('j');
  }
  await expect(subject(desk)).toHaveText(wanted);
}

export const correct = (desk: Desk, who: string) => dialog(desk, `Correct ${who}`);
export const field = (desk: Desk, who: string, label: string | RegExp) =>
  correct(desk, who).getByRole('textbox', { name: label });
export const leaving = (desk: Desk) => dialog(desk, 'Leave without saving?');
