import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { parse } from 'csv-parse/sync';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXPORT_SHEETS } from '../../../../src-main/contract/exchange.ts';
import { LeavingFile } from '../../../../src-main/exchange/out/leaving-file.ts';
import { recordsOf, type Wanted } from '../../../../src-main/exchange/out/outgoing.ts';
import { writeXml } from '../../../../src-main/exchange/out/xml.ts';
import { officeOfRecords } from '../../../../src-main/exchange/record/office-terms.ts';
import type { RecordPart } from '../../../../src-main/exchange/record/shape.ts';
import { newOffice, type TestOffice } from '../../../fixtures/office.ts';
import { anyTicket, HOSTILE, writeTickets, type AnyTicket } from '../../../fixtures/random-tickets.ts';
import { quietly, takeOut } from './taking-out.ts';

const HESK = [
  ...['#', 'Tracking ID', 'Date', 'Updated', 'First reply at', 'Resolved at', 'Name', 'Email', 'Followers'],
  ...['Category', 'Priority', 'Status', 'Subject', 'Message', 'Owner', 'Replies', 'Replies (Staff)', 'Time worked'],
  'Due date',
];
const NAMES = {
  replies: 'Replies',
  notes: 'Private notes',
  history: 'Ticket history',
  people: 'People',
  attachments: 'Attachments',
};

let office: TestOffice;
beforeAll(async () => {
  office = await newOffice();
});
afterAll(() => office.close());

type Cell = { type: string; text: string };
/** A workbook as an XML parser reads it that knows no mercy; cells by sheet and row. */
function sheetsOf(file: Buffer): Map<string, Cell[][]> {
  const sheets = new Map<string, Cell[][]>();
  let rows: Cell[][] = [];
  let type: string | null = null;
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ local, attributes }) => {
    if (local === 'Worksheet') sheets.set(attributes['ss:Name']?.value ?? '', (rows = []));
    if (local === 'Row') rows.push([]);
    if (local === 'Cell') rows.at(-1)?.push({ type: '', text: '' });
    if (local === 'Data') type = attributes['ss:Type']?.value ?? '';
  });
  parser.on('text', (text) => {
    const cell = rows.at(-1)?.at(-1);
    if (cell && type !== null) Object.assign(cell, { type, text: cell.text + text });
  });
  parser.on('closetag', ({ local }) => {
    if (local === 'Data') type = null;
  });
  parser.write(new TextDecoder('utf-8', { fatal: true }).decode(file)).close();
  return sheets;
}
/** Rows by the names of their columns; what goes on in further columns put together. */
function byName(rows: Cell[][] = []): Record<string, string>[] {
  const [head = [], ...others] = rows;
  return others.map((row) => {
    const named: Record<string, string> = {};
    for (const [n, { text }] of head.entries()) {
      const name = text.replace(/, continued \(\d+\)$/, '');
      named[name] = (named[name] ?? '') + (row[n]?.text ?? '');
    }
    return named;
  });
}
/** A text as XML 1.0 can hold it. */
const held = (text: string) =>
  [...text]
    .map((character) => (/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(character) ? '\ufffd' : character))
    .join('');
const sampled = (seed: number, change: Partial<AnyTicket>): AnyTicket => ({
  ...(fc.sample(anyTicket, { numRuns: 1, seed })[0] as AnyTicket),
  hidden: false,
  ...change,
});

