import { afterAll, beforeAll, expect, test } from 'vitest';
import { exchangeLines } from '../../../src-main/exchange/index.ts';
import { pieces, piecesFor } from '../../../src-renderer/workbook/cells.ts';
import { newOffice, type TestOffice } from '../../fixtures/office.ts';

let office: TestOffice;
beforeAll(async () => {
  office = await newOffice({ lines: { exchange: exchangeLines } });
});
afterAll(() => office.close());

const open = (message: string) =>
  office.call('tickets.create', { channel: 'mail', person: { create: { name: 'Ana' } }, subject: 'Long', message });
const facts = (...ids: number[]) => office.call('exchange.exportFacts', { selection: { ids } });

test.each([
  ['letters', 'x'.repeat(100_000)],
  ['characters of two units', '😀'.repeat(30_000)],
  ['what a workbook writes longer than it is', '_x000D_'.repeat(5_000)],
  ['Chinese that fits one cell', '日本'.repeat(16_000)],
])('a text of %s gets as many columns as it needs', async (_what, text) => {
  const { id } = await open(text);
  await office.call('tickets.reply', { id, kind: 'reply', body: text });
  await office.call('tickets.reply', { id, kind: 'note', body: text });
  const { longestMessage, longestReply, longestNote } = await facts(id);
  for (const longest of [longestMessage, longestReply, longestNote])
    expect(piecesFor(longest)).toBe(pieces(text).length);
});

test('the longest of many decides, and short texts need one column each', async () => {
  const short = await open('A short one.');
  const long = await open('x'.repeat(70_000));
  const { tickets, ...many } = await facts(short.id, long.id);
  expect(tickets).toBe(2);
  expect(piecesFor(many.longestMessage)).toBe(3);
  expect(piecesFor((await facts(short.id)).longestMessage)).toBe(1);
});
