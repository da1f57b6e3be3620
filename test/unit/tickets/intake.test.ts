import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eq } from 'drizzle-orm';
import { categories, customFields, people, tickets } from '../../../src-main/store/index.ts';
import { newOffice, TUESDAY, type TestOffice } from '../../fixtures/office.ts';

let office: TestOffice;
beforeEach(async () => {
  office = await newOffice();
});
afterEach(() => office.close());

const WALK_IN = { channel: 'walk-in', subject: 'No hot water', message: 'Since this morning.' };
const INGRID = { create: { name: 'Ingrid Aasland-Nyström', email: 'Ingrid@Post.example', phone: '030 901820' } };
const take = (more: object = {}) => office.call('tickets.create', { ...WALK_IN, person: INGRID, ...more });

async function field(name: string, kind: string, more: object = {}): Promise<number> {
  const given = { name, kind, personal: true, categories: 'all', ...more };
  return (await office.call('office.saveField', given)).id;
}

describe('taking a ticket in', () => {
  test('gives it a tracking id of letters that no one takes for another', async () => {
    const { trackingId } = await take();
    expect(trackingId).toMatch(
      /^[AEUYBDGHJLMNPQRSTVWXZ1-9]{3}-[AEUYBDGHJLMNPQRSTVWXZ1-9]{3}-[AEUYBDGHJLMNPQRSTVWXZ1-9]{4}$/,
    );
    expect(
      await office.call('tickets.byTrackingId', { trackingId: trackingId.toLowerCase().replaceAll('-', ' ') }),
    ).toEqual({
      id: 1,
    });
  });

  test.each([
    ['a name', { person: { create: { name: '\u200b\u202e' } } }, 'person.create.name'],
    ['a subject', { subject: '\u2066 \u00ad' }, 'subject'],
  ])('%s in which nothing can be seen is refused in words', async (_, given, field) => {
    const refused = { code: 'invalid', detail: { reason: 'nothing-visible', field } };
    await expect(take(given)).rejects.toMatchObject(refused);
    expect(await office.store.db.$count(people)).toBe(0);
  });

  test('a reply in which nothing can be seen is refused in words; one of signs alone is not', async () => {
    const { id } = await take();
    const say = (body: string) => office.call('tickets.reply', { id, kind: 'reply', body });
    await expect(say('\u0000\u0007 \u200b')).rejects.toMatchObject({ detail: { reason: 'nothing-visible' } });
    await say('\u{1f44d}');
    await say('?');
  });

  test('leaves nothing to fill in but who, what and how', async () => {
    const { id } = await take();
    const ticket = await office.call('tickets.open', { id });
    expect(ticket).toMatchObject({
      subject: 'No hot water',
      channel: 'walk-in',
      open: true,
      ownerId: null,
      openedBy: office.actor.staffId,
      writtenBy: office.actor.staffId,
      createdAt: TUESDAY,
      changedAt: TUESDAY,
      dueAt: null,
      version: 1,
      replies: 0,
      lastReplier: 'nobody',
      ip: '',
    });
    const { statuses, priorities } = await office.call('office.settings');
    expect(statuses.find((status) => status.id === ticket.statusId)?.role).toBe('new');
    expect(priorities.find((priority) => priority.id === ticket.priorityId)?.mark).toBe('medium');
    expect(ticket.people).toMatchObject([
      { role: 'requester', name: 'Ingrid Aasland-Nyström', tickets: 1, openTickets: 1 },
    ]);
    expect(ticket.history.map(({ what }) => what)).toEqual(['created']);
  });

  test("marks the words as the person's own when they are", async () => {
    const { id } = await take({ inTheirWords: true });
    expect((await office.call('tickets.open', { id })).writtenBy).toBeNull();
  });

  test('takes owner, priority and due date from the category, the due date to the end of that day in the office', async () => {
    const { priorities } = await office.call('office.settings');
    const high = priorities.find(({ mark }) => mark === 'high')?.id;
    const { staffId } = office.actor;
    const given = { name: 'Heating', ownerId: staffId, priorityId: high, dueDays: 3 };
    const { id: categoryId } = await office.call('office.saveCategory', given);
    const { id } = await take({ categoryId });
    const ticket = await office.call('tickets.open', { id });
    expect(ticket).toMatchObject({ categoryId, priorityId: high, ownerId: staffId, assignedBy: staffId });
    // Friday 27 November, 23:59:59.999 in Berlin.
    expect(ticket.dueAt).toBe(Date.UTC(2026, 10, 27, 23) - 1);
    const { id: bare } = await take({ categoryId, ownerId: null, dueAt: null });
    expect(await office.call('tickets.open', { id: bare })).toMatchObject({ ownerId: null, dueAt: null });
  });

  test('does not choose what the office has put out of use', async () => {
    const { id: categoryId } = await office.call('office.saveCategory', { name: 'Old' });
    await take({ categoryId });
    await office.call('office.retire', { what: 'categories', id: categoryId });
    await expect(take({ categoryId })).rejects.toMatchObject({ code: 'refused', detail: { reason: 'archived' } });
    await expect(take({ categoryId: 999 })).rejects.toMatchObject({ code: 'not-found' });
    await expect(take({ priorityId: 999 })).rejects.toMatchObject({ code: 'not-found' });
    await expect(take({ ownerId: 999 })).rejects.toMatchObject({ code: 'not-found' });
  });

  test("needs the permission to assign for naming an owner, and none for the category's", async () => {
    const { staffId } = office.actor;
    const { id: categoryId } = await office.call('office.saveCategory', { name: 'Mine', ownerId: staffId });
    office.only('submit tickets', 'view tickets');
    await expect(take({ ownerId: staffId })).rejects.toMatchObject({ code: 'forbidden' });
    const { id } = await take({ categoryId });
    expect((await office.call('tickets.open', { id })).ownerId).toBe(staffId);
  });

  test('notes the day the privacy notice was handed over', async () => {
    const { id } = await take({ noticeGiven: true });
    expect((await office.call('tickets.open', { id })).people[0]?.noticeGivenAt).toBe(TUESDAY);
  });

  test('takes followers, each once and never the requester', async () => {
    await take();
    await take({ person: { create: { name: 'Beata Kowalczyk' } } });
    const { id } = await take({ person: { id: 1 }, followers: [2, 2, 1] });
    const { people: on } = await office.call('tickets.open', { id });
    expect(on.map(({ id: person, role }) => [person, role])).toEqual([
      [1, 'requester'],
      [2, 'follower'],
    ]);
    await expect(take({ followers: [77] })).rejects.toMatchObject({ code: 'not-found', detail: { reason: 'person' } });
  });

  test('fails as a whole: nothing of a refused ticket stays, not even its person', async () => {
    await expect(take({ followers: [77] })).rejects.toThrow();
    expect(await office.store.db.$count(tickets)).toBe(0);
    expect(await office.store.db.$count(people)).toBe(0);
    expect(office.store.db.search.people('Ingrid', 5)).toEqual([]);
  });

  test('is found at once, and told to the screens', async () => {
    const { id } = await take();
    const row = await office.call('tickets.page', page({ text: 'aasland' }));
    expect(row.map((one) => one.id)).toEqual([id]);
    expect(office.told).toEqual(['tickets']);
  });

  test('refuses tickets of people who are deleted and not yet purged', async () => {
    await take();
    await office.store.write((tx) => tx.update(people).set({ hidden: true }).where(eq(people.id, 1)).returning());
    await expect(take({ person: { id: 1 } })).rejects.toMatchObject({ code: 'not-found' });
  });
});

