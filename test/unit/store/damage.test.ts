import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../../../src-main/store/connection.ts';
import { damageOf } from '../../../src-main/store/damage.ts';
import { faults, verify } from '../../../src-main/store/integrity.ts';
import { newOffice } from '../../fixtures/office.ts';

let folder: string;
let whole: string;
let pages: Record<string, number>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'paperdesk-damage-'));
  whole = join(folder, 'whole.desk');
  const office = await newOffice();
  for (let n = 0; n < 300; n += 1)
    await office.call('tickets.create', {
      channel: 'phone',
      person: { create: { name: `Person ${n}`, email: `person-${n}@mail.example` } },
      subject: `Subject ${n} ${randomBytes(20).toString('hex')}`,
      message: randomBytes(400).toString('hex'),
    });
  await office.store.close();
  copyFileSync(office.path, whole);
  const sqlite = connect(whole, { readonly: true });
  pages = Object.fromEntries(
    (
      sqlite.prepare(`SELECT name, rootpage FROM sqlite_master WHERE type = 'table'`).all() as {
        name: string;
        rootpage: number;
      }[]
    ).map(({ name, rootpage }) => [name, rootpage]),
  );
  sqlite.close();
  for (const end of ['-wal', '-shm']) rmSync(whole + end, { force: true });
  await office.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

const PAGE = 8192;
/** A copy with something done to its bytes. */
function broken(name: string, change: (bytes: Buffer) => void): string {
  const path = join(folder, `${name}.desk`);
  const bytes = readFileSync(whole);
  change(bytes);
  writeFileSync(path, bytes);
  return path;
}
const overPage = (table: string) => (bytes: Buffer) => {
  const at = ((pages[table] ?? 0) - 1) * PAGE;
  bytes.fill(0xff, at, at + PAGE);
};

test('a whole office has no damage, and looking leaves its folder and its bytes as they were', () => {
  const before = readFileSync(whole);
  expect(damageOf(whole)).toEqual([]);
  expect(['-wal', '-shm'].filter((end) => existsSync(whole + end))).toEqual([]);
  expect(readFileSync(whole).equals(before)).toBe(true);
  expect(verify(whole)).toMatchObject({ tickets: 300, people: 300 });
});

describe('what is damaged is named', () => {
  test.each([
    ['tickets', 'tickets'],
    ['entries', 'texts'],
    ['people', 'people'],
    ['identifiers', 'people'],
    ['pieces', 'files'],
    ['history', 'history'],
    ['categories', 'settings'],
    ['find_texts_data', 'search'],
    ['find_tickets_content', 'search'],
  ])('a page of %s: %s', (table, part) => {
    const path = broken(table, overPage(table));
    const before = readFileSync(path);
    expect(damageOf(path)).toContain(part);
    expect(() => verify(path)).toThrow(expect.objectContaining({ code: 'damaged' }));
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('a first page of zeros', () => {
    expect(damageOf(broken('zeros', (bytes) => bytes.fill(0, 0, PAGE)))).toEqual(['beginning']);
  });

  test('a first page whose table of contents is gone', () => {
    expect(damageOf(broken('contents', (bytes) => bytes.fill(0xff, 100, PAGE)))).toEqual(['beginning']);
  });

  test('an end that is missing', () => {
    const path = broken('short', () => undefined);
    truncateSync(path, statSync(path).size - 3 * PAGE);
    expect(damageOf(path)).toContain('end');
  });

  test.each([
    ['nothing', 0],
    ['a few bytes', 40],
  ])('a file of %s', (_what, size) => {
    const path = join(folder, `stub-${size}.desk`);
    writeFileSync(path, randomBytes(size));
    expect(damageOf(path)).toEqual(['beginning']);
  });

  test('a file of chance', () => {
    const path = join(folder, 'chance.desk');
    writeFileSync(path, randomBytes(100_000));
    expect(damageOf(path)).toEqual(['beginning']);
  });

  test('two parts at once are both named', () => {
    const path = broken('two', (bytes) => {
      overPage('people')(bytes);
      overPage('history')(bytes);
    });
    expect(damageOf(path)).toEqual(expect.arrayContaining(['people', 'history']));
  });
});

test('rows that point at nothing are a fault', () => {
  const path = broken('orphans', () => undefined);
  const sqlite = connect(path);
  sqlite.pragma('foreign_keys = OFF');
  sqlite.exec('DELETE FROM tickets WHERE id = 1');
  expect(faults(sqlite)[0]).toMatch(/point at nothing/);
  sqlite.close();
});
