import { afterAll, beforeAll, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ipKey, parseQuery } from '../../../src-main/store/search/index.ts';
import { openStore, type Store } from '../../../src-main/store/index.ts';
import { sampleOffice } from '../../fixtures/sample-office.ts';

let folder: string;
let store: Store;
const scanned = (where: string): number[] =>
  store.connections.reader
    .prepare(`SELECT find_key FROM tickets WHERE hidden = 0 AND ${where} ORDER BY find_key DESC`)
    .pluck()
    .all() as number[];
const all = (text: string) => store.db.search.allKeys(parseQuery(text));
const paged = (text: string, pages: number) => {
  const keys: number[] = [];
  for (let page = 0; page < pages; page += 1) {
    const before = keys.at(-1);
    const found = store.db.search.tickets(parseQuery(text), {
      limit: 200,
      ...(before === undefined ? {} : { before }),
    });
    keys.push(...found.map(({ key }) => key));
    if (found.length < 200) break;
  }
  return keys;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'paperdesk-test-'));
  store = openStore(await sampleOffice(join(folder, 'office.desk')));
  const { writer } = store.connections;
  const columns = writer.pragma('table_info(tickets)') as { name: string }[];
  const own: Record<string, string> = {
    id: 'NULL',
    uid: 'lower(hex(randomblob(16)))',
    tracking_id: 'hex(randomblob(8))',
    // hours apart, so that they are of many months
    find_key: 'find_key + ? * 3600 * 1024 * 100',
  };
  const copied = columns.map(({ name }) => own[name] ?? `"${name}"`).join(', ');
  const copy = writer.prepare(`INSERT OR IGNORE INTO tickets SELECT ${copied} FROM tickets WHERE id <= ?`);
  const last = writer.prepare('SELECT max(id) FROM tickets').pluck().get();
  for (let n = 1; n <= 12; n += 1) copy.run(n, last);
  const copies = writer.prepare('SELECT id FROM tickets WHERE id > ?').pluck().all(last) as number[];
  await store.write((tx) => Promise.resolve(tx.index.tickets(copies)));
  const change = writer.prepare('UPDATE tickets SET ip = ?, ip_key = ? WHERE id = ?');
  const ids = writer.prepare('SELECT id FROM tickets').pluck().all() as number[];
  writer.transaction(() => {
    for (const id of ids) {
      const ip = id % 3 === 0 ? `10.99.1.${id % 200}` : `10.20.${id % 7}.${id % 250}`;
      change.run(ip, ipKey(ip), id);
    }
  })();
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const MANY = `ip LIKE '10.20.%'`;

test('a range of addresses that most tickets have finds what a plain scan finds, page by page and all at once', () => {
  const wanted = scanned(MANY);
  expect(wanted.length).toBeGreaterThan(2_000);
  for (const text of ['10.20.0.0/16', '10.20.%', 'ip:10.20.%']) {
    expect(paged(text, 6)).toEqual(wanted.slice(0, 1_200));
    expect(all(text)).toEqual(wanted);
  }
  expect(paged('10.20.3.0/24', 10)).toEqual(scanned(`ip LIKE '10.20.3.%'`));
  expect(all('10.99.1.6')).toEqual(scanned(`ip = '10.99.1.6'`));
});

test('such a range holds beside a word, and is left out by a minus', () => {
  const word = all('message:water');
  const many = new Set(scanned(MANY));
  const both = word.filter((key) => many.has(key));
  expect(both.length).toBeGreaterThan(10);
  expect(all('10.20.0.0/16 message:water')).toEqual(both);
  expect(paged('10.20.0.0/16 message:water', 50)).toEqual(both);
  expect(paged('message:water -10.20.0.0/16', 50)).toEqual(word.filter((key) => !many.has(key)));
});
