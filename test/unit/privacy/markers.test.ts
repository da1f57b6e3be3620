import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Refused } from '../../../src-main/contract/errors.ts';
import { purge, purgeClosed, purgePending, wipeWhileOpen } from '../../../src-main/privacy/index.ts';
import { undoDelete } from '../../../src-main/privacy/pending.ts';
import { connect } from '../../../src-main/store/connection.ts';
import { openStore, type Store } from '../../../src-main/store/index.ts';
import { rebuild } from '../../../src-main/store/indexing.ts';
import { ipKey } from '../../../src-main/store/search/index.ts';
import { residueInClosedIndex, residueInFolder, type Pattern } from '../../../src-main/store/residue.ts';
import { fold } from '../../../src-main/store/words.ts';
import { makeMarkerOffice, unmarkedColumns, type MarkerOffice, type Who } from '../../fixtures/marker-office.ts';
import { bundled } from '../bundled.ts';
import { carryOut, folderOfTest, owner, quietly, rowsOf } from './desk.ts';

let folder: ReturnType<typeof folderOfTest>;
let office: MarkerOffice;
beforeEach(async () => {
  folder = folderOfTest();
  office = await makeMarkerOffice(folder.path, { bytes: 20_000 });
});
afterEach(() => folder.remove());

/** Marker texts that say nothing of anybody and stay on an anonymised ticket. */
const STAYS = /^(tickets\.tracking_id|ticket_aliases\.tracking_id|custom_values\.value\/(radio|select|checkbox|date))$/;

/** The import's key of a row: it leaves the ticket, and stays in the tombstone so that the same file brings nothing back. */
const BURIED = /^tickets\.source_key$/;

function patternsOf(who: Who, stays = /^$/): Pattern[] {
  const { markers, ip } = office[who];
  const texts = markers
    .filter(({ place }) => !stays.test(place))
    .map(({ place, text }, n) => ({ name: `${place} ${n}`, text }));
  return [...texts, { name: 'ip', text: ip }, { name: 'ip_key', text: ipKey(ip) ?? '' }];
}

const goneOf = (stays?: RegExp) => patternsOf('a', stays).filter(({ name }) => !BURIED.test(name.split(' ')[0] ?? ''));
const found = (patterns: Pattern[]) =>
  new Set(residueInFolder(folder.path, patterns).findings.map(({ pattern }) => pattern));

/** Everything that must hold of the closed folder once A is gone. */
function expectGone(stays = /^$/): void {
  const gone = goneOf(stays);
  expect(residueInFolder(folder.path, gone).findings.map((one) => Object.values(one).join(' '))).toEqual([]);
  expect(residueInClosedIndex(office.path, gone)).toEqual([]);
  expect(otherPrograms(gone)).toEqual([]);
}
const expectWhole = (who: Who) => {
  const own = patternsOf(who);
  expect(found(own)).toEqual(new Set(own.map(({ name }) => name)));
};

/** Which programs that know nothing of us find any of the patterns: `grep` in the file, and in what the shell dumps. */
function otherPrograms(patterns: Pattern[]): string[] {
  const [list, dump] = ['patterns', 'dump'].map((name) => join(folder.path, '..', `${name}-${process.pid}.txt`)) as [
    string,
    string,
  ];
  writeFileSync(list, patterns.flatMap(({ text }) => [text, fold(text)]).join('\n'));
  const holds = (file: string) => spawnSync('grep', ['-c', '-a', '-i', '-F', '-f', list, file]).status !== 1;
  const seen = holds(office.path) ? ['grep'] : [];
  const shell = spawnSync('sqlite3', [office.path, '.dump'], { maxBuffer: 1 << 28 });
  writeFileSync(dump, shell.stdout ?? '');
  if (holds(dump)) seen.push('sqlite3');
  for (const file of [list, dump]) rmSync(file);
  return seen;
}

