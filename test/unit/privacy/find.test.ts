import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findLines } from '../../../src-main/privacy/find.ts';
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
