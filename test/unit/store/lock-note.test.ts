import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir, uptime, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Refused } from '../../../src-main/contract/errors.ts';
import { dropNote, notePath, readNote, takeNote } from '../../../src-main/store/lock-note.ts';

let folder: string;
let office: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paperdesk-note-'));
  office = join(folder, 'Nordhafen.desk');
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (note: Record<string, unknown> | string) =>
  writeFileSync(notePath(office), typeof note === 'string' ? note : JSON.stringify(note));
const mine = { user: userInfo().username, computer: hostname() };
const refusal = (): Refused => {
  try {
    takeNote(office);
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
  throw new Error('it was taken');
};

test('an open office has a note that says who has it, and a closed one has none', () => {
  takeNote(office);
  expect(readNote(office)).toMatchObject({ ...mine, pid: process.pid });
  takeNote(office);
  dropNote(office);
  expect(existsSync(notePath(office))).toBe(false);
  dropNote(office);
});

test('a program that lives keeps its office, and is named', async () => {
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(other, 'spawn');
  put({ ...mine, pid: other.pid, since: Date.now() });
  const before = readFileSync(notePath(office), 'utf8');
  expect(refusal()).toMatchObject({ code: 'in-use', detail: { reason: 'same-user', ...mine } });
  dropNote(office);
  expect(readFileSync(notePath(office), 'utf8')).toBe(before);
  put({ ...mine, user: 'hanna', pid: other.pid, since: Date.now() });
  expect(refusal().detail).toMatchObject({ reason: 'other', user: 'hanna', note: 'Nordhafen.desk.lock' });
  other.kill('SIGKILL');
  await once(other, 'exit');
  takeNote(office);
  expect(readNote(office)?.pid).toBe(process.pid);
});

test('another computer keeps its office, whatever its process ids are here', () => {
  put({ user: 'hanna', computer: 'front-desk', pid: process.pid, since: Date.now() });
  expect(refusal().detail).toMatchObject({ reason: 'other', user: 'hanna', computer: 'front-desk' });
});

test('a note from before this computer was started counts for nothing, though its process id was given out again', () => {
  put({ ...mine, pid: process.ppid, since: Date.now() - uptime() * 1000 - 3_600_000 });
  takeNote(office);
  expect(readNote(office)?.pid).toBe(process.pid);
});

test.each([
  ['nothing', ''],
  ['half a note', '{"user":"ha'],
  ['something else', '[1,2]'],
])('a note with %s in it counts for nothing', (_what, text) => {
  put(text);
  takeNote(office);
  expect(readNote(office)?.pid).toBe(process.pid);
});

test('a folder that is not there is an error of the disk, not a lock', () => {
  expect(() => takeNote(join(folder, 'gone', 'x.desk'))).toThrow(expect.objectContaining({ code: 'ENOENT' }));
});