async function inOffice<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const store = openStore(office.path);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
/** What the shell does when it has closed an office, and before it opens one. */
const close = () => purgeClosed(office.path);
/** Texts grow and shrink again, so that SQLite moves rows from page to page and leaves copies of them behind. */
async function liveIn(store: Store): Promise<void> {
  const { writer } = store.connections;
  for (const [table, column] of [
    ['entries', 'body'],
    ['tickets', 'subject'],
    ['custom_values', 'value'],
    ['identifiers', 'value'],
  ])
    await store.write(async () => {
      writer.exec(
        `UPDATE ${table} SET ${column} = ${column} || replace(hex(zeroblob(40 + id % 7 * 90)), '0', '~') WHERE id % 3 <> 1`,
      );
      writer.exec(`UPDATE ${table} SET ${column} = rtrim(${column}, '~') WHERE id % 3 <> 1`);
    });
}
const actor = () => owner(office.staffId);
const ofA = () => ({ ids: office.a.ticketIds });

describe('@markers the marker office', () => {
  test('has a text of its own for each person in every column that can hold one, and the reader finds all of them', () => {
    const sqlite = connect(office.path);
    expect(unmarkedColumns(sqlite, office)).toEqual([]);
    sqlite.exec('ALTER TABLE people ADD COLUMN nickname text');
    expect(unmarkedColumns(sqlite, office)).toEqual(['people.nickname of a', 'people.nickname of b']);
    sqlite.exec('ALTER TABLE people DROP COLUMN nickname');
    sqlite.close();
    expectWhole('a');
    expectWhole('b');
    expect(residueInClosedIndex(office.path, patternsOf('a')).length).toBeGreaterThan(50);
    expect(otherPrograms(patternsOf('a'))).toEqual(spawnSync('sqlite3').error ? ['grep'] : ['grep', 'sqlite3']);
  });

  test("a purged delete leaves nothing of the one in any file, and everything of the other's", async () => {
    await inOffice(async (store) => {
      const done = await carryOut(store, actor(), 'delete', ofA());
      expect(done).toMatchObject({ tickets: 2, people: 2 });
      expect(await purge(store, actor(), { erasure: done.erasure }, quietly)).toEqual({ tickets: 2, people: 2 });
      expect(statSync(`${office.path}-wal`).size).toBeLessThan(40_000);
    });
    await close();
    expectGone();
    expectWhole('b');
    await inOffice((store) => store.write(async () => rebuild(store.connections.writer)));
    await close();
    expectGone();
    expectWhole('b');
  });

  test.each(['delete', 'anonymise'] as const)(
    'while the program is open, its files hold nothing either, and it goes on working (%s)',
    async (act) => {
      folder.remove();
      folder = folderOfTest();
      office = await makeMarkerOffice(folder.path, { bytes: 300, tickets: 21 });
      const file = openSync(office.path, 'r+');
      await inOffice(async (store) => {
        const inWorker = openStore(office.path);
        const { erasure } = await carryOut(inWorker, actor(), act, ofA());
        if (act === 'delete') await purge(inWorker, actor(), { erasure }, quietly);
        await inWorker.close();
        expect(await wipeWhileOpen(store, file)).toBe(true);
        expect(await wipeWhileOpen(store, file)).toBe(false);
        // Read in another process: opening the file here and closing it would drop SQLite's locks.
        const list = join(folder.path, '..', `open-${process.pid}.txt`);
        writeFileSync(
          list,
          goneOf(act === 'delete' ? undefined : STAYS)
            .map(({ text }) => text)
            .join('\n'),
        );
        const grep = (end: string) => spawnSync('grep', ['-c', '-a', '-i', '-F', '-f', list, office.path + end]).status;
        for (const end of ['', '-wal', '-shm']) expect(grep(end), end).toBe(1);
        await liveIn(store);
        store.fold();
        for (const end of ['', '-wal', '-shm']) expect(grep(end), end).toBe(1);
        rmSync(list);
        expect(store.connections.reader.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
      });
      closeSync(file);
      await close();
      expectGone(act === 'delete' ? undefined : STAYS);
      expectWhole('b');
    },
  );

  test('anonymising leaves nothing that identifies, and everything of the other’s', async () => {
    await inOffice(async (store) => {
      const done = await carryOut(store, actor(), 'anonymise', ofA());
      expect(done).toMatchObject({ tickets: 2, people: 2 });
    });
    await close();
    expectGone(STAYS);
    const kept = patternsOf('a').filter(({ name }) => STAYS.test(name.split(' ')[0] ?? ''));
    expect(found(kept).size).toBe(kept.length);
    expectWhole('b');
    await inOffice((store) => store.write(async () => rebuild(store.connections.writer)));
    await close();
    expectGone(STAYS);
    expectWhole('b');
  });

  test.each([
    ['delete', 'new'],
    ['delete', 'lived-in'],
    ['anonymise', 'new'],
    ['anonymise', 'lived-in'],
  ] as const)('the same holds for many at once (%s, %s office)', async (act, age) => {
    folder.remove();
    folder = folderOfTest();
    office = await makeMarkerOffice(folder.path, { bytes: 300, tickets: 21 });
    await inOffice(async (store) => {
      if (age === 'lived-in') await liveIn(store);
      expect(await carryOut(store, actor(), act, ofA())).toMatchObject({ tickets: 21, people: 2 });
    });
    await close();
    expectGone(act === 'delete' ? undefined : STAYS);
    expectWhole('b');
  });

  test('undoing a delete brings everything back as it was', async () => {
    await inOffice(async (store) => {
      const before = rowsOf(store, ['erasures', 'tombstones', 'tombstone_hashes', 'history']);
      const { erasure } = await carryOut(store, actor(), 'delete', ofA());
      expect(await store.write((tx) => undoDelete(tx, actor(), { erasure }))).toEqual({ tickets: 2, people: 2 });
      expect(rowsOf(store, ['erasures', 'tombstones', 'tombstone_hashes', 'history'])).toEqual(before);
      await purgePending(store);
      expect(rowsOf(store, ['erasures', 'tombstones', 'tombstone_hashes', 'history'])).toEqual(before);
    });
    expectWhole('a');
    expectWhole('b');
  });

  test.each(['delete', 'anonymise'] as const)('a cancelled act (%s) has done nothing', async (act) => {
    await inOffice(async (store) => {
      const before = rowsOf(store, []);
      let asked = 0;
      const working = {
        progress: () => undefined,
        check: () => {
          asked += 1;
          if (act === 'delete' || asked === 2) throw new Refused('cancelled');
        },
      };
      await expect(carryOut(store, actor(), act, ofA(), { working })).rejects.toMatchObject({ code: 'cancelled' });
      expect(rowsOf(store, [])).toEqual(before);
    });
    expectWhole('a');
    expectWhole('b');
    expect(residueInClosedIndex(office.path, patternsOf('a')).length).toBeGreaterThan(50);
  });

  const child = bundled('test/unit/privacy/act-in-child.ts');
  const killed = (act: string, at: string) =>
    spawnSync(process.execPath, [child, office.path, act, String(office.staffId), office.a.ticketIds.join(',')], {
      env: { ...process.env, PAPERDESK_KILL_AT: at },
      encoding: 'utf8',
    });

  test.each(['purge: begun', 'purge: rows gone'])('killed at "%s", the next start purges to the end', async (at) => {
    expect(killed('purge', at).signal).toBe('SIGKILL');
    await close();
    expectGone();
    expectWhole('b');
    await inOffice(async (store) => {
      const states = store.connections.reader.prepare(
        `SELECT state, step FROM erasures WHERE at > 1e12 ORDER BY id DESC`,
      );
      expect(states.get()).toEqual({ state: 'done', step: '' });
    });
  });

  test('killed while it anonymises, nothing is done', async () => {
    const before = await inOffice(async (store) => rowsOf(store, []));
    expect(killed('anonymise', 'anonymise: rows changed').signal).toBe('SIGKILL');
    await inOffice(async (store) => {
      await purgePending(store);
      expect(rowsOf(store, [])).toEqual(before);
    });
    expectWhole('a');
    expectWhole('b');
  });

  test('killed after it anonymised, the next start ends it', async () => {
    expect(killed('anonymise', 'anonymise: committed').signal).toBe('SIGKILL');
    expect(existsSync(`${office.path}-wal`)).toBe(true);
    await close();
    expectGone(STAYS);
    expectWhole('b');
  });

  test('a delete that nobody undid is purged by the next start after a kill', async () => {
    execFileSync(process.execPath, [
      child,
      office.path,
      'delete',
      String(office.staffId),
      office.a.ticketIds.join(','),
    ]);
    expectWhole('a');
    await close();
    expectGone();
    expectWhole('b');
  });
});
