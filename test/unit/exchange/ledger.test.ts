import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exchangeLines, nextCopy, takeBack, writeDown } from '../../../src-main/exchange/index.ts';
import { eq } from 'drizzle-orm';
import { ledger, ledgerTargets, people, tickets } from '../../../src-main/store/index.ts';
import { newOffice, TUESDAY, type TestOffice } from '../../fixtures/office.ts';

let desk: TestOffice;
beforeEach(async () => {
  desk = await newOffice({ lines: { exchange: { ...exchangeLines } } });
});
afterEach(() => desk.close());

const DAY = 86_400_000;
async function ticketOf(name: string, more: object = {}) {
  return desk.call('tickets.create', {
    channel: 'mail',
    person: { create: { name, ...more } },
    subject: 'Keys',
    message: 'Words.',
  });
}
const print = (ids: number[], more: object = {}) =>
  desk.store.write(async (tx) =>
    writeDown(tx, desk.actor, {
      kind: 'print',
      selection: { ids },
      destination: '',
      copyNumber: await nextCopy(tx),
      ...more,
    }),
  );
const page = (filter: object = {}) => desk.call('exchange.ledgerPage', { filter, limit: 200 });

describe('the ledger', () => {
  test('a line names whose data left while they are in the desk, and no one once they are not', async () => {
    const anna = await ticketOf('Anna Kovač');
    const jan = await ticketOf('Jan Novák');
    await print([anna.id, jan.id]);
    expect((await page())[0]).toMatchObject({ names: ['Anna Kovač', 'Jan Novák'], people: 2, tickets: 2 });
    const { id } = await print([anna.id]);
    await desk.store.write(async (tx) => {
      await tx.update(people).set({ hidden: true }).where(eq(people.name, 'Anna Kovač'));
      await tx.update(tickets).set({ hidden: true }).where(eq(tickets.id, anna.id));
    });
    const [alone, both] = await page();
    expect(alone).toMatchObject({ names: [], trackingIds: [], people: 1, tickets: 1 });
    expect(both).toMatchObject({ names: ['Jan Novák'], trackingIds: [jan.trackingId] });
    expect(await desk.call('exchange.ledgerLine', { id })).toMatchObject({
      peopleHere: [],
      ticketsHere: [],
      gonePeople: 1,
      goneTickets: 1,
    });
    expect(await page({ text: 'Anna' })).toEqual([]);
  });

  test('it is found by copy number, tracking id, name, and words of the folder or the file', async () => {
    const anna = await ticketOf('Łucja Żółć');
    const first = await print([anna.id], { folder: 'Heating 2026, C' });
    const other = await ticketOf('Jan Novák');
    const second = await print([other.id], { kind: 'pdf', destination: '/home/hl/Übergabe/liste.pdf' });
    const found = async (text: string) => (await page({ text })).map(({ id }) => id);
    expect(await found('1')).toEqual([first.id]);
    expect(await found('2')).toContain(second.id);
    expect(await found(anna.trackingId.toLowerCase())).toEqual([first.id]);
    expect(await found('lucja')).toEqual([first.id]);
    expect(await found('HEATING')).toEqual([first.id]);
    expect(await found('ubergabe')).toEqual([second.id]);
    expect(await found('nothing of this')).toEqual([]);
    expect(await found('%')).toEqual([]);
  });

  test('kinds and a time narrow it, and the shape leads to every line, the newest first', async () => {
    const { id } = await ticketOf('Jan Novák');
    for (let n = 0; n < 250; n += 1) {
      desk.clock.now = TUESDAY + n * DAY;
      await print([id], n % 5 === 0 ? { kind: 'pdf' } : {});
    }
    const pdfs = { kinds: ['pdf'] };
    expect(await desk.call('exchange.ledgerShape', { filter: pdfs })).toMatchObject({ total: 50, anchors: [] });
    const shape = await desk.call('exchange.ledgerShape', { filter: {} });
    expect(shape).toMatchObject({ total: 250, step: 100 });
    expect(shape.anchors).toHaveLength(2);
    const after = await desk.call('exchange.ledgerPage', { filter: {}, after: shape.anchors[1], limit: 200 });
    expect(after.map(({ copyNumber }) => copyNumber)).toEqual(Array.from({ length: 50 }, (_, n) => 50 - n));
    const days = { from: TUESDAY + 10 * DAY, to: TUESDAY + 13 * DAY };
    expect((await page(days)).map(({ copyNumber }) => copyNumber)).toEqual([13, 12, 11]);
  });

  test('a copy number is given once, and a line taken back leaves nothing', async () => {
    const { id } = await ticketOf('Jan Novák');
    await print([id]);
    const second = await print([id]);
    await desk.store.write((tx) => takeBack(tx, second.id));
    expect(await desk.store.db.$count(ledger)).toBe(1);
    expect(await desk.store.db.$count(ledgerTargets, eq(ledgerTargets.ledgerId, second.id))).toBe(0);
    expect(await nextCopy(desk.store.db)).toBe(2);
  });

  test('a folder is noted and offered again, the last used first; an unknown line is refused', async () => {
    const { id } = await ticketOf('Jan Novák');
    const first = await print([id], { folder: 'Deposits' });
    desk.clock.now = TUESDAY + DAY;
    await print([id], { folder: 'Heating' });
    expect(await desk.call('exchange.folders')).toEqual(['Heating', 'Deposits']);
    await desk.call('exchange.noteFolder', { id: first.id, folder: '  Deposits\n2026 ' });
    expect(await desk.call('exchange.ledgerLine', { id: first.id })).toMatchObject({ folder: 'Deposits 2026' });
    await expect(desk.call('exchange.noteFolder', { id: 999, folder: 'X' })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(desk.call('exchange.noteFolder', { id: first.id, folder: 'x'.repeat(201) })).rejects.toThrow();
  });

  test('a workbook of many is one line that counts, without names', async () => {
    const ids = [];
    for (let n = 0; n < 5; n += 1) ids.push((await ticketOf(`Person ${n}`)).id);
    await print(ids, { kind: 'xlsx' });
    expect((await page())[0]).toMatchObject({ people: 5, tickets: 5, names: [], trackingIds: [] });
  });
});
