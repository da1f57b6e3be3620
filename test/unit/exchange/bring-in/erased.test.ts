import { fc } from '@fast-check/vitest';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bringIn, checkTable, importReport, inspectTable } from '../../../../src-main/exchange/index.ts';
import type { SourceFile } from '../../../../src-main/gate.ts';
import { RECORD_PARTS, type RecordFile } from '../../../../src-main/exchange/record/shape.ts';
import { purge } from '../../../../src-main/privacy/index.ts';
import { people, tickets } from '../../../../src-main/store/index.ts';
import { newOffice, type TestOffice } from '../../../fixtures/office.ts';
import { anyTicket, writeTickets, type AnyTicket } from '../../../fixtures/random-tickets.ts';
import { carryOut } from '../../privacy/desk.ts';
import { takeOut } from '../out/taking-out.ts';
import { lines, quietly, tableOf } from './desk.ts';

let office: TestOffice;
beforeEach(async () => {
  office = await newOffice({ lines });
});
afterEach(() => office.close());

const DAY = 86_400_000;
const day = (at: number) => new Date(at).toISOString().slice(0, 10);
/** What a file would bring: what is asked about, and what comes in where it is asked for, or not. */
async function bring(from: SourceFile, { source = 'another desk', bringBack = [] as 'all' | number[] } = {}) {
  const { mapping } = await inspectTable(office.store, office.actor, { from }, quietly);
  const input = { from, mapping, source };
  const { erased, erasedCount } = await checkTable(office.store, office.actor, input, quietly);
  const done = await bringIn(office.store, office.actor, { ...input, bringBack }, quietly);
  const report = await importReport(
    office.store,
    office.actor,
    { ...input, importId: done.importId, bringBack },
    quietly,
  );
  return { asked: erased.map(({ row, what, act }) => ({ row, what, act })), erasedCount, done, report };
}
const text = (csv: string) => tableOf(office, csv);

/** A ticket of Jo Ek, and then none, to the last byte. */
async function erasedJo(): Promise<{ trackingId: string; at: number }> {
  const { id, trackingId } = await office.call('tickets.create', {
    channel: 'mail',
    person: { create: { name: 'Jo Ek', email: 'jo@mail.example' } },
    subject: 'Noise',
    message: 'Loud',
  });
  const done = await carryOut(office.store, office.actor, 'delete', { ids: [id] });
  await purge(office.store, office.actor, { erasure: done.erasure }, quietly);
  expect(await office.store.db.$count(tickets)).toBe(0);
  expect(await office.store.db.$count(people)).toBe(0);
  const at = office.clock.now;
  office.clock.now += 30 * DAY;
  return { trackingId, at };
}

describe('what was erased', () => {
  test('stays out by its uid, whatever the file says of dates, and comes in as another where it is asked for', async () => {
    const made = fc
      .sample(anyTicket, { numRuns: 2, seed: 4 })
      .map((one): AnyTicket => ({ ...one, hidden: false, anonymisedAt: null, files: [] }));
    const ids = await writeTickets(office.store, office.actor.staffId, made);
    const { file } = await takeOut(office, 'json', ids, { parts: [...RECORD_PARTS] });
    const [first] = ids;
    const done = await carryOut(office.store, office.actor, 'delete', { ids: [first ?? 0] });
    await purge(office.store, office.actor, { erasure: done.erasure }, quietly);
    const whole = JSON.parse(file.toString()) as RecordFile;
    const erased = whole.tickets.findIndex(({ number }) => number === first);
    const { uid = '' } = whole.tickets[erased] ?? {};
    for (const record of whole.tickets) Object.assign(record, { created: '2031-01-01T00:00:00.000Z' });
    const from = () => tableOf(office, JSON.stringify(whole), 'tickets.json');
    const left = await bring(await from());
    expect(left.asked).toEqual([{ row: erased + 1, what: 'ticket', act: 'delete' }]);
    expect(left.done).toMatchObject({ added: 0, erased: 1 });
    const back = await bring(await from(), { bringBack: [erased + 1] });
    expect(back.done).toMatchObject({ added: 1, erased: 0 });
    // a restore must not take it for the one that was erased
    expect(await office.store.db.$count(tickets, eq(tickets.uid, uid))).toBe(0);
    expect(back.report.groups).toContainEqual(expect.objectContaining({ field: 'uid', why: 'uid-taken' }));
  });

  test('stays out by its tracking id where the row was begun before, and a later ticket of that id is another one', async () => {
    const { trackingId, at } = await erasedJo();
    const row = (created: string) => text(`tracking id,date,name,subject\r\n${trackingId},${created},Al Om,Noise`);
    const before = await bring(await row(day(at - 10 * DAY)));
    expect(before.asked).toEqual([{ row: 2, what: 'ticket', act: 'delete' }]);
    expect(before.done).toMatchObject({ added: 0, erased: 1, newPeople: 0 });
    const undated = await bring(await text(`tracking id,name,subject\r\n${trackingId},Al Om,Noise`));
    expect(undated.done).toMatchObject({ added: 0, erased: 1 });
    const after = await bring(await row(day(at + 10 * DAY)));
    expect(after.asked).toEqual([]);
    expect(after.done).toMatchObject({ added: 1, erased: 0 });
  });

  test('stays out by whom it was about where all of the row is older, and who writes anew is a new relation', async () => {
    const { at } = await erasedJo();
    const row = (moment: number, who = 'Jo Ek,jo@mail.example') =>
      text(`id,date,name,email,subject\r\n7,${day(moment)},${who},Heating`);
    const before = await bring(await row(at - 10 * DAY));
    expect(before.asked).toEqual([{ row: 2, what: 'requester', act: 'delete' }]);
    expect(before.done).toMatchObject({ added: 0, erased: 1, newPeople: 0 });
    expect(await office.store.db.$count(people)).toBe(0);
    const other = await bring(await row(at - 10 * DAY, 'Jo Ek,ek@new.example'), { source: 'a third desk' });
    expect([other.asked, other.done.added]).toEqual([[], 1]);
    const after = await bring(await row(at + 10 * DAY), { source: 'a fourth desk' });
    expect([after.asked, after.done.added]).toEqual([[], 1]);
    const asked = await bring(await row(at - 10 * DAY), { bringBack: 'all' });
    expect(asked.done).toMatchObject({ added: 1, erased: 0 });
  });

  test('is left off a ticket it only stands on, and the report counts that without naming anybody', async () => {
    const { at } = await erasedJo();
    const file = () => text(`id,date,name,followers,subject\r\n8,${day(at - DAY)},Li Po,Jo Ek <jo@mail.example>,Lamp`);
    const left = await bring(await file());
    expect(left.asked).toEqual([{ row: 2, what: 'other', act: 'delete' }]);
    expect(left.done).toMatchObject({ added: 1, erased: 0, newPeople: 1 });
    const [group] = left.report.groups.filter(({ why }) => why === 'erased-person');
    expect(group).toMatchObject({ field: 'followers', tickets: 1, examples: [{ file: '', here: '' }] });
    expect(JSON.stringify(left.report)).not.toMatch(/Jo Ek|jo@mail/);
    const back = await bring(await file(), { source: 'again', bringBack: [2] });
    // a name alone makes nobody the same
    expect(back.done).toMatchObject({ added: 1, newPeople: 2 });
    expect(back.report.groups.filter(({ field }) => field === 'followers')).toEqual([]);
  });
});
