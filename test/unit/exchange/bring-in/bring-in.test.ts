import { afterEach, describe, expect, test } from 'vitest';
import { newOffice, TUESDAY, type TestOffice } from '../../../fixtures/office.ts';
import { lines, manyRows, quietly, take, takeText, tableOf, withNew } from './desk.ts';

let office: TestOffice;
afterEach(() => office.close());
const all = () => office.call('tickets.page', { filter: { view: 'all' }, sort: 'created', after: null, limit: 200 });
const opened = async (trackingId: string) => {
  const found = await office.call('tickets.byTrackingId', { trackingId });
  return office.call('tickets.open', { id: found?.id ?? 0 });
};

const FULL = [
  'Ticket ID,Tracking ID,Date,Updated,Resolved at,Name,Email,Phone,Followers,Category,Priority,Status,Owner,Subject,Message,Reply,Note,IP,Time worked,Flat',
  '1,ABC-DEF-GHJK,2026-01-05 10:00,2026-01-07 12:00,2026-01-07 11:00,Åsa Öberg,asa@mail.example,0171 2345678,Ben Ode <ben@mail.example>,Lifts,High,Closed,Hanna Lindqvist,Lift stuck,"It stops',
  'between floors",We sent somebody.,Key is with us,2001:DB8::1,1:30:00,A 1.01',
  '2,INC0007,2026-02-01 09:30,,,Jo Ek,jo@mail.example,,,Lifts,,Open,Somebody Else,Noise,Loud at night,,,,,',
].join('\r\n');

