import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eq } from 'drizzle-orm';
import { addIdentifiers } from '../../../src-main/people/index.ts';
import { findLines } from '../../../src-main/privacy/find.ts';
import { entries, history, office as officeRows, tickets } from '../../../src-main/store/index.ts';
import { newOffice, type TestOffice } from '../../fixtures/office.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
let office: TestOffice;
beforeAll(async () => {
  office = await newOffice({ lines: { find: findLines } });
});
afterAll(() => office.close());

let id = 0;
let n = 0;
beforeEach(async () => {
  n += 1;
  office.clock.now += DAY;
  const made = await office.call('tickets.create', {
    ...{ channel: 'phone', subject: `Wett wall w${n}w`, message: `Since Munday m${n}m.` },
    person: { create: { name: `Ana N${n}` } },
  });
  id = made.id;
});

const open = () => office.call('tickets.open', { id });
const correct = async (correction: object) =>
  office.call('tickets.correct', { id, version: (await open()).version, correction });
const found = async (text: string) =>
  (await office.call('find.tickets', { filter: { text }, order: 'newest', limit: 50 })).hits.map(({ row }) => row.id);
const rule = async (correctOwnMinutes: number | null) =>
  office.call('office.change', {
    version: (await office.call('office.settings')).version,
    facts: { correctOwnMinutes },
  });

describe("@rectification a ticket's own fields", () => {
  test('are corrected, found at once under the new words and never under the old', async () => {
    await correct({
      subject: `Wet wall neu${n}neu`,
      message: `Since Monday.\nt${n}t`,
      channel: 'letter',
      ip: '192.0.2.7',
    });
    expect(await open()).toMatchObject({
      subject: `Wet wall neu${n}neu`,
      message: `Since Monday.\nt${n}t`,
      channel: 'letter',
      ip: '192.0.2.7',
      version: 2,
      changedAt: office.clock.now,
    });
    for (const now of [`neu${n}neu`, `t${n}t`, `ip:192.0.2.7 t${n}t`]) expect(await found(now), now).toEqual([id]);
    for (const old of [`w${n}w`, `m${n}m`]) expect(await found(old), old).toEqual([]);
    const lines = (await open()).history.slice(1).map(({ what, staffId }) => [what, staffId]);
    expect(lines).toEqual(['subject', 'message', 'channel', 'ip'].map((what) => [what, office.actor.staffId]));
    expect(JSON.stringify(await office.store.db.select().from(history))).not.toMatch(/Monday|neu|192/);
  });

  test('when it came in is corrected: lists and find go by it, down to another month', async () => {
    const later = office.clock.now;
    await office.call('tickets.reply', { id, kind: 'reply', body: `Answer a${n}a` });
    const createdAt = later - 40 * DAY;
    await correct({ createdAt });
    expect(await open()).toMatchObject({ createdAt, subject: `Wett wall w${n}w` });
    for (const text of [`w${n}w`, `m${n}m`, `a${n}a`, `n${n}`]) expect(await found(text), text).toEqual([id]);
    const [row] = await office.store.db.select().from(tickets).where(eq(tickets.id, id));
    const rows = office.store.connections.reader
      .prepare('SELECT count(*) FROM find_kept WHERE ticket NOT IN (SELECT find_key FROM tickets)')
      .pluck();
    expect(rows.get()).toBe(0);
    const page = { filter: { view: 'all' }, sort: 'created', after: null, limit: 100 };
    const order = (await office.call('tickets.page', page)).map((one) => one.createdAt);
    expect(order).toEqual(order.toSorted((a, b) => b - a));
    expect(row?.changedAt).toBe(later);
    for (const [at, reason] of [
      [office.clock.now + 1, 'in-the-future'],
      [later + 1, 'in-the-future'],
    ] as const)
      await expect(correct({ createdAt: at })).rejects.toMatchObject({ detail: { reason } });
    office.clock.now += MINUTE;
    await expect(correct({ createdAt: office.clock.now })).rejects.toMatchObject({
      code: 'invalid',
      detail: { reason: 'after-an-entry' },
    });
  });

  test('what changed meanwhile is shown, not overwritten', async () => {
    const { version } = await open();
    await office.call('tickets.change', { id, version, change: { locked: true } });
    await expect(
      office.call('tickets.correct', { id, version, correction: { subject: 'Mine' } }),
    ).rejects.toMatchObject({ code: 'changed-meanwhile', detail: { version: version + 1 } });
    expect((await open()).subject).toBe(`Wett wall w${n}w`);
  });

  test('what is as wanted already changes nothing', async () => {
    expect(await correct({ subject: `Wett wall w${n}w`, channel: 'phone', ip: '' })).toEqual({ version: 1 });
    expect((await open()).history).toHaveLength(1);
  });

  test.each([
    [{ subject: '' }, 'invalid', 'empty'],
    [{ subject: 'x'.repeat(501) }, 'too-large', 'too-long'],
    [{ message: 'x'.repeat(1_100_000) }, 'too-large', 'too-long'],
    [{ ip: 'my house' }, 'invalid', 'not-an-ip'],
    [{ channel: 'pigeon' }, 'invalid', undefined],
    [{ createdAt: Number.NaN }, 'invalid', undefined],
  ])('%j is refused in words', async (correction, code, reason) => {
    await expect(correct(correction)).rejects.toMatchObject(
      reason === undefined ? { code } : { code, detail: { reason } },
    );
    expect((await open()).version).toBe(1);
  });

  test('none of them of a ticket from which identifying data was removed', async () => {
    await office.store.write((tx) => tx.update(tickets).set({ anonymisedAt: 1 }).where(eq(tickets.id, id)).returning());
    await expect(correct({ subject: 'x' })).rejects.toMatchObject({ detail: { reason: 'anonymised' } });
  });
});

