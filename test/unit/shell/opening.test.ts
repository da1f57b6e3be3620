import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Refused } from '../../../src-main/contract/errors.ts';
import { connect } from '../../../src-main/store/connection.ts';
import { notePath } from '../../../src-main/store/lock-note.ts';
import { bundled } from '../bundled.ts';
import { besideOf, desk, FOUNDING, subjectsIn, take } from './offices.ts';

const child = bundled('test/unit/shell/desk-in-child.ts');
let folder: string;
let path: string;
let it: ReturnType<typeof desk>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'paperdesk-opening-'));
  path = join(folder, 'Nordhafen.desk');
  mkdirSync(join(folder, 'program'));
  it = desk(join(folder, 'program'));
  await it.offices.found(path, FOUNDING);
  await take(it.offices, 'Tap drips');
  await it.offices.close();
});
afterEach(async () => {
  await it.offices.end();
  rmSync(folder, { recursive: true, force: true });
});
const refusal = async (of: string): Promise<Refused> =>
  it.offices.open(of).then(
    () => {
      throw new Error('it was opened');
    },
    (error: unknown) => {
      if (error instanceof Refused) return error;
      throw error;
    },
  );
/** The office's bytes after something was done to them. */
const broken = (change: (bytes: Buffer) => void) => {
  const bytes = readFileSync(path);
  change(bytes);
  writeFileSync(path, bytes);
  return bytes;
};

describe('what cannot be opened is told by its reason, and left as it is', () => {
  test('a file that is not there', async () => {
    expect(await refusal(join(folder, 'Gone.desk'))).toMatchObject({ code: 'not-found', detail: { reason: 'file' } });
    expect(await refusal(join(folder, 'no', 'folder', 'x.desk'))).toMatchObject({ code: 'not-found' });
    expect(existsSync(notePath(join(folder, 'Gone.desk')))).toBe(false);
  });

  test('a folder', async () => {
    const at = join(folder, 'Folder.desk');
    mkdirSync(at);
    expect(await refusal(at)).toMatchObject({ code: 'refused', detail: { reason: 'not-a-file' } });
  });

  test.each([
    ['text', 'Dear all, this is no office.', 'not-a-database'],
    ['nothing', '', 'not-an-office'],
  ])('a file of %s', async (_what, text, reason) => {
    const at = join(folder, 'Other.desk');
    writeFileSync(at, text);
    expect(await refusal(at)).toMatchObject({ code: 'unreadable', detail: { reason } });
    expect(readFileSync(at, 'utf8')).toBe(text);
    expect(besideOf(at)).toEqual([]);
  });

  test("another program's database", async () => {
    const at = join(folder, 'Other.desk');
    writeFileSync(at, '');
    const sqlite = connect(at);
    sqlite.exec('CREATE TABLE songs (title TEXT)');
    sqlite.close();
    const before = readFileSync(at);
    expect(await refusal(at)).toMatchObject({ code: 'unreadable', detail: { reason: 'not-an-office' } });
    expect(readFileSync(at).equals(before)).toBe(true);
    expect(besideOf(at)).toEqual([]);
  });

  test('an office of a newer version', async () => {
    const sqlite = connect(path);
    sqlite.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)').run('later', 4_000_000_000_000);
    sqlite.close();
    const before = readFileSync(path);
    expect(await refusal(path)).toMatchObject({ code: 'newer-version' });
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(besideOf(path)).toEqual([]);
  });

  test('an office whose pages are damaged: what is damaged is named, its backup is known, its bytes are untouched', async () => {
    const sqlite = connect(path, { readonly: true });
    const page = Number(sqlite.prepare(`SELECT rootpage FROM sqlite_master WHERE name = 'entries'`).pluck().get());
    const root = Number(sqlite.prepare(`SELECT rootpage FROM sqlite_master WHERE name = 'people'`).pluck().get());
    sqlite.close();
    for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true });
    const bytes = broken((all) => {
      for (const at of [page, root]) all.fill(0xff, (at - 1) * 8192, at * 8192);
    });
    const refused = await refusal(path);
    expect(refused).toMatchObject({ code: 'damaged', detail: { reason: 'damaged-parts', parts: 'texts,people' } });
    expect(it.offices.failed).toMatchObject({ path, error: { code: 'damaged' } });
    expect(it.offices.backups.files({ uid: it.offices.failed?.uid ?? '', path })).toHaveLength(1);
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect(besideOf(path)).toEqual([]);

    // and the backup brings it back, the damaged file kept
    const [backup] = it.offices.backups.files({ uid: it.offices.failed?.uid ?? '', path });
    const { kept } = (await it.restore(backup?.id ?? '')) as { kept: string };
    expect(it.offices.failed).toBeNull();
    await it.offices.close();
    expect(subjectsIn(path)).toEqual(['Tap drips']);
    expect(readFileSync(join(folder, kept)).equals(bytes)).toBe(true);
  });

  test.each([
    ['zeros at its beginning', (all: Buffer) => void all.fill(0, 0, 4096), 'beginning'],
    ['other bytes at its beginning', (all: Buffer) => void all.fill(0x41, 0, 200), 'beginning'],
  ])('a known office with %s', async (_what, change, parts) => {
    const bytes = broken(change);
    expect(await refusal(path)).toMatchObject({ code: 'damaged', detail: { parts } });
    expect(it.offices.failed?.uid).toBe(it.settings.get('recent')[0]?.uid);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  test('a known office that was cut short', async () => {
    truncateSync(path, 40_960);
    expect(await refusal(path)).toMatchObject({ code: 'damaged' });
    truncateSync(path, 0);
    expect(await refusal(path)).toMatchObject({ code: 'damaged', detail: { parts: 'beginning' } });
  });

  test('the office that was open stays open', async () => {
    await it.offices.open(path);
    const at = join(folder, 'Other.desk');
    writeFileSync(at, 'no office');
    await refusal(at);
    expect(it.offices.current?.path).toBe(path);
    await take(it.offices, 'Window sticks');
  });
});

