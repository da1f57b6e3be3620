import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expected } from '../../../src-main/gate.ts';
import { ledger } from '../../../src-main/store/index.ts';
import { attach } from '../../../src-main/tickets/attachments/calls.ts';
import { desk, FOUNDING, take } from './offices.ts';

/** Long enough for several writes. */
const BYTES = randomBytes(3_000_000);
const OLD = 'what was there before';
const ANY = { folder: 'documents' as const, name: 'wall.bin', kind: null };

let folder: string;
let place: string;
let it: ReturnType<typeof desk>;
let leavings: ReturnType<typeof it.leavingsTo>;
let target: string | null;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'paperdesk-leaving-'));
  mkdirSync(join(folder, 'program'));
  it = desk(join(folder, 'program'));
  leavings = it.leavingsTo(() => target);
  await it.offices.found(join(folder, 'Nordhafen.desk'), FOUNDING);
  await take(it.offices, 'Damp wall');
  writeFileSync(join(folder, 'wall.bin'), BYTES);
  const { token } = await it.files.add(join(folder, 'wall.bin'));
  const { services, actor } = leavings.office();
  await attach(services, actor, { id: 1, files: [token] });
});
afterAll(async () => {
  await it.offices.end();
  rmSync(folder, { recursive: true, force: true });
});
let nth = 0;
beforeEach(() => {
  place = join(folder, `place-${(nth += 1)}`);
  mkdirSync(place);
  target = join(place, 'saved.bin');
});
const save = () =>
  leavings.run<{ fileName: string; bytes: number; sha256: string }>(leavings.office().actor, ANY, 'out.attachment', {
    attachmentId: 1,
  });
const lines = async () => leavings.office().store.db.select().from(ledger);
/** What a refused save says; nothing is left of it but what was there, and no line in the ledger. */
async function refusedWith(there: Record<string, string> = {}) {
  const before = (await lines()).length;
  const said = await save().then(
    () => Promise.reject(new Error('it was saved')),
    (error: unknown) => expected(error),
  );
  expect(Object.fromEntries(readdirSync(place).map((name) => [name, readFileSync(join(place, name), 'utf8')]))).toEqual(
    there,
  );
  expect(await lines()).toHaveLength(before);
  expect(it.settings.get('halves')).toEqual([]);
  return said;
}

test('what left stands in the ledger: kind, whose, where to, size and SHA-256', async () => {
  const sha256 = createHash('sha256').update(BYTES).digest('hex');
  expect(await save()).toEqual({ fileName: 'saved.bin', bytes: BYTES.length, sha256 });
  expect(readFileSync(target ?? '').equals(BYTES)).toBe(true);
  expect((await lines()).at(-1)).toMatchObject({
    kind: 'attachment',
    destination: target,
    bytes: BYTES.length,
    sha256,
    tickets: 1,
    people: 1,
  });
  expect(readdirSync(place)).toEqual(['saved.bin']);
  expect(it.settings.get('halves')).toEqual([]);
});

test('a file that is there is replaced once the new one is whole', async () => {
  writeFileSync(join(place, 'saved.bin'), OLD);
  await save();
  expect(readFileSync(target ?? '').equals(BYTES)).toBe(true);
});

test('stopped, it leaves the old file untouched and nothing else', async () => {
  writeFileSync(join(place, 'saved.bin'), OLD);
  const before = (await lines()).length;
  const job = await leavings.start(leavings.office().actor, ANY, 'out.attachment', { attachmentId: 1 });
  if (!job) throw new Error('cancelled');
  it.offices.jobs.cancel(job.job);
  await expect(it.offices.jobs.end(job)).rejects.toMatchObject({ code: 'cancelled' });
  expect(readdirSync(place)).toEqual(['saved.bin']);
  expect(readFileSync(target ?? '', 'utf8')).toBe(OLD);
  expect(await lines()).toHaveLength(before);
  await expect.poll(() => it.settings.get('halves')).toEqual([]);
});

test('cancelled at the dialog, nothing is begun', async () => {
  target = null;
  expect(await save()).toBeNull();
  expect(it.settings.get('halves')).toEqual([]);
});

test('a folder that is gone, a folder in its place, and the open office itself are refused in words', async () => {
  target = join(place, 'gone', 'saved.bin');
  expect(await refusedWith()).toMatchObject({ code: 'read-only', detail: { reason: 'no-folder' } });
  target = join(folder, 'program');
  expect(await refusedWith()).toMatchObject({ code: 'refused', detail: { reason: 'not-a-file' } });
  target = join(folder, 'Nordhafen.desk');
  expect(await refusedWith()).toMatchObject({ code: 'refused', detail: { reason: 'open-office' } });
  target = join(place, 'link.desk');
  symlinkSync(join(folder, 'Nordhafen.desk'), target);
  await expect(save()).rejects.toMatchObject({ code: 'refused', detail: { reason: 'open-office' } });
});

test('a file the dialog did not ask about, for want of its ending, is not replaced', async () => {
  writeFileSync(join(place, 'all.csv'), OLD);
  target = join(place, 'all');
  const wanted = { ...ANY, kind: { name: 'CSV', ending: '.csv' } };
  await expect(leavings.place(wanted)).rejects.toMatchObject({ code: 'refused', detail: { reason: 'exists' } });
  expect(readFileSync(join(place, 'all.csv'), 'utf8')).toBe(OLD);
});

test('what a killed program left half written goes at the next start, and no other file', async () => {
  const half = join(place, 'paperdesk-0123456789abcdef.part');
  const mine = join(place, 'letter.part');
  writeFileSync(half, 'half');
  writeFileSync(mine, 'mine');
  it.settings.set('halves', [half, mine, join(place, 'paperdesk-gone.part')]);
  it.halves.clear();
  expect(readdirSync(place)).toEqual(['letter.part']);
  expect(it.settings.get('halves')).toEqual([]);
});

/** Only root may mount a disk of one's own. */
const canMount = process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('mount', ['-V']).status === 0;
describe.skipIf(!canMount)('on a disk of its own (needs root for the mount)', () => {
  test('a disk that is full in the middle leaves the old file untouched and nothing else', async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', place]);
    try {
      writeFileSync(join(place, 'saved.bin'), OLD);
      expect(await refusedWith({ 'saved.bin': OLD })).toMatchObject({ code: 'no-space' });
    } finally {
      spawnSync('umount', ['-l', place]);
    }
  });

  test('a write-protected folder is told as such', async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', place]);
    try {
      writeFileSync(join(place, 'saved.bin'), OLD);
      execFileSync('mount', ['-o', 'remount,ro', place]);
      expect(await refusedWith({ 'saved.bin': OLD })).toMatchObject({ code: 'read-only' });
    } finally {
      spawnSync('umount', ['-l', place]);
    }
  });

  test('a file that cannot take its place leaves no line in the ledger', async () => {
    writeFileSync(join(place, 'saved.bin'), OLD);
    execFileSync('mount', ['--bind', join(place, 'saved.bin'), join(place, 'saved.bin')]);
    try {
      await refusedWith({ 'saved.bin': OLD });
    } finally {
      spawnSync('umount', ['-l', join(place, 'saved.bin')]);
      chmodSync(place, 0o700);
    }
  });
});