describe("@rectification staff's own entries", () => {
  const entry = async (kind: 'reply' | 'note', from: 'staff' | 'person' = 'staff') => {
    await office.call('tickets.reply', { id, kind, from, body: `Frist words f${n}f` });
    const [one] = (await open()).entries.slice(-1);
    if (!one) throw new Error('no entry');
    return one;
  };
  const correctEntry = (one: { id: number; version: number }, body: string) =>
    office.call('tickets.correctEntry', { id: one.id, version: one.version, body });

  test.each(['reply', 'note'] as const)('a %s is corrected within the office’s time, and says so', async (kind) => {
    const one = await entry(kind);
    office.clock.now += 23 * 60 * MINUTE;
    const { version, ticket } = await correctEntry(one, `First words l${n}l`);
    const now = (await open()).entries.at(-1);
    expect(now).toMatchObject({ body: `First words l${n}l`, editedAt: office.clock.now, version: 2 });
    expect([version, ticket]).toEqual([2, (await open()).version]);
    expect(await found(`l${n}l`)).toEqual([id]);
    expect(await found(`f${n}f`)).toEqual([]);
    expect((await open()).history.at(-1)?.what).toBe(`${kind}-corrected`);
    await expect(correctEntry(one, 'Late')).rejects.toMatchObject({ code: 'changed-meanwhile' });
    await expect(correctEntry({ ...one, version: 2 }, ' \n ')).rejects.toMatchObject({ detail: { reason: 'empty' } });
  });

  test('not after it, nor where the office says never, and always where it says so', async () => {
    const one = await entry('reply');
    office.clock.now += 24 * 60 * MINUTE + 1;
    await expect(correctEntry(one, 'x')).rejects.toMatchObject({ detail: { reason: 'entry-too-old' } });
    await rule(null);
    const { version } = await correctEntry(one, 'Later');
    await rule(0);
    await expect(correctEntry({ id: one.id, version }, 'x')).rejects.toMatchObject({
      detail: { reason: 'entries-stay' },
    });
    await rule(5);
    const two = await entry('note');
    office.clock.now += 5 * MINUTE;
    await correctEntry(two, 'In time');
    await rule(1_440);
  });

  test('never what the person or somebody else of staff wrote', async () => {
    const theirs = await entry('reply', 'person');
    await expect(correctEntry(theirs, 'x')).rejects.toMatchObject({ detail: { reason: 'not-your-entry' } });
    const one = await entry('reply');
    await office.store.write((tx) =>
      tx.update(entries).set({ staffId: null }).where(eq(entries.id, one.id)).returning(),
    );
    await expect(correctEntry(one, 'x')).rejects.toMatchObject({ detail: { reason: 'not-your-entry' } });
    await expect(correctEntry({ id: 999_999, version: 1 }, 'x')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('a new office allows a day', async () => {
    const [row] = await office.store.db.select().from(officeRows);
    expect(row?.correctOwnMinutes).toBe(1_440);
    expect((await office.call('office.settings')).facts.correctOwnMinutes).toBe(1_440);
    for (const minutes of [-1, 1.5, 5_256_001]) await expect(rule(minutes)).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('@rectification tickets given to another person', () => {
  const take = async (person: object, more: object = {}) => {
    office.clock.now += MINUTE;
    const made = await office.call('tickets.create', { channel: 'mail', subject: 'S', message: 'M', person, ...more });
    const ticket = await office.call('tickets.open', { id: made.id });
    return { id: made.id, person: ticket.people[0]?.id ?? 0 };
  };
  const preview = (...ids: number[]) => office.call('tickets.givePreview', { selection: { ids } });
  const give = (ids: number[], to: object, more: object = {}) =>
    office.call('tickets.give', { selection: { ids }, to, ...more });
  const person = (of: number) => office.call('people.open', { id: of });

  test('take along what they brought, or what is chosen, or nothing; who is left without tickets is told and stays', async () => {
    const first = await take({ create: { name: 'Eva', email: `eva${n}@x.example`, phone: `030 90${n}11` } });
    const second = await take({
      create: { name: 'Eva', email: `eva${n}@x.example`, number: `K-${n}-7`, address: 'D 4.06' },
    });
    expect(second.person).toBe(first.person);
    await office.call('tickets.reply', { id: second.id, kind: 'reply', body: 'Mine', from: 'person' });
    const to = await take({ create: { name: 'Iva', phone: `030 90${n}22` } });
    const [asked] = (await preview(second.id)).people;
    expect(asked).toMatchObject({ id: first.person, name: 'Eva', tickets: 1, left: 1 });
    expect(asked?.identifiers.map(({ kind, brought }) => [kind, brought])).toEqual([
      ['name', false],
      ['email', false],
      ['phone', false],
      ['address', true],
      ['number', true],
    ]);
    expect(await give([second.id], { id: to.person }, { identifiers: 'brought' })).toEqual({
      changed: 1,
      to: { id: to.person, name: 'Iva' },
      left: [],
    });
    expect((await person(to.person)).identifiers.map(({ kind }) => kind)).toEqual([
      'address',
      'name',
      'number',
      'phone',
    ]);
    expect((await person(first.person)).identifiers.map(({ kind }) => kind)).toEqual(['email', 'name', 'phone']);
    const given = await office.call('tickets.open', { id: second.id });
    expect(given.people).toMatchObject([{ id: to.person, role: 'requester', tickets: 2 }]);
    expect(given.entries[0]).toMatchObject({ author: 'Iva', personId: to.person });
    expect(given.history.at(-1)).toMatchObject({ what: 'requester', fromId: null, toId: null });
    expect(await found(`K-${n}-7`)).toEqual([second.id, to.id].sort((a, b) => b - a));
    expect((await person(to.person)).history[0]).toMatchObject({ what: 'identifier-moved' });

    const all = await give([first.id], { id: to.person }, { identifiers: 'none' });
    expect(all).toMatchObject({ changed: 1, left: [{ id: first.person, name: 'Eva' }] });
    expect(await person(first.person)).toMatchObject({ name: 'Eva', ticketCount: 0 });
    // Again is nothing: they are hers already.
    expect(await give([first.id, second.id], { id: to.person })).toMatchObject({ changed: 0, left: [] });
  });

  test('of many people at once go to one, who is written down anew or known already', async () => {
    const some = [await take({ create: { name: 'Eva' } }), await take({ create: { name: 'Ida' } })];
    const follower = await take({ create: { name: 'Uwe', email: `uwe${n}@x.example` } });
    await office.call('tickets.addFollower', { id: some[0]?.id, person: { id: follower.person } });
    const ids = some.map((one) => one.id);
    expect((await preview(...ids)).people).toHaveLength(2);
    const done = await give(ids, { create: { name: 'UWE', email: `Uwe${n}@x.example` } }, { identifiers: 'brought' });
    expect(done).toMatchObject({ changed: 2, to: { id: follower.person } });
    expect(done.left.map(({ name }) => name).sort()).toEqual(['Eva', 'Ida']);
    // Whose ticket it is does not follow it as well.
    expect((await office.call('tickets.open', { id: ids[0] })).people).toHaveLength(1);
    expect((await person(follower.person)).ticketCount).toBe(3);
  });

  test('leave nobody without a name, take what both have once, and refuse what changed meanwhile', async () => {
    const one = await take({ create: { name: 'Eva', email: `same${n}@x.example` } });
    const to = await take({ create: { name: 'Iva', email: `SAME${n}@x.example` } });
    const known = (await preview(one.id)).people[0]?.identifiers ?? [];
    await expect(give([one.id], { id: to.person }, { identifiers: known.map((row) => row.id) })).rejects.toMatchObject({
      detail: { reason: 'last-name' },
    });
    expect((await person(one.person)).ticketCount).toBe(1);
    await expect(give([one.id], { id: to.person }, { version: 7 })).rejects.toMatchObject({
      code: 'changed-meanwhile',
    });
    await expect(give([one.id], { id: 999_999 })).rejects.toMatchObject({ code: 'not-found' });
    const mail = known.flatMap((row) => (row.kind === 'email' ? [row.id] : []));
    await give([one.id], { id: to.person }, { identifiers: mail, version: 1 });
    expect((await person(to.person)).identifiers.map(({ value }) => value)).toEqual([`SAME${n}@x.example`, 'Iva']);
    expect((await person(one.person)).identifiers.map(({ value }) => value)).toEqual(['Eva']);
  });

  test('brought in by a table, they take along what came with them once none of its tickets stays', async () => {
    const one = await take({ create: { name: 'Eva' } });
    const two = await take({ id: one.person });
    await office.store.write(async (tx) => {
      await tx.update(tickets).set({ importBatch: 5 }).where(eq(tickets.id, one.id));
      await tx.update(tickets).set({ importBatch: 5 }).where(eq(tickets.id, two.id));
      const number = { kind: 'number' as const, value: `I-${n}` };
      await addIdentifiers(tx, one.person, [number], { source: 'import', importBatch: 5 });
    });
    const brought = async (...ids: number[]) =>
      (await preview(...ids)).people[0]?.identifiers.find(({ kind }) => kind === 'number')?.brought;
    expect(await brought(one.id)).toBe(false);
    expect(await brought(one.id, two.id)).toBe(true);
  });

  test('only by whoever may', async () => {
    const one = await take({ create: { name: 'Eva' } });
    office.only('view tickets', 'view people', 'edit tickets');
    await expect(give([one.id], { id: one.person })).rejects.toMatchObject({ code: 'forbidden' });
    expect((await person(one.person)).ticketCount).toBe(1);
  });
});
