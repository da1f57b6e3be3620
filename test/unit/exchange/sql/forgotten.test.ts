import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSql } from '../../../../src-main/exchange/sql/open-sql.ts';
import { writeStonesBeside } from '../../../../src-main/exchange/index.ts';
import { purgePending } from '../../../../src-main/privacy/index.ts';
import { undoDelete } from '../../../../src-main/privacy/pending.ts';
import { connect } from '../../../../src-main/store/connection.ts';
import { openStore, type Store } from '../../../../src-main/store/index.ts';
import { makeMarkerOffice, type MarkerOffice, type Who } from '../../../fixtures/marker-office.ts';
import { writeDump } from '../../../fixtures/sql.ts';
import { carryOut, folderOfTest, owner, quietly } from '../../privacy/desk.ts';

let folder: ReturnType<typeof folderOfTest>;
let office: MarkerOffice;
const at = (name: string) => join(folder.path, name);
beforeEach(async () => {
  folder = folderOfTest();
  office = await makeMarkerOffice(folder.path, { bytes: 3_000 });
});
afterEach(() => folder.remove());

async function inOffice<T>(path: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = openStore(path);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
const erase = (act: 'delete' | 'anonymise', path = office.path) =>
  inOffice(path, (store) => carryOut(store, owner(office.staffId), act, { ids: office.a.ticketIds }));
function dumped(name = 'office.sql'): string {
  writeDump(office.path, 'sqlite', at(name));
  return readFileSync(at(name), 'utf8');
}
/** Places whose marker stands in the SQL, as text or as bytes. The key of a source row is kept in the tombstone. */
const marked = (sql: string, who: Who) =>
  office[who].markers
    .filter(({ place }) => place !== 'tickets.source_key')
    .filter(({ text }) => sql.includes(text.replaceAll("'", "''")) || sql.includes(Buffer.from(text).toString('hex')))
    .map(({ place }) => place);
const all = (who: Who) =>
  office[who].markers.map(({ place }) => place).filter((place) => place !== 'tickets.source_key');

describe('what is deleted and can still be undone', () => {
  test('is in no SQL, to the last value, and everything of others is; undoing it here brings it back', async () => {
    expect(marked(dumped(), 'a')).toEqual(all('a'));
    const { erasure } = await erase('delete');
    const sql = dumped();
    expect(marked(sql, 'a')).toEqual([]);
    expect(marked(sql, 'b')).toEqual(all('b'));
    await inOffice(office.path, (store) => store.write((tx) => undoDelete(tx, owner(office.staffId), { erasure })));
    expect(marked(dumped(), 'a')).toEqual(all('a'));
  });

  test('leaves rows that point to rows: what is opened from the SQL is whole, and the delete is done in it', async () => {
    await erase('delete');
    dumped();
    await opened('office.sql');
    const sqlite = connect(at('opened.desk'), { readonly: true });
    expect(sqlite.pragma('foreign_key_check')).toEqual([]);
    expect(sqlite.prepare('SELECT DISTINCT state FROM erasures').pluck().all()).toEqual(['done']);
    expect(sqlite.prepare('SELECT count(*) FROM tickets').pluck().get()).toBe(office.b.ticketIds.length);
    sqlite.close();
  });
});

const opened = (sql: string) =>
  openSql(
    {
      source: at(sql),
      place: { path: at('opened.desk'), part: at('opened.part') },
      migrations: 'drizzle',
      backups: at('backups'),
    },
    quietly,
  );
/** The tombstones beside the backups, as they are when an office has backups. */
const rememberErasures = () =>
  inOffice(office.path, async (store) => {
    const uid = store.connections.reader.prepare('SELECT uid FROM office').pluck().get() as string;
    mkdirSync(at(`backups/${uid}`), { recursive: true });
    await writeStonesBeside(store.db, at(`backups/${uid}`));
  });

describe('an SQL file that was written before somebody was erased', () => {
  test.each(['delete', 'anonymise'] as const)('brings nobody back on this computer (%s)', async (act) => {
    dumped('before.sql');
    await erase(act);
    await inOffice(office.path, (store) => purgePending(store));
    await rememberErasures();
    expect((await opened('before.sql')).erased).toBeGreaterThan(0);
    writeDump(at('opened.desk'), 'sqlite', at('after.sql'));
    const left = marked(readFileSync(at('after.sql'), 'utf8'), 'a');
    const stays =
      /^(tickets\.tracking_id|ticket_aliases\.tracking_id|custom_values\.value\/(radio|select|checkbox|date))$/;
    expect(left.filter((place) => act === 'delete' || !stays.test(place))).toEqual([]);
    expect(marked(readFileSync(at('after.sql'), 'utf8'), 'b')).toEqual(all('b'));
  });
});
