import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eq } from 'drizzle-orm';
import { addPerson, type KnownBy } from '../../../src-main/people/index.ts';
import { findLines } from '../../../src-main/privacy/find.ts';
import { actOnTickets, privacyLines, purgePending } from '../../../src-main/privacy/index.ts';
import { attachments, entries, holds, joins, people, ticketPeople, tombstones } from '../../../src-main/store/index.ts';
import { newUid } from '../../../src-main/store/personal-data/index.ts';
import { newOffice, TUESDAY, type TestOffice } from '../../fixtures/office.ts';
import { quietly, rowsOf } from '../privacy/desk.ts';

const HOUR = 3_600_000;
let office: TestOffice;
beforeEach(async () => {
  office = await newOffice({ lines: { find: findLines, privacy: privacyLines } });
});
afterEach(() => office.close());

const add = async (name: string, knownBy: KnownBy[] = [], more: object = {}) =>
  (await office.store.write((tx) => addPerson(tx, { name, identifiers: knownBy, source: 'intake', ...more }))).id;
const known = (kind: KnownBy['kind'], value: string): KnownBy => ({ kind, value });
const open = (id: number) => office.call('people.open', { id });
const ticket = async (id: number, followers: number[] = []) =>
  (await office.call('tickets.create', { channel: 'phone', subject: 'Wall', message: 'M', person: { id }, followers }))
    .id;
const found = async (text: string) =>
  (await office.call('find.tickets', { filter: { text }, order: 'newest', limit: 50 })).hits
    .map(({ row }) => row.id)
    .sort();
const at = async (id: number) => ({ id, version: (await open(id)).version });
const join = async (kept: number, gone: number, name: 'kept' | 'gone' = 'kept') =>
  office.call('people.join', { kept: await at(kept), gone: await at(gone), name });
const idOf = async (id: number, value: string) =>
  (await open(id)).identifiers.find((one) => one.value === value)?.id ?? 0;
const correct = async (id: number, ...changes: unknown[]) =>
  office.call('people.correct', { ...(await at(id)), changes });

/** Rows of the office but for what a join leaves for good: the record of it, history, versions and times of change. */
function state() {
  const { joins: _joins, history: _history, sqlite_sequence: _sequence, ...rest } = rowsOf(office.store, []);
  return Object.fromEntries(
    Object.entries(rest).map(([table, rows]) => [
      table,
      table === 'people' ? rows.map((row) => row.replace(/"(changed_at|version)":\d+/g, '')) : rows,
    ]),
  );
}

/** Ana and Anna, who share an address and a ticket, each with things of her own. */
async function pair() {
  const ana = await add('Ana Kovac', [
    known('email', 'kovac@post.example'),
    known('phone', '030 901820'),
    known('address', 'D 4.06'),
  ]);
  const anna = await add(
    'Anna Kovač',
    [known('email', 'KOVAC@post.example'), known('email', 'anna@haus.example'), known('number', 'K-77')],
    { language: 'hr', remark: 'Prefers letters.', noticeGivenAt: TUESDAY },
  );
  const third = await add('Bert', [known('email', 'bert@x.example')]);
  const hers = await ticket(ana);
  const both = await ticket(ana, [anna]);
  const followed = await ticket(anna, [ana]);
  const own = await ticket(anna);
  const others = await ticket(third, [ana, anna]);
  await office.call('tickets.reply', { id: own, kind: 'reply', body: 'Hello', from: 'person' });
  await office.store.write(async (tx) => {
    await tx.insert(holds).values({ uid: newUid(), personId: anna, reason: 'r', staffId: 1, setAt: 1, liftedAt: 2 });
    await tx.insert(attachments).values({
      ...{ uid: newUid(), ticketId: own, name: 'a.txt', kind: 'text/plain', size: 1, sha256: '', addedBy: 'person' },
      ...{ personId: anna, complete: true, createdAt: 1 },
    });
  });
  office.clock.now += HOUR;
  return { ana, anna, third, hers, both, followed, own, others };
}