describe('XML for Excel', () => {
  test.prop([fc.array(anyTicket, { minLength: 1, maxLength: 4 }), fc.subarray([...EXPORT_SHEETS])], { numRuns: 40 })(
    'of any office is valid XML 1.0 with HESK’s columns in HESK’s order, and holds every text as far as XML can',
    async (made, parts) => {
      const ids = await writeTickets(office.store, office.actor.staffId, [...made, sampled(1, {})]);
      const sheets = sheetsOf((await takeOut(office, 'xml', ids, { parts })).file);
      expect([...sheets.keys()]).toEqual([
        'Tickets',
        ...EXPORT_SHEETS.filter((part) => parts.includes(part)).map((part) => NAMES[part]),
      ]);
      expect(
        sheets
          .get('Tickets')?.[0]
          ?.slice(0, HESK.length)
          .map(({ text }) => text),
      ).toEqual(HESK);
      const tickets = byName(sheets.get('Tickets'));
      const texts = (sheet: string, column: string, trackingId: string | undefined) =>
        byName(sheets.get(sheet))
          .filter((row) => row['Tracking ID'] === trackingId)
          .map((row) => row[column])
          .toSorted();
      for (const [n, one] of made.entries()) {
        const row = tickets.find((each) => each['#'] === String(ids[n]));
        if (one.hidden) {
          expect(row).toBeUndefined();
          continue;
        }
        expect(row).toMatchObject({ Subject: held(one.subject), Message: held(one.message) });
        const bodies = (kind: 'reply' | 'note') =>
          one.entries
            .filter((entry) => entry.kind === kind)
            .map(({ body }) => held(body))
            .toSorted();
        const id = row?.['Tracking ID'];
        if (parts.includes('replies')) expect(texts('Replies', 'Text', id)).toEqual(bodies('reply'));
        if (parts.includes('notes')) expect(texts('Private notes', 'Text', id)).toEqual(bodies('note'));
        if (parts.includes('history')) expect(texts('Ticket history', 'What', id)).toEqual(one.history.toSorted());
      }
      for (const rows of sheets.values())
        for (const cell of rows.flat()) expect(cell.text.length).toBeLessThanOrEqual(32_767);
    },
  );

  test('dates are wall clock of the office as HESK writes them, numbers are numbers, and formulas are text', async () => {
    const ids = await writeTickets(office.store, office.actor.staffId, [
      sampled(2, {
        subject: '=HYPERLINK("http://evil.example")',
        createdAt: Date.UTC(2026, 10, 24, 9, 7),
        changedAt: Date.UTC(2026, 5, 24, 9, 7, 1, 5),
        firstReplyAt: Date.UTC(1890, 0, 1),
        dueAt: null,
        timeWorked: 5_400,
      }),
    ]);
    const { file } = await takeOut(office, 'xml', ids, { parts: [] });
    const [head = [], row = []] = sheetsOf(file).get('Tickets') ?? [];
    const cell = (name: string) => row[head.findIndex(({ text }) => text === name)];
    expect(cell('#')).toEqual({ type: 'Number', text: String(ids[0]) });
    expect(cell('Date')).toEqual({ type: 'DateTime', text: '2026-11-24T10:07:00.000' });
    expect(cell('Updated')).toEqual({ type: 'DateTime', text: '2026-06-24T11:07:01.005' });
    // Excel knows no dates before 1900
    expect(cell('First reply at')).toMatchObject({
      type: 'String',
      text: expect.stringMatching(/^1890-01-01T/) as string,
    });
    expect(cell('Due date')).toEqual({ type: '', text: '' });
    expect(cell('Time worked')).toEqual({ type: 'Number', text: '0.0625' });
    expect(cell('Subject')).toEqual({ type: 'String', text: '=HYPERLINK("http://evil.example")' });
  });

  it.skipIf(spawnSync('soffice', ['--version']).status !== 0)(
    'opens in LibreOffice with every text as it was (needs soffice)',
    async () => {
      // LibreOffice reads neither noncharacters nor single control characters alike; those are told by the parser above
      const texts = HOSTILE.filter((text) => held(text) === text && text.trim() === text);
      const ids = await writeTickets(
        office.store,
        office.actor.staffId,
        texts.map((text, n) =>
          sampled(10 + n, {
            subject: text.replaceAll('\n', ' ').trim(),
            message: text,
            createdAt: Date.UTC(2026, 10, 24, 9, 7, n),
            entries: [
              {
                kind: 'reply',
                authorKind: 'staff',
                channel: 'mail',
                body: text,
                bodyFormat: 'plain',
                createdAt: Date.UTC(2026, 10, 24),
                editedAt: null,
              },
            ],
            values: [],
          }),
        ),
      );
      const { path } = await takeOut(office, 'xml', ids, { parts: ['replies', 'people'] });
      const all = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1';
      const home = `-env:UserInstallation=file://${office.folder}/lo`;
      execFileSync('soffice', [home, '--headless', '--convert-to', all, '--outdir', office.folder, path], {
        stdio: 'ignore',
      });
      const sheet = (name: string) =>
        parse<Record<string, string>>(readFileSync(join(office.folder, `out-${name}.csv`)), {
          columns: true,
          bom: true,
        });
      const tickets = sheet('Tickets');
      expect(tickets).toHaveLength(texts.length);
      for (const [n, text] of texts.entries()) {
        const row = tickets.find((each) => each['#'] === String(ids[n]));
        expect(row).toMatchObject({ Message: text, Date: `2026-11-24 10:07:${String(n).padStart(2, '0')}` });
      }
      expect(
        sheet('Replies')
          .map((row) => row['Text'])
          .toSorted(),
      ).toEqual([...texts].toSorted());
    },
    60_000,
  );

  test('what is more than a sheet can hold goes on in another one, with its heading', async () => {
    const tags = Array.from({ length: 5 }, (_, n) => sampled(20 + n, { subject: `Row ${n}` }));
    const ids = await writeTickets(office.store, office.actor.staffId, tags);
    const file = new LeavingFile({ path: join(office.folder, 'split.xml'), part: join(office.folder, 'split.part') });
    await office.store.snapshot(async (db) => {
      const own = await officeOfRecords(db);
      const tickets = (parts: readonly RecordPart[], wanted: Wanted) => recordsOf(db, own, parts, wanted, quietly);
      const given = { db, file, office: own, parts: [], ids, tickets };
      await writeXml({ ...given, check: () => undefined, progress: () => undefined }, 3);
    });
    file.close();
    const sheets = sheetsOf(readFileSync(file.place.part));
    expect([...sheets.keys()]).toEqual(['Tickets', 'Tickets (2)', 'Tickets (3)']);
    expect([...sheets.values()].flatMap((rows) => byName(rows).map((row) => row['Subject']))).toEqual(
      tags.map(({ subject }) => subject),
    );
  });

  test('a message of 1 MB goes on in further columns, and comes back whole', async () => {
    const message = `=1 \u0001]]>&\u202e\n${'ü😀 '.repeat(20)}`.repeat(8_000).slice(0, 600_000).toWellFormed();
    const { id } = await office.call('tickets.create', {
      channel: 'mail',
      person: { create: { name: 'Ada Byron' } },
      subject: 'Long',
      message,
    });
    const [row] = byName(sheetsOf((await takeOut(office, 'xml', [id])).file).get('Tickets'));
    expect(row?.['Message']).toBe(held(message));
  });
});
