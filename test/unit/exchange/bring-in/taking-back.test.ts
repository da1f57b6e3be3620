import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { Person } from '../../../../src-main/contract/people.ts';
import { takeImportBack } from '../../../../src-main/exchange/index.ts';
import { purgeClosed } from '../../../../src-main/privacy/index.ts';
import { people, tickets } from '../../../../src-main/store/index.ts';
import { residueInClosedIndex } from '../../../../src-main/store/residue.ts';
import { checkIndex } from '../../../../src-main/store/search/index.ts';
import { newOffice, type TestOffice } from '../../../fixtures/office.ts';
import { rowsOf } from '../../privacy/desk.ts';
import { lines, quietly, takeText } from './desk.ts';

let office: TestOffice;
afterEach(() => office.close());

const FILE = [
  'id,name,email,phone,subject,message,category,flat',
  '1,Zwetana Quill,zq@mail.example,030 9018201,Gurgling pipe,QXYZ one,Vorpal,Jabber 7',
  '2,Known Person,known@mail.example,030 7654321,Loose tile,QXYZ two,Vorpal,Jabber 8',
].join('\r\n');

/** An office with somebody the file knows more about, and the file brought in with a new category and field. */
async function brought() {
  office = await newOffice({ lines });
  const person = { create: { name: 'Known Person', email: 'known@mail.example' } };
  await office.call('tickets.create', { channel: 'mail', subject: 'Before', message: 'Here', person });
  const before = rowsOf(office.store);
  const done = await takeText(office, FILE, {
    source: 'Kestrel export',
    change: (mapping) => ({ ...mapping, categories: { Vorpal: 'new' } }),
  });
  expect(done).toMatchObject({ added: 2, newPeople: 1 });
  office.clock.now += 60_000;
  return { before, ...done };
}
const takeBack = (given: Parameters<typeof takeImportBack>[2]) =>
  takeImportBack(office.store, office.actor, given, quietly);
const firstOf = async () => {
  const rows = await office.store.db.select().from(tickets);
  const found = rows.find(({ subject }) => subject === 'Gurgling pipe');
  if (!found) throw new Error('not brought in');
  return found;
};
/** But for what goes up with each change of a person who stays. */
const still = (rows: ReturnType<typeof rowsOf>) =>
  JSON.parse(JSON.stringify(rows).replace(/(changed_at|version)\\":\d+/g, '$1\\":0')) as unknown;

describe('an import that is taken back', () => {
  test('is gone to the last byte, with its people, category and field; who was here before is as before', async () => {
    const { before, brought: what } = await brought();
    expect(await takeBack(what)).toBeNull();
    expect(still(rowsOf(office.store))).toEqual(still(before));
    expect(checkIndex(office.store.connections.writer)).toEqual([]);
    await office.store.close();
    await purgeClosed(office.path, { wipe: true });
    const bytes = readFileSync(office.path, 'latin1').toLowerCase();
    const words = ['zwetana', 'qxyz', 'gurgling', 'vorpal', 'jabber', '7654321', 'kestrel'];
    expect(words.filter((word) => bytes.includes(word))).toEqual([]);
    expect(residueInClosedIndex(office.path, [{ name: 'name', text: 'Zwetana Quill' }])).toEqual([]);
  });

  test('also after something of it was changed and that was undone', async () => {
    const { before, brought: what } = await brought();
    const { id, version } = await firstOf();
    await office.call('tickets.change', { id, version, change: { tagged: true, statusId: 4 } });
    await expect(takeBack(what)).rejects.toMatchObject({ code: 'refused', detail: { reason: 'import-touched' } });
    await office.call('undo.take', {});
    await takeBack(what);
    expect(still(rowsOf(office.store))).toEqual(still(before));
  });

  test('comes in again when it is brought in again', async () => {
    const { brought: what } = await brought();
    await takeBack(what);
    expect(await takeText(office, FILE, { source: 'Kestrel export' })).toMatchObject({ added: 2, known: 0, erased: 0 });
  });

  const touches: [string, (at: { id: number; version: number; person: Person }) => Promise<unknown>, string][] = [
    ['a reply', ({ id }) => office.call('tickets.reply', { id, kind: 'reply', body: 'We come.' }), 'import-touched'],
    ['a note', ({ id }) => office.call('tickets.reply', { id, kind: 'note', body: 'Key.' }), 'import-used'],
    ['a draft', ({ id }) => office.call('tickets.saveDraft', { id, kind: 'reply', body: 'Half' }), 'import-used'],
    [
      'a field',
      ({ id, version }) => office.call('tickets.change', { id, version, change: { priorityId: 1 } }),
      'import-touched',
    ],
    [
      'somebody corrected',
      ({ person }) =>
        office.call('people.correct', {
          id: person.id,
          version: person.version,
          changes: [{ what: 'add', kind: 'phone', value: '030 111' }],
        }),
      'import-used',
    ],
    [
      'somebody of it on another ticket',
      ({ person }) =>
        office.call('tickets.create', {
          channel: 'phone',
          subject: 'Else',
          message: 'More',
          person: { id: person.id },
        }),
      'import-used',
    ],
  ];
  test.each(touches)('is refused as a whole after %s: all of it stays', async (_name, touch, reason) => {
    const { brought: what } = await brought();
    const { id, version } = await firstOf();
    const [zwetana] = (await office.store.db.select().from(people)).filter(({ name }) => name === 'Zwetana Quill');
    const person: Person = await office.call('people.open', { id: zwetana?.id ?? 0 });
    await touch({ id, version, person });
    const before = rowsOf(office.store);
    await expect(takeBack(what)).rejects.toMatchObject({ code: 'refused', detail: { reason } });
    expect(rowsOf(office.store)).toEqual(before);
  });

  test('leaves a category that others use by now', async () => {
    const { brought: what } = await brought();
    const { categoryId } = await firstOf();
    const person = { create: { name: 'Somebody New' } };
    await office.call('tickets.create', { channel: 'mail', subject: 'Mine', message: 'Own', person, categoryId });
    await takeBack(what);
    const rows = await office.store.db.select().from(tickets);
    expect(rows.map(({ subject }) => subject)).toEqual(['Before', 'Mine']);
    const { categories } = await office.call('office.settings');
    expect(categories.find(({ id }) => id === categoryId)).toMatchObject({ archived: false });
  });
});
