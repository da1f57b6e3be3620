import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eq } from 'drizzle-orm';
import { identifiers, people, possibleDoubles } from '../../../src-main/store/index.ts';
import { addPerson, samePerson, type KnownBy } from '../../../src-main/people/index.ts';
import { newOffice, TUESDAY, type TestOffice } from '../../fixtures/office.ts';

let office: TestOffice;
beforeEach(async () => {
  office = await newOffice();
});
afterEach(() => office.close());

type Known = KnownBy[];
const add = async (name: string, knownBy: Known = [], more: object = {}) =>
  (await office.store.write((tx) => addPerson(tx, { name, identifiers: knownBy, source: 'intake', ...more }))).id;
const mail = (value: string) => ({ kind: 'email' as const, value });
const take = (create: object) =>
  office.call('tickets.create', { channel: 'phone', subject: 'S', message: 'M', person: { create } });
const requester = async (id: number) => (await office.call('tickets.open', { id })).people[0];

const rowsOf = (id: number) =>
  office.store.db.select().from(identifiers).where(eq(identifiers.personId, id)).orderBy(identifiers.id);

describe('the same person', () => {
  test('is one whose identifier and folded name agree', async () => {
    const id = await add('Jürgen Müller', [mail('J.Mueller@Post.example'), { kind: 'phone', value: '030 901820' }]);
    const same = (name: string, ...knownBy: Known) => samePerson(office.store.db, { name, identifiers: knownBy });
    expect(await same('JÜRGEN  MÜLLER', mail('j.mueller@post.EXAMPLE'))).toEqual({ same: id, sharing: [] });
    expect(await same('Jürgen Müller', { kind: 'phone', value: '+49 30 901820' })).toEqual({ same: id, sharing: [] });
    expect(await same('Jürgen Müller')).toEqual({ same: null, sharing: [] });
    expect(await same('Jürgen Müller', mail('other@post.example'))).toEqual({ same: null, sharing: [] });
    expect(await same('Anna Müller', mail('j.mueller@post.example'))).toEqual({
      same: null,
      sharing: [{ id, kind: 'email' }],
    });
  });

  test('is not one who only lives there or came over the same network', async () => {
    const shared: Known = [
      { kind: 'address', value: 'D 4.06' },
      { kind: 'ip', value: '192.0.2.7' },
    ];
    await add('Petra Schneider', shared);
    expect(await samePerson(office.store.db, { name: 'Petra Schneider', identifiers: shared })).toEqual({
      same: null,
      sharing: [],
    });
  });

  test('at intake gets what is new about them; a couple with one address stays two, noted as possible doubles', async () => {
    const first = await take({ name: 'Ann Hartley', email: 'hartley@post.example' });
    const again = await take({ name: 'ann hartley', email: 'Hartley@post.example', phone: '030 901820' });
    const wife = await take({ name: 'Joann Hartley', email: 'hartley@post.example' });
    expect((await requester(again.id))?.id).toBe((await requester(first.id))?.id);
    expect((await requester(again.id))?.identifiers.map(({ kind }) => kind).sort()).toEqual(['email', 'name', 'phone']);
    const joann = (await requester(wife.id))?.id ?? 0;
    expect(joann).not.toBe((await requester(first.id))?.id);
    expect((await office.call('people.open', { id: joann })).doubles).toEqual([
      { id: (await requester(first.id))?.id, name: 'Ann Hartley', kind: 'email' },
    ]);
    expect(await office.store.db.$count(possibleDoubles)).toBe(1);
  });

  test('is never found among the deleted, and among those being brought in only by that import', async () => {
    const gone = await add('Rose May', [mail('r@x.example')]);
    await office.store.write((tx) => tx.update(people).set({ hidden: true }).where(eq(people.id, gone)).returning());
    const batch = await add('Rose May', [mail('r@x.example')], { hidden: true, importBatch: 7 });
    const asked = { name: 'Rose May', identifiers: [mail('r@x.example')] };
    expect((await samePerson(office.store.db, asked)).same).toBeNull();
    expect((await samePerson(office.store.db, asked, { batch: 7 })).same).toBe(batch);
    expect((await samePerson(office.store.db, asked, { batch: 8 })).same).toBeNull();
  });
});

