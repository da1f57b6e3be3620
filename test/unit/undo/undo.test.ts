import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkIndex } from '../../../src-main/store/search/index.ts';
import { newOffice, type TestOffice } from '../../fixtures/office.ts';
import { rowsOf } from '../privacy/desk.ts';

let office: TestOffice;
beforeEach(async () => {
  office = await newOffice();
});
afterEach(() => office.close());

const GIVEN = {
  channel: 'phone',
  subject: 'Boiler',
  message: 'It is cold.',
  person: { create: { name: 'Agnieszka Kowalczyk', email: 'ak@example.org' } },
};
/** Everything but history, and what goes up with each change. */
function data() {
  const rows = rowsOf(office.store, ['history']);
  return Object.fromEntries(
    Object.entries(rows).map(([table, all]) => [table, all.map((row) => row.replace(/"version":\d+/, '"version":0'))]),
  );
}

const historyOf = async (id: number) =>
  (await office.call('tickets.open', { id })).history.map(({ what, field }) => `${what} ${field}`.trim());

test('a change of a ticket is taken back and done again', async () => {
  const { id } = await office.call('tickets.create', GIVEN);
  const before = data();
  office.clock.now += 60_000;
  await office.call('tickets.change', { id, version: 1, change: { statusId: 4, priorityId: 1, dueAt: 99 } });
  const after = data();
  expect(after).not.toEqual(before);
  const undone = await office.call('undo.take');
  expect(undone).toMatchObject({ act: { call: 'tickets.change', tickets: 1 }, tickets: 1, left: [], again: true });
  expect(data()).toEqual(before);
  await office.call('undo.redo');
  expect(data()).toEqual(after);
  await office.call('undo.take');
  expect(data()).toEqual(before);
  expect(checkIndex(office.store.connections.writer)).toEqual([]);
  expect(await historyOf(id)).toEqual([
    'created',
    'closed',
    'priority',
    'due',
    'undone closed',
    'redone closed',
    'undone closed',
  ]);
});

test('a new ticket goes with the person who came with it, and comes back', async () => {
  const before = data();
  const { id } = await office.call('tickets.create', GIVEN);
  const after = data();
  await office.call('undo.take');
  expect(data()).toEqual(before);
  await office.call('undo.redo');
  expect(data()).toEqual(after);
  expect(await historyOf(id)).toEqual(['created', 'redone created']);
});

test('a reply', async () => {
  const { id } = await office.call('tickets.create', GIVEN);
  await office.call('tickets.saveDraft', { id, kind: 'reply', body: 'We come' });
  const before = data();
  office.clock.now += 1000;
  await office.call('tickets.reply', {
    id,
    kind: 'reply',
    body: 'We come tomorrow',
    close: true,
    files: [await office.file('a.txt', 'one')],
  });
  const after = data();
  await office.call('undo.take');
  const { attachments: _a, pieces: _p, ...less } = data();
  const { attachments: _b, pieces: _q, ...lessBefore } = before;
  expect(less).toEqual(lessBefore);
  await office.call('undo.redo');
  expect(data()).toEqual(after);
});
