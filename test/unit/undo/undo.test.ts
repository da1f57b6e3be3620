import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newOffice, type TestOffice } from '../../fixtures/office.ts';
import { dataOf, indexOf } from './data.ts';

let office: TestOffice;
let id: number;
beforeEach(async () => {
  office = await newOffice();
  ({ id } = await office.call('tickets.create', GIVEN));
});
afterEach(() => office.close());

const GIVEN = {
  channel: 'phone',
  subject: 'Boiler',
  message: 'It is cold.',
  person: { create: { name: 'Agnieszka Kowalczyk', email: 'ak@example.org' } },
};
type Call = Parameters<TestOffice['call']>[0];

/** Does something, takes it back, does it again: each time everything is as it was, and the index what a new one would be. */
async function thereAndBack(call: Call, input: unknown): Promise<void> {
  const before = dataOf(office.store);
  office.clock.now += 60_000;
  await office.call(call, input);
  const after = dataOf(office.store);
  expect(after).not.toEqual(before);
  for (const [turn, there] of [
    ['undo.take', before],
    ['undo.redo', after],
    ['undo.take', before],
    ['undo.redo', after],
  ] as const) {
    office.clock.now += 60_000;
    const { act, left } = await office.call(turn);
    expect({ call: act.call, left }).toEqual({ call, left: [] });
    expect(dataOf(office.store)).toEqual(there);
  }
  const index = indexOf(office.store);
  await office.store.reindex(() => undefined);
  expect(index).toEqual(indexOf(office.store));
}
const ticket = () => office.call('tickets.open', { id });
const historyOf = async () => (await ticket()).history.map(({ what, field }) => `${what} ${field}`.trim());

describe('is taken back and done again, to the last row:', () => {
  test('a change of status, priority, category, owner, due date, mark and lock', async () => {
    const { id: categoryId } = await office.call('office.saveCategory', { name: 'Heating' });
    const change = { statusId: 4, priorityId: 1, categoryId, ownerId: 1, dueAt: 99, tagged: true, locked: true };
    await thereAndBack('tickets.change', { id, version: 1, change });
  });
  test('a reply that closes, with its draft and its files', async () => {
    await office.call('tickets.saveDraft', { id, kind: 'reply', body: 'We come' });
    const files = [await office.file('a.txt', 'one'), await office.file('b.txt', 'two')];
    await thereAndBack('tickets.reply', { id, kind: 'reply', body: 'We come at five.', close: true, files });
  });
  test('a note', () => thereAndBack('tickets.reply', { id, kind: 'note', body: 'Rang twice.' }));
  test('time worked', () => thereAndBack('tickets.addTime', { id, seconds: 600 }));
  test('fields of the office’s own', async () => {
    const { id: fieldId } = await office.call('office.saveField', {
      name: 'Flat',
      kind: 'text',
      personal: false,
      categories: 'all',
    });
    await thereAndBack('tickets.setFields', { id, version: 1, fields: [{ fieldId, values: ['3.14'] }] });
    const { version } = await ticket();
    await thereAndBack('tickets.setFields', { id, version, fields: [{ fieldId, values: ['3.15'] }] });
  });
  test('a follower, known or new', async () => {
    const person = { create: { name: 'Mehmet Yıldırım', phone: '030 901820' } };
    await thereAndBack('tickets.addFollower', { id, person });
    const follower = (await ticket()).people.find(({ role }) => role === 'follower')?.id;
    await thereAndBack('tickets.removeFollower', { id, personId: follower });
  });
  test('a new ticket, with whoever came with it', () =>
    thereAndBack('tickets.create', {
      ...GIVEN,
      subject: 'Lift',
      person: { create: { name: 'Eszter Szabó', email: 'e@example.org' } },
    }));
  test('a new ticket with files', async () => {
    const files = [await office.file('letter.txt', 'Dear all')];
    await thereAndBack('tickets.create', { ...GIVEN, person: { id: 1 }, noticeGiven: true, files });
    expect((await office.call('tickets.counts')).all).toBe(2);
  });
  test('files added, removed and marked', async () => {
    await thereAndBack('tickets.attach', { id, files: [await office.file('wall.txt', 'damp')] });
    const attachmentId = (await ticket()).attachments[0]?.id;
    await thereAndBack('tickets.markSensitive', { attachmentId, sensitive: true });
    await thereAndBack('tickets.removeAttachment', { attachmentId });
  });
  test('that the notice was given', () => thereAndBack('people.noticeGiven', { id: 1, given: true }));
  test('what the office is set to', () =>
    thereAndBack('office.change', { version: 1, facts: { name: 'Südhafen', backupDays: 3 } }));
  test('lists of the office, with what tickets carry of them', async () => {
    await thereAndBack('office.saveCategory', { name: 'Lifts', isDefault: true });
    await thereAndBack('office.savePriority', { id: 3, name: 'Usual', colour: '#123456', mark: 'medium' });
    await thereAndBack('office.arrange', { what: 'priorities', ids: [4, 3, 2, 1] });
    await thereAndBack('office.saveField', { name: 'Key', kind: 'text', personal: true, categories: [1] });
    await thereAndBack('office.retire', { what: 'priorities', id: 4 });
    await thereAndBack('office.retire', { what: 'priorities', id: 3 });
    await thereAndBack('office.bringBack', { what: 'priorities', id: 3 });
    const { id: statusId } = await office.call('office.saveStatus', { name: 'Asleep', colour: '#123456', open: true });
    const { version } = await ticket();
    await office.call('tickets.change', { id, version, change: { statusId } });
    await thereAndBack('office.saveStatus', { id: statusId, name: 'Asleep', colour: '#123456', open: false });
  });
});

