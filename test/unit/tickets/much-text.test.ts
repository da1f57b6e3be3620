import { afterEach, beforeEach, expect, test } from 'vitest';
import { entries } from '../../../src-main/store/index.ts';
import { newOffice, TUESDAY, type TestOffice } from '../../fixtures/office.ts';

let office: TestOffice;
let id: number;
beforeEach(async () => {
  office = await newOffice();
  const given = { channel: 'mail', subject: 'Damp wall', message: 'It is black.' };
  ({ id } = await office.call('tickets.create', { ...given, person: { create: { name: 'Agnieszka Kowalczyk' } } }));
});
afterEach(() => office.close());
/** Replies with these bodies, the first one the oldest; straight into the rows, for no word of them is found. */
const said = (...bodies: string[]) =>
  office.store.write(async (tx) => {
    for (const [n, body] of bodies.entries())
      await tx.insert(entries).values({
        uid: String(n).padStart(32, '0'),
        ticketId: id,
        kind: 'reply',
        authorKind: 'staff',
        staffId: office.actor.staffId,
        channel: 'mail',
        providedByPerson: false,
        body,
        createdAt: TUESDAY + n * 1_000,
      });
  });
const open = () => office.call('tickets.open', { id });
const A_MEGABYTE = 1_048_576;

test('a ticket with 200 replies of 1 MB opens with its newest 4 MB, at once, and each other reply is there when asked for', async () => {
  const bodies = Array.from({ length: 200 }, (_, n) => `${n} `.padEnd(A_MEGABYTE, 'ü ').slice(0, A_MEGABYTE / 2));
  await said(...bodies, 'A short one.');
  const before = process.cpuUsage();
  const ticket = await open();
  const { user, system } = process.cpuUsage(before);
  expect(ticket.entries).toHaveLength(201);
  const whole = ticket.entries.filter(({ leftOut }) => leftOut === 0);
  expect(whole.at(-1)?.body).toBe('A short one.');
  const bytes = whole.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
  expect(bytes).toBeGreaterThan(3 * A_MEGABYTE);
  expect(bytes).toBeLessThanOrEqual(4 * A_MEGABYTE);
  expect(ticket.entries[0]).toMatchObject({ body: '', leftOut: Buffer.byteLength(bodies[0] ?? '') });
  expect(await office.call('tickets.entryText', { id: ticket.entries[0]?.id ?? 0 })).toEqual({ body: bodies[0] });
  // read whole it takes half a second
  expect((user + system) / 1000).toBeLessThan(200);
});

test('short texts are always there, however much stands beside them', async () => {
  const large = 'x'.repeat(A_MEGABYTE);
  await said('The first words.', large, large, large, large, large, 'The last words.');
  const { entries: shown } = await open();
  expect(shown.map(({ body, leftOut }) => [body.length, leftOut])).toEqual([
    [16, 0],
    [0, A_MEGABYTE],
    [0, A_MEGABYTE],
    ...[1, 2, 3].map(() => [A_MEGABYTE, 0]),
    [15, 0],
  ]);
});

test('a reply of a ticket that is deleted, or that never was, cannot be asked for', async () => {
  await said('Gone soon.');
  const [entry] = (await open()).entries;
  await office.store.write((tx) => tx.delete(entries));
  await expect(office.call('tickets.entryText', { id: entry?.id ?? 0 })).rejects.toMatchObject({ code: 'not-found' });
});
