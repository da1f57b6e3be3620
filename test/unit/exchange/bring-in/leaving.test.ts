import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fc } from '@fast-check/vitest';
import { afterEach, describe, expect, test } from 'vitest';
import { Refused } from '../../../../src-main/contract/errors.ts';
import { backUp, purgeImports } from '../../../../src-main/exchange/index.ts';
import { purgeClosed } from '../../../../src-main/privacy/index.ts';
import { RECORD_PARTS } from '../../../../src-main/exchange/record/shape.ts';
import { attachments, openStore } from '../../../../src-main/store/index.ts';
import { residueInClosedIndex, residueInFolder } from '../../../../src-main/store/residue.ts';
import { checkIndex } from '../../../../src-main/store/search/index.ts';
import { newOffice, type TestOffice } from '../../../fixtures/office.ts';
import { anyTicket, writeTickets, type AnyTicket } from '../../../fixtures/random-tickets.ts';
import { bundled } from '../../bundled.ts';
import { rowsOf } from '../../privacy/desk.ts';
import { takeOut } from '../out/taking-out.ts';
import { lines, manyRows, quietly, takeText, withNew } from './desk.ts';

let office: TestOffice;
afterEach(() => office.close());

/** Some of what stands in `manyRows`: people, texts, and what the file itself is called by. */
const patterns = [3, 400, 777].flatMap((n) => [
  { name: `name ${n}`, text: `Zwetana Quill${n}` },
  { name: `mail ${n}`, text: `zq${n}@mail.example` },
  { name: `text ${n}`, text: `QX${n}YZ` },
]);
const source = 'Kestrel export';
const withExtra = (text: string) =>
  text
    .split('\r\n')
    .map((row, n) => (n === 0 ? `${row};category;flat` : `${row};Vorpal;Jabber${n}`))
    .join('\r\n');
const change = withNew('Vorpal');

/** The office's file in a folder of its own, so that all in it can be looked through. */
async function officeAlone(): Promise<ReturnType<typeof rowsOf>> {
  office = await newOffice({ lines });
  return rowsOf(office.store);
}
function bytesLeft(...more: string[]): string[] {
  const text = (path: string) => readFileSync(path, 'latin1');
  const all = [office.path, `${office.path}-wal`].map((path) => {
    try {
      return text(path);
    } catch {
      return '';
    }
  });
  return ['zwetana', '_quill', ...patterns.map((pattern) => pattern.text), source, 'Vorpal', 'Jabber', ...more].filter(
    (one) => all.some((bytes) => bytes.toLowerCase().includes(one.toLowerCase())),
  );
}

describe('an import that is not done', () => {
  test('is gone to the last byte when it is stopped, with its people, categories and fields', async () => {
    const before = await officeAlone();
    let rows = 0;
    await expect(
      takeText(office, withExtra(manyRows(1_300)), {
        source,
        change,
        working: {
          progress: (_step, done) => (rows = done),
          check: () => {
            if (rows >= 1_000) throw new Refused('cancelled');
          },
        },
      }),
    ).rejects.toMatchObject({ code: 'cancelled' });
    expect(rows).toBe(1_000);
    expect(rowsOf(office.store)).toEqual(before);
    await office.store.close();
    await purgeClosed(office.path, { wipe: true });
    expect(bytesLeft()).toEqual([]);
    expect(residueInClosedIndex(office.path, patterns)).toEqual([]);
  });

  test('is gone to the last byte when it fails in the middle', async () => {
    const before = await officeAlone();
    const full = Object.assign(new Error('full'), { code: 'SQLITE_FULL' });
    await expect(
      takeText(office, manyRows(700), {
        source,
        working: {
          ...quietly,
          progress: (step, done) => {
            if (step === 'rows' && done === 500) throw full;
          },
        },
      }),
    ).rejects.toBe(full);
    expect(rowsOf(office.store)).toEqual(before);
    await office.store.close();
    await purgeClosed(office.path, { wipe: true });
    expect(bytesLeft()).toEqual([]);
  });

  test('is left out of a backup made meanwhile', async () => {
    await officeAlone();
    const folder = join(office.folder, 'backups');
    const made: Promise<unknown>[] = [];
    await takeText(office, manyRows(700), {
      source,
      working: {
        ...quietly,
        progress: (_step, done) => {
          if (done === 500) made.push(backUp(office.store, office.actor, { folder, kind: 'now' }, quietly));
        },
      },
    });
    expect(await made[0]).toMatchObject({ tickets: 0, people: 0 });
    expect(residueInFolder(folder, patterns).findings).toEqual([]);
  });
});

