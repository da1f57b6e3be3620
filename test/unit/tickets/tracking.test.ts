import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ticketAliases, tickets } from '../../../src-main/store/index.ts';
import { freeFindKeys, freeTrackingIds, idsByFindKey } from '../../../src-main/tickets/index.ts';
import { newOffice, TUESDAY, type TestOffice } from '../../fixtures/office.ts';

let office: TestOffice;
beforeEach(async () => {
  office = await newOffice();
});
afterEach(() => office.close());

const take = () =>
  office.call('tickets.create', { channel: 'phone', subject: 'S', message: '', person: { create: { name: 'A' } } });

describe('a tracking id', () => {
  test('leads to its ticket however it is typed, and an old one to where the ticket is now', async () => {
    const { id, trackingId } = await take();
    await office.store.write((tx) =>
      tx
        .insert(ticketAliases)
        .values([
          { trackingId: 'G4M-X2T-91RD', ticketId: id, kind: 'old' },
          { trackingId: 'TCK#00017', ticketId: id, kind: 'merged' },
        ])
        .returning(),
    );
    const bare = trackingId.replaceAll('-', '');
    for (const typed of [trackingId, ` ${trackingId.toLowerCase()} `, bare, 'g4mx2t91rd', 'G4M-X2T-91RD', 'tck#00017'])
      expect(await office.call('tickets.byTrackingId', { trackingId: typed }), typed).toEqual({ id });
    for (const typed of ['', 'AAA-AAA-AAAA', "' OR 1=1 --", '💥'])
      expect(await office.call('tickets.byTrackingId', { trackingId: typed }), typed).toBeNull();
    expect((await office.call('tickets.open', { id })).aliases).toEqual(['G4M-X2T-91RD', 'TCK#00017']);
  });

  test('of a hidden ticket leads nowhere', async () => {
    const { trackingId } = await take();
    await office.store.write((tx) => tx.update(tickets).set({ hidden: true }).returning());
    expect(await office.call('tickets.byTrackingId', { trackingId })).toBeNull();
  });

  test('is given out once, by chance', async () => {
    const ids = await freeTrackingIds(office.store.db, 20_000);
    expect(new Set(ids).size).toBe(20_000);
    const counts = Map.groupBy(ids.join('').replaceAll('-', ''), (letter) => letter);
    expect(counts.size).toBe(30);
    for (const [letter, all] of counts) expect(all.length, letter).toBeGreaterThan(6_000);
  });
});

describe('a find key', () => {
  test('is free for each of many tickets of one second, and sorts by the day they came', async () => {
    await take();
    const keys: number[] = [];
    await office.store.write(async (tx) => {
      const next = freeFindKeys(tx);
      for (let n = 0; n < 3_000; n += 1) keys.push(await next(TUESDAY));
      keys.push(await next(TUESDAY + 3_600_000), await next(TUESDAY - 3_600_000));
    });
    const [row] = await office.store.db.select({ key: tickets.findKey }).from(tickets);
    expect(new Set([...keys, row?.key]).size).toBe(3_003);
    const [later = 0, earlier = 0] = keys.slice(-2);
    expect(Math.max(...keys.slice(0, -2))).toBeLessThan(later);
    expect(Math.min(...keys.slice(0, -2))).toBeGreaterThan(earlier);
    expect(await idsByFindKey(office.store.db, [row?.key ?? 0, 5])).toEqual(new Map([[row?.key, 1]]));
  });
});
