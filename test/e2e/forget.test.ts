import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OfficeSettings } from '../../src-main/contract/office.ts';
import { residueInClosedIndex, residueInFolder } from '../../src-main/store/residue.ts';
import { makeMarkerOffice } from '../fixtures/marker-office.ts';
import { ask, expect, given, startDesk, test, type Desk } from './desk.ts';
import { clear, filesWith } from './erasing.ts';
import { dialog, known, people, pane, reader, requesterOf, said, tickets, ticketOf } from './rectifying.ts';

const question = (desk: Desk) => dialog(desk, 'Forget what stood here before?');

test('@rectification @markers correct and forget asks clearly, cannot be undone, and leaves no byte of the old value in any file', async () => {
  test.setTimeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'paperdesk-files-'));
  const office = await makeMarkerOffice(folder, { bytes: 8_000 });
  const desk = await startDesk({ folder, args: [office.path] });
  const { keyboard } = desk.page;
  await expect(tickets(desk)).toBeFocused();
  const [ticketId = 0] = office.a.ticketIds;
  const id = await requesterOf(desk, { id: ticketId, trackingId: '' });
  const mail = given((await known(desk, id)).identifiers.find(({ kind }) => kind === 'email'));
  const { subject, trackingId } = await ticketOf(desk, ticketId);
  const marked = (place: string, within: string) =>
    given(office.a.markers.find((one) => one.place === place && within.includes(one.text))).text;
  const gone = [marked('identifiers.value/email', mail.value), marked('tickets.subject', subject)];
  for (const text of gone) expect(filesWith([text], desk.folder)).not.toEqual([]);

  // the mail address of a person
  for (const key of ['g', 'p']) await keyboard.press(key);
  await expect(people(desk)).toBeFocused();
  await desk.page.getByRole('searchbox', { name: 'Name, mail, phone, IP' }).fill(mail.value);
  await keyboard.press('Enter');
  await expect(people(desk)).toBeFocused();
  await expect(pane(desk)).toContainText(mail.value);
  await keyboard.press('c');
  const correct = dialog(desk, /^Correct /);
  await correct.getByRole('textbox', { name: /^Mail/ }).first().fill('somebody@else.example');
  await correct.getByRole('checkbox', { name: 'Forget what stood here before' }).press('Space');
  await keyboard.press('Control+Enter');
  await expect(question(desk)).toContainText('This can’t be undone.');
  await expect(question(desk)).toContainText('Backups keep it until their days are over');
  await expect(question(desk).getByRole('button', { name: 'Cancel' })).toBeFocused();
  await keyboard.press('Escape');
  await expect(question(desk)).toBeHidden();
  expect((await known(desk, id)).identifiers.map(({ value }) => value)).toContain(mail.value);
  await correct.getByRole('button', { name: 'Correct and forget…' }).press('Enter');
  await question(desk).getByRole('button', { name: 'Correct and forget' }).press('Enter');
  await expect(said(desk)).toContainText('and forgotten what stood there before', { timeout: 30_000 });
  await expect(said(desk).getByRole('button', { name: 'Undo' })).toHaveCount(0);
  expect((await ask<{ undo: unknown }>(desk, 'undo.next')).undo).toBeNull();
  expect((await known(desk, id)).identifiers.map(({ value }) => value)).not.toContain(mail.value);

  // the subject of a ticket
  for (const key of ['g', 't']) await keyboard.press(key);
  await tickets(desk).focus();
  await keyboard.press('Home');
  const here = desk.page.locator('.list .row.here');
  for (let n = 0; n < 4 && !(await here.innerText()).includes(trackingId); n += 1) await keyboard.press('j');
  await expect(reader(desk)).toContainText(trackingId);
  await keyboard.press('c');
  await reader(desk).getByRole('textbox', { name: 'Subject' }).fill('Nothing of anybody');
  await reader(desk).getByRole('checkbox', { name: 'Forget what stood here before' }).press('Space');
  await keyboard.press('Control+Enter');
  await question(desk).getByRole('button', { name: 'Correct and forget' }).press('Enter');
  await expect(said(desk)).toContainText('and forgotten what stood there before', { timeout: 30_000 });
  await expect
    .poll(async () => (await ticketOf(desk, ticketId)).subject, { timeout: 30_000 })
    .toBe('Nothing of anybody');

  // one of the office's own fields
  const { fields } = await ask<OfficeSettings>(desk, 'office.settings');
  const own = (await ticketOf(desk, ticketId)).fields.find(({ fieldId }) =>
    fields.some(({ id: field, kind }) => field === fieldId && kind === 'text'),
  );
  const { name } = given(fields.find(({ id: field }) => field === own?.fieldId));
  const [value = ''] = given(own).values;
  const words = given(office.a.markers.find(({ place, text }) => place.startsWith('custom_values') && value === text));
  gone.push(words.text);
  const facts = desk.page.getByRole('complementary', { name: 'Facts' });
  await facts.getByRole('button', { name: `Change ${name}: ${value}` }).press('Enter');
  await facts.getByRole('textbox', { name }).fill('Something else');
  await facts.getByRole('checkbox', { name: 'Forget what stood here before' }).press('Space');
  // going elsewhere is no yes
  await tickets(desk).focus();
  expect((await ticketOf(desk, ticketId)).fields).toContainEqual(own);
  await facts.getByRole('button', { name: 'Correct and forget…' }).press('Enter');
  await expect(question(desk)).toContainText('This can’t be undone.');
  await question(desk).getByRole('button', { name: 'Correct and forget' }).press('Enter');
  await expect(facts.getByRole('button', { name: `Change ${name}: Something else` })).toBeFocused({ timeout: 30_000 });
  expect((await ask<{ undo: unknown }>(desk, 'undo.next')).undo).toBeNull();

  await desk.close();
  const patterns = gone.map((text, n) => ({ name: String(n), text }));
  for (const one of [desk.folder, desk.programFolder]) expect(residueInFolder(one, patterns).findings).toEqual([]);
  expect(residueInClosedIndex(office.path, patterns)).toEqual([]);
  expect(filesWith(gone, desk.folder, desk.programFolder)).toEqual([]);
  const others = office.b.markers.map(({ place, text }, n) => ({ name: `${place} ${n}`, text }));
  const found = new Set(residueInFolder(desk.folder, others).findings.map(({ pattern }) => pattern));
  expect(found).toEqual(new Set(others.map(({ name }) => name)));
  clear(desk);
});
