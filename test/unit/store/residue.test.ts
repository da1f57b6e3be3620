import { fc, test as property } from '@fast-check/vitest';
import Database from 'better-sqlite3';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rootPages, wipeClosed } from '../../../src-main/store/personal-data/index.ts';
import { residueInFile, residueInFolder } from '../../../src-main/store/residue.ts';
import { fold } from '../../../src-main/store/words.ts';
import { folderOfTest } from '../privacy/desk.ts';

let folder: ReturnType<typeof folderOfTest>;
const file = (name: string) => join(folder.path, name);
beforeEach(() => {
  folder = folderOfTest();
});
afterEach(() => folder.remove());

const NAME = 'Żaneta Märkér-Quux';
const pattern = [{ name: 'name', text: NAME }];
const formsIn = (bytes: Buffer | string) => {
  writeFileSync(file('any.bin'), bytes);
  return residueInFile(file('any.bin'), pattern).findings.map(({ form }) => form);
};

describe('the reader of residue', () => {
  test.each([
    ['utf-8', Buffer.from(`xx${NAME}yy`)],
    ['utf-16le', Buffer.from(`xx${NAME}yy`, 'utf16le')],
    ['utf-16be', Buffer.from(`xx${NAME}yy`, 'utf16le').swap16()],
    ['utf-8', Buffer.from(NAME.normalize('NFD'))],
    ['utf-8', Buffer.from(fold(NAME))],
    ['folded', Buffer.from('ŽaNETA mArKeR-qUux')],
    ['hex', Buffer.from(Buffer.from(NAME).toString('hex'))],
    ['url', Buffer.from(`?q=${encodeURIComponent(NAME)}`)],
    ['base64', Buffer.from(Buffer.from(`a${NAME}bc`).toString('base64'))],
    ['base64', Buffer.from(Buffer.from(`ab${NAME}`).toString('base64'))],
    ['base64', Buffer.from(Buffer.from(`${NAME}abcd`).toString('base64'))],
  ])('sees a name as %s', (form, bytes) => expect(formsIn(bytes)).toContain(form));

  test('sees it across the edges of what is read at once, and nothing in what is not it', () => {
    for (const before of [1_048_570, 1_048_576, 2_097_140])
      expect(formsIn(Buffer.concat([Buffer.alloc(before, 32), Buffer.from(NAME), Buffer.alloc(9_999, 32)]))).toContain(
        'utf-8',
      );
    expect(formsIn(randomBytes(3_000_000))).toEqual([]);
    expect(formsIn('Zaneta Marker, Quux')).toEqual([]);
    expect(formsIn('')).toEqual([]);
  });

  test('sees it in the name of a file and in any folder below', () => {
    mkdirSync(file('deep/er'), { recursive: true });
    writeFileSync(file('deep/er/plain.txt'), `dear ${NAME}`);
    writeFileSync(file(`deep/${NAME}.pdf`), '');
    const seen = residueInFolder(folder.path, pattern);
    expect(seen.files).toBe(2);
    expect(new Set(seen.findings.map((found) => found.file))).toEqual(
      new Set(['(a file name)', join('deep', 'er', 'plain.txt')]),
    );
    expect(JSON.stringify(seen)).not.toContain(NAME);
  });

  property.prop(
    [fc.constantFrom(512, 1_024, 4_096, 8_192), fc.integer({ min: 0, max: 30_000 }), fc.boolean(), fc.boolean()],
    { numRuns: 60 },
  )('puts together what a database cut at the edges of pages', (size, before, blob, wal) => {
    const path = file(`cut-${size}-${before}-${blob}-${wal}.db`);
    const db = new Database(path);
    db.pragma(`page_size = ${size}`);
    if (wal) db.pragma('journal_mode = WAL');
    db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, a, b); CREATE INDEX i ON t (b)');
    const text = `${'.'.repeat(before)}${NAME}${'.'.repeat(700)}`;
    const put = db.prepare('INSERT INTO t (a, b) VALUES (?, ?)');
    for (let n = 0; n < 3; n += 1) put.run(randomBytes(900), null);
    if (blob) put.run(Buffer.from(text), null);
    else put.run(null, text);
    // Not closed: with a journal the newest pages stand in it alone. The reader sees copies of both files.
    for (const end of wal ? ['', '-wal'] : ['']) writeFileSync(file(`copy.db${end}`), readFileSync(path + end));
    db.close();
    const copies = residueInFolder(folder.path, pattern).findings.filter((found) => found.file.startsWith('copy.db'));
    expect(copies.map(({ form }) => form)).toContain('utf-8');
    for (const end of ['', '-wal']) writeFileSync(file(`copy.db${end}`), '');
    writeFileSync(path, '');
  });
});