describe('@join two persons who are one', () => {
  test('are shown side by side beforehand, with what moves and what both have', async () => {
    const { ana, anna } = await pair();
    const preview = await office.call('people.joinPreview', { kept: ana, gone: anna });
    expect(preview).toMatchObject({
      kept: { id: ana, name: 'Ana Kovac', tickets: 4, identifierCount: 4 },
      gone: { id: anna, name: 'Anna Kovač', tickets: 4, language: 'hr', remark: 'Prefers letters.' },
      moves: { tickets: 2, follows: 0, mentions: 0, identifiers: 3, messages: 1, files: 1 },
      folded: { identifiers: ['KOVAC@post.example'], tickets: 3 },
    });
    await expect(office.call('people.joinPreview', { kept: ana, gone: ana })).rejects.toMatchObject({
      detail: { reason: 'same-person' },
    });
  });

  test('become one: all tickets, identifiers, words and files are that one’s, and both are found by either', async () => {
    const it = await pair();
    await join(it.ana, it.anna, 'gone');
    const person = await open(it.ana);
    expect(person).toMatchObject({
      name: 'Anna Kovač',
      language: 'hr',
      remark: 'Prefers letters.',
      noticeGivenAt: TUESDAY,
      ticketCount: 5,
      joined: [{ name: 'Anna Kovač', remark: 'Prefers letters.' }],
    });
    expect(person.history[0]).toMatchObject({ what: 'joined', staffId: office.actor.staffId });
    expect(person.identifiers.map(({ value, preferred }) => [value, preferred])).toEqual([
      ['D 4.06', true],
      ['kovac@post.example', true],
      ['anna@haus.example', false],
      ['Anna Kovač', true],
      ['Ana Kovac', false],
      ['K-77', true],
      ['030 901820', true],
    ]);
    const parts = person.tickets.map(({ role, row }) => [row.id, role]).sort();
    expect(parts).toEqual([
      [it.hers, 'requester'],
      [it.both, 'requester'],
      [it.followed, 'requester'],
      [it.own, 'requester'],
      [it.others, 'follower'],
    ]);
    for (const text of ['anna@haus.example', 'kovac', 'K-77', '901820'])
      expect(await found(text), text).toEqual([it.hers, it.both, it.followed, it.own, it.others].sort());
    const [row] = await office.call('tickets.rows', { ids: [it.own] });
    expect(row).toMatchObject({ requester: 'Anna Kovač', requesterId: it.ana });
    expect((await office.call('tickets.open', { id: it.own })).entries[0]).toMatchObject({ author: 'Anna Kovač' });
    expect((await office.call('people.page', { limit: 9 })).rows.map(({ id }) => id)).toEqual([it.ana, it.third]);
    expect((await office.call('tickets.counts')).people).toBe(2);
    // Whoever still has the one that went before their eyes comes to the one there is, and takes tickets in for her.
    expect((await open(it.anna)).id).toBe(it.ana);
    const late = await ticket(it.anna, [it.anna]);
    expect((await office.call('tickets.open', { id: late })).people).toMatchObject([{ id: it.ana, role: 'requester' }]);
  });

  test('are kept as ids and flags, never as values', async () => {
    const it = await pair();
    await join(it.ana, it.anna, 'gone');
    const [row] = await office.store.db.select().from(joins);
    expect(
      Object.values(row?.moved ?? {})
        .flat()
        .every((value) => Number.isInteger(value)),
    ).toBe(true);
    expect(JSON.stringify(row)).not.toMatch(/ann|kovac|haus|letters/i);
  });

  test('@join undo of a join brings everything back as it was, whichever name was kept', async () => {
    for (const name of ['kept', 'gone'] as const) {
      const it = await pair();
      const before = state();
      const { join: id } = await join(it.ana, it.anna, name);
      expect(state()).not.toEqual(before);
      office.clock.now += HOUR;
      expect(await office.call('people.takeApart', { join: id })).toEqual({
        kept: it.ana,
        back: it.anna,
        stayed: { tickets: 0, identifiers: 0, other: 0 },
      });
      expect(state()).toEqual(before);
      expect(await found('anna@haus.example')).toEqual([it.followed, it.own, it.both, it.others].sort());
      expect(await found('K-77')).toEqual([it.followed, it.own, it.both, it.others].sort());
      expect((await open(it.anna)).history[0]).toMatchObject({ what: 'taken-apart' });
      await expect(office.call('people.takeApart', { join: id })).rejects.toMatchObject({
        detail: { reason: 'already-apart' },
      });
      await office.close();
      office = await newOffice({ lines: { find: findLines, privacy: privacyLines } });
    }
  });

  test('@join taken apart after further edits, what was changed since stays where it is and is said', async () => {
    const it = await pair();
    const { join: id } = await join(it.ana, it.anna);
    office.clock.now += HOUR;
    await correct(
      it.ana,
      { what: 'change', identifier: await idOf(it.ana, 'anna@haus.example'), value: 'ana@neu.example' },
      { what: 'remark', value: 'Prefers letters, and tea.' },
      { what: 'add', kind: 'phone', value: '0170 1234567' },
    );
    await office.call('tickets.give', { selection: { ids: [it.own] }, to: { id: it.third } });
    const since = await ticket(it.ana);
    expect(await office.call('people.takeApart', { join: id })).toEqual({
      kept: it.ana,
      back: it.anna,
      stayed: { tickets: 1, identifiers: 1, other: 1 },
    });
    const [ana, anna] = [await open(it.ana), await open(it.anna)];
    expect(ana.identifiers.map(({ value }) => value)).toEqual([
      'D 4.06',
      'kovac@post.example',
      'ana@neu.example',
      'Ana Kovac',
      '030 901820',
      '0170 1234567',
    ]);
    expect(ana).toMatchObject({ name: 'Ana Kovac', remark: 'Prefers letters, and tea.', language: '' });
    expect(anna.identifiers.map(({ value }) => value)).toEqual(['KOVAC@post.example', 'Anna Kovač', 'K-77']);
    expect(anna).toMatchObject({ name: 'Anna Kovač', remark: 'Prefers letters.', language: 'hr' });
    expect(ana.tickets.map(({ row }) => row.id)).toContain(since);
    expect(anna.tickets.map(({ row }) => row.id)).not.toContain(it.own);
    expect((await open(it.third)).tickets.map(({ row }) => row.id)).toContain(it.own);
    expect(await found('haus.example')).toEqual([]);
  });

  test('a corrected name stays, and nobody is left without one', async () => {
    const it = await pair();
    const { join: id } = await join(it.ana, it.anna, 'gone');
    office.clock.now += HOUR;
    await correct(it.ana, { what: 'change', identifier: await idOf(it.ana, 'Anna Kovač'), value: 'Anna Horvat' });
    await office.call('people.takeApart', { join: id });
    expect(await open(it.anna)).toMatchObject({ name: 'Anna Kovač' });
    expect((await open(it.anna)).identifiers.filter(({ kind }) => kind === 'name')).toMatchObject([
      { value: 'Anna Kovač', preferred: true },
    ]);
    expect((await open(it.ana)).identifiers.filter(({ kind }) => kind === 'name').map(({ value }) => value)).toEqual([
      'Ana Kovac',
      'Anna Horvat',
    ]);
  });
});