describe('an identifier', () => {
  test('has one form for equal things', async () => {
    const id = await add('A', [
      mail(' A.B@Post.example '),
      { kind: 'phone', value: '(030) 90 18-20' },
      { kind: 'phone', value: '+49 30 901820' },
      { kind: 'phone', value: '٠١٧٠ ١٢٣٤٥٦٧' },
      { kind: 'phone', value: 'ext. 12' },
      { kind: 'ip', value: '2001:DB8:0:0::1' },
      { kind: 'ip', value: '::ffff:192.0.2.1' },
      { kind: 'number', value: 'K 2023 / 1' },
      { kind: 'other', value: '  ' },
    ]);
    const rows = await rowsOf(id);
    expect(rows.map(({ kind, value, normalised, preferred }) => [kind, value, normalised, preferred])).toEqual([
      ['name', 'A', 'a', true],
      ['email', 'A.B@Post.example', 'a.b@post.example', true],
      ['phone', '(030) 90 18-20', '4930901820', true],
      ['phone', '٠١٧٠ ١٢٣٤٥٦٧', '491701234567', false],
      ['phone', 'ext. 12', '12', false],
      ['ip', '2001:db8::1', '20010db8000000000000000000000001', true],
      ['ip', '192.0.2.1', '00000000000000000000ffffc0000201', false],
      ['number', 'K 2023 / 1', 'k2023/1', true],
    ]);
  });

  test('follows the country of the office', async () => {
    const { id } = await office.store.write((tx) =>
      addPerson(tx, { name: 'B', identifiers: [{ kind: 'phone', value: '01 20 30' }], source: 'intake' }, 'ZZ'),
    );
    const rows = await rowsOf(id);
    expect(rows[1]?.normalised).toBe('012030');
  });

  test('of any length and script is kept and harms nothing', async () => {
    const long = '王'.repeat(600);
    const id = await add(long, [
      mail('x'.repeat(700)),
      { kind: 'phone', value: '☎' },
      { kind: 'number', value: "'; --" },
    ]);
    const person = await office.call('people.open', { id });
    expect(person.name).toHaveLength(500);
    expect(person.identifiers.find(({ kind }) => kind === 'phone')?.value).toBe('☎');
  });
});

describe('recognising while typing', () => {
  test.each(['aasl', 'ingrid nys', 'INGRID', 'post.exa', '1820', '3.14', 'ing 3.14'])('%j finds her', async (text) => {
    await add('Petra Schneider', [mail('p@x.example')]);
    await add('Ingrid Aasland-Nyström', [
      mail('ia@post.example'),
      { kind: 'phone', value: '030 901820' },
      { kind: 'address', value: 'C 3.14' },
    ]);
    expect(await office.call('people.recognise', { text })).toMatchObject([
      {
        id: 2,
        name: 'Ingrid Aasland-Nyström',
        about: 'C 3.14, 030 901820, ia@post.example',
        tickets: 0,
        openTickets: 0,
        lastAt: null,
      },
    ]);
  });

  test('shows no one for nothing, and never the deleted', async () => {
    await add('Rose May');
    expect(await office.call('people.recognise', { text: '  ' })).toEqual([]);
    await office.store.write((tx) => tx.update(people).set({ hidden: true }).returning());
    expect(await office.call('people.recognise', { text: 'rose' })).toEqual([]);
  });
});

describe('the list of people', () => {
  test('goes by folded name, page by page, to the last one', async () => {
    const names = ['Łukasz', 'lukas', 'Öztürk', 'Oz', 'Ann', 'ann', 'Żaneta', '王芳', 'Ärzte', 'Zoë'];
    for (const name of names) await add(name);
    const seen: string[] = [];
    let after: unknown = null;
    for (;;) {
      const page = await office.call('people.page', { after, limit: 3 });
      expect(page.total).toBe(10);
      seen.push(...page.rows.map(({ name }) => name));
      if (!page.next) break;
      after = page.next;
    }
    expect(seen).toEqual(['Ann', 'ann', 'Ärzte', 'lukas', 'Łukasz', 'Oz', 'Öztürk', 'Żaneta', 'Zoë', '王芳']);
  });

  test('narrowed by text counts and pages what it finds', async () => {
    for (let n = 0; n < 7; n += 1) await add(`Kowalczyk ${n}`);
    await add('Schneider');
    const first = await office.call('people.page', { text: 'kowal', limit: 5 });
    expect(first).toMatchObject({ total: 7, next: { name: 'kowalczyk 4' } });
    const rest = await office.call('people.page', { text: 'kowal', after: first.next, limit: 5 });
    expect(rest.rows.map(({ name }) => name)).toEqual(['Kowalczyk 5', 'Kowalczyk 6']);
    expect(rest.next).toBeNull();
  });
});

describe("a person's page", () => {
  test('shows each ticket with the part they have in it', async () => {
    const person = { name: 'Beata Kowalczyk', email: 'b@x.example' };
    await take(person);
    const { id } = await take({ name: 'Agnieszka' });
    await office.call('tickets.addFollower', { id, person: { create: person } });
    const page = await office.call('people.open', { id: 1 });
    expect(page).toMatchObject({ name: 'Beata Kowalczyk', source: 'intake', ticketCount: 2, noticeGivenAt: null });
    expect(page.tickets.map(({ role, row }) => [role, row.requester]).sort()).toEqual([
      ['follower', 'Agnieszka'],
      ['requester', 'Beata Kowalczyk'],
    ]);
    await office.call('people.noticeGiven', { id: 1, given: true });
    expect((await office.call('people.open', { id: 1 })).noticeGivenAt).toBe(TUESDAY);
    await office.call('people.noticeGiven', { id: 1, given: false });
    expect((await office.call('people.open', { id: 1 })).noticeGivenAt).toBeNull();
    await expect(office.call('people.open', { id: 99 })).rejects.toMatchObject({ code: 'not-found' });
    await expect(office.call('people.noticeGiven', { id: 99, given: true })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
