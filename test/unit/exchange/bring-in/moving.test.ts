import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fc, test as property } from '@fast-check/vitest';
import { eq } from 'drizzle-orm';
import { afterEach, describe, expect, test } from 'vitest';
import {
  DIFFERENCE_FIELDS,
  DIFFERENCE_REASONS,
  EXPORT_SHEETS,
  REPORT_WORDS,
  UNSAID,
  type ImportReport,
  type OutFormat,
  type ReportWords,
} from '../../../../src-main/contract/exchange.ts';
import { bringIn, importReport, inspectTable, writeReportFile } from '../../../../src-main/exchange/index.ts';
import { RECORD_PARTS, type RecordFile, type TicketRecord } from '../../../../src-main/exchange/record/shape.ts';
import { ledger, openStore, tickets, type Store } from '../../../../src-main/store/index.ts';
import { otherwise, toldIn, unnamed } from '../../../fixtures/moved.ts';
import { newOffice, type TestOffice } from '../../../fixtures/office.ts';
import { anyTicket, writeTickets } from '../../../fixtures/random-tickets.ts';
import { sampleOffice } from '../../../fixtures/sample-office.ts';
import { takeOut } from '../out/taking-out.ts';
import { fileAt, lines, quietly, tableOf, takeText } from './desk.ts';

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

/** Each word is its own code, so that the report can be read back. */
const words = <T extends string>(codes: readonly T[]): Record<T, string> =>
  Object.fromEntries(codes.map((code) => [code, code])) as Record<string, string>;
const WORDS: ReportWords = {
  heads: words(REPORT_WORDS),
  fields: words(DIFFERENCE_FIELDS),
  whys: words(DIFFERENCE_REASONS),
  parts: words(EXPORT_SHEETS),
  unsaid: words(UNSAID),
};
const recordsOf = async (office: TestOffice): Promise<{ ids: number[]; tickets: TicketRecord[] }> => {
  const ids = (await office.store.db.select({ id: tickets.id }).from(tickets).where(eq(tickets.hidden, false))).map(
    ({ id }) => id,
  );
  const { file } = await takeOut(office, 'json', ids, { parts: [...RECORD_PARTS] });
  return { ids, tickets: (JSON.parse(file.toString()) as RecordFile).tickets };
};

type Moved = { report: ImportReport; before: TicketRecord[]; after: TicketRecord[]; text: string; to: TestOffice };

/** Takes all tickets of an office into another, and lets what is otherwise there be told. */
async function move(from: TestOffice, format: OutFormat, to: TestOffice): Promise<Moved> {
  const before = await recordsOf(from);
  const parts = format === 'json' ? RECORD_PARTS : EXPORT_SHEETS;
  const out = await takeOut(from, format, before.ids, { parts: [...parts] });
  const chosen = await fileAt(out.path);
  const { mapping } = await inspectTable(to.store, to.actor, { from: chosen }, quietly);
  const input = { from: chosen, mapping, source: 'the other desk' };
  const { importId } = await bringIn(to.store, to.actor, input, quietly);
  const report = await importReport(to.store, to.actor, { ...input, importId }, quietly);
  const path = join(to.folder, 'report.txt');
  const place = { path, part: join(to.folder, 'paperdesk-00000000000000aa.part') };
  rmSync(path, { force: true });
  await writeReportFile(to.store, to.actor, { ...input, importId, words: WORDS, place }, quietly);
  return { report, before: before.tickets, after: (await recordsOf(to)).tickets, text: toldIn.read(path), to };
}

describe.each(['json', 'csv', 'xml'] as const)('the sample office moved into an empty one by %s', (format) => {
  test('has every ticket, and each thing that is otherwise is named in the report, on the screen and as text', async () => {
    const from = await anOffice();
    const store: Store = openStore(await sampleOffice(join(from.folder, 'sample.desk')));
    try {
      const moved = await move({ ...from, store }, format, await anOffice());
      const { report, before, after, text, to } = moved;
      expect(report).toMatchObject({ compared: before.length, without: [], columns: [], members: [] });
      expect(after).toHaveLength(before.length);
      const differences = otherwise(before, after);
      expect(differences.length).toBeGreaterThan(0);
      expect(differences.filter(({ field }) => field === 'row' || field === 'uid')).toEqual([]);
      expect(unnamed(differences, toldIn.text(text))).toEqual([]);
      const told = toldIn.text(text);
      const counted = report.groups.map(({ field, why, name, tickets: n }) => [field, why, name, n].join(' ')).sort();
      expect(counted).toEqual(toldIn.counted(told).sort());
      // JSON says all there is
      const unsaid = report.groups.filter(({ why }) => why === 'unsaid');
      expect(unsaid.map(({ field }) => field)).toEqual(
        format === 'json' ? [] : expect.arrayContaining(['staff', 'links']),
      );
      // each of them is named, up to the thousandth
      for (const group of report.groups) expect(group.examples).toHaveLength(Math.min(group.tickets, 1_000));
      const [line] = await to.store.db.select().from(ledger).where(eq(ledger.kind, 'import-report'));
      expect(line?.tickets).toBe(report.differing);
    } finally {
      await store.close();
    }
  });
});

describe('any office moved by JSON', () => {
  property.prop([fc.array(anyTicket, { minLength: 1, maxLength: 5 })], { numRuns: 6, endOnFailure: true })(
    'into an office that knows some of it: each thing that is otherwise is named in the report',
    async (some) => {
      const from = await anOffice();
      const to = await anOffice();
      await writeTickets(
        from.store,
        from.actor.staffId,
        some.map((one) => ({ ...one, hidden: false })),
      );
      const [first] = (await recordsOf(from)).tickets;
      const person = first?.people?.find(({ role }) => role === 'requester');
      const mail = person?.identifiers.find(({ kind }) => kind === 'email')?.value ?? 'somebody@mail.example';
      const cell = (said: string) => `"${said.replaceAll('"', '""')}"`;
      // the same tracking id, and perhaps the same person
      await takeText(
        to,
        `id,tracking id,name,email,subject\r\n1,${first?.trackingId ?? ''},${cell(person?.name ?? 'Jo')},${cell(mail)},Before`,
      );
      const { before, after, text } = await move(from, 'json', to);
      expect(unnamed(otherwise(before, after), toldIn.text(text))).toEqual([]);
      await closeAll();
    },
  );
});

test('of a table of others it is said once what it has no column for, and nothing on each ticket', async () => {
  const to = await anOffice();
  const chosen = await tableOf(to, 'id,name,subject,category\r\n1,Jo,Leak,Nowhere\r\n2,Ann,Noise,Nowhere');
  const { mapping } = await inspectTable(to.store, to.actor, { from: chosen }, quietly);
  const input = { from: chosen, mapping, source: 'their list' };
  const { importId } = await bringIn(to.store, to.actor, input, quietly);
  const report = await importReport(to.store, to.actor, { ...input, importId }, quietly);
  expect(report).toMatchObject({ own: false, compared: 2 });
  expect(report.groups.map(({ field, why, tickets: n }) => [field, why, n])).toEqual([['category', 'word-unknown', 2]]);
  expect(report.silent).toEqual(expect.arrayContaining(['trackingId', 'priority', 'status']));
});
