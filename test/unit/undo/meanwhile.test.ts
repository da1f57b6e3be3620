import { eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { entries, tickets } from '../../../src-main/store/index.ts';
import { newOffice, type TestOffice } from '../../fixtures/office.ts';
import { dataOf } from './data.ts';

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
const ticket = (which = id) => office.call('tickets.open', { id: which });
const last = async () => (await office.call('undo.next')).undo?.id ?? 0;
/** What nobody at this desk did: an import, another window, a desk over the network. */
const somebodyElse = (set: Partial<typeof tickets.$inferInsert>, which = id) =>
  office.store.write((tx) =>
    tx
      .update(tickets)
      .set({ ...set, changedAt: tx.now, version: sql`${tickets.version} + 1` })
      .where(eq(tickets.id, which)),
  );
const refused = { code: 'changed-meanwhile' };

describe('what was changed since', () => {
  test('is not overwritten: an act on one ticket is refused as a whole, and says of what', async () => {
    await office.call('tickets.change', { id, version: 1, change: { statusId: 5, priorityId: 1 } });
    await somebodyElse({ priorityId: 2 });
    const before = dataOf(office.store);
    const { trackingId } = await ticket();
    await expect(office.call('undo.take')).rejects.toMatchObject({
      ...refused,
      detail: { reason: 'undo', table: 'tickets', column: 'priority_id', why: 'changed', trackingId },
    });
    expect(dataOf(office.store)).toEqual(before);
  });

  test('keeps an act from being taken back for good, and leaves the one before to Undo', async () => {
    await office.call('tickets.addTime', { id, seconds: 60 });
    await office.call('tickets.change', { id, version: 2, change: { priorityId: 1 } });
    await somebodyElse({ priorityId: 2 });
    await expect(office.call('undo.take')).rejects.toMatchObject(refused);
    expect((await office.call('undo.next')).undo?.call).toBe('tickets.addTime');
  });

  test('of a ticket among many leaves that one as it is, takes the others back, and says which', async () => {
    for (let n = 0; n < 39; n += 1) await office.call('tickets.create', { ...GIVEN, person: { id: 1 } });
    await office.call('tickets.changeMany', { selection: { filter: {} }, change: { statusId: 4 } });
    await somebodyElse({ statusId: 5, open: true }, 7);
    await somebodyElse({ priorityId: 1 }, 9);
    const { trackingId } = await ticket(7);
    const undone = await office.call('undo.take');
    expect(undone).toMatchObject({
      tickets: 39,
      left: [{ ticketId: 7, trackingId, table: 'tickets', column: 'status_id' }],
      leftCount: 1,
    });
    const open = await office.store.db.select({ id: tickets.id, statusId: tickets.statusId }).from(tickets);
    expect(open.filter(({ statusId }) => statusId !== 1)).toEqual([{ id: 7, statusId: 5 }]);
    expect((await ticket(9)).priorityId).toBe(1);
    expect((await ticket(7)).history.map(({ what }) => what)).not.toContain('undone');
    await office.call('undo.redo');
    expect((await ticket(7)).statusId).toBe(5);
    expect((await ticket(8)).statusId).toBe(4);
  });

  test('in something else keeps nothing from returning', async () => {
    await office.call('tickets.change', { id, version: 1, change: { priorityId: 1 } });
    office.clock.now += 5_000;
    const changedAt = office.clock.now;
    await somebodyElse({ dueAt: 77 });
    await office.call('undo.take');
    expect(await ticket()).toMatchObject({ priorityId: 3, dueAt: 77, changedAt });
  });

  test('to what it was before is left so', async () => {
    await office.call('tickets.change', { id, version: 1, change: { priorityId: 1 } });
    await somebodyElse({ priorityId: 3, urgency: 2 });
    await office.call('undo.take');
    expect((await ticket()).priorityId).toBe(3);
  });

  test('is added up where it is a sum', async () => {
    await office.call('tickets.addTime', { id, seconds: 600 });
    const first = await last();
    await office.call('tickets.addTime', { id, seconds: 30 });
    await office.call('undo.take', { id: first });
    expect((await ticket()).timeWorked).toBe(30);
  });

  test('shows in the version, so that a window that is behind is told', async () => {
    await office.call('tickets.change', { id, version: 1, change: { priorityId: 1 } });
    await office.call('undo.take');
    expect((await ticket()).version).toBe(3);
    await expect(office.call('tickets.change', { id, version: 2, change: { priorityId: 4 } })).rejects.toMatchObject(
      refused,
    );
  });
});

describe('what was added since', () => {
  test('to a new ticket keeps it: a reply, a file', async () => {
    const created = await last();
    await office.call('tickets.reply', { id, kind: 'reply', body: 'We come.' });
    const before = dataOf(office.store);
    await expect(office.call('undo.take', { id: created })).rejects.toMatchObject(refused);
    expect(dataOf(office.store)).toEqual(before);
    const third = await office.call('tickets.create', { ...GIVEN, person: { id: 1 } });
    const thirdAct = await last();
    await office.call('tickets.attach', { id: third.id, files: [await office.file('a.txt', 'a')] });
    await expect(office.call('undo.take', { id: thirdAct })).rejects.toMatchObject(refused);
    expect((await ticket(third.id)).attachments).toHaveLength(1);
  });

  test('for a person who came with a ticket keeps both', async () => {
    const created = await last();
    await office.call('tickets.create', { ...GIVEN, person: { id: 1 } });
    await expect(office.call('undo.take', { id: created })).rejects.toMatchObject({
      ...refused,
      detail: { table: 'people', why: 'hangs' },
    });
    expect((await ticket()).people).toHaveLength(1);
  });

  test('in a category that is new keeps the category', async () => {
    const { id: categoryId } = await office.call('office.saveCategory', { name: 'Heating' });
    const made = await last();
    await office.call('tickets.change', { id, version: 1, change: { categoryId } });
    await expect(office.call('undo.take', { id: made })).rejects.toMatchObject({
      ...refused,
      detail: { table: 'categories', why: 'hangs' },
    });
    expect((await ticket()).categoryId).toBe(categoryId);
  });

  test('as a further reply keeps an earlier one from going', async () => {
    await office.call('tickets.reply', { id, kind: 'reply', body: 'First.' });
    const first = await last();
    await office.call('tickets.reply', { id, kind: 'reply', body: 'Second.' });
    await expect(office.call('undo.take', { id: first })).rejects.toMatchObject({
      ...refused,
      detail: { column: 'replies' },
    });
    expect(await office.store.db.$count(entries)).toBe(2);
  });

  test('as a new draft stays, where the reply would bring its own back', async () => {
    await office.call('tickets.saveDraft', { id, kind: 'reply', body: 'We come' });
    await office.call('tickets.reply', { id, kind: 'reply', body: 'We come at five.' });
    await office.call('tickets.saveDraft', { id, kind: 'reply', body: 'And bring' });
    await office.call('undo.take');
    expect((await ticket()).drafts).toEqual([{ kind: 'reply', body: 'And bring' }]);
    expect((await ticket()).entries).toEqual([]);
  });
});

test('what was written is a draft again once it is taken back, whole, and gone again once it is done again', async () => {
  await office.call('tickets.saveDraft', { id, kind: 'reply', body: 'We come' });
  await office.call('tickets.reply', { id, kind: 'reply', body: 'We come at five.' });
  expect((await ticket()).drafts).toEqual([]);
  await office.call('undo.take');
  expect((await ticket()).drafts).toEqual([{ kind: 'reply', body: 'We come at five.' }]);
  await office.call('undo.redo');
  expect((await ticket()).drafts).toEqual([]);
  await office.call('undo.take');
  await office.call('tickets.saveDraft', { id, kind: 'reply', body: 'We come at six.' });
  await office.call('undo.redo');
  expect((await ticket()).entries.map(({ body }) => body)).toEqual(['We come at five.']);
  expect((await ticket()).drafts).toEqual([{ kind: 'reply', body: 'We come at six.' }]);
});

test('a new ticket is taken back with what is being written on it, and comes back with it', async () => {
  await office.call('tickets.reply', { id, kind: 'reply', body: 'We come.' });
  await office.call('undo.take');
  await office.call('undo.take');
  await expect(ticket()).rejects.toMatchObject({ code: 'not-found' });
  await office.call('undo.redo');
  expect((await ticket()).drafts).toEqual([{ kind: 'reply', body: 'We come.' }]);
  await office.call('undo.redo');
  expect((await ticket()).entries.map(({ body }) => body)).toEqual(['We come.']);
});

test('copies of a list follow it, also on tickets that came since', async () => {
  await office.call('office.arrange', { what: 'priorities', ids: [4, 3, 2, 1] });
  const arranged = await last();
  await office.call('tickets.change', { id, version: 1, change: { priorityId: 1 } });
  const { id: later } = await office.call('tickets.create', { ...GIVEN, person: { id: 1 }, priorityId: 2 });
  await office.call('undo.take', { id: arranged });
  const rows = await office.store.db.select({ id: tickets.id, urgency: tickets.urgency }).from(tickets);
  expect(rows).toEqual([
    { id, urgency: 0 },
    { id: later, urgency: 1 },
  ]);
});

test('a ticket that is gone by then cannot be taken back to what it was', async () => {
  await office.call('tickets.change', { id, version: 1, change: { priorityId: 1 } });
  await office.store.write((tx) => tx.delete(tickets).where(eq(tickets.id, id)));
  await expect(office.call('undo.take')).rejects.toMatchObject({ ...refused, detail: { why: 'gone' } });
});
