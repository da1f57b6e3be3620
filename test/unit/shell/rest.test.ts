import { existsSync, statSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Rest } from '../../../src-main/shell/rest.ts';
import { newOffice, type TestOffice } from '../../fixtures/office.ts';

let office: TestOffice;
beforeEach(async () => void (office = await newOffice()));
afterEach(() => office.close());

const pieces = () =>
  office.store.connections.reader.prepare('SELECT count(DISTINCT segid) FROM find_texts_idx').pluck().get() as number;
const journal = () => (existsSync(`${office.path}-wal`) ? statSync(`${office.path}-wal`).size : 0);

async function takeIn(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1)
    await office.call('tickets.create', {
      channel: 'phone',
      person: { create: { name: `Person ${n}` } },
      subject: `Subject ${n}`,
      message: `It drips ${n} times a day.`,
    });
}

it('after a rest the index is joined and the office file alone is whole', async () => {
  await takeIn(12);
  expect(journal()).toBeGreaterThan(0);
  const rest = new Rest(office.store, () => false, 1);
  rest.changed();
  await vi.waitFor(() => expect(journal()).toBe(0));
  expect(pieces()).toBeLessThan(4);
  rest.stop();
});

it('nothing is done while long work is under way, nor after the office was closed', async () => {
  await takeIn(3);
  const before = journal();
  let asked = 0;
  let busy = true;
  const rest = new Rest(office.store, () => ++asked > 0 && busy, 1);
  rest.changed();
  await vi.waitFor(() => expect(asked).toBeGreaterThanOrEqual(3));
  expect(journal()).toBe(before);
  busy = false;
  await vi.waitFor(() => expect(journal()).toBe(0));
  rest.stop();
  await takeIn(1);
  rest.changed();
  expect(journal()).toBeGreaterThan(0);
});
