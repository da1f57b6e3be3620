import { afterEach, expect, test } from 'vitest';
import { inspectTable } from '../../../../src-main/exchange/index.ts';
import { HESK_TICKETS, heskExport } from '../../../fixtures/hesk-export.ts';
import { newOffice, type TestOffice } from '../../../fixtures/office.ts';
import { lines, quietly, take, tableOf, withNew } from './desk.ts';

let office: TestOffice;
afterEach(() => office.close());
const whole = heskExport(HESK_TICKETS, { fields: ['Flat'], dateFields: ['Moved in'], history: true, replies: true });
const opened = async (trackingId: string) => {
  const found = await office.call('tickets.byTrackingId', { trackingId });
  return office.call('tickets.open', { id: found?.id ?? 0 });
};

test('HESK’s export comes in with its columns matched by themselves, replies with who wrote them and when', async () => {
  office = await newOffice({ lines });
  const from = await tableOf(office, whole, 'hesk_export.xml');
  const facts = await inspectTable(office.store, office.actor, { from }, quietly);
  expect(facts).toMatchObject({ format: 'xml', recognised: 'hesk', ambiguousDates: [] });
  const done = await take(office, from, { change: withNew('Lifts', 'Noise') });
  expect(done).toMatchObject({ added: 3, refused: 0, newPeople: 4, withoutOwner: 1, trackingTaken: 0 });
  const lift = await opened('QX7-4NV-1B2D');
  expect(lift).toMatchObject({
    subject: 'Lift stuck between floors',
    message: 'It stops\nbetween floors & does not <move>.',
    createdAt: Date.UTC(2026, 0, 5, 9),
    changedAt: Date.UTC(2026, 0, 7, 11, 15, 36),
    firstReplyAt: Date.UTC(2026, 0, 5, 10, 30),
    resolvedAt: Date.UTC(2026, 0, 7, 11, 15, 36),
    dueAt: Date.UTC(2026, 0, 8, 23),
    timeWorked: 5_400,
    ownerId: office.actor.staffId,
    open: false,
    replies: 3,
    staffReplies: 1,
    lastReplier: 'nobody',
  });
  expect(lift.people.map(({ role, name }) => [role, name])).toEqual([
    ['requester', 'Åsa Öberg'],
    ['follower', 'Ben Ode'],
    ['follower', 'Cleo'],
  ]);
  expect(lift.entries.map(({ authorKind, author, createdAt, body }) => [authorKind, author, createdAt, body])).toEqual([
    ['staff', 'Hanna Lindqvist', Date.UTC(2026, 0, 5, 10, 30), 'We sent somebody.\n\nHe comes at noon.'],
    ['person', 'Åsa Öberg', Date.UTC(2026, 0, 5, 13, 2, 10), 'He was here.\n---\nThank you'],
    ['unknown', '', Date.UTC(2026, 0, 7, 11, 15, 36), 'Done.'],
  ]);
  const settings = await office.call('office.settings');
  expect(
    lift.fields.map(({ fieldId, values }) => [settings.fields.find(({ id }) => id === fieldId)?.name, values]),
  ).toEqual([
    ['Flat', ['A 1.01']],
    ['Moved in', ['2019-04-01']],
  ]);
  expect(await opened('ZZZ-999-YYYY')).toMatchObject({ timeWorked: 363_909, ownerId: null, people: [] });
  expect(await opened('B2D-111-AAAA')).toMatchObject({ message: '=HYPERLINK("http://evil.example")' });
  expect(await take(office, from, { change: withNew('Lifts', 'Noise') })).toMatchObject({ added: 0, known: 3 });
});

test('a column of HESK’s that the first rows leave empty is what it is called all the same', async () => {
  office = await newOffice({ lines });
  const [first] = HESK_TICKETS;
  if (!first) throw new Error('no ticket');
  const { followers: _f, due: _d, resolved: _r, ...bare } = first;
  const many = Array.from({ length: 600 }, (_, n) => ({
    ...(n === 599 ? first : bare),
    id: n,
    trackingId: `AAA-${String(n).padStart(3, 'A')}-AAAA`,
  }));
  const done = await take(office, await tableOf(office, heskExport(many), 'hesk.xml'));
  expect(done).toMatchObject({ added: 600, refused: 0 });
  expect(await opened('AAA-599-AAAA')).toMatchObject({ dueAt: Date.UTC(2026, 0, 8, 23) });
  expect((await opened('AAA-599-AAAA')).people).toHaveLength(3);
});