describe('an office that is open already', () => {
  test('is not opened a second time by this program, under whatever name', async () => {
    const opened = await it.offices.open(path);
    symlinkSync(path, join(folder, 'Link.desk'));
    expect(await it.offices.open(join(folder, 'Link.desk'))).toBe(opened);
    expect(await it.offices.open(join(folder, 'program', '..', 'Nordhafen.desk'))).toBe(opened);
  });

  test('in another program is refused by the name of who has it, and restoring over it as well', async () => {
    mkdirSync(join(folder, 'other-program'));
    const other = spawn(process.execPath, [child, join(folder, 'other-program'), path, 'hold']);
    await once(other.stdout, 'data');
    expect(await refusal(path)).toMatchObject({ code: 'in-use', detail: { reason: 'same-user' } });
    const [backup] = it.offices.backups.files({ uid: it.settings.get('recent')[0]?.uid ?? '', path });
    await expect(it.restore(backup?.id ?? '')).rejects.toMatchObject({ code: 'in-use' });
    other.kill('SIGKILL');
    await once(other, 'exit');
    // a killed program leaves its note and its journal; both are taken over
    expect(besideOf(path)).toContain('Nordhafen.desk.lock');
    await it.offices.open(path);
    await it.offices.close();
    expect(besideOf(path)).toEqual([]);
  });

  test('on another computer is refused by the name of user and computer', async () => {
    writeFileSync(notePath(path), JSON.stringify({ user: 'carla', computer: 'front-desk', pid: 1, since: Date.now() }));
    expect(await refusal(path)).toMatchObject({
      code: 'in-use',
      detail: { reason: 'other', user: 'carla', computer: 'front-desk' },
    });
    expect(existsSync(notePath(path))).toBe(true);
  });
});

test('in a folder that a cloud service copies an office is opened without a journal beside it, and says so', async () => {
  const at = join(folder, 'Dropbox', 'Nordhafen.desk');
  mkdirSync(join(folder, 'Dropbox'));
  copyFileSync(path, at);
  const opened = await it.offices.open(at);
  expect(opened).toMatchObject({ caution: 'synced', journal: 'delete' });
  await take(it.offices, 'Window sticks');
  expect(besideOf(at)).toEqual(['Nordhafen.desk.lock']);
  await it.offices.close();
  expect(subjectsIn(at)).toEqual(['Tap drips', 'Window sticks']);
  expect(besideOf(at)).toEqual([]);
});
