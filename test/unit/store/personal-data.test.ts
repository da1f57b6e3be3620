import { getTableColumns } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, type Connection } from '../../../src-main/store/connection.ts';
import { openStore } from '../../../src-main/store/index.ts';
import { FILES, namesAny, PERSONAL_DATA, tableName, type Known } from '../../../src-main/store/personal-data/index.ts';
import { parseQuery } from '../../../src-main/store/search/index.ts';
import { fold } from '../../../src-main/store/words.ts';
import { makeMarkerOffice, type MarkerOffice } from '../../fixtures/marker-office.ts';
import { folderOfTest } from '../privacy/desk.ts';

let folder: ReturnType<typeof folderOfTest>;
let office: MarkerOffice;
let sqlite: Connection;
beforeAll(async () => {
  folder = folderOfTest();
  office = await makeMarkerOffice(folder.path, { bytes: 300 });
  sqlite = connect(office.path);
});
afterAll(() => {
  sqlite.close();
  folder.remove();
});

/** Every column of the real schema, shadow tables of the index and SQLite's own among them. */
function columnsOf(): string[] {
  const tables = sqlite
    .prepare(`SELECT name FROM pragma_table_list WHERE schema = 'main' ORDER BY name`)
    .pluck()
    .all() as string[];
  return tables.flatMap((table) =>
    (sqlite.prepare(`SELECT name, hidden FROM pragma_table_xinfo(?)`).all(table) as { name: string; hidden: number }[])
      // 1: the columns a virtual table has for itself (its name, its rank).
      .filter(({ hidden }) => hidden !== 1)
      .map(({ name }) => `${table}.${name}`),
  );
}
const mapped = () =>
  PERSONAL_DATA.flatMap((rule) => Object.keys(rule.columns).map((name) => `${tableName(rule)}.${name}`));

/** What the map lacks, has too much, or leaves without a deed. */
function faults(): string[] {
  const real = new Set(columnsOf());
  const named = new Set(mapped());
  return [
    ...[...real].filter((column) => !named.has(column)).map((column) => `${column} is not in the map`),
    ...[...named]
      .filter((column) => !real.has(column) && !column.startsWith('sqlite_stat1.'))
      .map((column) => `${column} is in the map only`),
    ...PERSONAL_DATA.flatMap((rule) =>
      Object.entries(rule.columns).flatMap(([name, column]) => {
        if (!column.personal) return [];
        const column_ = `${tableName(rule)}.${name}`;
        const stays = [column.delete, column.anonymise].some((deed) => deed === 'keep' || deed.endsWith('them'));
        return [
          ...(column.of.length === 0 ? [`${column_} is nobody's`] : []),
          ...(stays && !column.why ? [`${column_} is kept without a reason`] : []),
        ];
      }),
    ),
  ];
}

describe('the map of personal data', () => {
  test('names every column of the real schema, and no other; what it keeps has a reason', () => {
    expect(faults()).toEqual([]);
    expect(columnsOf().length).toBeGreaterThan(250);
  });

  test('fails on a column, a table or a sample of values it does not name', () => {
    sqlite.exec('ALTER TABLE people ADD COLUMN nickname text');
    sqlite.exec('CREATE TABLE visitors (id INTEGER PRIMARY KEY, name TEXT)');
    expect(faults()).toEqual([
      'people.nickname is not in the map',
      'visitors.id is not in the map',
      'visitors.name is not in the map',
    ]);
    sqlite.exec('ALTER TABLE people DROP COLUMN nickname; DROP TABLE visitors');
    sqlite.exec('BEGIN; ANALYZE people');
    expect(faults().some((fault) => fault.startsWith('sqlite_stat4.'))).toBe(true);
    sqlite.exec('ROLLBACK');
  });

  test('has a deed for rows where a column says that its row goes or is changed', () => {
    for (const rule of PERSONAL_DATA) {
      if (typeof rule.table === 'string') continue;
      for (const act of ['delete', 'anonymise'] as const) {
        const deeds = new Set(rule.rows.map((row) => row[act]));
        for (const [name, column] of Object.entries(rule.columns)) {
          if (!column.personal) continue;
          const place = `${tableName(rule)}.${name} ${act}`;
          if (column[act] === 'remove row') expect([...deeds], place).toContain('remove row');
          if (column[act] === 'empty' || column[act] === 'replace') expect([...deeds], place).toContain('change row');
        }
      }
    }
  });

  test('says what stands at every path of a JSON column', () => {
    const json = PERSONAL_DATA.flatMap((rule) =>
      typeof rule.table === 'string'
        ? []
        : Object.values(getTableColumns(rule.table))
            .filter((column) => column.dataType === 'json')
            .map((column) => ({ place: `${tableName(rule)}.${column.name}`, rule: rule.columns[column.name] })),
    );
    expect(json.length).toBe(7);
    for (const { place, rule } of json) expect(Object.keys(rule?.paths ?? {}).length, place).toBeGreaterThan(0);
  });

  test('says what becomes of every file the program keeps', () => {
    for (const { file, then } of FILES) expect(then, file).not.toBe('');
    expect(FILES.filter(({ where }) => where === 'beside the office').map(({ file }) => file)).toEqual([
      'NAME.desk',
      'NAME.desk-wal',
      'NAME.desk-shm',
      'NAME.desk-journal',
      'NAME.desk.lock',
    ]);
  });

  test('find shows each column that the map says is searched', async () => {
    const store = openStore(office.path);
    const searched = new Set(
      PERSONAL_DATA.flatMap((rule) =>
        Object.entries(rule.columns)
          .filter(([, column]) => column.personal && column.find.length > 0)
          .map(([name]) => `${tableName(rule)}.${name}`),
      ),
    );
    // The marker of a phone has no digits but its number, and addresses of the net are looked for as such.
    const marked = office.a.markers.filter(
      ({ place }) => searched.has(place.split('/')[0] ?? '') && !/\/(phone|ip)$/.test(place),
    );
    expect(new Set(marked.map(({ place }) => place.split('/')[0])).size).toBeGreaterThan(6);
    for (const { place, text } of marked) {
      const hits = store.db.search.tickets(parseQuery(text), { limit: 10, order: 'newest' });
      expect(hits.length, place).toBeGreaterThan(0);
    }
    await store.close();
  });
});

describe('words that may name somebody', () => {
  const known: Known[] = [
    { kind: 'name', value: 'Agnieszka Kowalczyk-Łuć' },
    { kind: 'name', value: '王小明' },
    { kind: 'name', value: 'Li Na' },
    { kind: 'email', value: 'A.Kowalczyk@example.org' },
    { kind: 'phone', value: '+49 170 1234567' },
    { kind: 'number', value: 'K-2023/001' },
    { kind: 'ip', value: '192.0.2.7' },
  ].map(({ kind, value }) => ({ kind: kind as Known['kind'], folded: fold(value), normalised: fold(value) }));
  test.each([
    'asked for by Ms KOWALCZYK',
    'agnieszka asked',
    'Frau luc rief an',
    '王小明的申请',
    'Li Na moved out',
    'wrote from a.kowalczyk@EXAMPLE.org',
    'called from 0170 123 45 67',
    'called from +49 (170) 1234567',
    'customer K2023001',
    'from 192.0.2.7',
  ])('"%s" does', (text) => expect(namesAny(known)(text)).toBe(true));
  test.each(['moved out in 2024', 'Kowal called', 'see order 12345', 'na, all done', '', 'agnieszkas-street'])(
    '"%s" does not',
    (text) => expect(namesAny(known)(text)).toBe(false),
  );
});
