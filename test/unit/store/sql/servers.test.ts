import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../../../../src-main/store/connection.ts';
import type { SqlDialect } from '../../../../src-main/contract/exchange.ts';
import { officeTables } from '../../../../src-main/store/sql/tables.ts';
import { anyOffice } from '../../../fixtures/any-office.ts';
import { sampleOffice } from '../../../fixtures/sample-office.ts';
import { canMariadb, canPostgresql, startMariadb, startPostgresql, type Server } from '../../../fixtures/servers.ts';
import { shownColumns, writeDump } from '../../../fixtures/sql.ts';
import { ODD_TEXTS } from '../../../fixtures/odd-texts.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'paperdesk-servers-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A value as the servers show it in `Server.shown`. */
function shown(value: unknown): string {
  if (value === null) return 'NULL';
  if (Buffer.isBuffer(value)) return createHash('sha256').update(value).digest('hex');
  if (typeof value === 'string') return Buffer.from(value).toString('hex');
  if (typeof value === 'number') return String(value);
  throw new Error('a value of no kind that an office has');
}

/** Tables whose rows on the server are not those of the office file, each with the first row that differs. */
function differing(server: Server, database: string, office: string): string[] {
  const sqlite = connect(office, { readonly: true });
  try {
    return officeTables().flatMap((table) => {
      const columns = shownColumns(table);
      const rows = sqlite
        .prepare(`SELECT ${columns.map(({ name }) => `"${name}"`).join(', ')} FROM "${table.name}"`)
        .raw()
        .all() as unknown[][];
      const ours = rows.map((row) => row.map(shown).join('|')).sort();
      const theirs = server
        .lines(
          database,
          `SELECT ${server.joined(columns.map((column) => server.shown(column)))} FROM ${server.identifier(table.name)}`,
        )
        .sort();
      const first = ours.findIndex((line, n) => line !== theirs[n]);
      return ours.length === theirs.length && first < 0 ? [] : [`${table.name}: ${ours[first]} is ${theirs[first]}`];
    });
  } finally {
    sqlite.close();
  }
}

const SERVERS: [SqlDialect, boolean, () => Promise<Server>][] = [
  ['mariadb', canMariadb, startMariadb],
  ['postgresql', canPostgresql, startPostgresql],
];
describe.each(SERVERS)('the office as SQL for %s, loaded into a server of its own', (dialect, can, start) => {
  let server: Server;
  beforeAll(async () => {
    if (can) server = await start();
  });
  afterAll(async () => {
    if (can) await server.stop();
  });

  test.skipIf(!can)('is the sample office again, row by row', async () => {
    const office = await sampleOffice(at('sample.desk'));
    writeDump(office, dialect, at('sample.sql'));
    server.load('sample', at('sample.sql'));
    expect(differing(server, 'sample', office)).toEqual([]);
  });

  test.skipIf(!can)(
    'is any office again: odd texts, any characters, empty bytes, NULLs; ids go on after those that are gone',
    () => {
      const any = fc.sample(fc.string({ unit: 'binary', maxLength: 60 }), 150);
      const texts = [...ODD_TEXTS, ...any.map((one) => one.replaceAll('\0', '').toWellFormed())];
      const bytes = [...fc.sample(fc.uint8Array({ maxLength: 3_000 }), 8), new Uint8Array(0)];
      rmSync(at('any.desk'), { force: true });
      anyOffice(at('any.desk'), { texts, bytes });
      writeDump(at('any.desk'), dialect, at('any.sql'));
      server.load('anything', at('any.sql'));
      expect(differing(server, 'anything', at('any.desk'))).toEqual([]);
      const columns = ['uid', 'name', 'name_folded', 'source', 'created_at', 'changed_at'];
      const names = columns.map((name) => server.identifier(name)).join(', ');
      const person = (n: number) =>
        `INSERT INTO people (${names}) VALUES ('${String(n).padStart(32, '0')}', 'x', 'x', 'intake', 1, 1);`;
      const [next] = server.lines('anything', `${person(901)} SELECT max(id) FROM people`).slice(-1);
      expect(next).toBe('4');
      // texts are compared byte by byte, and rows point to rows
      expect(() => server.lines('anything', person(901))).toThrow();
      expect(() => server.lines('anything', 'DELETE FROM categories')).toThrow(/foreign key/i);
      const folded = `SELECT count(*) FROM people WHERE name_folded = 'X' OR name_folded = 'x '`;
      expect(server.lines('anything', folded)).toEqual(['0']);
    },
  );
});
