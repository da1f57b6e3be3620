import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect } from '../../../src-main/store/connection.ts';
import { besideOf, desk, FOUNDING, subjectsIn, take } from './offices.ts';

const PAGE = 8192;
let folder: string;
let path: string;
let it: ReturnType<typeof desk>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'paperdesk-looking-'));
  path = join(folder, 'Nordhafen.desk');
  mkdirSync(join(folder, 'program'));
  it = desk(join(folder, 'program'), { lookAfter: 1 });
  await it.offices.found(path, FOUNDING);
  await take(it.offices, 'Tap drips');
  await it.offices.close();
});
afterEach(async () => {
  await it.offices.end();
  rmSync(folder, { recursive: true, force: true });
});
/** Grows the closed office over the size that is read at opening, by a file in it; the first page of a table. */
function large(table: string): number {
  const sqlite = connect(path, { journal: 'delete' });
  sqlite.pragma('secure_delete = OFF');
  sqlite.exec(`INSERT INTO attachments (id, uid, ticket_id, name, kind, size, sha256, added_by, complete, created_at)
    VALUES (1, '${'a'.repeat(32)}', 1, 'wall.bin', 'application/octet-stream', 68157440, '', 'staff', 1, 1)`);
  const piece = sqlite.prepare('INSERT INTO pieces (attachment_id, n, bytes) VALUES (1, ?, zeroblob(262144))');
  sqlite.transaction(() => {
    for (let n = 0; n < 260; n += 1) piece.run(n);
  })();
  const page = sqlite.prepare('SELECT rootpage FROM sqlite_master WHERE name = ?').pluck().get(table) as number;
  sqlite.close();
  return page;
}
const looked = () => it.told.filter(({ event }) => event === 'finished');
const damage = () => it.told.filter(({ event }) => event === 'damage');

test('an office too large to be read at its opening is looked through behind the desk, and damage is told', async () => {
  const page = large('history');
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(PAGE, 0xff), 0, PAGE, (page - 1) * PAGE);
  closeSync(file);
  await it.offices.open(path);
  await expect.poll(damage, { timeout: 20_000 }).toEqual([{ event: 'damage', payload: { parts: 'history' } }]);
  expect(it.offices.current?.damaged).toBe('history');
});

test('a whole one is looked through without a word, once, and nothing of it stands in the way of closing', async () => {
  large('history');
  await it.offices.open(path);
  await expect.poll(looked, { timeout: 20_000 }).toHaveLength(1);
  await take(it.offices, 'Window sticks');
  expect(damage()).toEqual([]);
  expect(it.offices.current?.damaged).toBeNull();
  await it.offices.close();
  await it.offices.open(path);
  await it.offices.close();
  expect(it.bugs).toEqual([]);
  expect(besideOf(path)).toEqual([]);
  expect(subjectsIn(path)).toEqual(['Tap drips', 'Window sticks']);
});
