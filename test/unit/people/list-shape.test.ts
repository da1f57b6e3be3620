import { afterEach, beforeEach, expect, test } from 'vitest';
import { addPerson } from '../../../src-main/people/index.ts';
import { newOffice, type TestOffice } from '../../fixtures/office.ts';

let office: TestOffice;
beforeEach(async () => {
  office = await newOffice();
});
afterEach(() => office.close());

const NAMES = ['Élan', 'elan', 'Ömer', 'Шевченко', '陳美玲', 'Zoe', 'عبد الرحمن'];
const addMany = (count: number) =>
  office.store.write(async (tx) => {
    const ids: number[] = [];
    for (let n = 0; n < count; n += 1) {
      const name = `${NAMES[n % NAMES.length]} ${n % 31}`;
      ids.push((await addPerson(tx, { name, source: 'intake', hidden: n % 50 === 49 })).id);
    }
    return ids;
  });

test('any page of the list of people is reached by the nearest anchor, and holds who stands there', async () => {
  await addMany(450);
  const { total, step, anchors } = await office.call('people.shape', {});
  const walked: number[] = [];
  let after: { name: string; id: number } | null = null;
  do {
    const page = (await office.call('people.page', { after, limit: 37 })) as {
      rows: { id: number }[];
      next: { name: string; id: number } | null;
    };
    walked.push(...page.rows.map(({ id }) => id));
    after = page.next;
  } while (after);
  expect(total).toBe(441);
  expect(walked).toHaveLength(total);
  expect(anchors).toHaveLength(Math.floor(total / step));
  for (const [n, anchor] of anchors.entries()) {
    const { rows } = await office.call('people.page', { after: anchor, limit: step });
    expect(rows.map(({ id }) => id)).toEqual(walked.slice((n + 1) * step, (n + 2) * step));
  }
});

test('the list tells where a person stands, and that a hidden one stands nowhere', async () => {
  const ids = await addMany(120);
  const { rows } = await office.call('people.page', { limit: 200 });
  for (const at of [0, 1, 57, rows.length - 1])
    expect((await office.call('people.shape', { of: rows[at]?.id ?? 0 })).place).toBe(at);
  expect((await office.call('people.shape', { of: ids[49] ?? 0 })).place).toBeNull();
  const found = await office.call('people.page', { text: 'omer', limit: 200 });
  const shape = await office.call('people.shape', { text: 'omer', of: found.rows[3]?.id ?? 0 });
  expect(shape).toMatchObject({ total: found.rows.length, place: 3 });
  expect((await office.call('people.shape', { text: 'omer', of: ids[0] ?? 0 })).place).toBeNull();
});

test('tickets of others, on which somebody is named only, are told apart from their own', async () => {
  const create = (name: string) =>
    office.call('tickets.create', { channel: 'phone', subject: 'S', person: { create: { name } }, message: 'M' });
  const own = await create('Ann Hartley');
  const other = await create('Petra Schneider');
  const ann = (await office.call('tickets.open', { id: own.id })).people[0]?.id ?? 0;
  await office.call('tickets.addFollower', { id: other.id, person: { id: ann } });
  await office.call('tickets.addFollower', { id: own.id, person: { id: ann } }).catch(() => undefined);
  const person = await office.call('people.open', { id: ann });
  expect(person.elsewhere).toEqual([other.id]);
  expect(person.ticketCount).toBe(2);
});
