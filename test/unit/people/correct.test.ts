import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eq } from 'drizzle-orm';
import { MOST_IDENTIFIERS } from '../../../src-main/contract/people.ts';
import { addPerson, type KnownBy } from '../../../src-main/people/index.ts';
import { findLines } from '../../../src-main/privacy/find.ts';
import { history, identifiers, people, possibleDoubles } from '../../../src-main/store/index.ts';
import { newOffice, TUESDAY, type TestOffice } from '../../fixtures/office.ts';

const DAY = 86_400_000;
let office: TestOffice;
beforeEach(async () => {
  office = await newOffice({ lines: { find: findLines } });
});
afterEach(() => office.close());

const add = async (name: string, knownBy: KnownBy[] = []) =>
  (await office.store.write((tx) => addPerson(tx, { name, identifiers: knownBy, source: 'intake' }))).id;
const mail = (value: string): KnownBy => ({ kind: 'email', value });
const open = (id: number) => office.call('people.open', { id });
const idOf = async (id: number, value: string) =>
  (await open(id)).identifiers.find((one) => one.value === value)?.id ?? 0;
const correct = async (id: number, ...changes: unknown[]) =>
  office.call('people.correct', { id, version: (await open(id)).version, changes });
const ticket = (id: number, subject = 'Damp wall') =>
  office.call('tickets.create', { channel: 'phone', subject, message: 'M', person: { id } });
const found = async (text: string) =>
  (await office.call('find.tickets', { filter: { text }, order: 'newest', limit: 50 })).hits.map(({ row }) => row.id);