describe('@join at the edges of time', () => {
  test('joining A with B while B is being joined with A at another window: one is refused with changed-meanwhile', async () => {
    const [a, b] = [await add('Ana'), await add('Anna')];
    const [one, other] = [await at(a), await at(b)];
    const asked = [
      office.call('people.join', { kept: one, gone: other }),
      office.call('people.join', { kept: other, gone: one }),
    ];
    const ended = await Promise.allSettled(asked);
    expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = ended.find((end) => end.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'changed-meanwhile' });
    expect(await office.store.db.$count(people, eq(people.hidden, true))).toBe(1);
    expect(await office.store.db.$count(joins)).toBe(1);
  });

  test('one who was corrected, joined or deleted meanwhile joins nobody', async () => {
    const [a, b, c] = [await add('Ana'), await add('Anna'), await add('Bert')];
    const stale = { kept: await at(a), gone: await at(b) };
    await correct(b, { what: 'remark', value: 'x' });
    await expect(office.call('people.join', stale)).rejects.toMatchObject({ code: 'changed-meanwhile' });
    await join(c, b);
    await expect(office.call('people.join', { kept: await at(a), gone: { id: b, version: 3 } })).rejects.toMatchObject({
      code: 'changed-meanwhile',
    });
    await expect(office.call('people.join', { kept: { id: 99, version: 1 }, gone: await at(a) })).rejects.toMatchObject(
      { code: 'not-found' },
    );
    await expect(office.call('people.join', { kept: await at(a), gone: await at(a) })).rejects.toMatchObject({
      detail: { reason: 'same-person' },
    });
  });

  test('of several joins the newest comes apart first, and then each as it was', async () => {
    const shared = known('email', 'hartley@post.example');
    const [a, b, c, d] = [
      await add('Ann', [shared]),
      await add('Anne', [shared, known('phone', '1')]),
      await add('Annie', [known('phone', '1'), known('number', 'K1')]),
      await add('Dora', [known('number', 'K1')]),
    ];
    for (const id of [a, b, c, d]) await ticket(id);
    office.clock.now += HOUR;
    const before = state();
    // Annie goes into Anne, Anne into Ann, Dora into Ann.
    const first = await join(b, c);
    const second = await join(a, b);
    const third = await join(a, d);
    expect(await open(a)).toMatchObject({ ticketCount: 4, joined: [{ join: third.join }, { join: second.join }] });
    expect((await open(c)).id).toBe(a);
    for (const early of [first, second])
      await expect(office.call('people.takeApart', { join: early.join })).rejects.toMatchObject({
        detail: { reason: 'joined-later' },
      });
    office.clock.now += HOUR;
    for (const one of [third, second, first]) await office.call('people.takeApart', { join: one.join });
    expect(state()).toEqual(before);
  });

  test('two who asked for one ticket are one requester afterwards, and two again', async () => {
    const [a, b] = [await add('Ana'), await add('Bea')];
    const id = await ticket(b);
    await office.store.write((tx) =>
      tx.insert(ticketPeople).values({ ticketId: id, role: 'requester', personId: a, addedAt: 1 }),
    );
    const { join: made } = await join(b, a);
    expect((await office.call('tickets.rows', { ids: [id] }))[0]).toMatchObject({ requester: 'Bea' });
    expect((await office.call('tickets.open', { id })).people).toHaveLength(1);
    await office.call('people.takeApart', { join: made });
    expect((await office.call('tickets.open', { id })).people).toHaveLength(2);
  });
});

