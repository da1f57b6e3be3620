import { fc, test } from '@fast-check/vitest';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refused } from '../../../../src-main/contract/errors.ts';
import { sqlDesk } from './sql-desk.ts';

let desk: ReturnType<typeof sqlDesk>;
beforeAll(() => {
  desk = sqlDesk();
});
afterAll(() => desk.remove());

/** The line a text begins in. */
const lineOf = (sql: string, text: string) => sql.slice(0, sql.indexOf(text)).split('\n').length;
/** The dump with something put before its first INSERT. */
const with_ = (statement: string) => {
  const sql = desk.small.replace('\nINSERT INTO', `\n${statement}\nINSERT INTO`);
  return { sql, line: lineOf(sql, statement) };
};

describe('a dump with statements that are none of ours is refused, and nothing of it is run', () => {
  it.each([
    ["ATTACH DATABASE '/tmp/paperdesk-hostile.db' AS x;", 'ATTACH DATABASE'],
    ['PRAGMA writable_schema = ON;', 'PRAGMA WRITABLE_SCHEMA'],
    ['CREATE TRIGGER t AFTER INSERT ON tickets BEGIN DELETE FROM people; END;', 'CREATE TRIGGER'],
    ['CREATE TEMP TABLE x (a);', 'CREATE TEMP'],
    ['CREATE VIEW v AS SELECT secret FROM office;', 'CREATE VIEW'],
    ['CREATE VIRTUAL TABLE v USING fts5(a);', 'CREATE VIRTUAL'],
    ['DROP TABLE tickets;', 'DROP TABLE'],
    ['UPDATE staff SET role = 0;', 'UPDATE STAFF'],
    ['DELETE FROM tombstones;', 'DELETE TOMBSTONES'],
    ['INSERT INTO people SELECT * FROM people;', 'INSERT'],
    ['REPLACE INTO people (id) VALUES (1);', 'REPLACE INTO'],
    ["SELECT load_extension('x');", 'SELECT LOAD_EXTENSION'],
    ["VACUUM INTO '/tmp/paperdesk-hostile.db';", 'VACUUM INTO'],
    ['.shell touch /tmp/paperdesk-hostile.db', 'SHELL'],
  ])('%s', async (statement, words) => {
    const { sql, line } = with_(statement);
    const refused = await desk.refusal(sql);
    expect(refused).toMatchObject({ code: 'unreadable', line });
    if (refused?.['reason'] === 'sql-foreign') expect(String(refused['words'])).toContain(words.split(' ')[0]);
    else expect(refused?.['reason']).toBe('sql-columns');
    expect(existsSync('/tmp/paperdesk-hostile.db')).toBe(false);
  });

  it.each([
    ['a function for a value', `INSERT INTO "people" ("id") VALUES (randomblob(1e9));`],
    ['a sum for a value', `INSERT INTO "people" ("id") VALUES (1+1);`],
    ['a query for a value', `INSERT INTO "people" ("id") VALUES ((SELECT 1));`],
    ['what follows the values', `INSERT INTO "people" ("id") VALUES (1) ON CONFLICT DO NOTHING;`],
  ])('%s', async (_what, statement) => {
    const { sql, line } = with_(statement);
    expect(await desk.refusal(sql)).toMatchObject({ code: 'unreadable', line });
  });

  it('a table of ours with another column, a default or a check that is not ours', async () => {
    for (const [from, to] of [
      ['`subject` text NOT NULL', '`subject` text NOT NULL, `x` blob'],
      ["DEFAULT 'plain'", 'DEFAULT (load_extension(1))'],
      ['ON DELETE cascade', 'ON DELETE set null'],
      ['CREATE UNIQUE INDEX `people_uid_unique`', 'CREATE INDEX `people_uid_unique`'],
      ['CREATE TABLE `people`', 'CREATE TABLE `persons`'],
    ] as const)
      expect(await desk.refusal(desk.small.replace(from, to)), from).toMatchObject({ reason: 'sql-other-tables' });
  });
});

