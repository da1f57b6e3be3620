import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ImportMapping } from '../../../../src-main/contract/exchange.ts';
import { decideDiffering, inspectTable, writeRefusedFile } from '../../../../src-main/exchange/index.ts';
import { newOffice, type TestOffice } from '../../../fixtures/office.ts';
import { carryOut } from '../../privacy/desk.ts';
import { lines, quietly, tableOf, take, takeText } from './desk.ts';

let office: TestOffice;
beforeEach(async () => {
  office = await newOffice({ lines });
});
afterEach(() => office.close());

const header = 'id,name,email,priority,subject,message,reply,flat\r\n';
const FIRST =
  header +
  '1,Jo Ek,jo@mail.example,Low,Noise,Loud,Sorry,A 1\r\n2,Al Om,al@mail.example,Low,Key,Lost,,A 2\r\n3,Li Po,li@mail.example,Low,Lamp,Dark,,A 3';
const SECOND =
  header +
  '1,Jo Ek,jo@new.example,High,Noise,Quiet,Solved,B 1\r\n2,Ann Om,ann@mail.example,Low,Key,Found,,A 2\r\n3,Li Po,li@mail.example,Low,Lamp,Light,,A 3';
const openedAs = async (subject: string) => {
  const rows = await office.call('tickets.page', { filter: { view: 'all' }, sort: 'created', after: null, limit: 9 });
  return office.call('tickets.open', { id: rows.find((row) => row.subject === subject)?.id ?? 0 });
};

describe('a row whose content is another', () => {
  test('is decided one by one: theirs is taken whole, ours stays and is not asked again', async () => {
    await takeText(office, FIRST);
    const from = await tableOf(office, SECOND);
    const asked = await take(office, from);
    expect(asked.differing).toBe(3);
    const { mapping } = asked;
    const decisions = [
      { row: 2, take: 'theirs' as const },
      { row: 3, take: 'theirs' as const },
      { row: 4, take: 'ours' as const },
    ];
    const done = await decideDiffering(
      office.store,
      office.actor,
      { from, mapping, source: 'old desk', decisions },
      quietly,
    );
    expect(done).toEqual({ ours: 1, theirs: 2 });
    const noise = await openedAs('Noise');
    const flat = (await office.call('office.settings')).fields.find(({ name }) => name === 'flat');
    expect(noise).toMatchObject({ message: 'Quiet', replies: 1, fields: [{ fieldId: flat?.id, values: ['B 1'] }] });
    expect(noise.entries.map(({ body }) => body)).toEqual(['Solved']);
    expect(noise.people[0]?.identifiers.map(({ value }) => value)).toEqual([
      'Jo Ek',
      'jo@mail.example',
      'jo@new.example',
    ]);
    expect((await openedAs('Key')).people.map(({ name }) => name)).toEqual(['Ann Om']);
    expect((await office.call('people.recognise', { text: 'al@mail' })).length).toBe(0);
    expect(await openedAs('Lamp')).toMatchObject({ message: 'Dark' });
    expect(await take(office, from)).toMatchObject({ known: 3, differing: 0 });
  });

  test('is decided with all others at once', async () => {
    await takeText(office, FIRST);
    const from = await tableOf(office, SECOND);
    const { mapping } = await take(office, from);
    const done = await decideDiffering(
      office.store,
      office.actor,
      { from, mapping, source: 'old desk', decisions: [{ row: 2, take: 'ours' }], others: 'theirs' },
      quietly,
    );
    expect(done).toEqual({ ours: 1, theirs: 2 });
    expect(await openedAs('Lamp')).toMatchObject({ message: 'Light' });
  });

  test('finds by what it says now, and not by what it said', async () => {
    await takeText(office, FIRST.replace('Loud', 'Wombat'));
    const from = await tableOf(office, SECOND.replace('Quiet', 'Numbat'));
    const { mapping } = await take(office, from);
    await decideDiffering(
      office.store,
      office.actor,
      { from, mapping, source: 'old desk', decisions: [], others: 'theirs' },
      quietly,
    );
    const found = (text: string) =>
      office.call('tickets.page', { filter: { text }, sort: 'created', after: null, limit: 9 });
    expect(await found('Numbat')).toHaveLength(1);
    expect(await found('Wombat')).toHaveLength(0);
  });
});

