import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { ListGeometry, ScrollTrack, TALLEST } from '../../../src-renderer/components/list-geometry.ts';

const geometry = fc
  .record({ count: fc.integer({ min: 1, max: 1_000_000 }), cuts: fc.array(fc.nat(1_000_000), { maxLength: 20 }) })
  .map(({ count, cuts }) => {
    const firsts = [...new Set([0, ...cuts.filter((cut) => cut < count)])].sort((a, b) => a - b);
    return new ListGeometry(count, 40, 24, firsts);
  });

describe('where rows stand', () => {
  test('headings push the rows below them down', () => {
    const list = new ListGeometry(100, 40, 24, [0, 9, 13]);
    expect([0, 8, 9, 12, 13, 99].map((row) => list.offsetOf(row))).toEqual([24, 344, 408, 528, 592, 4032]);
    expect([0, 1, 9, 13].map((row) => list.headingOf(row))).toEqual([0, -1, 1, 2]);
    expect(list.blockOf(9)).toBe(384);
    expect(list.total).toBe(4072);
  });

  test('an empty list has no rows to draw', () => {
    const list = new ListGeometry(0, 40, 24, [0]);
    expect(list.total).toBe(0);
    expect(list.rowAt(0)).toBe(-1);
    expect(list.window(0, 800, 8)).toEqual({ first: 0, last: -1 });
  });

  property.prop([geometry, fc.nat()])('every row is found where it stands', (list, seed) => {
    const row = seed % list.count;
    const top = list.offsetOf(row);
    expect(list.rowAt(top)).toBe(row);
    expect(list.rowAt(top + 39)).toBe(row);
    expect(list.rowAt(list.blockOf(row))).toBe(row);
  });

  property.prop([geometry, fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 100, max: 3000 })])(
    'the drawn window leaves no gap in the viewport',
    (list, share, height) => {
      const top = share * Math.max(0, list.total - height);
      const { first, last } = list.window(top, height, 8);
      expect(list.blockOf(first)).toBeLessThanOrEqual(top);
      expect(list.offsetOf(last) + 40).toBeGreaterThanOrEqual(Math.min(list.total, top + height));
      expect(last - first).toBeLessThan(height / 40 + 2 * 8 + 3);
    },
  );

  property.prop([geometry, fc.nat(), fc.nat(), fc.integer({ min: 100, max: 3000 })])(
    'a revealed row is seen whole, and one that is seen stays where it is',
    (list, a, b, height) => {
      const row = a % list.count;
      const top = list.reveal(row, b % Math.max(1, list.total), height);
      expect(top).toBeLessThanOrEqual(list.offsetOf(row));
      expect(top + height).toBeGreaterThanOrEqual(list.offsetOf(row) + 40);
      expect(list.reveal(row, top, height)).toBe(top);
    },
  );
});

describe('the track of the scroll bar', () => {
  test('100,000 rows keep their own height, a million a shortened one that Chromium can draw at four device pixels', () => {
    expect(new ScrollTrack(4_000_000, 700).shortened).toBe(false);
    const long = new ScrollTrack(40_000_000, 700);
    expect(long.shortened).toBe(true);
    expect(long.height * 4).toBeLessThan(33_554_432);
    expect(long.height).toBe(TALLEST);
  });

  property.prop([
    fc.integer({ min: 0, max: 400_000_000 }),
    fc.integer({ min: 1, max: 3000 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  ])('both ends and every place between are reached', (total, viewport, share) => {
    const track = new ScrollTrack(total, viewport);
    const lastScroll = Math.max(0, track.height - viewport);
    expect(track.toTop(0)).toBe(0);
    expect(track.toTop(lastScroll)).toBe(track.end);
    expect(track.toScroll(track.end)).toBeCloseTo(lastScroll, 3);
    const top = Math.round(share * track.end);
    // A pixel of a shortened track stands for some of the list; no place is further off than that.
    const grain = lastScroll === 0 ? 0 : track.end / lastScroll;
    expect(Math.abs(track.toTop(track.toScroll(top)) - top)).toBeLessThanOrEqual(grain + 1);
    expect(track.hold(-5)).toBe(0);
    expect(track.hold(Infinity)).toBe(track.end);
  });
});