describe('@rectification a person is corrected once', () => {
  test('and every ticket shows it, found at once under the new value and never under the old', async () => {
    const id = await add('Ana Kovacs', [mail('ana.kovac@post.example'), { kind: 'phone', value: '030 901820' }]);
    const tickets = [await ticket(id), await ticket(id), await ticket(id)].map((made) => made.id);
    await correct(
      id,
      { what: 'change', identifier: await idOf(id, 'Ana Kovacs'), value: 'Ana Kovač' },
      { what: 'change', identifier: await idOf(id, 'ana.kovac@post.example'), value: 'ana@haus.example' },
    );
    const person = await open(id);
    expect(person.name).toBe('Ana Kovač');
    expect(person.identifiers.map(({ value, source }) => [value, source])).toEqual([
      ['ana@haus.example', 'correction'],
      ['Ana Kovač', 'correction'],
      ['030 901820', 'intake'],
    ]);
    for (const made of tickets)
      expect((await office.call('tickets.open', { id: made })).people[0]).toMatchObject({ name: 'Ana Kovač' });
    expect((await office.call('tickets.rows', { ids: tickets })).map(({ requester }) => requester)).toEqual(
      tickets.map(() => 'Ana Kovač'),
    );
    expect((await found('kovač')).sort()).toEqual([...tickets].sort());
    expect((await found('ana@haus.example')).sort()).toEqual([...tickets].sort());
    for (const old of ['kovacs', 'ana.kovac@post.example', 'post.example']) expect(await found(old)).toEqual([]);
    expect(await office.call('people.recognise', { text: 'kovacs' })).toEqual([]);
    expect(await office.call('people.recognise', { text: 'kovač 1820' })).toMatchObject([{ id }]);
  });

  test('identifiers are added, ended, removed and preferred, with language and remark, all at once', async () => {
    const id = await add('Ana', [mail('one@x.example'), mail('two@x.example'), { kind: 'address', value: 'D 4.06' }]);
    office.clock.now += DAY;
    await correct(
      id,
      { what: 'add', kind: 'phone', value: '+49 170 1234567' },
      { what: 'add', kind: 'name', value: 'Anna Maria', preferred: true },
      { what: 'end', identifier: await idOf(id, 'D 4.06'), until: TUESDAY },
      { what: 'remove', identifier: await idOf(id, 'one@x.example') },
      { what: 'language', value: 'hu' },
      { what: 'remark', value: 'Rings twice.\nSpeaks softly.' },
    );
    expect(await open(id)).toMatchObject({
      name: 'Anna Maria',
      language: 'hu',
      remark: 'Rings twice.\nSpeaks softly.',
      version: 2,
    });
    const rows = (await open(id)).identifiers.map(({ kind, value, preferred, until }) => [
      kind,
      value,
      preferred,
      until,
    ]);
    expect(rows).toEqual([
      ['address', 'D 4.06', true, TUESDAY],
      ['email', 'two@x.example', true, null],
      ['name', 'Anna Maria', true, null],
      ['name', 'Ana', false, null],
      ['phone', '+49 170 1234567', true, null],
    ]);
    // What has ended tells nobody where she is to be found now.
    expect(await office.call('people.recognise', { text: 'anna' })).toMatchObject([
      { about: '+49 170 1234567, two@x.example' },
    ]);
  });

  test('of two of a kind the one that holds is shown once the other has ended', async () => {
    const id = await add('Ana', [
      { kind: 'address', value: 'D 4.06' },
      { kind: 'address', value: 'A 0.01' },
    ]);
    office.clock.now += DAY;
    await correct(id, { what: 'end', identifier: await idOf(id, 'D 4.06'), until: TUESDAY });
    expect((await open(id)).identifiers.map(({ value, preferred }) => [value, preferred])).toEqual([
      ['A 0.01', true],
      ['D 4.06', false],
      ['Ana', true],
    ]);
    await correct(id, { what: 'end', identifier: await idOf(id, 'D 4.06'), until: null });
    expect((await open(id)).identifiers.find(({ value }) => value === 'D 4.06')?.until).toBeNull();
  });

  test('the history says which field, who and when, and never a value', async () => {
    const id = await add('Ana Kovacs', [mail('ana.kovac@post.example')]);
    office.clock.now += DAY;
    await correct(
      id,
      { what: 'change', identifier: await idOf(id, 'ana.kovac@post.example'), value: 'ana@haus.example' },
      { what: 'add', kind: 'phone', value: '1' },
      { what: 'add', kind: 'phone', value: '2' },
      { what: 'remark', value: 'Quiet.' },
    );
    const staffId = office.actor.staffId;
    const at = TUESDAY + DAY;
    expect((await open(id)).history.map(({ id: _id, ...line }) => line)).toEqual([
      { at, staffId, what: 'remark', field: '' },
      { at, staffId, what: 'identifier-added', field: 'phone' },
      { at, staffId, what: 'identifier-corrected', field: 'email' },
    ]);
    const all = JSON.stringify(await office.store.db.select().from(history));
    for (const value of ['Kovac', 'haus.example', 'Quiet']) expect(all).not.toContain(value);
  });

  test('what changed meanwhile is refused, and nothing of the correction is written', async () => {
    const id = await add('Ana');
    const { version } = await open(id);
    const changes = [{ what: 'add', kind: 'phone', value: '030 1' }];
    await office.call('people.correct', { id, version, changes });
    await expect(
      office.call('people.correct', { id, version, changes: [{ what: 'remark', value: 'late' }] }),
    ).rejects.toMatchObject({ code: 'changed-meanwhile', detail: { version: version + 1 } });
    expect((await open(id)).remark).toBe('');
    await expect(office.call('people.correct', { id: 99, version, changes })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('what is as wanted already changes nothing, not even the version', async () => {
    const id = await add('Ana', [mail('a@x.example')]);
    const { version } = await correct(id, {
      what: 'change',
      identifier: await idOf(id, 'a@x.example'),
      value: 'a@x.example',
    });
    expect(version).toBe(1);
    expect((await open(id)).history).toEqual([]);
  });

  test('only by whoever may', async () => {
    const id = await add('Ana');
    office.only('view people', 'edit tickets');
    await expect(
      office.call('people.correct', { id, version: 1, changes: [{ what: 'remark', value: 'x' }] }),
    ).rejects.toMatchObject({ code: 'forbidden', detail: { permission: 'edit people' } });
  });
});

describe('@rectification a value that another person has', () => {
  test('is told of beforehand, allowed, and noted as a possible double once', async () => {
    const anna = await add('Anna Kovač', [mail('kovac@post.example')]);
    const ana = await add('Ana', [mail('ana@post.example')]);
    const asked = { id: ana, kind: 'email', value: ' KOVAC@post.example ' };
    expect(await office.call('people.alsoKnown', asked)).toMatchObject([{ id: anna, name: 'Anna Kovač' }]);
    expect(await office.call('people.alsoKnown', { ...asked, id: anna })).toEqual([]);
    const given = { what: 'change', identifier: await idOf(ana, 'ana@post.example'), value: 'kovac@post.example' };
    expect((await correct(ana, given)).doubles).toEqual([{ id: anna, name: 'Anna Kovač' }]);
    expect((await office.call('people.doubles', {})).pairs).toMatchObject([
      {
        kind: 'email',
        imported: false,
        one: { id: anna },
        other: { id: ana },
        shared: [{ kind: 'email', value: 'kovac@post.example' }],
      },
    ]);
    expect((await office.call('tickets.counts')).doubles).toBe(1);
    // Decided once, the same pair is not noted again.
    const [pair] = (await office.call('people.doubles', {})).pairs;
    await office.call('people.decideDouble', { id: pair?.id, decision: 'different' });
    expect(
      (await correct(ana, { what: 'change', identifier: await idOf(ana, 'kovac@post.example'), value: 'x@y.z' }))
        .doubles,
    ).toEqual([]);
    expect(
      (await correct(ana, { what: 'change', identifier: await idOf(ana, 'x@y.z'), value: 'kovac@post.example' }))
        .doubles,
    ).toEqual([]);
    expect((await office.call('people.doubles', {})).total).toBe(0);
    expect(await office.store.db.$count(possibleDoubles)).toBe(1);
    await office.call('people.decideDouble', { id: pair?.id, decision: 'open' });
    expect((await office.call('people.doubles', {})).total).toBe(1);
  });

  test('makes nobody a double who only lives there or is deleted', async () => {
    const other = await add('Bert', [{ kind: 'address', value: 'D 4.06' }, mail('b@x.example')]);
    await office.store.write((tx) => tx.update(people).set({ hidden: true }).where(eq(people.id, other)).returning());
    const id = await add('Ana');
    const { doubles } = await correct(
      id,
      { what: 'add', kind: 'address', value: 'D 4.06' },
      { what: 'add', kind: 'email', value: 'b@x.example' },
    );
    expect(doubles).toEqual([]);
  });
});

describe('@rectification bad input', () => {
  test.each([
    ['nothing', '', 'invalid', 'empty'],
    ['blanks', '   ', 'invalid', 'empty'],
    ['only signs of direction', '\u202e\u2066', 'invalid', 'nothing-visible'],
    ['only what cannot be seen', '\u200b \u00ad', 'invalid', 'nothing-visible'],
    ['more than an index holds', 'x'.repeat(501), 'too-large', 'too-long'],
    ['a megabyte', 'x'.repeat(1_048_576), 'too-large', 'too-long'],
  ])('%s is refused in words', async (_, value, code, reason) => {
    const id = await add('Ana', [mail('a@x.example')]);
    await expect(
      correct(id, { what: 'change', identifier: await idOf(id, 'a@x.example'), value }),
    ).rejects.toMatchObject({ code, detail: { reason } });
    expect((await open(id)).version).toBe(1);
  });

  test('a name that turns the line round is kept as it is, and found', async () => {
    const id = await add('Ana');
    await correct(id, { what: 'add', kind: 'name', value: 'abc\u202edef\0\r\nghi', preferred: true });
    expect((await open(id)).name).toBe('abc\u202edef ghi');
    expect(await office.call('people.recognise', { text: 'abcdef' })).toMatchObject([{ id }]);
  });

  test('nobody is left without a name', async () => {
    const id = await add('Ana');
    const identifier = await idOf(id, 'Ana');
    await expect(correct(id, { what: 'remove', identifier })).rejects.toMatchObject({
      code: 'refused',
      detail: { reason: 'last-name' },
    });
    await correct(id, { what: 'add', kind: 'name', value: 'Anna' }, { what: 'remove', identifier });
    expect((await open(id)).name).toBe('Anna');
  });

  test('what the person has already is said, in whichever form', async () => {
    const id = await add('Ana', [
      { kind: 'phone', value: '030 901820' },
      { kind: 'phone', value: '030 1' },
    ]);
    const twice = { code: 'refused', detail: { reason: 'has-already', field: 'phone' } };
    await expect(correct(id, { what: 'add', kind: 'phone', value: '+49 (30) 90 18 20' })).rejects.toMatchObject(twice);
    const change = { what: 'change', identifier: await idOf(id, '030 1'), value: '+49 30 901820' };
    await expect(correct(id, change)).rejects.toMatchObject(twice);
    // The one that had it may go in the same breath, or be written otherwise itself.
    await correct(id, change, { what: 'remove', identifier: await idOf(id, '030 901820') });
    await correct(id, { ...change, identifier: await idOf(id, '+49 30 901820'), value: '(030) 901820' });
  });

  test('an identifier of somebody else is none of theirs', async () => {
    const id = await add('Ana');
    const other = await add('Bert', [mail('b@x.example')]);
    const identifier = await idOf(other, 'b@x.example');
    await expect(correct(id, { what: 'remove', identifier })).rejects.toMatchObject({
      code: 'not-found',
      detail: { reason: 'identifier' },
    });
    expect((await open(other)).identifiers).toHaveLength(2);
  });

  test('a person with 500 identifiers is opened, found by the last and corrected in all of them', async () => {
    const many = Array.from({ length: 499 }, (_, n) => mail(`m${n}@x.example`));
    const id = await add('Ana', many);
    const made = await ticket(id);
    const rows = (await open(id)).identifiers.filter(({ kind }) => kind === 'email');
    expect(rows).toHaveLength(499);
    expect(await found('m498@x.example')).toEqual([made.id]);
    await correct(id, ...rows.map((row) => ({ what: 'change', identifier: row.id, value: `n-${row.value}` })));
    expect(await found('n-m498@x.example')).toEqual([made.id]);
    expect((await open(id)).history).toHaveLength(1);
  });

  test(`more than ${MOST_IDENTIFIERS} are too many`, async () => {
    const id = await add('Ana');
    const more = (n: number) =>
      Array.from({ length: n }, (_, at) => ({ what: 'add', kind: 'number', value: `K${at}` }));
    await expect(correct(id, ...more(MOST_IDENTIFIERS))).rejects.toMatchObject({
      code: 'too-large',
      detail: { reason: 'too-many-identifiers' },
    });
    await correct(id, ...more(MOST_IDENTIFIERS - 1));
    expect(await office.store.db.$count(identifiers)).toBe(MOST_IDENTIFIERS);
  });
});
