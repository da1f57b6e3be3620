import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { KillPoint } from '../../../src-main/store/kill-points.ts';
import { tickets } from '../../../src-main/store/index.ts';
import { verify } from '../../../src-main/store/integrity.ts';
import { olderOffice } from '../store/older-office.ts';
import { bundled } from '../bundled.ts';
import { besideOf, desk, FOUNDING, subjectsIn, take } from './offices.ts';

const child = bundled('test/unit/shell/desk-in-child.ts');
let folder: string;
let path: string;
let it: ReturnType<typeof desk>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paperdesk-kills-'));
  path = join(folder, 'Nordhafen.desk');
  mkdirSync(join(folder, 'program'));
  it = desk(join(folder, 'program'));
});
afterEach(async () => {
  await it.offices.end();
  rmSync(folder, { recursive: true, force: true });
});
const killed = (act: string, at: KillPoint | '', arg = '') =>
  expect(
    spawnSync(process.execPath, [child, join(folder, 'program'), path, act, arg], {
      env: { ...process.env, PAPERDESK_KILL_AT: at },
      encoding: 'utf8',
    }),
  ).toMatchObject({ signal: 'SIGKILL' });
const backups = () => it.offices.backups.files({ uid: it.offices.current?.uid ?? '', path });
const halves = () =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.part$|\.restoring|-journal$/.test(name),
  );
/** Opened and closed again, the office is one whole file with these tickets. */
async function afterwards(...subjects: string[]) {
  await it.offices.open(path);
  await it.offices.close();
  expect(subjectsIn(path)).toEqual(subjects);
  expect(verify(path).tickets).toBe(subjects.length);
  for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true });
  expect(besideOf(path)).toEqual([]);
  expect(halves()).toEqual([]);
}
async function withOneTicket() {
  await it.offices.found(path, FOUNDING);
  await take(it.offices, 'Tap drips');
}

test('what was written before a kill is there after the next start', async () => {
  await withOneTicket();
  await it.offices.close();
  killed('write-and-die', '');
  expect(besideOf(path)).toContain('Nordhafen.desk-wal');
  await afterwards('Tap drips', 'Written just before');
});

test('killed while an office is made, its place stays free, and the next start leaves nothing of it', async () => {
  for (const act of ['found', 'sample'])
    for (const at of ['founding: tables made', 'founding: whole'] as const) {
      killed(act, at);
      expect(existsSync(path)).toBe(false);
      expect(halves()).toHaveLength(1);
      it = desk(join(folder, 'program'));
      it.halves.clear();
      expect(readdirSync(folder)).toEqual(['program']);
    }
  await withOneTicket();
  expect(it.offices.current?.name).toBe('Nordhafen');
});

test('killed while a copy is saved: what was there is untouched, and the next start leaves nothing of the copy', async () => {
  await withOneTicket();
  await it.offices.close();
  writeFileSync(join(folder, 'Copy.desk'), 'what was there before');
  killed('copy', 'backup: copying', join(folder, 'Copy.desk'));
  expect(halves()).toHaveLength(1);
  it = desk(join(folder, 'program'));
  it.halves.clear();
  expect(halves()).toEqual([]);
  expect(readFileSync(join(folder, 'Copy.desk'), 'utf8')).toBe('what was there before');
  await afterwards('Tap drips');
});

test.each(['backup: copying', 'backup: copied'] as const)(
  'killed at "%s", nothing is lost and no half backup counts',
  async (at) => {
    await withOneTicket();
    await it.offices.close();
    killed('back-up', at);
    await it.offices.open(path);
    for (const { path: backup } of backups()) expect(verify(backup).tickets).toBe(1);
    await take(it.offices, 'Window sticks');
    await afterwards('Tap drips', 'Window sticks');
  },
);

test.each([
  ['restore: copying', ['Tap drips', 'Window sticks']],
  ['restore: tombstones replayed', ['Tap drips', 'Window sticks']],
  ['restore: present file kept', ['Tap drips']],
  ['restore: file placed', ['Tap drips']],
] as const)(
  'killed at "%s", the office is the old one or the new one, whole, and the old one is nowhere lost',
  async (at, subjects) => {
    await withOneTicket();
    const open = it.offices.current;
    if (!open) throw new Error('not open');
    const { id } = await it.offices.backups.make(open, open.actor, 'now');
    await take(it.offices, 'Window sticks');
    await it.offices.close();
    killed('restore', at, id);
    await afterwards(...subjects);
    const kept = readdirSync(folder).filter((name) => name.includes('before restore') && name.endsWith('.desk'));
    expect(kept).toHaveLength(subjects.length === 1 ? 1 : 0);
    for (const name of kept) expect(subjectsIn(join(folder, name))).toEqual(['Tap drips', 'Window sticks']);
  },
);

test('killed while an act is taken back: the act stands as it was done, whole', async () => {
  await withOneTicket();
  await take(it.offices, 'Window sticks');
  await it.offices.close();
  killed('undo', 'undo: rows back');
  await it.offices.open(path);
  const rows = await it.offices.current?.store.db
    .select({ statusId: tickets.statusId, priorityId: tickets.priorityId, open: tickets.open })
    .from(tickets);
  expect(rows).toEqual([1, 2].map(() => ({ statusId: 4, priorityId: 1, open: false })));
  await afterwards('Tap drips', 'Window sticks');
});

test('killed while it migrates, the office is of the old version with its backup, and the next start migrates it', async () => {
  const { subjects } = olderOffice(path);
  killed('open', 'migration: begun');
  const made = readdirSync(join(folder, 'program', 'backups'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.includes('before-migration'),
  );
  expect(made).toHaveLength(1);
  await afterwards(...subjects);
  expect(existsSync(path)).toBe(true);
});
