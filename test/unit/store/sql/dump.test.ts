import { fc, test } from '@fast-check/vitest';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../../../src-main/store/connection.ts';
import { PERSONAL_DATA, tableName } from '../../../../src-main/store/personal-data/index.ts';
import { isDerived, officeTables, SECRETS } from '../../../../src-main/store/sql/tables.ts';
import { anyOffice } from '../../../fixtures/any-office.ts';
import { ODD_TEXTS } from '../../../fixtures/odd-texts.ts';
import { sampleOffice } from '../../../fixtures/sample-office.ts';
import { askShell, canSqlite, differing, loadByShell, writeDump } from '../../../fixtures/sql.ts';

let folder: string;
let sample: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'paperdesk-sql-'));
  sample = await sampleOffice(at('sample.desk'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const text = fc.oneof(
  fc.constantFrom(...ODD_TEXTS),
  fc.string({ unit: 'binary', maxLength: 60 }).map((any) => any.replaceAll('\0', '').toWellFormed()),
);
const contents = fc.record({
  texts: fc.array(text, { minLength: 5, maxLength: 40 }),
  bytes: fc.array(fc.uint8Array({ maxLength: 400 }), { minLength: 2, maxLength: 6 }),
});

describe.skipIf(!canSqlite)('the office as SQL, loaded by the shell of SQLite', () => {
  it('is the sample office again: every row and blob, counters, indexes and generated columns', () => {
    writeDump(sample, 'sqlite', at('sample.sql'));
    loadByShell(at('sample.sql'), at('sample.db'));
    expect(differing(sample, at('sample.db'))).toEqual([]);
    expect(askShell(at('sample.db'), 'PRAGMA foreign_key_check; PRAGMA integrity_check;')).toEqual(['ok']);
    const made = `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name NOT GLOB 'find_*' AND tbl_name NOT GLOB '__*' AND name <> 'sqlite_sequence' ORDER BY name;`;
    expect(askShell(at('sample.db'), made)).toEqual(askShell(sample, made));
    expect(
      askShell(at('sample.db'), 'SELECT count(*) FROM tickets WHERE due_sort = coalesce(due_at, 253402214400000);'),
    ).toEqual(askShell(sample, 'SELECT count(*) FROM tickets;'));
  });

  test.prop([contents], { numRuns: 15 })('is any office again, whatever its texts and bytes', (given) => {
    rmSync(at('any.desk'), { force: true });
    anyOffice(at('any.desk'), given);
    writeDump(at('any.desk'), 'sqlite', at('any.sql'));
    loadByShell(at('any.sql'), at('any.db'));
    expect(differing(at('any.desk'), at('any.db'))).toEqual([]);
    expect(askShell(at('any.db'), 'PRAGMA foreign_key_check;')).toEqual([]);
  });
});

describe('the office as SQL', () => {
  it('leaves out the search index, secrets and nothing else, and says so in its head', () => {
    const sqlite = connect(sample, { readonly: true });
    const all = sqlite.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all() as string[];
    const secret = sqlite.prepare('SELECT secret FROM office').pluck().get() as Buffer;
    sqlite.close();
    const written = new Set(officeTables().map(({ name }) => name));
    expect(all.filter((name) => !written.has(name)).every(isDerived)).toBe(true);
    expect([...written].filter((name) => !all.includes(name) || isDerived(name))).toEqual([]);

    writeDump(sample, 'sqlite', at('head.sql'));
    const sql = readFileSync(at('head.sql'), 'utf8');
    const head = sql.slice(0, sql.indexOf('BEGIN TRANSACTION'));
    for (const name of ['find_people', 'find_texts', 'find_tickets', 'find_kept', 'find_state', 'office.secret'])
      expect(head).toContain(name);
    expect(head).toContain('THIS FILE IS NOT ENCRYPTED');
    expect(head.split('\n').every((line) => line === '' || line.startsWith('--'))).toBe(true);
    expect(sql.toLowerCase()).not.toContain(secret.toString('hex'));
    expect(
      /find_|PRAGMA|ATTACH|jsonb/.exec(
        sql
          .slice(head.length)
          .replace(/'(?:[^']|'')*'/g, '')
          .replaceAll('find_key', ''),
      ),
    ).toBeNull();
  });

  it('knows every column that is named like a key as secret, or the map says why it is none', () => {
    const secretive = /secret|password|private|salt|(^|_)key(_|$)|token|pepper/;
    const named = PERSONAL_DATA.flatMap((rule) =>
      Object.keys(rule.columns)
        .filter((column) => secretive.test(column))
        .map((column) => `${tableName(rule)}.${column}`),
    ).filter((name) => !isDerived(name));
    const secrets = [...SECRETS].flatMap(([table, columns]) => [...columns].map((column) => `${table}.${column}`));
    // keys of sorting and of rows in a file, and a mark of categories
    const known = ['tickets.ip_key', 'tickets.find_key', 'tickets.source_key', 'categories.is_private'];
    expect(named.filter((name) => !known.includes(name)).sort()).toEqual(secrets.sort());
  });

  it('is of one moment, while others go on writing', async () => {
    const { openDump } = await import('../../../../src-main/store/sql/index.ts');
    const path = await sampleOffice(at('moment.desk'));
    const dump = openDump(path, 'sqlite', 0);
    const parts = dump.parts();
    parts.next();
    const writer = connect(path);
    writer.exec(`UPDATE tickets SET subject = 'written meanwhile'`);
    const sql = [...parts].join('');
    dump.close();
    writer.close();
    expect(sql).not.toContain('written meanwhile');
  });

  it('keeps its statements below a megabyte, but for one long row', async () => {
    writeDump(sample, 'sqlite', at('long.sql'));
    const lengths = readFileSync(at('long.sql'), 'utf8')
      .split(/;\n(?=INSERT|CREATE|DELETE|COMMIT)/)
      .map((one) => Buffer.byteLength(one));
    expect(Math.max(...lengths)).toBeLessThan(1_000_000);
  });
});
