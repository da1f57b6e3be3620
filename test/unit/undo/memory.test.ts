import { readdirSync, readlinkSync } from 'node:fs';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { is } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as schema from '../../../src-main/store/schema/index.ts';
import { tickets } from '../../../src-main/store/index.ts';
import { residueInFolder } from '../../../src-main/store/residue.ts';
import { CAPTURED, NOT_TAKEN_BACK, UndoStack, type Images } from '../../../src-main/store/undo/index.ts';
import { newOffice, type TestOffice } from '../../fixtures/office.ts';
import { manyTickets } from '../tickets/many-tickets.ts';

let office: TestOffice;
beforeEach(async () => {
  office = await newOffice();
});
afterEach(() => office.close());

const GIVEN = {
  channel: 'phone',
  subject: 'Boiler',
  message: 'It is cold.',
  person: { create: { name: 'Agnieszka' } },
};
const act = { call: 'tickets.change', permission: 'edit tickets', staffId: 1, at: 0, each: false } as const;
const imagesOf = (id: number, bytes = 100): Images => ({
  rows: [{ table: 'tickets', key: [id], columns: [], before: [], after: [], tickets: [id], people: [id * 10] }],
  deeds: [],
  bytes,
});

describe('what can be taken back', () => {
  test('lies in memory alone: no temporary file while an act is seen, and none of what was there before in the office file', async () => {
    const { id } = await office.call('tickets.create', GIVEN);
    const { writer } = office.store.connections;
    expect(writer.pragma('temp_store', { simple: true })).toBe(2);
    const files = () =>
      readdirSync('/proc/self/fd').flatMap((fd) => {
        try {
          return [readlinkSync(`/proc/self/fd/${fd}`)];
        } catch {
          return [];
        }
      });
    const marker = 'Quittenmarmelade';
    await office.store.write((tx) => tx.update(tickets).set({ subject: marker.repeat(20_000) }));
    const before = files().length;
    let during: string[] = [];
    await office.store.write(
      async (tx) => {
        await tx.update(tickets).set({ subject: 'Short' });
        during = files();
      },
      () => undefined,
    );
    expect(during.length).toBe(before);
    expect(during.filter((name) => name.includes('(deleted)') || name.includes('etilqs'))).toEqual([]);
    expect((await office.call('tickets.open', { id })).subject).toBe('Short');
    await office.store.close();
    expect(residueInFolder(office.folder, [{ name: 'marker', text: marker }]).findings).toEqual([]);
  });

  test('is bounded in number and in bytes: the oldest goes first', () => {
    const dropped: number[] = [];
    const stack = new UndoStack({
      mostEntries: 3,
      mostBytes: 1_000,
      dropped: (images) => void dropped.push(...images.map(({ rows }) => Number(rows[0]?.key[0]))),
    });
    for (const id of [1, 2, 3, 4]) stack.add(act, imagesOf(id));
    expect(dropped).toEqual([1]);
    stack.add(act, imagesOf(5, 900));
    expect(dropped).toEqual([1, 2, 3]);
    expect(stack.bytes).toBe(1_000);
    stack.add(act, imagesOf(6, 1_001));
    expect(stack.next('undo', 1)).toBeNull();
    expect(dropped).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('an act that is too big is done, and told as one that cannot be taken back', async () => {
    const { writer } = office.store.connections;
    await office.store.write((tx) => tx.update(tickets).set({ subject: '' }));
    for (let n = 0; n < 60; n += 1) await office.call('tickets.create', { ...GIVEN, message: 'x'.repeat(999_000) });
    let told: unknown;
    await office.store.write(
      (tx) => tx.update(tickets).set({ message: 'short' }),
      (images) => (told = images),
    );
    expect(told).toBe('too-big');
    expect(writer.prepare('SELECT count(*) FROM undo_cells').pluck().get()).toBe(0);
    expect(writer.prepare("SELECT count(*) FROM tickets WHERE message = 'short'").pluck().get()).toBe(60);
  });

  test('is forgotten when it touches somebody whose data go, and only then', () => {
    const stack = new UndoStack();
    for (const id of [1, 2, 3]) stack.add(act, imagesOf(id));
    stack.forget({ tickets: [3], people: [10] });
    expect(stack.next('undo', 1)?.tickets.first).toBe(2);
    stack.forget({ tickets: [99], people: [99] });
    expect(stack.next('undo', 1)?.tickets.first).toBe(2);
    stack.forget({ tickets: [], people: [20] });
    expect(stack.next('undo', 1)).toBeNull();
  });

  test('is one’s own: nobody takes back what another did', () => {
    const stack = new UndoStack();
    stack.add(act, imagesOf(1));
    stack.add({ ...act, staffId: 2 }, imagesOf(2));
    expect(stack.next('undo', 1)?.tickets.first).toBe(1);
    expect(stack.next('undo', 2)?.tickets.first).toBe(2);
  });

  test('of 12,345 tickets takes a few megabytes', { timeout: 120_000 }, async () => {
    await manyTickets(office, 12_345);
    await office.call('tickets.changeMany', { selection: { filter: {} }, change: { statusId: 4, priorityId: 1 } });
    const { count } = (await office.call('undo.next')).undo
      ? { count: (await office.call('undo.next')).undo?.tickets }
      : { count: 0 };
    expect(count).toBeGreaterThan(10_000);
    expect(office.services.undo.bytes).toBeLessThan(8 * 2 ** 20);
    const { tickets: back, leftCount } = await office.call('undo.take');
    expect([back, leftCount]).toEqual([count, 0]);
  });
});

test('every table of the schema can be taken back, or it is said why not; a column that names a row is known as such', () => {
  const all = Object.values<unknown>(schema).filter((one): one is SQLiteTable => is(one, SQLiteTable));
  const names = all.map((table) => getTableConfig(table).name);
  expect([...CAPTURED.map(({ name }) => name), ...Object.keys(NOT_TAKEN_BACK)].sort()).toEqual([...names].sort());
  for (const why of Object.values(NOT_TAKEN_BACK)) expect(why.length).toBeGreaterThan(10);
  for (const { name, key, ofTickets, ofPeople, columns } of CAPTURED) {
    expect(key.length, name).toBeGreaterThan(0);
    const naming = columns.filter((column) => /^(other_)?(ticket|person)_id$/.test(column));
    expect([...ofTickets, ...ofPeople], name).toEqual(expect.arrayContaining(naming));
  }
});

test('a write that is not seen, and one that fails, leaves nothing behind', async () => {
  await office.call('tickets.create', GIVEN);
  const { writer } = office.store.connections;
  const left = () =>
    writer.prepare('SELECT (SELECT count(*) FROM undo_cells), (SELECT seen FROM undo_recording)').raw().get();
  await office.store.write((tx) => tx.update(tickets).set({ subject: 'Unseen' }));
  expect(left()).toEqual([0, 0]);
  const seen: unknown[] = [];
  await expect(
    office.store.write(
      async (tx) => {
        await tx.update(tickets).set({ subject: 'Half' });
        throw new Error('in the middle');
      },
      (images) => void seen.push(images),
    ),
  ).rejects.toThrow('in the middle');
  expect([left(), seen]).toEqual([[0, 0], []]);
});
