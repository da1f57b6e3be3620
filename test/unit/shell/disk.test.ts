import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { expected } from '../../../src-main/gate.ts';
import { verify } from '../../../src-main/store/integrity.ts';
import { desk, FOUNDING, subjectsIn, take } from './offices.ts';

/** A disk of 12 MB of one's own, which can be filled and write-protected; only root may mount one. */
const canMount = (() => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const at = mkdtempSync(join(tmpdir(), 'paperdesk-mount-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', at]).status === 0;
  if (mounted) spawnSync('umount', [at]);
  rmSync(at, { recursive: true });
  return mounted;
})();

let folder: string;
let disk: string;
let path: string;
let it: ReturnType<typeof desk>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paperdesk-disk-'));
  disk = join(folder, 'disk');
  mkdirSync(disk);
  mkdirSync(join(folder, 'program'));
  path = join(disk, 'Nordhafen.desk');
  if (canMount) execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', disk]);
  it = desk(join(folder, 'program'));
});
afterEach(async () => {
  await it.offices.end();
  if (canMount) spawnSync('umount', ['-l', disk]);
  rmSync(folder, { recursive: true, force: true });
});
const remount = (how: 'ro' | 'rw') => execFileSync('mount', ['-o', `remount,${how}`, disk]);
const fill = () => {
  const filler = join(disk, 'filler');
  spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4096']);
  return filler;
};
const codeOf = (error: unknown) => expected(error)?.code;

// said where it is skipped: without root there is no disk that could be filled
describe.skipIf(!canMount)('on a disk of its own (needs root for the mount)', () => {
  test('a full disk is told as such, nothing is lost, and with room the desk goes on', async () => {
    await it.offices.found(path, FOUNDING);
    await take(it.offices, 'Tap drips');
    const filler = fill();
    let full: unknown;
    for (let n = 0; n < 200 && !full; n += 1)
      await take(it.offices, `Too much ${n}`).catch((error: unknown) => (full = error));
    expect(codeOf(full)).toBe('no-space');
    unlinkSync(filler);
    await take(it.offices, 'With room again');
    await it.offices.close();
    const subjects = subjectsIn(path);
    expect(subjects[0]).toBe('Tap drips');
    expect(subjects.at(-1)).toBe('With room again');
    expect(verify(path).tickets).toBe(subjects.length);
  });

  test('an office that cannot be made for want of room leaves no file', async () => {
    fill();
    await it.offices.found(path, FOUNDING).then(
      () => Promise.reject(new Error('it was made')),
      (error: unknown) => expect(codeOf(error)).toBe('no-space'),
    );
    expect(existsSync(path)).toBe(false);
  });

  test('a backup that has no room leaves no half one, and the office as it was', async () => {
    const own = join(folder, 'Nordhafen.desk');
    await it.offices.found(own, FOUNDING);
    await take(it.offices, 'Tap drips');
    it.settings.set('backupFolder', disk);
    fill();
    const open = it.offices.current;
    if (!open) throw new Error('not open');
    await expect(it.offices.backups.make(open, open.actor, 'now')).rejects.toMatchObject({ code: 'no-space' });
    expect(it.offices.backups.files(open)).toEqual([]);
    it.settings.set('backupFolder', null);
    await it.offices.close();
    expect(subjectsIn(own)).toEqual(['Tap drips']);
  });

  test('a write-protected folder is told as such, and what lies there is untouched', async () => {
    await it.offices.found(path, FOUNDING);
    await it.offices.close();
    const before = readFileSync(path);
    const facts = statSync(path);
    remount('ro');
    await expect(it.offices.open(path)).rejects.toMatchObject({
      code: 'read-only',
      detail: { reason: 'office-read-only' },
    });
    await it.offices.found(join(disk, 'Other.desk'), FOUNDING).then(
      () => Promise.reject(new Error('it was made')),
      (error: unknown) => expect(codeOf(error)).toBe('read-only'),
    );
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(statSync(path).mtimeMs).toBe(facts.mtimeMs);
    remount('rw');
    await it.offices.open(path);
  });
});
