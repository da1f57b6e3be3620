import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Progress } from '../../../src-main/contract/terms.ts';
import { verify } from '../../../src-main/store/integrity.ts';
import { desk, FOUNDING, subjectsIn, take } from './offices.ts';

const MEGABYTES = 96;
let folder: string;
let path: string;
let it: ReturnType<typeof desk>;
/** An open office with so much in it that writing it takes a while. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'paperdesk-told-'));
  path = join(folder, 'Nordhafen.desk');
  for (const name of ['program', 'out']) mkdirSync(join(folder, name));
  it = desk(join(folder, 'program'));
  await it.offices.found(path, FOUNDING);
  await take(it.offices, 'Tap drips');
  const { writer } = open().store.connections;
  writer.exec(`INSERT INTO attachments (id, uid, ticket_id, name, kind, size, sha256, added_by, complete, created_at)
    VALUES (1, '${'a'.repeat(32)}', 1, 'wall.bin', 'application/octet-stream', 0, '', 'staff', 1, 1)`);
  const piece = writer.prepare('INSERT INTO pieces (attachment_id, n, bytes) VALUES (1, ?, zeroblob(262144))');
  writer.transaction(() => {
    for (let n = 0; n < MEGABYTES * 4; n += 1) piece.run(n);
  })();
});
afterEach(async () => {
  await it.offices.end();
  rmSync(folder, { recursive: true, force: true });
});
function open() {
  const office = it.offices.current;
  if (!office) throw new Error('no office is open');
  return office;
}
const told = (work: string) =>
  it.told
    .filter(({ event }) => event === 'progress')
    .map(({ payload }) => payload as Progress)
    .filter((progress) => progress.work === work);
/** Stops the work as soon as it is heard of. */
async function stopped(work: string, doing: Promise<unknown>): Promise<unknown> {
  const refused = doing.then(
    () => 'done',
    (error: unknown) => (error as { code?: unknown }).code,
  );
  await expect.poll(() => told(work).length, { interval: 5, timeout: 30_000 }).toBeGreaterThan(0);
  it.offices.jobs.cancel(told(work)[0]?.job ?? '');
  return refused;
}
const filesIn = (...parts: string[]) =>
  readdirSync(join(folder, ...parts), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.desk|\.part/.test(name),
  );
const copy = () =>
  it.offices.jobs.run(
    'exchange.copy',
    open().actor,
    { place: it.halves.beside(join(folder, 'out', 'Copy.desk')) },
    { path, journal: 'wal' },
  );

test('a backup says in bytes how far it is, and stopped it leaves no half one', async () => {
  expect(await stopped('exchange.backUp', it.offices.backups.make(open(), open().actor, 'now'))).toBe('cancelled');
  expect(filesIn('program', 'backups')).toEqual([]);
  await it.offices.backups.make(open(), open().actor, 'now');
  const copying = told('exchange.backUp').filter(({ step }) => step === 'copy');
  expect(copying[0]?.total).toBeGreaterThan(MEGABYTES * 1_000_000);
  for (const { done, total } of copying) expect(done).toBeLessThanOrEqual(total ?? 0);
  expect(told('exchange.backUp').map(({ step }) => step)).toContain('check');
});

test('a copy that is stopped leaves what was there, and one that is not is whole', async () => {
  expect(await stopped('exchange.copy', copy())).toBe('cancelled');
  expect(filesIn('out')).toEqual([]);
  await copy();
  expect(filesIn('out')).toEqual(['Copy.desk']);
  expect(verify(join(folder, 'out', 'Copy.desk'))).toMatchObject({ tickets: 1 });
});

test('a restore says how far it is, and stopped it leaves the office as it was', async () => {
  const { id } = await it.offices.backups.make(open(), open().actor, 'now');
  await take(it.offices, 'Window sticks');
  expect(await stopped('exchange.restore', it.restore(id))).toBe('cancelled');
  expect(it.offices.current?.path).toBe(path);
  expect(filesIn().filter((name) => !name.startsWith('program'))).toEqual(
    expect.not.arrayContaining([expect.stringMatching(/restor|\.part/)]),
  );
  await it.restore(id);
  const copying = told('exchange.restore').filter(({ step }) => step === 'copy');
  // how often depends on how fast the disk is: once at the least
  expect(copying.length).toBeGreaterThan(0);
  expect(copying.at(-1)).toMatchObject({ done: copying.at(-1)?.total });
  await it.offices.close();
  expect(subjectsIn(path)).toEqual(['Tap drips']);
  expect(readFileSync(path).length).toBeGreaterThan(MEGABYTES * 1_000_000);
});