describe('what a row becomes', () => {
  test('a row becomes a ticket with its people, terms, dates, texts, own fields and address', async () => {
    office = await newOffice({ lines });
    const done = await takeText(office, FULL, { change: withNew('Lifts') });
    expect(done).toMatchObject({ added: 2, newPeople: 3, refused: 0, withoutOwner: 1, trackingTaken: 0 });
    const ticket = await opened('ABC-DEF-GHJK');
    const settings = await office.call('office.settings');
    const name = (rows: { id: number; name: string }[], id: number) => rows.find((row) => row.id === id)?.name;
    expect(ticket).toMatchObject({
      subject: 'Lift stuck',
      message: 'It stops\nbetween floors',
      open: false,
      ownerId: office.actor.staffId,
      ip: '2001:db8::1',
      timeWorked: 5_400,
      createdAt: Date.UTC(2026, 0, 5, 9),
      changedAt: Date.UTC(2026, 0, 7, 11),
      resolvedAt: Date.UTC(2026, 0, 7, 10),
      replies: 1,
    });
    expect(name(settings.categories, ticket.categoryId)).toBe('Lifts');
    expect(name(settings.priorities, ticket.priorityId)).toBe('High');
    expect(ticket.people.map((person) => [person.role, person.name])).toEqual([
      ['requester', 'Åsa Öberg'],
      ['follower', 'Ben Ode'],
    ]);
    expect(ticket.entries.map((entry) => [entry.kind, entry.authorKind, entry.body])).toEqual([
      ['reply', 'staff', 'We sent somebody.'],
      ['note', 'unknown', 'Key is with us'],
    ]);
    const flat = settings.fields.find((field) => field.name === 'Flat');
    expect(flat?.archived).toBe(false);
    expect(ticket.fields).toEqual([{ fieldId: flat?.id, values: ['A 1.01'] }]);
    expect(ticket.history?.map((line) => line.what) ?? ['imported']).toContain('imported');
  });

  test('an id of another form leads to the ticket, which has one of ours', async () => {
    office = await newOffice({ lines });
    await takeText(office, FULL);
    const other = await opened('INC0007');
    expect(other.trackingId).toMatch(/^[A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{4}$/);
    expect(other.aliases).toEqual(['INC0007']);
    const again = await takeText(office, 'Tracking ID,Name,Subject\r\nINC0007,Al Om,Other', { source: 'elsewhere' });
    expect(again).toMatchObject({ added: 1, trackingTaken: 1 });
  });

  test('a row without dates is created at the moment it comes in', async () => {
    office = await newOffice({ lines });
    await takeText(office, 'Name,Subject\r\nJo,One');
    expect((await all())[0]).toMatchObject({ createdAt: TUESDAY, changedAt: TUESDAY, dueAt: null });
  });

  test('a category is made only where the user said so', async () => {
    office = await newOffice({ lines });
    const before = (await office.call('office.settings')).categories.map(({ name }) => name);
    await takeText(office, FULL);
    expect((await office.call('office.settings')).categories.map(({ name }) => name)).toEqual(before);
  });
});

describe('the same row', () => {
  const header = 'id,name,email,subject,message\r\n';
  const row = (id: string, message: string) => `${id},Jo Ek,jo@mail.example,Noise,${message}\r\n`;

  test('the same file again adds nothing', async () => {
    office = await newOffice({ lines });
    const text = manyRows(30);
    await takeText(office, text);
    const again = await takeText(office, text);
    expect(again).toMatchObject({ added: 0, known: 30, newPeople: 0, differing: 0 });
    expect(await all()).toHaveLength(30);
  });

  test('equal rows without an id are each a ticket, and come in once', async () => {
    office = await newOffice({ lines });
    const text = 'name,subject\r\nJo,Key\r\nJo,Key\r\nAl,Key';
    expect(await takeText(office, text)).toMatchObject({ added: 3 });
    expect(await takeText(office, text)).toMatchObject({ added: 0, known: 3 });
  });

  test('a known id with other content is told field by field and changes nothing', async () => {
    office = await newOffice({ lines });
    await takeText(office, header + row('7', 'Loud'));
    const again = await takeText(office, header + row('7', 'Quiet now'));
    expect(again).toMatchObject({ added: 0, known: 0, differing: 1 });
    expect(again.differingRows[0]?.changes).toEqual([
      { field: 'message', name: '', ours: 'Loud', theirs: 'Quiet now' },
    ]);
    expect((await office.call('tickets.open', { id: again.differingRows[0]?.ticketId })).message).toBe('Loud');
  });

  test('an id that comes twice in one file is a ticket and a question', async () => {
    office = await newOffice({ lines });
    const text = `${manyRows(300)}\r\n7;Zwetana Quill7;zq7@mail.example;Leak 7;Dry\r\n${manyRows(9).split('\r\n').at(-1)}`;
    const done = await takeText(office, text);
    expect(done).toMatchObject({ added: 300, known: 1, differing: 1 });
    expect(done.differingRows[0]?.changes).toMatchObject([{ field: 'message', theirs: 'Dry' }]);
  });

  test('another source is another desk: its ids are its own', async () => {
    office = await newOffice({ lines });
    await takeText(office, header + row('7', 'Loud'));
    expect(await takeText(office, header + row('7', 'Loud'), { source: 'branch' })).toMatchObject({ added: 1 });
  });
});

test('rows of an import are in no list, find or count before it is done', async () => {
  office = await newOffice({ lines });
  const seen: Promise<number[]>[] = [];
  const look = async () => [
    (await office.call('tickets.counts')).all,
    (await office.call('tickets.counts')).people,
    (await all()).length,
    (await office.call('people.recognise', { text: 'Quill1' })).length,
  ];
  const done = await takeText(office, manyRows(1_200), {
    working: { ...quietly, progress: () => void seen.push(look()) },
  });
  expect(done.added).toBe(1_200);
  expect(seen.length).toBeGreaterThanOrEqual(3);
  for (const counts of seen) expect(await counts).toEqual([0, 0, 0, 0]);
  expect(await look()).toEqual([1_200, 1_200, 200, 8]);
});

test('a mapping of a file is saved under a name, laid over the next file, and forgotten', async () => {
  office = await newOffice({ lines });
  const from = await tableOf(office, 'betreff,wer\r\nNoise,Jo');
  const { mapping } = await take(office, from, {
    change: (guessed) => ({
      ...guessed,
      columns: guessed.columns.map(({ column, header }) => ({
        column,
        header,
        target: column === 0 ? 'note' : 'name',
      })),
    }),
  });
  await office.call('exchange.saveMapping', { name: 'Old desk', mapping });
  await office.call('exchange.saveMapping', { name: 'Old desk', mapping });
  const { inspectTable } = await import('../../../../src-main/exchange/index.ts');
  const facts = await inspectTable(office.store, office.actor, { from, saved: 'Old desk' }, quietly);
  expect(facts.savedMappings).toEqual(['Old desk']);
  expect(facts.mapping.columns.map(({ target }) => target)).toEqual(['note', 'name']);
  await office.call('exchange.forgetMapping', { name: 'Old desk' });
  await expect(inspectTable(office.store, office.actor, { from, saved: 'Old desk' }, quietly)).rejects.toThrow(
    'mapping',
  );
});
