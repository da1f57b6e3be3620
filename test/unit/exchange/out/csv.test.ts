import { fc, test } from '@fast-check/vitest';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { EXPORT_SHEETS } from '../../../../src-main/contract/exchange.ts';
import { readBlocks } from '../../../../src-main/exchange/table/blocks.ts';
import { unmarked } from '../../../../src-main/exchange/table/csv/formulas.ts';
import { newOffice, type TestOffice } from '../../../fixtures/office.ts';
import { anyTicket, writeTickets, type AnyTicket } from '../../../fixtures/random-tickets.ts';
import { carryOut } from '../../privacy/desk.ts';
import { ALL_PARTS, takeOut } from './taking-out.ts';

let office: TestOffice;
beforeAll(async () => {
  office = await newOffice();
});
afterAll(() => office.close());

/** A file as any program reads it, by RFC 4180: rows of one width, by the names of the columns. */
function rowsOf(file: Buffer): Record<string, string>[] {
  expect(file.subarray(0, 3).toString('hex')).toBe('efbbbf');
  const all = parse(file, { bom: true, record_delimiter: '\r\n' });
  const [head = [], ...rows] = all;
  expect(new Set(head).size).toBe(head.length);
  for (const row of all)
    for (const cell of row) {
      expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      expect(cell.length).toBeLessThanOrEqual(32_767);
    }
  return rows.map((row) => Object.fromEntries(row.map((cell, n) => [head[n] ?? '', cell])));
}
/** A cell as it was before it was made harmless and cut. */
function whole(row: Record<string, string> | undefined, heading: string): string {
  let text = unmarked(row?.[heading] ?? '');
  for (let n = 2; row && `${heading}, continued (${n})` in row; n += 1)
    text += unmarked(row[`${heading}, continued (${n})`] ?? '');
  return text;
}
const sampled = (seed: number, change: Partial<AnyTicket>): AnyTicket => ({
  ...(fc.sample(anyTicket, { numRuns: 1, seed })[0] as AnyTicket),
  hidden: false,
  ...change,
});

