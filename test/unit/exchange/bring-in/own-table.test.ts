import { readFileSync } from 'node:fs';
import { fc, test as property } from '@fast-check/vitest';
import { afterEach, describe, expect, test } from 'vitest';
import { inspectTable } from '../../../../src-main/exchange/index.ts';
import { EXPORT_SHEETS } from '../../../../src-main/contract/exchange.ts';
import { RECORD_PARTS, type RecordFile, type TicketRecord } from '../../../../src-main/exchange/record/shape.ts';
import { tickets as ticketRows } from '../../../../src-main/store/index.ts';
import { newOffice, type TestOffice } from '../../../fixtures/office.ts';
import { anyTicket, writeTickets, type AnyTicket } from '../../../fixtures/random-tickets.ts';
import { takeOut } from '../out/taking-out.ts';
import { fileAt, lines, quietly, take, tableOf } from './desk.ts';

const offices: TestOffice[] = [];
const anOffice = async () => {
  const office = await newOffice({ lines });
  offices.push(office);
  return office;
};
const closeAll = async () => {
  for (const office of offices.splice(0)) await office.close();
};
afterEach(closeAll);

type Format = 'csv' | 'xml';
const read = (file: Buffer) => JSON.parse(file.toString()) as RecordFile;
const idsOf = async (office: TestOffice) =>
  (await office.store.db.select({ id: ticketRows.id }).from(ticketRows)).map(({ id }) => id);
/** What offices hold: one asks, everybody is called something, and nothing is a control character XML forbids. */
const usual = (one: AnyTicket): AnyTicket => {
  const plain = (text: string) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
  return {
    ...one,
    hidden: false,
    subject: plain(one.subject),
    message: plain(one.message),
    tags: [...new Set(one.tags.map((tag) => plain(tag) || 'tag'))],
    values: one.values
      .filter(({ field }, n, all) => all.findIndex((other) => other.field === field) === n)
      .map((value) => ({ ...value, value: plain(value.value) })),
    entries: one.entries.map((entry) => ({ ...entry, body: plain(entry.body) })),
    people: one.people.map((person, n) => ({
      ...person,
      name: `${plain(person.name).trim() || 'Nameless'}`,
      remark: plain(person.remark),
      known: person.known.map((known) => ({ ...known, value: plain(known.value) })),
      role: n > 0 && person.role === 'requester' ? ('follower' as const) : person.role,
    })),
  };
};

async function moved(format: Format, made: AnyTicket[]) {
  const from = await anOffice();
  const to = await anOffice();
  const ids = await writeTickets(from.store, from.actor.staffId, made);
  const before = read((await takeOut(from, 'json', ids, { parts: [...RECORD_PARTS] })).file);
  const out = await takeOut(from, format, ids, { parts: [...EXPORT_SHEETS] });
  const done = await take(to, await fileAt(out.path));
  const after = read((await takeOut(to, 'json', await idsOf(to), { parts: [...RECORD_PARTS] })).file);
  return { done, before, after, from, to, out };
}

/** XML for Excel has the office's clock, as HESK does: of the hour that comes twice in autumn it does not say which. */
const clock = (moment: string) => new Date(moment).toLocaleString('sv-SE', { timeZone: 'Europe/Berlin' });
const second = (moment: string | null) => moment && `${moment.slice(0, 19)}Z`;
/** What both formats say of a ticket, to the second. */
const told = (
  format: 'csv' | 'xml',
  {
    uid,
    trackingId,
    channel,
    subject,
    message,
    ip,
    tags,
    timeWorked,
    fields,
    replies = [],
    notes = [],
    people = [],
    ...rest
  }: TicketRecord,
) => ({
  uid,
  trackingId,
  channel,
  subject,
  message,
  ip,
  tags: tags.toSorted(),
  timeWorked,
  dates: [rest.created, rest.changed, rest.firstReply, rest.due].map((at) =>
    at && format === 'xml' ? clock(at) : second(at),
  ),
  fields: fields
    .map(({ name, values }) => [name, values.join('\n')])
    .filter(([, value]) => value !== '')
    .sort(),
  people: people.map(({ role, name }) => `${role} ${name}`).sort(),
  texts: [...replies, ...notes].map(({ text, author, channel: by }) => `${author.kind} ${by} ${text}`).sort(),
});