const page = (filter: object) => ({ filter, sort: 'changed', after: null, limit: 50 });

describe('custom fields at intake', () => {
  test('are kept as they were filled in, a row a value', async () => {
    const flat = await field('Flat', 'text');
    const rooms = await field('Rooms', 'checkbox', { options: ['Kitchen', 'Bath', 'Hall'] });
    const day = await field('Moved in', 'date');
    const fields = [
      { fieldId: flat, values: ['  C\n3.14 '] },
      { fieldId: rooms, values: ['Bath', 'Kitchen', 'Bath'] },
      { fieldId: day, values: ['2024-02-29'] },
    ];
    const { id } = await take({ fields });
    expect((await office.call('tickets.open', { id })).fields).toEqual([
      { fieldId: flat, values: ['C 3.14'] },
      { fieldId: rooms, values: ['Bath', 'Kitchen'] },
      { fieldId: day, values: ['2024-02-29'] },
    ]);
  });

  test.each([
    ['email', 'no address', 'field-email'],
    ['date', '2023-02-29', 'field-date'],
    ['date', '24.11.2026', 'field-date'],
    ['date', '2026-11-24T10:00', 'field-date'],
    ['select', 'Attic', 'field-option'],
    ['radio', 'kitchen', 'field-option'],
    ['checkbox', 'Attic', 'field-option'],
  ])('refuse in a field of kind %s the value "%s"', async (kind, value, reason) => {
    const fieldId = await field('Field', kind, { options: ['Kitchen', 'Bath'] });
    await expect(take({ fields: [{ fieldId, values: [value] }] })).rejects.toMatchObject({
      code: 'invalid',
      detail: { reason, fieldId },
    });
  });

  test('that are required are not left empty, and only those of the category are asked', async () => {
    const { id: categoryId } = await office.call('office.saveCategory', { name: 'Keys' });
    const fieldId = await field('Key number', 'text', { required: true, categories: [categoryId] });
    const empty = { code: 'invalid', detail: { reason: 'field-required', fieldId } };
    await expect(take({ categoryId })).rejects.toMatchObject(empty);
    await expect(take({ categoryId, fields: [{ fieldId, values: [' '] }] })).rejects.toMatchObject(empty);
    await take();
    await expect(take({ fields: [{ fieldId, values: ['7'] }] })).rejects.toMatchObject({
      detail: { reason: 'field-elsewhere', fieldId },
    });
    await office.store.write((tx) =>
      tx.update(customFields).set({ archivedAt: 1 }).where(eq(customFields.id, fieldId)).returning(),
    );
    await take({ categoryId });
  });

  test('hold one value but for a checkbox', async () => {
    const fieldId = await field('Building', 'select', { options: ['A', 'B'] });
    await expect(take({ fields: [{ fieldId, values: ['A', 'B'] }] })).rejects.toMatchObject({
      detail: { reason: 'field-one' },
    });
  });
});

