import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { parse } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freeNames } from '../../../../src-main/exchange/out/zip-names.ts';
import { RecordFile } from '../../../../src-main/exchange/record/shape.ts';
import { unmarked } from '../../../../src-main/exchange/table/csv/formulas.ts';
import { ledger } from '../../../../src-main/store/index.ts';
import { newOffice, type TestOffice } from '../../../fixtures/office.ts';
import { anyTicket, writeTickets, type AnyTicket } from '../../../fixtures/random-tickets.ts';
import { quietly, takeOut } from './taking-out.ts';

let office: TestOffice;
beforeAll(async () => {
  office = await newOffice();
});
afterAll(() => office.close());

const unzip = spawnSync('unzip', ['-v']).status === 0;
const anyBytes = (length: number) => new Uint8Array(randomBytes(length));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const sampled = (seed: number, change: Partial<AnyTicket>): AnyTicket => ({
  ...(fc.sample(anyTicket, { numRuns: 1, seed })[0] as AnyTicket),
  hidden: false,
  ...change,
});
const named = (name: string, bytes = new Uint8Array(3)) => ({
  name,
  bytes,
  sensitive: false,
  withEntry: false,
});
/** The list of an archive, by the names of its columns. */
const listOf = (files: Record<string, Uint8Array>) =>
  parse<Record<string, string>>(Buffer.from(files['list.csv'] ?? []), { columns: true, bom: true }).map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, unmarked(cell)])),
  );

describe('attachments as ZIP', () => {
  test.prop([fc.array(anyTicket, { minLength: 1, maxLength: 4 }), fc.boolean()], { numRuns: 30 })(
    'of any office are whole, each under a name of its own that any disk takes, with a list that tells what each is',
    async (made, notes) => {
      const ids = await writeTickets(office.store, office.actor.staffId, [
        ...made,
        sampled(1, { files: [named('Brief.pdf')] }),
      ]);
      const { file, path } = await takeOut(office, 'zip', ids, { parts: notes ? ['notes'] : [] });
      if (unzip) expect(execFileSync('unzip', ['-tqq', path], { encoding: 'utf8' })).toBe('');
      const files = unzipSync(file);
      const list = listOf(files);
      expect(Object.keys(files).toSorted()).toEqual(['list.csv', ...list.map((row) => row['File'])].toSorted());
      expect(new Set(Object.keys(files).map((name) => name.normalize('NFC').toLowerCase())).size).toBe(list.length + 1);
      for (const row of list) {
        expect(sha256(files[row['File'] ?? ''] ?? new Uint8Array())).toBe(row['SHA-256']);
        expect(row['File']).toMatch(/^[^/\\]+\/[^/\\]+$/);
        expect(row['File']).not.toMatch(/[<>:"|?*\p{Cc}\u202a-\u202e]|(^|\/)(\.\.?|con|nul)(\/|$|\.)/iu);
      }
      const going = made.flatMap((one) =>
        one.hidden ? [] : one.files.filter(({ withEntry }) => notes || !withEntry || one.entries[0]?.kind !== 'note'),
      );
      expect(list.map((row) => row['Original name']).toSorted()).toEqual(
        ['Brief.pdf', ...going.map(({ name }) => name)].toSorted(),
      );
    },
  );

  it.skipIf(!unzip)('unpack into folders named by tracking ids, by another program (needs unzip)', async () => {
    const bytes = anyBytes(700_000);
    const ids = await writeTickets(office.store, office.actor.staffId, [
      sampled(2, {
        files: [
          named('Brief.pdf', bytes),
          named('BRIEF.PDF'),
          named('../../etc/passwd'),
          named('CON.txt'),
          named('a'.repeat(300)),
          named('invoice\u202efdp.exe'),
          named(' .'),
        ],
      }),
    ]);
    const { path } = await takeOut(office, 'zip', ids, { parts: [] });
    const into = join(office.folder, 'unpacked');
    mkdirSync(into);
    execFileSync('unzip', ['-q', path, '-d', into]);
    const [folder = ''] = readdirSync(into).filter((name) => name !== 'list.csv');
    expect(folder).toMatch(/^[A-Z1-9]{3}-[A-Z1-9]{3}-[A-Z1-9]{4}$/);
    expect(readdirSync(join(into, folder)).toSorted()).toEqual(
      ['Brief.pdf', 'BRIEF (2).PDF', 'passwd', '_CON.txt', 'a'.repeat(120), 'invoicefdp.exe', 'file'].toSorted(),
    );
    expect(readFileSync(join(into, folder, 'Brief.pdf')).equals(bytes)).toBe(true);
  });

  it('go with the tickets as JSON where wanted, which says where each file lies', async () => {
    const ids = await writeTickets(office.store, office.actor.staffId, [
      sampled(3, { files: [named('x.pdf', anyBytes(9)), named('x.pdf', anyBytes(9))], subject: 'With files' }),
    ]);
    const files = unzipSync((await takeOut(office, 'zip', ids, { parts: ['tickets', 'replies'] })).file);
    const told = v.parse(RecordFile, JSON.parse(Buffer.from(files['tickets.json'] ?? []).toString()));
    expect(told.parts).toEqual(['replies', 'attachments']);
    expect(told.tickets[0]).toMatchObject({ subject: 'With files' });
    for (const { file = '', sha256: wanted } of told.tickets[0]?.attachments ?? [])
      expect(sha256(files[file] ?? new Uint8Array())).toBe(wanted);
    expect(Object.keys(files)).toHaveLength(4);
  });

  it('are refused where there are none, and leave nothing', async () => {
    const ids = await writeTickets(office.store, office.actor.staffId, [sampled(4, { files: [] })]);
    const before = (await office.store.db.select().from(ledger)).length;
    const left = join(office.folder, 'out.zip');
    const was = existsSync(left) ? statSync(left).mtimeMs : null;
    await expect(takeOut(office, 'zip', ids)).rejects.toMatchObject({ detail: { reason: 'no-attachments' } });
    expect(existsSync(left) ? statSync(left).mtimeMs : null).toBe(was);
    expect(await office.store.db.select().from(ledger)).toHaveLength(before);
  });

  it('stopped in the middle leave nothing new', async () => {
    const ids = await writeTickets(office.store, office.actor.staffId, [
      sampled(5, { files: [named('a.bin', anyBytes(900_000))] }),
    ]);
    let asked = 0;
    const check = () => {
      asked += 1;
      if (asked > 3) throw new Error('stopped');
    };
    await expect(takeOut(office, 'zip', ids, { parts: [], working: { ...quietly, check } })).rejects.toThrow('stopped');
    expect(readdirSync(office.folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

test.prop([
  fc.array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom('a.txt', 'A.TXT', 'a (2).txt', 'CON', 'con.'),
    ),
  ),
])('names are free, short and harmless, however many are asked for', (wanted) => {
  const free = freeNames(['list.csv']);
  const names = wanted.map(free);
  expect(new Set(['list.csv', ...names].map((name) => name.normalize('NFC').toLowerCase())).size).toBe(
    names.length + 1,
  );
  for (const name of names) {
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(130);
    expect(name).not.toMatch(/^(con|nul)(\.|$)|[/\\<>:"|?*\p{Cc}]|[. ]$/iu);
  }
});
