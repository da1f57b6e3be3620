import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eq } from 'drizzle-orm';
import { findLines } from '../../../src-main/privacy/find.ts';
import { tickets } from '../../../src-main/store/index.ts';
import { ipKey } from '../../../src-main/store/search/index.ts';
import { newOffice, type TestOffice } from '../../fixtures/office.ts';

describe('a find of many tickets', () => {
  let office: TestOffice;
  const page = (input: object) =>
    office.call('find.tickets', { filter: { text: 'boiler' }, order: 'newest', limit: 50, ...input });
  const subjects = ({ hits }: Awaited<ReturnType<typeof page>>) => hits.map(({ row }) => row.subject);

  beforeAll(async () => {
    office = await newOffice({ lines: { find: findLines } });
    for (let n = 0; n < 120; n += 1) {
      // Three of them within one second, as an import by days has them.
      office.clock.now += n % 3 === 0 ? 60_000 : 0;
      await office.call('tickets.create', {
        channel: 'mail',
        person: { create: { name: `Person ${n}` } },
        subject: n % 2 === 0 ? `boiler ${n}` : `lift ${n}`,
        message: '',
      });
    }
  });
  afterAll(() => office.close());

  test('has the same rows on a page that is jumped to as on one that is turned to', async () => {
    const first = await page({});
    const second = await page({ after: first.next });
    expect(subjects(first)).toHaveLength(50);
    expect(subjects(second)).toHaveLength(10);
    expect(second.next).toBeNull();
    expect(subjects(await page({ skip: 50 }))).toEqual(subjects(second));
    expect(subjects(await page({ skip: 7, limit: 20 }))).toEqual(subjects(first).slice(7, 27));
    expect(subjects(await page({ after: first.next, skip: 4 }))).toEqual(subjects(second).slice(4));
  });

  test('ends where it ends', async () => {
    expect(subjects(await page({ skip: 60 }))).toEqual([]);
    expect(subjects(await page({ skip: 1_000_000 }))).toEqual([]);
  });
});

describe('a part of an address', () => {
  let office: TestOffice;
  const found = async (text: string) => {
    const { hits } = await office.call('find.tickets', { filter: { text }, order: 'newest', limit: 50 });
    return hits.map(({ row, passages }) => `${row.subject}: ${passages.map(({ place }) => place).join()}`);
  };

  beforeAll(async () => {
    office = await newOffice({ lines: { find: findLines } });
    for (const [subject, ip, message] of [
      ['one', '192.0.2.7', ''],
      ['two', '192.0.20.1', 'seen from 192.0.2.9 too'],
      ['three', '2001:db8:7::1', ''],
      ['flat', '3.14.1.1', 'flat 3.14'],
    ] as const) {
      office.clock.now += 60_000;
      const { id } = await office.call('tickets.create', {
        channel: 'web',
        person: { create: { name: 'Somebody' } },
        subject,
        message,
      });
      const address = { ip, ipKey: ipKey(ip) ?? '' };
      await office.store.write((tx) => tx.update(tickets).set(address).where(eq(tickets.id, id)));
    }
  });
  afterAll(() => office.close());

  test('finds by its beginning, in the address and in words alike, and says where', async () => {
    expect(await found('192.0.2')).toEqual(['two: message,ip', 'one: ip']);
    expect(await found('192.0.2.')).toEqual(['two: message', 'one: ip']);
    expect(await found('192.0.2 somebody')).toEqual(['two: message,ip,name', 'one: ip,name']);
    expect(await found('2001:DB8:7')).toEqual(['three: ip']);
  });

  test('is taken for a flat or an amount where it more likely is one', async () => {
    expect(await found('3.14')).toEqual(['flat: message']);
  });
});

describe('the replies and notes of a ticket in which something found stands', () => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await newOffice({ lines: { find: findLines } });
  });
  afterAll(() => office.close());

  test('are told of that ticket alone, whatever is found beside it, by the index and by its texts', async () => {
    const made = [];
    for (const name of ['Ada', 'Bela', 'Cleo']) {
      office.clock.now += 60_000;
      const { id } = await office.call('tickets.create', {
        channel: 'mail',
        person: { create: { name } },
        subject: 'Boiler',
        message: 'It is cold.',
      });
      for (const [kind, body] of [
        ['reply', 'The boiler was looked at.'],
        ['note', 'Its Boilers are old.'],
        ['reply', 'Closed.'],
      ] as const)
        await office.call('tickets.reply', { id, kind, body });
      made.push((await office.call('tickets.open', { id })).entries.map((entry) => entry.id));
    }
    const [, ticket] = await office.store.db.select({ id: tickets.id }).from(tickets).orderBy(tickets.id);
    const ids = async (text: string) =>
      (await office.call('find.entries', { ticket: ticket?.id ?? 0, text })).ids.sort((a, b) => a - b);
    const [first, note, last] = made[1] ?? [];
    expect(await ids('boiler')).toEqual([first, note]);
    expect(await ids('boiler bela')).toEqual([first, note]);
    expect(await ids('"boiler"')).toEqual([first]);
    expect(await ids('reply:closed')).toEqual([last]);
    expect(await ids('boiler cleo')).toEqual([]);
    expect(await ids('')).toEqual([]);
    expect(await office.call('find.entries', { ticket: 999, text: 'boiler' })).toEqual({ ids: [] });
  });
});
