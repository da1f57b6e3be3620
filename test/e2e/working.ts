import { join } from 'node:path';
import { answerSave, ask, expect, type Desk } from './desk.ts';

export type Row = {
  id: number;
  trackingId: string;
  subject: string;
  requester: string;
  statusId: number;
  ownerId: number | null;
};
export const PEOPLE = ['Ingrid Aasland', 'Mehmet Yıldırım', 'Agnieszka Kowalczyk', 'Eszter Szabó', 'Giulia De Santis'];

/** An office with eight tickets, the newest one last. */
export async function office(desk: Desk): Promise<void> {
  await answerSave(desk, join(desk.folder, 'Nordhafen.desk'));
  await ask(desk, 'desktop.newOffice', {
    name: 'Nordhafen',
    owner: 'Hanna Lindqvist',
    zone: 'Europe/Berlin',
    country: 'DE',
  });
  await expect(desk.page.getByRole('heading', { name: 'No tickets yet' })).toBeVisible();
  for (let n = 1; n <= 8; n += 1)
    await ask(desk, 'tickets.create', {
      channel: n % 2 ? 'mail' : 'phone',
      person: { create: { name: PEOPLE[n % PEOPLE.length], email: `p${n}@example.org` } },
      subject: `Subject number ${n}`,
      message: `The message of ticket ${n}.\nIts second line.`,
    });
  await expect(rows(desk)).toHaveCount(8);
  await expect(rows(desk).first()).toContainText('Subject number 8');
  await expect(list(desk)).toBeFocused();
  await desk.page.keyboard.press('Home');
  await expect(here(desk)).toContainText('Subject number 8');
}
export const list = ({ page }: Desk) => page.getByRole('listbox', { name: /^Tickets: / });
export const rows = (desk: Desk) => list(desk).getByRole('option');
export const here = ({ page }: Desk) => page.locator('.list .row.here');
export const reader = ({ page }: Desk) => page.getByRole('main', { name: 'Ticket' });
export const view = (desk: Desk, name: string) =>
  desk.page.getByRole('navigation').getByRole('button', { name: new RegExp(`^${name}\\b`) });
export const page = (desk: Desk, view: string) =>
  ask<Row[]>(desk, 'tickets.page', { filter: { view }, sort: 'changed', after: null, limit: 100 });
