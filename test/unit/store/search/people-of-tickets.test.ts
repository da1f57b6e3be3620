import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPerson } from '../../../../src-main/people/index.ts';
import { findLines } from '../../../../src-main/privacy/index.ts';
import { parseQuery } from '../../../../src-main/store/search/index.ts';
import { newOffice, type TestOffice } from '../../../fixtures/office.ts';

/** More people of one name than are looked for one by one. */
const MANY = 450;

let office: TestOffice;
const tickets: number[] = [];
beforeAll(async () => {
  office = await newOffice({ lines: { find: findLines } });
  const people = await office.store.write(async (tx) => {
    const ids: number[] = [];
    for (let n = 0; n < MANY; n += 1)
      ids.push((await addPerson(tx, { name: `Anna Number${n}`, source: 'intake' }, 'DE')).id);
    return ids;
  });
  for (const [n, id] of people.entries())
    if (n % 5 === 0) {
      office.clock.now += 3 * 86_400_000;
      const person = { id };
      const made = await office.call('tickets.create', { channel: 'phone', subject: 'Door', message: 'M', person });
      tickets.unshift(made.id);
    }
});
afterAll(() => office.close());

const find = async (text: string) => {
  const seen: number[] = [];
  for (let after: number[] | null = null; ;) {
    const page: { hits: { row: { id: number }; passages: { place: string }[] }[]; next: number[] | null } =
      await office.call('find.tickets', { filter: { text }, order: 'newest', after, limit: 7 });
    seen.push(...page.hits.map(({ row }) => row.id));
    expect(page.hits.every(({ passages }) => passages.some(({ place }) => place === 'name'))).toBe(true);
    if (!page.next) return seen;
    after = page.next;
  }
};

test('the tickets of very many people of one name come newest first, page by page, each once', async () => {
  expect(await find('anna')).toEqual(tickets);
  expect(office.store.db.search.count(parseQuery('anna'), 1_000)).toEqual({ count: tickets.length, more: false });
});

test('and those of one among them by the rest of the name', async () => {
  expect(await find('anna number45')).toEqual([tickets.at(-10)]);
});
