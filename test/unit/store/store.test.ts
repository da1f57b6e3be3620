import { eq } from 'drizzle-orm';
import { Worker } from 'node:worker_threads';
import { existsSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { office as officeTable, openStore, statuses } from '../../../src-main/store/index.ts';
import { newOffice, type TestOffice } from '../../fixtures/office.ts';

let office: TestOffice;
afterEach(() => office.close());

const nameNow = async () => (await office.store.db.select({ name: officeTable.name }).from(officeTable))[0]?.name;
const rename = (name: string) =>
  office.store.write((tx) => tx.update(officeTable).set({ name }).where(eq(officeTable.id, 1)));

test('a write inside a write is refused at once, and the outer one goes on', async () => {
  office = await newOffice();
  await office.store.write(async (tx) => {
    await expect(office.store.write(() => Promise.resolve())).rejects.toThrow('A write inside a write');
    await tx.update(officeTable).set({ name: 'Outer' });
  });
  expect(await nameNow()).toBe('Outer');
});

test('after a statement has failed the write takes no more and is rolled back, even if the error was swallowed', async () => {
  office = await newOffice();
  const write = office.store.write(async (tx) => {
    await tx.update(officeTable).set({ name: 'Half' });
    await tx
      .insert(officeTable)
      .values({} as never)
      .catch(() => undefined);
    await tx
      .update(officeTable)
      .set({ name: 'Whole' })
      .catch(() => undefined);
  });
  await expect(write).rejects.toThrow('A statement of this write has failed');
  expect(await nameNow()).toBe('Nordhafen Housing');
  await rename('Afterwards');
  expect(await nameNow()).toBe('Afterwards');
});

test('a write that throws leaves nothing of what it did', async () => {
  office = await newOffice();
  await expect(
    office.store.write(async (tx) => {
      await tx.update(officeTable).set({ name: 'Half' });
      throw new Error('in the middle');
    }),
  ).rejects.toThrow('in the middle');
  expect(await nameNow()).toBe('Nordhafen Housing');
});

test('a tx that is kept beyond its end is refused', async () => {
  office = await newOffice();
  const kept = await office.store.write((tx) => Promise.resolve({ tx }));
  await expect(kept.tx.update(officeTable).set({ name: 'Late' })).rejects.toThrow(/This write has ended|Failed query/);
  expect(() => kept.tx.index.ticket(1)).toThrow('This write has ended');
  expect(await nameNow()).toBe('Nordhafen Housing');
});

test('nobody sees what is not committed', async () => {
  office = await newOffice();
  let seen: string | undefined;
  await office.store.write(async (tx) => {
    await tx.update(officeTable).set({ name: 'Not yet' });
    seen = await nameNow();
  });
  expect(seen).toBe('Nordhafen Housing');
  expect(await nameNow()).toBe('Not yet');
});

test('of forty interleaved reads and writes none is lost', async () => {
  office = await newOffice();
  await office.store.write((tx) => tx.update(officeTable).set({ backupDays: 0 }));
  await Promise.all(
    Array.from({ length: 40 }, () =>
      office.store.write(async (tx) => {
        const [row] = await tx.select({ days: officeTable.backupDays }).from(officeTable);
        await new Promise((resolve) => setImmediate(resolve));
        await tx.update(officeTable).set({ backupDays: (row?.days ?? 0) + 1 });
      }),
    ),
  );
  expect(await office.store.db.select({ days: officeTable.backupDays }).from(officeTable)).toEqual([{ days: 40 }]);
});

test('while a worker holds the lock the main thread goes on, and the write waits for its turn', async () => {
  office = await newOffice();
  const held = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
     const Database = require('better-sqlite3');
     const sqlite = new Database(workerData);
     sqlite.exec('BEGIN IMMEDIATE');
     parentPort.postMessage('held');
     Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
     sqlite.exec('COMMIT');
     sqlite.close();`,
    { eval: true, workerData: office.path },
  );
  const ended = new Promise((resolve) => held.once('exit', resolve));
  await new Promise((resolve) => held.once('message', resolve));
  let turns = 0;
  const counting = setInterval(() => (turns += 1), 5);
  await rename('After the worker');
  clearInterval(counting);
  await ended;
  expect(turns).toBeGreaterThan(20);
  expect(await nameNow()).toBe('After the worker');
});

test('a lock that does not go away is told as such, after the patience of the store', async () => {
  office = await newOffice();
  const store = openStore(office.path, { patience: 30 });
  office.store.connections.writer.exec('BEGIN IMMEDIATE');
  await expect(store.write(() => Promise.resolve())).rejects.toMatchObject({
    code: 'busy',
    detail: { reason: 'locked' },
  });
  office.store.connections.writer.exec('ROLLBACK');
  await store.close();
});

test('a snapshot sees one moment, whatever is written meanwhile', async () => {
  office = await newOffice();
  const names = await office.store.snapshot(async (db) => {
    const read = async () => (await db.select({ name: officeTable.name }).from(officeTable))[0]?.name;
    const first = await read();
    await rename('Meanwhile');
    return [first, await read()];
  });
  expect(names).toEqual(['Nordhafen Housing', 'Nordhafen Housing']);
  expect(await nameNow()).toBe('Meanwhile');
});

test('time inside a write is the time of the write', async () => {
  office = await newOffice({ now: 1_000_000 });
  await office.store.write((tx) => {
    office.clock.now += 5_000;
    expect(tx.now).toBe(1_000_000);
    return Promise.resolve();
  });
});

test('folding leaves an empty journal, and closing none', async () => {
  office = await newOffice();
  await rename('Folded');
  expect(office.store.fold()).toBe(true);
  await office.store.close();
  expect(existsSync(`${office.path}-wal`)).toBe(false);
  expect(existsSync(`${office.path}-shm`)).toBe(false);
  await expect(office.store.write(() => Promise.resolve())).rejects.toMatchObject({ code: 'no-office' });
  await office.store.close();
});

test('without a journal beside it an office is written and read all the same', async () => {
  office = await newOffice();
  await office.store.close();
  const store = openStore(office.path, { journal: 'delete' });
  await store.write((tx) => tx.update(statuses).set({ colour: '#000000' }));
  expect(existsSync(`${office.path}-wal`)).toBe(false);
  expect(await store.db.$count(statuses, eq(statuses.colour, '#000000'))).toBe(6);
  expect(store.fold()).toBe(false);
  await store.close();
});
