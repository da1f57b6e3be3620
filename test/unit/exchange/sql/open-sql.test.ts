import { fc, test } from '@fast-check/vitest';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../../../src-main/store/connection.ts';
import { openStore } from '../../../../src-main/store/index.ts';
import { parseQuery } from '../../../../src-main/store/search/index.ts';
import { anyOffice } from '../../../fixtures/any-office.ts';
import { olderDump } from '../../../fixtures/older-dump.ts';
import { sampleOffice } from '../../../fixtures/sample-office.ts';
import { canSqlite, differing, writeDump } from '../../../fixtures/sql.ts';
import { olderOffice } from '../../store/older-office.ts';
import { sqlDesk } from './sql-desk.ts';

let desk: ReturnType<typeof sqlDesk>;
let place: ReturnType<typeof desk.newPlace>;
const at = (name: string) => desk.at(name);
beforeAll(() => {
  desk = sqlDesk();
});
afterAll(() => desk.remove());
beforeEach(() => {
  place = desk.newPlace();
});
const there = () => readdirSync(join(place.path, '..'));
async function opened(sql: string) {
  writeFileSync(at('given.sql'), sql);
  return desk.open(at('given.sql'), place);
}
const secretOf = (path: string) => {
  const sqlite = connect(path, { readonly: true });
  try {
    return (sqlite.prepare('SELECT secret FROM office').pluck().get() as Buffer).toString('hex');
  } finally {
    sqlite.close();
  }
};

describe.skipIf(!canSqlite)('an office opened from its SQL', () => {
  it('has every row and blob of the one it was written from, is found by the same words, and has a secret of its own', async () => {
    const sample = await sampleOffice(at('sample.desk'));
    writeDump(sample, 'sqlite', at('sample.sql'));
    const { uid, tickets, people } = await desk.open(at('sample.sql'), place);
    expect(there()).toEqual(['Office.desk']);
    expect(differing(sample, place.path)).toEqual([]);
    expect(secretOf(place.path)).toMatch(/^[0-9a-f]{64}$/);
    expect(secretOf(place.path)).not.toBe(secretOf(sample));
    const [before, after] = [openStore(sample), openStore(place.path)];
    try {
      expect(after.indexIsCurrent()).toBe(true);
      for (const words of ['Heizung', 'email:example', '“in der”', 'müller'])
        expect(after.db.search.allKeys(parseQuery(words)), words).toEqual(before.db.search.allKeys(parseQuery(words)));
      const live = (table: string) =>
        before.connections.reader.prepare(`SELECT count(*) FROM ${table} WHERE hidden = 0`).pluck().get();
      expect([tickets, people]).toEqual([live('tickets'), live('people')]);
      expect(uid).toMatch(/^[0-9a-f]{32}$/);
    } finally {
      await before.close();
      await after.close();
    }
  });

  test.prop([fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { minLength: 4, maxLength: 30 })], { numRuns: 8 })(
    'is any office again',
    async (texts) => {
      const of = texts.map((one) => one.replaceAll('\0', '').toWellFormed());
      rmSync(at('any.desk'), { force: true });
      rmSync(place.path, { force: true });
      anyOffice(at('any.desk'), { texts: [...of, 'one\r\ntwo'], bytes: [Buffer.from(of.join())] });
      writeDump(at('any.desk'), 'sqlite', at('any.sql'));
      await desk.open(at('any.sql'), place);
      expect(differing(at('any.desk'), place.path)).toEqual([]);
    },
  );

  it('is taken from a file whose ends of lines another program has changed, with its own texts as they were', async () => {
    await opened(`\ufeff${desk.small.replaceAll('\n', '\r\n')}`);
    expect(differing(at('small.desk'), place.path)).toEqual([]);
  });
});

describe('an office opened from the SQL of an older Paperdesk', () => {
  it('is migrated, with all its rows, and its ids go on behind those that are gone', async () => {
    olderOffice(at('older.desk'));
    olderDump(at('older.desk'), at('older.sql'));
    // what the first Paperdesk never wrote is refused, so the fixture's fillers are given words of the office
    const sql = readFileSync(at('older.sql'), 'utf8');
    const mended = sql.replace(
      /'(\w+) (\w+)'/g,
      (all, table: string, column: string) => WORDS[`${table} ${column}`] ?? all,
    );
    await opened(mended);
    const sqlite = connect(place.path, { readonly: true });
    expect(sqlite.prepare('SELECT subject FROM tickets').pluck().all()).toEqual(['Tap drips']);
    expect(sqlite.prepare(`SELECT seq FROM sqlite_sequence WHERE name = 'tickets'`).pluck().get()).toBe(500);
    sqlite.close();
  });
});
const WORDS: Record<string, string> = {
  'tickets channel': "'walk-in'",
  'people source': "'intake'",
  'entries author_kind': "'person'",
  'entries channel': "'walk-in'",
  'history what': "'created'",
};