test('a row that comes twice and is decided makes no status and no category twice that the file brought', async () => {
  const text = 'id,name,subject,status,category\r\n1,Jo Ek,Lift,Parked,Vorpal\r\n1,Jo Ek,Lifts,Parked,Vorpal';
  const from = await tableOf(office, text);
  const change = (mapping: ImportMapping): ImportMapping => ({
    ...mapping,
    columns: mapping.columns.map((one) => (one.column === 0 ? { ...one, target: 'id' } : one)),
    statuses: { Parked: 'new' },
    categories: { Vorpal: 'new' },
  });
  const asked = await take(office, from, { change });
  expect(asked).toMatchObject({ added: 1, differing: 1 });
  const input = { from, mapping: asked.mapping, source: 'old desk', decisions: [], others: 'theirs' as const };
  expect(await decideDiffering(office.store, office.actor, input, quietly)).toEqual({ ours: 0, theirs: 1 });
  const { statuses, categories } = await office.call('office.settings');
  expect(statuses.filter(({ name }) => name === 'Parked')).toHaveLength(1);
  expect(categories.filter(({ name }) => name === 'Vorpal')).toHaveLength(1);
  expect(await openedAs('Lifts')).toMatchObject({ statusId: statuses.find(({ name }) => name === 'Parked')?.id });
});

test.each(['delete', 'anonymise'] as const)(
  'what was erased by %s does not come back by the same file',
  async (act) => {
    await takeText(office, FIRST);
    const { id } = await openedAs('Noise');
    await carryOut(office.store, office.actor, act, { ids: [id] });
    expect(await takeText(office, FIRST)).toMatchObject({ added: 0, known: 2, erased: 1, newPeople: 0 });
    expect(await takeText(office, SECOND)).toMatchObject({ added: 0, differing: 2, erased: 1 });
  },
);

/** The second column is the date of creation, however many of its cells are none. */
const dated = (mapping: ImportMapping): ImportMapping => ({
  ...mapping,
  columns: mapping.columns.map((one) =>
    one.column === 1 ? { column: 1, header: one.header, target: 'created', dateFormat: 'dmy' } : one,
  ),
});

test('refused rows are saved with their reasons, and come in once they are mended', async () => {
  const text = 'id,date,name,subject\r\n1,31.02.2026,Jo,=HYPERLINK(1)\r\n2,01.02.2026,Al,Key\r\n3,17.03.2026,Li,Lamp';
  const from = await tableOf(office, text);
  const first = await take(office, from, { change: dated });
  expect(first).toMatchObject({ added: 2, refused: 1, refusedRows: [{ row: 2, reason: 'no-such-day', column: 1 }] });
  const path = join(office.folder, 'refused.csv');
  const words = { 'no-such-day': 'There is no such day.' };
  const file = await writeRefusedFile(
    office.store,
    office.actor,
    { from, mapping: first.mapping, words, place: { path, part: `${path}.part` } },
    quietly,
  );
  const saved = readFileSync(path);
  expect(file).toMatchObject({ rows: 1, bytes: saved.length });
  expect(saved.toString()).toContain('date: There is no such day.');
  const mended = await tableOf(office, saved.toString().replace('31.02.2026', '28.02.2026'));
  const facts = await inspectTable(office.store, office.actor, { from: mended }, quietly);
  expect(facts).toMatchObject({ refusedRowsFile: true, header: ['id', 'date', 'name', 'subject'] });
  expect(await take(office, mended, { change: dated })).toMatchObject({ added: 1, refused: 0 });
  expect(await openedAs('=HYPERLINK(1)')).toBeDefined();
});

test('a mapping that cannot be used says why, and at which column', async () => {
  const preview = (target: 'subject' | 'created', other: 'subject' | 'name') =>
    office.call('exchange.preview', {
      header: ['a', 'b'],
      rows: [['Noise', 'Jo']],
      mapping: {
        columns: [
          { column: 0, header: 'a', target },
          { column: 1, header: 'b', target: other },
        ],
      },
    });
  expect(await preview('subject', 'subject')).toEqual({ trouble: { code: 'target-twice', column: 1 }, tickets: [] });
  expect((await preview('created', 'name')).trouble).toEqual({ code: 'date-format-missing', column: 0 });
  expect((await preview('subject', 'name')).tickets[0]).toMatchObject({ subject: 'Noise', requester: 'Jo' });
});