describe('wiping what belongs to nothing', () => {
  /** A database in which SQLite has left copies of rows that are long gone, by moving and deleting them. */
  function livedIn(): { path: string; left: () => boolean } {
    const path = file('lived.db');
    const db = new Database(path);
    db.pragma('page_size = 8192');
    db.pragma('secure_delete = ON');
    db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, who TEXT, text TEXT); CREATE INDEX i ON t (text)');
    const put = db.prepare('INSERT INTO t (id, who, text) VALUES (?, ?, ?)');
    db.exec('BEGIN');
    for (let n = 0; n < 4_000; n += 1)
      put.run(n, n % 3 === 0 ? 'a' : 'b', `${(n * 7_919) % 4_001} ${n % 3 === 0 ? NAME : 'Somebody Else'} ${n}`);
    db.exec('COMMIT');
    db.exec(`UPDATE t SET text = text || hex(zeroblob(200)) WHERE id % 5 = 0`);
    db.exec(`DELETE FROM t WHERE who = 'a'`);
    db.close();
    return { path, left: () => residueInFile(path, pattern).findings.length > 0 };
  }

  test('takes the copies that SQLite left, and leaves every row and page whole', () => {
    const { path, left } = livedIn();
    expect(left()).toBe(true);
    const rows = (db: Database.Database) => db.prepare('SELECT * FROM t ORDER BY id').all();
    const before = new Database(path);
    const was = rows(before);
    const roots = rootPages(before);
    before.close();
    expect(roots.length).toBeGreaterThan(2);
    const wiped = wipeClosed(path);
    expect(wiped.bytes).toBeGreaterThan(0);
    expect(left()).toBe(false);
    const after = new Database(path);
    expect(after.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(rows(after)).toEqual(was);
    after.exec(`INSERT INTO t (who, text) SELECT 'c', 'more ' || id FROM t`);
    expect(after.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    after.close();
    expect(wipeClosed(path).bytes).toBeGreaterThanOrEqual(0);
  });

  property.prop([fc.array(fc.tuple(fc.nat(400), fc.nat(3_000), fc.nat(3)), { minLength: 20, maxLength: 200 })], {
    numRuns: 25,
  })('leaves any database whole', (steps) => {
    const path = file(`any-${randomBytes(6).toString('hex')}.db`);
    const db = new Database(path);
    db.pragma('page_size = 1024');
    db.pragma('secure_delete = ON');
    db.pragma('journal_mode = WAL');
    db.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); CREATE INDEX i ON t (a);
      CREATE TABLE w (a TEXT PRIMARY KEY, b) WITHOUT ROWID; CREATE VIRTUAL TABLE f USING fts5(a)`);
    db.exec('BEGIN');
    for (const [id, length, what] of steps) {
      const text = `${id} `.repeat(length / 4);
      if (what === 0) db.prepare('DELETE FROM t WHERE id = ?').run(id);
      else db.prepare('INSERT OR REPLACE INTO t VALUES (?, ?)').run(id, text);
      if (what === 1) db.prepare('INSERT OR REPLACE INTO w VALUES (?, ?)').run(String(id), text);
      if (what === 2) db.prepare('DELETE FROM w WHERE a > ?').run(String(id));
      if (what === 3) db.prepare('INSERT INTO f (a) VALUES (?)').run(text);
    }
    db.exec('COMMIT');
    const all = () => ['t', 'w', 'f'].map((table) => db.prepare(`SELECT * FROM ${table}`).all());
    const was = JSON.stringify(all());
    db.close();
    wipeClosed(path);
    const after = new Database(path);
    expect(after.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(JSON.stringify(['t', 'w', 'f'].map((table) => after.prepare(`SELECT * FROM ${table}`).all()))).toBe(was);
    after.close();
  });
});