describe('hostile words', () => {
  test('come in as they are, without U+0000, and whole to 1 MB', async () => {
    const message = `a\0b \ud800 \u202Egnp.exe =HYPERLINK("x") <script>${'ü'.repeat(400_000)}`;
    const { id } = await take({ message });
    const ticket = await office.call('tickets.open', { id });
    expect(ticket.message).toBe(message.replaceAll('\0', '').toWellFormed());
    expect(ticket.bodyFormat).toBe('plain');
    const [row] = await office.call('tickets.rows', { ids: [id] });
    expect(row?.snippet.length).toBeLessThanOrEqual(120);
  });

  test('over 1 MB are refused clearly, and 100 MB too', async () => {
    const long = { code: 'too-large', detail: { field: 'message' } };
    await expect(take({ message: 'x'.repeat(1_048_577) })).rejects.toMatchObject(long);
    await expect(take({ message: 'ü'.repeat(600_000) })).rejects.toMatchObject(long);
    await expect(take({ message: 'x'.repeat(100_000_000) })).rejects.toMatchObject(long);
    expect(await office.store.db.$count(tickets)).toBe(0);
  });

  test('in a name, a mail address and a category do no harm', async () => {
    const name = `Robert'); DROP TABLE tickets;-- \u202E"%_`;
    const { id } = await take({ person: { create: { name, email: 'a"b@x.example', phone: '☎ ٠١٢٣' } } });
    expect((await office.call('tickets.open', { id })).people[0]?.name).toBe(name);
    expect(await office.store.db.$count(categories)).toBe(1);
  });
});