describe('CSV', () => {
  test.prop([fc.array(anyTicket, { minLength: 1, maxLength: 4 }), fc.subarray([...EXPORT_SHEETS])], { numRuns: 40 })(
    'of any office has one row a ticket, nothing taken for a formula, and every text comes back from it as it was',
    async (made, parts) => {
      const ids = await writeTickets(office.store, office.actor.staffId, [...made, sampled(1, {})]);
      const rows = rowsOf((await takeOut(office, 'csv', ids, { parts })).file);
      for (const [n, one] of made.entries()) {
        const row = rows.find((each) => each['#'] === String(ids[n]));
        if (one.hidden) {
          expect(row).toBeUndefined();
          continue;
        }
        expect(whole(row, 'Subject')).toBe(one.subject);
        expect(whole(row, 'Message')).toBe(one.message);
        expect(whole(row, 'Tags').split('\n').toSorted().join()).toBe(one.tags.toSorted().join());
        const bodies = (heading: string) => readBlocks(whole(row, heading))?.map(({ text }) => text);
        const texts = (kind: 'reply' | 'note') =>
          one.entries
            .filter((entry) => entry.kind === kind)
            .toSorted((a, b) => a.createdAt - b.createdAt)
            .map(({ body }) => body);
        if (parts.includes('replies')) expect(bodies('Reply messages')).toEqual(texts('reply'));
        else expect(row).not.toHaveProperty('Reply messages');
        if (parts.includes('notes')) expect(bodies('Private notes')).toEqual(texts('note'));
        else expect(row).not.toHaveProperty('Private notes');
        if (parts.includes('people'))
          expect(
            readBlocks(whole(row, 'People'))
              ?.map(({ facts }) => facts[1])
              .toSorted(),
          ).toEqual(
            one.people
              .filter(({ hidden }) => !hidden)
              .map(({ name }) => name)
              .toSorted(),
          );
      }
    },
  );

  test('dates are wall clock that Excel takes for dates; the hour that comes twice says which it is', async () => {
    const dates = { createdAt: Date.UTC(2026, 9, 25, 0, 30, 15, 123), changedAt: Date.UTC(2026, 9, 25, 1, 30, 15) };
    const ids = await writeTickets(office.store, office.actor.staffId, [
      sampled(2, { ...dates, timeWorked: 93_784, dueAt: null }),
    ]);
    const [row] = rowsOf((await takeOut(office, 'csv', ids)).file);
    expect(row).toMatchObject({
      Date: '2026-10-25 02:30:15',
      Updated: '2026-10-25 02:30:15+01:00',
      'Due date': '',
      'Time worked': '26:03:04',
    });
  });

  test('a ticket with 200 replies and a message of 1 MB goes on in further columns, cell by cell within Excel’s limit', async () => {
    const hostile = '=HYPERLINK("x")\u0001]]>\ud800\r\n\u202e'.toWellFormed();
    const message = hostile.repeat(40_000).slice(0, 700_000);
    const { id } = await office.call('tickets.create', {
      channel: 'mail',
      person: { create: { name: 'Ada Byron' } },
      subject: '=1+1',
      message,
    });
    for (let n = 0; n < 200; n += 1)
      await office.call('tickets.reply', { id, kind: 'reply', body: `=${n} ${hostile.repeat(50)}`, from: 'person' });
    const [other = 0] = await writeTickets(office.store, office.actor.staffId, [sampled(4, { subject: 'Short' })]);
    const rows = rowsOf((await takeOut(office, 'csv', [id, other])).file);
    const row = rows.find((each) => each['#'] === String(id));
    expect(whole(row, 'Message')).toBe(message.replace(/\r\n?/g, '\n'));
    const replies = readBlocks(whole(row, 'Reply messages')) ?? [];
    expect(replies).toHaveLength(200);
    expect(replies[199]?.text).toBe(`=199 ${hostile.repeat(50)}`.replace(/\r\n?/g, '\n'));
    expect(replies[199]?.facts.slice(1)).toEqual(['person', 'letter', 'Ada Byron']);
    expect(row?.['Subject']).toBe("'=1+1");
    expect(rows.find((each) => each['#'] === String(other))?.['Message, continued (2)']).toBe('');
  });

  test('people with 500 identifiers, many files and a long history do not outgrow their columns', async () => {
    const known = Array.from({ length: 500 }, (_, n) => ({
      kind: 'email' as const,
      value: `${'x'.repeat(90)}${n}@mail.example`,
      until: null,
    }));
    const person = { name: 'Ada', role: 'requester' as const, hidden: false, known, remark: '', noticeGivenAt: null };
    const files = Array.from({ length: 400 }, (_, n) => ({
      name: `${'x'.repeat(150)}${n}.pdf`,
      bytes: new Uint8Array(0),
      sensitive: false,
      withEntry: false,
    }));
    const ids = await writeTickets(office.store, office.actor.staffId, [
      sampled(5, {
        people: [person],
        files,
        history: Array.from({ length: 900 }, () => 'status' as const),
        tags: Array.from({ length: 400 }, (_, n) => `${'tag '.repeat(25)}${n}`),
        values: Array.from({ length: 40 }, (_, n) => ({ field: 0, value: `${n} ${'value '.repeat(200)}` })),
      }),
    ]);
    const [row] = rowsOf((await takeOut(office, 'csv', ids, { parts: ALL_PARTS })).file);
    expect(
      readBlocks(whole(row, 'People'))?.[0]
        ?.text?.split('\n')
        .filter((line) => line.startsWith('email')),
    ).toHaveLength(500);
    expect(whole(row, 'Email').split(', ')).toHaveLength(500);
    expect(readBlocks(whole(row, 'Attachments'))).toHaveLength(400);
    expect(readBlocks(whole(row, 'Ticket history'))).toHaveLength(900);
    expect(whole(row, 'Tags').split('\n')).toHaveLength(400);
    expect(whole(row, "'=Field 0").split('\n')).toHaveLength(40);
  });

  test('an anonymised ticket goes with what remained of it, and nobody’s name', async () => {
    const { id } = await office.call('tickets.create', {
      channel: 'mail',
      person: { create: { name: 'Augusta Vanished', email: 'augusta@vanished.example' } },
      subject: 'Augusta moves out',
      message: 'Augusta Vanished, flat 3',
    });
    await carryOut(office.store, office.actor, 'anonymise', { ids: [id] });
    for (const format of ['csv', 'xml', 'json'] as const) {
      const { file, tickets } = await takeOut(office, format, [id]);
      expect(tickets).toBe(1);
      expect(file.toString()).not.toMatch(/Augusta|vanished/i);
    }
  });

  test('an own field called like a column stands beside it under its name and number', async () => {
    await office.call('office.saveField', {
      name: 'message',
      kind: 'text',
      options: [],
      hint: '',
      staffOnly: false,
      required: false,
      personal: false,
      categories: 'all',
    });
    const { fields } = await office.call('office.settings');
    const field = fields.find(({ name }) => name === 'message');
    const { id } = await office.call('tickets.create', {
      channel: 'mail',
      person: { create: { name: 'Ada Byron' } },
      subject: 'Own',
      message: 'The message',
      fields: [{ fieldId: field?.id ?? 0, values: ['The field'] }],
    });
    const [row] = rowsOf((await takeOut(office, 'csv', [id])).file);
    expect(row).toMatchObject({ Message: 'The message', 'message (2)': 'The field' });
  });
});