describe.each(['csv', 'xml'] as const)('%s of Paperdesk', (format) => {
  property.prop([fc.array(anyTicket, { minLength: 1, maxLength: 5 })], { numRuns: 6, endOnFailure: true })(
    'comes back with its ids, people, texts, fields and tags, without a column to match',
    async (some) => {
      const { done, before, after } = await moved(format, some.map(usual));
      expect(done).toMatchObject({ added: some.length, refused: 0, trackingTaken: 0 });
      for (const record of before.tickets) {
        const there = after.tickets.find(({ uid }) => uid === record.uid);
        expect(there && told(format, there)).toEqual(told(format, record));
      }
      await closeAll();
    },
  );

  test('is recognised, and known when it comes again', async () => {
    const made = fc.sample(anyTicket, { numRuns: 4, seed: 11 }).map(usual);
    const { to, out } = await moved(format, made);
    const from = await fileAt(out.path);
    const facts = await inspectTable(to.store, to.actor, { from }, quietly);
    expect(facts).toMatchObject({ format, recognised: 'paperdesk' });
    expect(facts.holds).toMatchObject({ counts: { tickets: 4 }, without: [] });
    const asTable = await inspectTable(to.store, to.actor, { from, asTable: true }, quietly);
    expect(asTable).toMatchObject({ recognised: 'hesk', holds: null });
    expect(await take(to, from, { source: 'another name' })).toMatchObject({ added: 0, known: 4, differing: 0 });
  });
});

describe('an export edited by hand', () => {
  const two = () =>
    fc.sample(anyTicket, { numRuns: 2, seed: 21 }).map((one) => ({
      ...usual(one),
      subject: 'Lift',
      message: 'Stuck',
      values: [],
      people: [],
      entries: [],
      files: [],
      tags: [],
      createdAt: Date.UTC(2026, 0, 5, 9),
      anonymisedAt: null,
    }));
  async function edited(change: (text: string) => string) {
    const { to, out } = await moved('csv', two());
    const fresh = await anOffice();
    const file = await tableOf(fresh, change(readFileSync(out.path, 'utf8')), 'tickets.csv');
    return { fresh, to, file, done: await take(fresh, file) };
  }

  test('says which cell is no date, and takes the other rows', async () => {
    const { done } = await edited((text) => text.replace('2026-01-05 10:00:00', 'last Monday'));
    expect(done).toMatchObject({ added: 1, refused: 1, refusedRows: [{ row: 2, reason: 'not-a-date', column: 2 }] });
  });

  test('says which cell of people or texts is not as Paperdesk writes it', async () => {
    const { done } = await edited((text) => {
      const [head = '', first = '', ...rest] = text.split('\r\n');
      const at = head.split(',').indexOf('People');
      const cells = first.split(',');
      cells[at] = 'Jo and Al';
      return [head, cells.join(','), ...rest].join('\r\n');
    });
    expect(done).toMatchObject({ added: 1, refused: 1, refusedRows: [{ row: 2, reason: 'part-unreadable' }] });
  });

  test('takes a doubled uid once and asks about the other row', async () => {
    const { done } = await edited((text) => {
      const rows = text.split('\r\n');
      return [rows[0], rows[1], rows[1]?.replace('Lift', 'Lifts'), ''].join('\r\n');
    });
    expect(done).toMatchObject({ added: 1, differing: 1 });
  });

  test('without its uids it is a table like any other', async () => {
    const { fresh, file } = await edited((text) => text.replace('Paperdesk UID', 'Something'));
    const facts = await inspectTable(fresh.store, fresh.actor, { from: file }, quietly);
    expect(facts).toMatchObject({ recognised: 'hesk', holds: null });
  });
});

test('an apostrophe before a formula is taken off our own CSV, and left in others', async () => {
  const one = {
    ...usual(fc.sample(anyTicket, { numRuns: 1, seed: 2 })[0] as AnyTicket),
    subject: '=1+1',
    message: "'=2",
  };
  const { after } = await moved('csv', [one]);
  expect(after.tickets[0]).toMatchObject({ subject: '=1+1', message: "'=2" });
  const office = await anOffice();
  await take(office, await tableOf(office, "id,name,subject\r\n1,Jo,'=1+1"));
  const rows = await office.call('tickets.page', { filter: { view: 'all' }, sort: 'created', after: null, limit: 9 });
  expect(rows[0]?.subject).toBe("'=1+1");
});