describe('a dump that was changed by hand is told what is wrong with it, and where', () => {
  const changed: [string, (sql: string) => string, Record<string, unknown>][] = [
    ['no dump', () => 'CREATE TABLE a (b);', { reason: 'sql-not-ours' }],
    ['an empty file', () => '', { reason: 'sql-not-ours' }],
    [
      'of another server',
      (sql) => sql.replace('for sqlite', 'for mariadb'),
      { reason: 'sql-other-dialect', dialect: 'MariaDB' },
    ],
    [
      'of a newer Paperdesk',
      (sql) => sql.replace(/tables of \d+/, 'tables of 9999999999999'),
      { code: 'newer-version', reason: 'sql-newer' },
    ],
    ['of a newer form', (sql) => sql.replace('form 1', 'form 2'), { code: 'newer-version', reason: 'sql-newer' }],
    [
      'a table missing',
      (sql) => sql.replace(/CREATE TABLE `holds` \([^;]*;\n/, ''),
      { reason: 'sql-table-missing', table: 'holds' },
    ],
    ['cut off', (sql) => sql.slice(0, sql.length / 2), { reason: 'sql-cut-off' }],
    ['its end missing', (sql) => sql.replace('COMMIT;\n', ''), { reason: 'sql-cut-off' }],
    [
      'a text for a number',
      (sql) => sql.replace(/(INSERT INTO "statuses".*\n\()1,/, "$1'one',"),
      { reason: 'sql-wrong-value', table: 'statuses', column: 'id' },
    ],
    [
      'a fraction',
      (sql) => sql.replace(/(INSERT INTO "statuses".*\n\()1,/, '$11.5,'),
      { reason: 'sql-wrong-value', column: 'id' },
    ],
    [
      'an id below one',
      (sql) => sql.replace(/(INSERT INTO "statuses".*\n\()1,/, '$1-1,'),
      { reason: 'sql-wrong-value', column: 'id' },
    ],
    [
      'nothing where something must be',
      (sql) => sql.replace(/(INSERT INTO "statuses".*\n\(1,)'[0-9a-f]{32}'/, '$1NULL'),
      { reason: 'sql-wrong-value', column: 'uid' },
    ],
    ['a value too many', (sql) => sql.replace(/(INSERT INTO "statuses".*\n\()1,/, '$11,1,'), {}],
    [
      'an id that is there twice',
      (sql) => sql.replace(/(INSERT INTO "statuses".*\n\(1,.*\n\()2,/, '$11,'),
      { reason: 'sql-doubled', table: 'statuses', column: 'id' },
    ],
    [
      'an unknown column',
      (sql) => sql.replace('INSERT INTO "statuses" ("id"', 'INSERT INTO "statuses" ("ident"'),
      { reason: 'sql-columns', table: 'statuses' },
    ],
    [
      'a column that must be there missing',
      (sql) => sql.replace('INSERT INTO "statuses" ("id", "uid"', 'INSERT INTO "statuses" ("id", "name"'),
      { reason: 'sql-columns' },
    ],
    [
      'an unknown table',
      (sql) => sql.replace('INSERT INTO "statuses"', 'INSERT INTO "states"'),
      { reason: 'sql-unknown-table' },
    ],
    [
      'a table of the index',
      (sql) => sql.replace('INSERT INTO "statuses"', 'INSERT INTO "find_state"'),
      { reason: 'sql-unknown-table' },
    ],
    [
      'a row that points at nothing',
      (sql) => sql.replace(/(INSERT INTO "history" .*\n\(1,)1,/, '$199,'),
      { reason: 'sql-points-nowhere', table: 'history', row: 1, to: 'tickets' },
    ],
    [
      'a word of no list',
      (sql) => sql.replace("'walk-in'", "'by owl'").replace("'phone'", "'by owl'"),
      { reason: 'sql-word' },
    ],
    [
      'a uid that leads out of a folder',
      (sql) => sql.replace(/(INSERT INTO "office" .*\n\(1,)'[0-9a-f]{32}'/, "$1'../../../../elsewhere'"),
      { reason: 'sql-word', table: 'office', column: 'uid' },
    ],
    [
      'a zone that is none',
      (sql) => sql.replace("'Europe/Berlin'", "'Mars/Olympus'"),
      { reason: 'sql-word', table: 'office', column: 'zone' },
    ],
    [
      'a moment in no year',
      (sql) => sql.replace(/(INSERT INTO "access_log" .*\n\(1,)\d+/, '$19007199254740991'),
      { reason: 'sql-word', table: 'access_log', column: 'at' },
    ],
    ['JSON that is none', (sql) => sql.replace(/'\["/, '\'{["'), { reason: 'sql-word' }],
    ['no owner', (sql) => sql.replaceAll("'owner'", "'clerk'"), { reason: 'sql-no-office' }],
    [
      'a counter that is no number',
      (sql) => sql.replace(/\('tickets', \d+\)/, "('tickets', 'many')"),
      { reason: 'sql-wrong-value', table: 'sqlite_sequence' },
    ],
    ['bytes with half a byte', (sql) => sql.replace(/X'[0-9a-f]{2}/, "X'a"), { reason: 'sql-broken' }],
    [
      'a number with letters',
      (sql) => sql.replace(/(INSERT INTO "statuses".*\n\()1,/, '$11z,'),
      { reason: 'sql-broken' },
    ],
  ];
  it.each(changed)('%s', async (_what, change, told) => {
    const sql = change(desk.small);
    expect(sql).not.toBe(desk.small);
    expect(await desk.refusal(sql)).toMatchObject({ code: 'unreadable', ...told });
  });

  it('a line is told where there is one', async () => {
    const sql = desk.small.replace(/(INSERT INTO "statuses".*\n\(1,.*\n\()2,/, "$1'two',");
    expect(await desk.refusal(sql)).toMatchObject({ line: lineOf(sql, "('two',") });
  });

  it.each([
    ['Latin-1', (sql: string) => Buffer.from(sql.replace('Nordhafen', 'M\u00fcller'), 'latin1')],
    ['UTF-16', (sql: string) => Buffer.from(`\ufeff${sql}`, 'utf16le')],
    ['an empty character', (sql: string) => Buffer.from(sql.replace('Nordhafen', 'Nord\0hafen'))],
  ])('text that is not UTF-8: %s', async (_what, bytes) => {
    expect(['sql-not-text', 'sql-not-ours']).toContain((await desk.refusal(bytes(desk.small)))?.['reason']);
  });
});

describe('whatever stands in the file', () => {
  test.prop(
    [
      fc.nat(),
      fc.oneof(
        fc.constantFrom("'", ';', '(', ',', '--', '\n', 'NULL', "X'", '\u00ff', ''),
        fc.string({ maxLength: 6 }),
      ),
      fc.nat(40),
    ],
    { numRuns: 60 },
  )('it is refused or opened, and what is refused leaves nothing', async (place, put, cut) => {
    const from = place % desk.small.length;
    await desk.refusal(desk.small.slice(0, from) + put + desk.small.slice(from + cut));
  });

  test.prop([fc.nat()], { numRuns: 25 })('cut off anywhere, it is refused', async (place) => {
    const end = place % (desk.small.length - 2);
    expect(await desk.refusal(desk.small.slice(0, end))).not.toBeNull();
  });

  it('a place that is taken keeps what is there; a source that is gone and a folder that is gone are told', async () => {
    const place = desk.newPlace();
    writeFileSync(place.path, 'mine');
    await expect(desk.open(desk.at('small.sql'), place)).rejects.toMatchObject({ detail: { reason: 'exists' } });
    await expect(desk.open(desk.at('gone.sql'))).rejects.toMatchObject({ code: 'ENOENT' });
    const gone = { path: desk.at('gone/Office.desk'), part: desk.at('gone/half.part') };
    await expect(desk.open(desk.at('small.sql'), gone)).rejects.toMatchObject({ detail: { reason: 'no-folder' } });
  });

  it('stopped at any step, it leaves nothing', async () => {
    const stoppedAfter = async (steps: number) => {
      const place = desk.newPlace();
      let done = 0;
      const check = () => {
        if (done++ === steps) throw new Refused('cancelled');
      };
      const opened = desk.open(desk.at('small.sql'), place, { progress: () => undefined, check });
      if (steps === Infinity) await opened;
      else await expect(opened).rejects.toMatchObject({ code: 'cancelled' });
      expect(readdirSync(join(place.path, '..'))).toEqual(steps === Infinity ? ['Office.desk'] : []);
      return done;
    };
    const all = await stoppedAfter(Infinity);
    expect(all).toBeGreaterThan(20);
    for (const share of [0, 0.3, 0.6, 0.9, 1]) await stoppedAfter(Math.floor((all - 1) * share));
  });
});
