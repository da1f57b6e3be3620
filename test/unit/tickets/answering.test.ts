import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eq } from 'drizzle-orm';
import { drafts, tickets } from '../../../src-main/store/index.ts';
import { newOffice, TUESDAY, type TestOffice } from '../../fixtures/office.ts';

let office: TestOffice;
let id: number;
beforeEach(async () => {
  office = await newOffice();
  const given = { channel: 'mail', subject: 'Damp wall', message: 'It is black.', inTheirWords: true };
  ({ id } = await office.call('tickets.create', { ...given, person: { create: { name: 'Agnieszka Kowalczyk' } } }));
  office.clock.now = TUESDAY + 3_600_000;
});
afterEach(() => office.close());

const open = () => office.call('tickets.open', { id });
const say = (body: string, more: object = {}) => office.call('tickets.reply', { id, kind: 'reply', body, ...more });
const roleOf = async (statusId: number) =>
  (await office.call('office.settings')).statuses.find((status) => status.id === statusId)?.role;
const idOf = async (role: string) =>
  (await office.call('office.settings')).statuses.find((status) => status.role === role)?.id ?? 0;

describe('a reply of the desk', () => {
  test('answers the ticket: status, first reply, counters, last replier', async () => {
    await say('Please leave the wardrobe 10 cm from the wall.');
    const ticket = await open();
    expect(await roleOf(ticket.statusId)).toBe('replied');
    expect(ticket).toMatchObject({
      open: true,
      replies: 1,
      staffReplies: 1,
      lastReplier: 'staff',
      firstReplyAt: TUESDAY + 3_600_000,
      firstReplyBy: office.actor.staffId,
      changedAt: TUESDAY + 3_600_000,
      version: 2,
      entryCount: 1,
    });
    expect(ticket.entries).toMatchObject([
      { kind: 'reply', authorKind: 'staff', author: 'Hanna Lindqvist', channel: 'letter', bodyFormat: 'plain' },
    ]);
    expect(ticket.history.map(({ what }) => what)).toEqual(['created', 'reply', 'status']);
    office.clock.now += 1_000;
    await say('And keep it warm.');
    expect(await open()).toMatchObject({ firstReplyAt: TUESDAY + 3_600_000, replies: 2, staffReplies: 2 });
  });

  test('closes it where asked to, and says when and by whom', async () => {
    await say('Done.', { close: true });
    expect(await open()).toMatchObject({
      open: false,
      resolvedAt: TUESDAY + 3_600_000,
      closedBy: office.actor.staffId,
    });
    office.only('reply to tickets');
    await expect(say('Done.', { close: true })).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('words of the person', () => {
  test('put the ticket back to waiting for us, and open it again', async () => {
    await say('Done.', { close: true });
    await say('It is back.', { from: 'person', channel: 'phone' });
    const ticket = await open();
    expect(await roleOf(ticket.statusId)).toBe('waiting');
    expect(ticket).toMatchObject({ open: true, resolvedAt: null, closedBy: null, lastReplier: 'person', replies: 2 });
    expect(ticket.staffReplies).toBe(1);
    expect(ticket.entries.at(-1)).toMatchObject({ authorKind: 'person', author: 'Agnieszka Kowalczyk', staffId: null });
    expect(ticket.history.map(({ what }) => what)).toEqual(['created', 'reply', 'closed', 'person-reply', 'reopened']);
  });

  test('are not taken on a locked ticket', async () => {
    await office.call('tickets.change', { id, version: 1, change: { locked: true } });
    await expect(say('Hello?', { from: 'person' })).rejects.toMatchObject({ detail: { reason: 'ticket-locked' } });
    await say('We are on it.');
    expect((await open()).replies).toBe(1);
  });
});

describe('a private note', () => {
  test('changes nothing of the ticket but the count of notes', async () => {
    const before = await open();
    office.clock.now += 1_000;
    await office.call('tickets.reply', { id, kind: 'note', body: 'Health data inside.' });
    const after = await open();
    expect(after.entries).toMatchObject([{ kind: 'note', author: 'Hanna Lindqvist' }]);
    const { version: _version, entries: _entries, entryCount, ...rest } = after;
    expect(before).toMatchObject(rest);
    expect(entryCount).toBe(1);
  });

  test('never shows in a list', async () => {
    await office.call('tickets.reply', { id, kind: 'note', body: 'Secret.' });
    const [row] = await office.call('tickets.rows', { ids: [id] });
    expect(row?.snippet).toBe('It is black.');
    office.clock.now += 1_000;
    await say('We come on Thursday.');
    expect((await office.call('tickets.rows', { ids: [id] }))[0]?.snippet).toBe('We come on Thursday.');
  });
});

describe('a draft', () => {
  test('is kept for whoever writes it, apart for reply and note, until it is sent or emptied', async () => {
    await office.call('tickets.saveDraft', { id, kind: 'reply', body: 'Dear Mrs' });
    await office.call('tickets.saveDraft', { id, kind: 'reply', body: 'Dear Mrs Kowalczyk' });
    await office.call('tickets.saveDraft', { id, kind: 'note', body: 'hm' });
    expect((await open()).drafts).toEqual(
      expect.arrayContaining([
        { kind: 'reply', body: 'Dear Mrs Kowalczyk' },
        { kind: 'note', body: 'hm' },
      ]),
    );
    await say('Dear Mrs Kowalczyk, …');
    expect((await open()).drafts).toEqual([{ kind: 'note', body: 'hm' }]);
    await office.call('tickets.saveDraft', { id, kind: 'note', body: '  ' });
    expect(await office.store.db.$count(drafts)).toBe(0);
    expect((await open()).version).toBe(2);
  });
});

describe('a change', () => {
  test('keeps who did it and when, by ids alone', async () => {
    const before = await open();
    const { priorities } = await office.call('office.settings');
    const critical = priorities.find(({ mark }) => mark === 'critical');
    const resolved = await idOf('resolved');
    const change = {
      statusId: resolved,
      priorityId: critical?.id,
      ownerId: office.actor.staffId,
      dueAt: TUESDAY + 1,
      tagged: true,
      locked: true,
    };
    expect(await office.call('tickets.change', { id, version: 1, change })).toEqual({ version: 2 });
    const after = await open();
    expect(after).toMatchObject({
      ...change,
      open: false,
      resolvedAt: TUESDAY + 3_600_000,
      assignedBy: office.actor.staffId,
    });
    const lines = after.history.slice(1).map(({ what, fromId, toId }) => [what, fromId, toId]);
    expect(lines).toEqual([
      ['closed', before.statusId, resolved],
      ['priority', before.priorityId, critical?.id],
      ['owner', null, office.actor.staffId],
      ['due', null, null],
      ['locked', null, null],
      ['tagged', null, null],
    ]);
    const [row] = await office.store.db.select({ urgency: tickets.urgency }).from(tickets).where(eq(tickets.id, id));
    expect(row?.urgency).toBe(critical?.position);
  });

  test('of what stands already changes nothing, not even the version', async () => {
    const { statusId, priorityId, categoryId } = await open();
    const change = { statusId, priorityId, categoryId, ownerId: null, dueAt: null, tagged: false };
    expect(await office.call('tickets.change', { id, version: 1, change })).toEqual({ version: 1 });
    expect((await open()).history).toHaveLength(1);
  });

  test('made upon an older version is refused, and nothing is lost', async () => {
    await office.call('tickets.change', { id, version: 1, change: { locked: true } });
    await expect(office.call('tickets.change', { id, version: 1, change: { dueAt: 1 } })).rejects.toMatchObject({
      code: 'changed-meanwhile',
    });
    expect(await open()).toMatchObject({ locked: true, dueAt: null });
  });

  test('needs the permissions to assign and to resolve', async () => {
    const resolved = await idOf('resolved');
    office.only('edit tickets');
    const change = (wanted: object) => office.call('tickets.change', { id, version: 1, change: wanted });
    await expect(change({ ownerId: office.actor.staffId })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(change({ statusId: resolved })).rejects.toMatchObject({ code: 'forbidden' });
    await change({ dueAt: 5 });
  });

  test('of a tag does not move the ticket in the list', async () => {
    await office.call('tickets.change', { id, version: 1, change: { tagged: true } });
    expect(await open()).toMatchObject({ changedAt: TUESDAY, version: 2, tagged: true });
  });
});

describe('time, followers, fields, reading', () => {
  test('time worked adds up and never falls below nought', async () => {
    await office.call('tickets.addTime', { id, seconds: 900 });
    await office.call('tickets.addTime', { id, seconds: -300 });
    expect((await open()).timeWorked).toBe(600);
    await office.call('tickets.addTime', { id, seconds: -6_000 });
    expect((await open()).timeWorked).toBe(0);
  });

  test('a follower is added once, found by name, and leaves without a name in the history', async () => {
    const person = { create: { name: 'Beata Kowalczyk', email: 'b@x.example' } };
    await office.call('tickets.addFollower', { id, person });
    await office.call('tickets.addFollower', { id, person });
    const on = (await open()).people;
    expect(on.map(({ role, name }) => [role, name])).toEqual([
      ['requester', 'Agnieszka Kowalczyk'],
      ['follower', 'Beata Kowalczyk'],
    ]);
    const find = { filter: { text: 'beata' }, sort: 'changed', after: null, limit: 10 };
    expect(await office.call('tickets.page', find)).toHaveLength(1);
    await office.call('tickets.removeFollower', { id, personId: on[1]?.id });
    expect(await office.call('tickets.page', find)).toHaveLength(0);
    expect(JSON.stringify((await open()).history)).not.toContain('Beata');
    await expect(office.call('tickets.removeFollower', { id, personId: on[1]?.id })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('fields are set one by one, checked, and found by their words', async () => {
    const save = (name: string, more: object = {}) =>
      office.call('office.saveField', { name, kind: 'text', personal: true, categories: 'all', ...more });
    const { id: flat } = await save('Flat', { required: true });
    const { id: keys } = await save('Keys');
    const set = (version: number, fields: object[]) => office.call('tickets.setFields', { id, version, fields });
    await set(1, [{ fieldId: keys, values: ['Sister upstairs'] }]);
    await set(2, [{ fieldId: flat, values: ['C 3.14'] }]);
    expect((await open()).fields).toEqual([
      { fieldId: flat, values: ['C 3.14'] },
      { fieldId: keys, values: ['Sister upstairs'] },
    ]);
    const find = { filter: { text: 'upstairs' }, sort: 'changed', after: null, limit: 10 };
    expect(await office.call('tickets.page', find)).toHaveLength(1);
    await expect(set(3, [{ fieldId: flat, values: [] }])).rejects.toMatchObject({
      detail: { reason: 'field-required' },
    });
    expect(await set(3, [{ fieldId: keys, values: [] }])).toEqual({ version: 4 });
    expect(await office.call('tickets.page', find)).toHaveLength(0);
    expect(await set(4, [{ fieldId: keys, values: [] }])).toEqual({ version: 4 });
    await expect(set(1, [])).rejects.toMatchObject({ code: 'changed-meanwhile' });
  });

  test('a new ticket is unread until somebody opens it', async () => {
    const unread = async () => (await office.call('tickets.rows', { ids: [id] }))[0]?.unread;
    expect(await unread()).toBe(true);
    await office.call('tickets.markRead', { id });
    expect(await unread()).toBe(false);
    await office.call('tickets.markRead', { id, unread: true });
    expect(await unread()).toBe(true);
    expect((await open()).version).toBe(1);
  });
});

describe('a ticket that is anonymised', () => {
  test('takes no more words, people, files or fields, but still a status', async () => {
    await office.store.write((tx) => tx.update(tickets).set({ anonymisedAt: 1 }).where(eq(tickets.id, id)).returning());
    const no = { code: 'refused', detail: { reason: 'anonymised' } };
    await expect(say('Hello')).rejects.toMatchObject(no);
    await expect(office.call('tickets.saveDraft', { id, kind: 'note', body: 'x' })).rejects.toMatchObject(no);
    const person = { create: { name: 'Somebody' } };
    await expect(office.call('tickets.addFollower', { id, person })).rejects.toMatchObject(no);
    const files = [await office.file('a.txt', 'x')];
    await expect(office.call('tickets.attach', { id, files })).rejects.toMatchObject(no);
    await expect(office.call('tickets.setFields', { id, version: 1, fields: [] })).rejects.toMatchObject(no);
    await office.call('tickets.change', { id, version: 1, change: { statusId: await idOf('resolved') } });
  });
});
