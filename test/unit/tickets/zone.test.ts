import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { calendar, dueStretches, endOfDay, pastStretches } from '../../../src-main/tickets/zone.ts';

const iso = (at: number) => new Date(at).toISOString();

describe('the calendar of the office', () => {
  test('begins its days, weeks and months where the office is', () => {
    // Sunday 1 November 2026, half past midnight in Berlin; still October in UTC.
    const at = calendar(Date.UTC(2026, 9, 31, 23, 30), 'Europe/Berlin');
    expect(iso(at.today)).toBe('2026-10-31T23:00:00.000Z');
    // The week has 25 hours more than six days: summer time ended on the Sunday before.
    expect(iso(at.week)).toBe('2026-10-25T23:00:00.000Z');
    expect(iso(at.lastWeek)).toBe('2026-10-18T22:00:00.000Z');
    expect(iso(at.month)).toBe('2026-10-31T23:00:00.000Z');
    expect(iso(at.lastMonth)).toBe('2026-09-30T22:00:00.000Z');
  });

  test('knows days of 23 and 25 hours', () => {
    const spring = calendar(Date.UTC(2026, 2, 29, 10), 'Europe/Berlin');
    expect(spring.tomorrow - spring.today).toBe(23 * 3_600_000);
    const autumn = calendar(Date.UTC(2026, 9, 25, 10), 'Europe/Berlin');
    expect(autumn.tomorrow - autumn.today).toBe(25 * 3_600_000);
  });

  test('ends a due day with its last millisecond, over the change of the clock too', () => {
    expect(iso(endOfDay(Date.UTC(2026, 9, 24, 10), 1, 'Europe/Berlin'))).toBe('2026-10-25T22:59:59.999Z');
    expect(iso(endOfDay(Date.UTC(2026, 10, 24, 23, 30), 0, 'Asia/Kathmandu'))).toBe('2026-11-25T18:14:59.999Z');
  });

  const zones = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Kiritimati', 'Pacific/Apia', 'Asia/Tehran'];
  property.prop([fc.integer({ min: 0, max: Date.UTC(2100, 0) }), fc.constantFrom(...zones), fc.boolean()])(
    'never lets one heading run into another',
    (now, zone, open) => {
      const past = pastStretches(now, zone).map(({ from }) => from);
      expect(past).toEqual(past.toSorted((a, b) => b - a));
      const due = dueStretches(now, zone, open, Date.UTC(9999, 11, 31)).map(({ from }) => from);
      expect(due).toEqual(due.toSorted((a, b) => a - b));
    },
  );
});
