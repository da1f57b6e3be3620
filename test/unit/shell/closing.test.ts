import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { backupName } from '../../../src-main/store/backup.ts';
import { verify } from '../../../src-main/store/integrity.ts';
import { besideOf, desk, FOUNDING, subjectsIn, take } from './offices.ts';

let folder: string;
let path: string;
let it: ReturnType<typeof desk>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paperdesk-closing-'));
  path = join(folder, 'Nordhafen.desk');
  mkdirSync(join(folder, 'program'));
  it = desk(join(folder, 'program'));
});
afterEach(async () => {
  vi.useRealTimers();
  await it.offices.end();
  rmSync(folder, { recursive: true, force: true });
});
const backups = () => {
  const uid = it.settings.get('recent')[0]?.uid ?? '';
  return it.offices.backups.files({ uid, path });
};
/** A copy of the office file alone, made by another process: an open file must not be read in this one. */
const copyOfFileAlone = () => {
  const copy = join(folder, 'alone.desk');
  expect(spawnSync('cp', [path, copy]).status).toBe(0);
  return copy;
};

test('after closing the office is one whole file, with nothing beside it', async () => {
  await it.offices.found(path, FOUNDING);
  await take(it.offices, 'Tap drips');
  expect(besideOf(path)).toEqual(expect.arrayContaining(['Nordhafen.desk-wal', 'Nordhafen.desk.lock']));
  await it.offices.close();
  expect(besideOf(path)).toEqual([]);
  const copy = join(folder, 'copy.desk');
  copyFileSync(path, copy);
  expect(subjectsIn(copy)).toEqual(['Tap drips']);
  expect(verify(copy)).toMatchObject({ tickets: 1 });
});

test("after a minute's rest the open office file alone is whole", async () => {
  await it.offices.found(path, FOUNDING);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await take(it.offices, 'Tap drips');
  vi.advanceTimersByTime(30_000);
  await take(it.offices, 'Window sticks');
  vi.advanceTimersByTime(59_000);
  expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);
  vi.advanceTimersByTime(1_500);
  expect(statSync(`${path}-wal`).size).toBe(0);
  expect(subjectsIn(copyOfFileAlone())).toEqual(['Tap drips', 'Window sticks']);
});

test('closing backs up what was changed, once, and nothing where nothing was', async () => {
  await it.offices.found(path, FOUNDING);
  await take(it.offices, 'Tap drips');
  await it.offices.close();
  expect(backups().map(({ kind }) => kind)).toEqual(['day']);
  expect(subjectsIn(backups()[0]?.path ?? '')).toEqual(['Tap drips']);
  await it.offices.open(path);
  await it.offices.close();
  expect(backups()).toHaveLength(1);
});

test('a day after the last backup the next one is made, while the office is open', async () => {
  await it.offices.found(path, FOUNDING);
  await take(it.offices, 'Tap drips');
  await it.offices.close();
  const [first] = backups();
  if (!first) throw new Error('no backup');
  renameSync(first.path, join(dirname(first.path), backupName('day', Date.now() - 24.5 * 3_600_000)));
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  await it.offices.open(path);
  expect(it.offices.backups.last({ uid: it.offices.current?.uid ?? '', path })).toMatchObject({ overdue: false });
  vi.advanceTimersByTime(16 * 60_000);
  await vi.waitFor(() => expect(it.told.filter(({ event }) => event === 'backup')).toHaveLength(2), {
    timeout: 20_000,
  });
  expect(backups()).toHaveLength(2);
  expect(it.told).toContainEqual({ event: 'backup', payload: { at: backups()[0]?.at, ok: true } });
});

test('a backup that cannot be made is told of, and keeps nobody from closing', async () => {
  await it.offices.found(path, FOUNDING);
  await take(it.offices, 'Tap drips');
  const blocked = join(folder, 'no-folder');
  writeFileSync(blocked, '');
  it.settings.set('backupFolder', blocked);
  await it.offices.close();
  expect(it.told).toContainEqual({ event: 'backup', payload: expect.objectContaining({ ok: false }) as unknown });
  expect(besideOf(path)).toEqual([]);
  expect(subjectsIn(path)).toEqual(['Tap drips']);
  expect(it.bugs.join()).not.toContain(folder);
});

test('once the desk has ended, nothing opens an office again', async () => {
  await it.offices.found(path, FOUNDING);
  const ended = it.offices.end();
  const late = it.offices.open(path);
  await ended;
  await expect(late).rejects.toMatchObject({ code: 'busy', detail: { reason: 'being-closed' } });
  await expect(it.offices.found(join(folder, 'Other.desk'), FOUNDING)).rejects.toMatchObject({ code: 'busy' });
  expect(existsSync(join(folder, 'Other.desk'))).toBe(false);
  expect(besideOf(path)).toEqual([]);
});

test('opening another office closes the one before, whole', async () => {
  const other = join(folder, 'Other.desk');
  await it.offices.found(path, FOUNDING);
  await take(it.offices, 'Tap drips');
  await it.offices.found(other, { ...FOUNDING, name: 'Other' });
  expect(besideOf(path)).toEqual([]);
  expect(it.settings.get('recent').map(({ name }) => name)).toEqual(['Other', 'Nordhafen']);
  expect(it.offices.current?.name).toBe('Other');
});

test('a restore keeps the present file under a name with the day, and opens the office as it was', async () => {
  await it.offices.found(path, FOUNDING);
  await take(it.offices, 'Tap drips');
  const open = it.offices.current;
  if (!open) throw new Error('not open');
  const made = await it.offices.backups.make(open, open.actor, 'now');
  await take(it.offices, 'Window sticks');
  const { kept } = (await it.restore(made.id)) as { kept: string };
  expect(kept).toMatch(/^Nordhafen before restore \d{4}-\d\d-\d\d \d{4}\.desk$/);
  expect(it.offices.current?.path).toBe(path);
  await it.offices.close();
  expect(subjectsIn(path)).toEqual(['Tap drips']);
  expect(subjectsIn(join(folder, kept))).toEqual(['Tap drips', 'Window sticks']);
  expect(readdirSync(folder).sort()).toEqual([kept, 'Nordhafen.desk', 'program'].sort());
});