describe('@join possible doubles', () => {
  test('are decided by joining, come back when taken apart, and follow who is joined', async () => {
    const create = (name: string) =>
      office.call('tickets.create', {
        ...{ channel: 'mail', subject: 'S', message: 'M' },
        person: { create: { name, email: 'hartley@post.example' } },
      });
    for (const name of ['Ann', 'Joann', 'Bert']) await create(name);
    const ids = (await office.call('people.page', { limit: 9 })).rows.map(({ id }) => id);
    const [ann = 0, bert = 0, joann = 0] = ids;
    expect((await office.call('people.doubles', {})).total).toBe(3);
    const first = await office.call('people.doubles', { limit: 2 });
    expect(first.pairs).toHaveLength(2);
    expect((await office.call('people.doubles', { after: first.next, limit: 2 })).pairs).toHaveLength(1);
    const before = state();
    const { join: id } = await join(joann, bert);
    // Bert and Joann are decided; Bert and Ann are Joann and Ann, which is noted already.
    const { pairs } = await office.call('people.doubles', {});
    expect(pairs.map(({ one, other }) => [one.id, other.id])).toEqual([[ann, joann]]);
    await office.call('people.takeApart', { join: id });
    expect(state()).toEqual(before);
  });

  test('a pair of which one is deleted is none', async () => {
    const one = await add('Ann', [known('email', 'h@post.example')]);
    const other = await add('Joann');
    await correct(other, { what: 'add', kind: 'email', value: 'h@post.example' });
    expect((await office.call('tickets.counts')).doubles).toBe(1);
    const selection = { people: [one] };
    const { stamp } = await office.call('privacy.preview', { act: 'delete', selection });
    const input = { act: 'delete' as const, selection, stamp, reason: 'mistake' as const, words: '' };
    await actOnTickets(office.store, office.actor, input, quietly);
    expect((await office.call('tickets.counts')).doubles).toBe(0);
    await expect(office.call('people.decideDouble', { id: 99, decision: 'different' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('@join a joined person that is deleted', () => {
  test('goes with everything of both, and both are remembered', async () => {
    const it = await pair();
    await join(it.ana, it.anna);
    const uids = (await office.store.db.select().from(people))
      .filter(({ id }) => id !== it.third)
      .map(({ uid }) => uid);
    const mine = { ids: [it.hers, it.both, it.followed, it.own] };
    await office.call('tickets.removeFollower', { id: it.others, personId: it.ana });
    const preview = await office.call('privacy.preview', { act: 'delete', selection: mine });
    expect(preview.peopleGone.map(({ id }) => id).sort()).toEqual([it.ana, it.anna].sort());
    const input = {
      act: 'delete' as const,
      selection: mine,
      stamp: preview.stamp,
      reason: 'request' as const,
      words: '',
    };
    const done = await actOnTickets(office.store, office.actor, input, quietly);
    // Undone, the one is there and the other still within.
    await office.call('privacy.undoDelete', { erasure: done.erasure });
    expect(await open(it.ana)).toMatchObject({ ticketCount: 4, joined: [{ name: 'Anna Kovač' }] });
    expect((await office.call('people.page', { limit: 9 })).total).toBe(2);
    const again = await office.call('privacy.preview', { act: 'delete', selection: mine });
    await actOnTickets(office.store, office.actor, { ...input, stamp: again.stamp }, quietly);
    await purgePending(office.store);
    expect((await office.store.db.select().from(people)).map(({ id }) => id)).toEqual([it.third]);
    expect(await office.store.db.$count(joins)).toBe(0);
    const stones = (await office.store.db.select().from(tombstones)).filter(({ withdrawnAt }) => withdrawnAt === null);
    expect(
      stones
        .filter(({ kind }) => kind === 'person')
        .map(({ targetUid }) => targetUid)
        .sort(),
    ).toEqual(uids.sort());
    expect(await office.store.db.$count(entries)).toBe(0);
  });

  test('stays whole while one of the tickets of either stays', async () => {
    const it = await pair();
    const { join: id } = await join(it.ana, it.anna);
    await office.call('tickets.removeFollower', { id: it.others, personId: it.ana });
    const selection = { ids: [it.hers, it.both] };
    const preview = await office.call('privacy.preview', { act: 'delete', selection });
    expect(preview).toMatchObject({ peopleGone: [], peopleKept: [{ id: it.ana, tickets: 2 }] });
    const input = { act: 'delete' as const, selection, stamp: preview.stamp, reason: 'request' as const, words: '' };
    await actOnTickets(office.store, office.actor, input, quietly);
    await purgePending(office.store);
    expect(await office.call('people.takeApart', { join: id })).toMatchObject({ stayed: { tickets: 0 } });
    expect((await open(it.anna)).ticketCount).toBe(3);
  });
});