test('an act of many tickets is one act, however they were before', async () => {
  for (let n = 0; n < 40; n += 1) await office.call('tickets.create', { ...GIVEN, person: { id: 1 } });
  await office.call('tickets.changeMany', { selection: { ids: [3, 5, 7] }, change: { priorityId: 1 } });
  await thereAndBack('tickets.changeMany', {
    selection: { filter: {} },
    change: { statusId: 4, priorityId: 2, tagged: true },
  });
  expect((await office.call('undo.next')).undo).toMatchObject({ tickets: 41, trackingId: null });
});

test('the history keeps what was done, and tells that it was taken back and done again', async () => {
  await office.call('tickets.change', { id, version: 1, change: { statusId: 4, priorityId: 1 } });
  await office.call('undo.take');
  await office.call('undo.redo');
  expect(await historyOf()).toEqual(['created', 'closed', 'priority', 'undone closed', 'redone closed']);
});

test('a new act ends what could be done again; what could be taken back stays', async () => {
  await office.call('tickets.change', { id, version: 1, change: { priorityId: 1 } });
  await office.call('undo.take');
  expect((await office.call('undo.next')).redo).toMatchObject({ call: 'tickets.change' });
  await office.call('tickets.addTime', { id, seconds: 60 });
  expect(await office.call('undo.next')).toMatchObject({ redo: null, undo: { call: 'tickets.addTime' } });
  await expect(office.call('undo.redo')).rejects.toMatchObject({
    code: 'not-found',
    detail: { reason: 'nothing-to-redo' },
  });
});

test('what changes nothing, or is only read or drafted, leaves nothing to take back', async () => {
  const before = await office.call('undo.next');
  await office.call('tickets.change', { id, version: 1, change: { statusId: 1 } });
  await office.call('tickets.saveDraft', { id, kind: 'note', body: 'Hm' });
  await office.call('tickets.markRead', { id });
  await office.call('tickets.open', { id });
  expect(await office.call('undo.next')).toEqual(before);
});

test('asked for at once, before the act is done, it takes that act back and not the one before', async () => {
  const change = office.call('tickets.change', { id, version: 1, change: { priorityId: 1 } });
  const undone = office.call('undo.take');
  await change;
  expect((await undone).act.call).toBe('tickets.change');
});

test('needs the permission that the act itself needs', async () => {
  await office.call('office.change', { version: 1, facts: { name: 'Südhafen' } });
  office.only('use the desk', 'edit tickets');
  await expect(office.call('undo.take')).rejects.toMatchObject({
    code: 'forbidden',
    detail: { permission: 'manage settings' },
  });
});