describe.each(['import: first slice in', 'import: all slices in', 'import: batch done', 'import: taken back'])(
  'killed at "%s"',
  (point) => {
    test(
      point === 'import: batch done' ? 'it is done and whole' : 'the next start takes it away to the last byte',
      async () => {
        const before = await officeAlone();
        const csv = join(office.folder, 'rows.csv');
        writeFileSync(csv, withExtra(manyRows(5_000)));
        const killed = spawnSync(
          process.execPath,
          [
            bundled('test/unit/exchange/bring-in/import-in-child.ts'),
            office.path,
            csv,
            String(office.actor.staffId),
            source,
          ],
          { env: { ...process.env, PAPERDESK_KILL_AT: point }, encoding: 'utf8' },
        );
        expect([killed.signal, killed.stderr]).toEqual(['SIGKILL', '']);
        const store = openStore(office.path);
        try {
          if (point === 'import: batch done') {
            expect(await purgeImports(store)).toBe(0);
            expect((await office.call('tickets.counts')).all).toBe(5_000);
            return;
          }
          expect((await office.call('tickets.counts')).all).toBe(0);
          expect(await purgeImports(store)).toBe(1);
          expect(rowsOf(store)).toEqual(before);
          expect(bytesLeft()).toEqual([]);
        } finally {
          await store.close();
        }
        await office.store.close();
        expect(bytesLeft()).toEqual([]);
        expect(residueInClosedIndex(office.path, patterns)).toEqual([]);
      },
    );
  },
);

describe('killed at "import: a file in"', () => {
  test('the next start takes it away to the last byte, with the files that were in', async () => {
    const from = await newOffice({ lines });
    const json = join(from.folder, 'out.json');
    const words = 'Xylographenkeller';
    try {
      const [one] = fc.sample(anyTicket, { numRuns: 1, seed: 7 });
      const file = { name: 'first.txt', bytes: Buffer.from(words.repeat(2_000)), sensitive: false, withEntry: false };
      const made = {
        ...(one as AnyTicket),
        hidden: false,
        subject: words,
        files: [file, { ...file, name: 'second.txt' }],
      };
      const ids = await writeTickets(from.store, from.actor.staffId, [made, { ...made, subject: 'Other' }]);
      await takeOut(from, 'json', ids, { parts: [...RECORD_PARTS] });
      const before = await officeAlone();
      const child = bundled('test/unit/exchange/bring-in/import-in-child.ts');
      const killed = spawnSync(process.execPath, [child, office.path, json, String(office.actor.staffId), source], {
        env: { ...process.env, PAPERDESK_KILL_AT: 'import: a file in' },
        encoding: 'utf8',
      });
      expect([killed.signal, killed.stderr]).toEqual(['SIGKILL', '']);
      const store = openStore(office.path);
      try {
        expect(await store.db.$count(attachments)).toBeGreaterThan(0);
        expect((await office.call('tickets.counts')).all).toBe(0);
        expect(await purgeImports(store)).toBe(1);
        expect(rowsOf(store)).toEqual(before);
      } finally {
        await store.close();
      }
      await office.store.close();
      expect(bytesLeft(words)).toEqual([]);
      expect(residueInClosedIndex(office.path, [{ name: 'words', text: words }])).toEqual([]);
    } finally {
      await from.close();
    }
  });
});

test('the index holds what came in, and nothing else', async () => {
  await officeAlone();
  await takeText(office, manyRows(600), { source });
  expect(checkIndex(office.store.connections.writer)).toEqual([]);
});
