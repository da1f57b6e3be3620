import type { Formats } from '../../texts/format.ts';

/** How far back one looks, counted in the office's days. */
export const PERIODS = ['any', 'today', 'week', 'month', 'year', 'last-year'] as const;
export type Period = (typeof PERIODS)[number];

const DAY = 86_400_000;

/** The moments between which a period lies, `to` without: UTC milliseconds at midnights of the office's zone. */
export function momentsOf(period: Period, formats: Formats, now: number): { from?: number; to?: number } {
  const today = formats.fieldDate(now);
  const year = Number(today.slice(0, -6));
  const from = (day: string) => {
    const at = formats.fromFieldDate(day);
    return at === null ? {} : { from: at };
  };
  if (period === 'today') return from(today);
  // from noon, so that a day of 23 or 25 hours does not count twice or not at all
  if (period === 'week') return from(formats.fieldDate((formats.fromFieldDate(today) ?? now) + DAY / 2 - 6 * DAY));
  if (period === 'month') return from(`${today.slice(0, -3)}-01`);
  if (period === 'year') return from(`${year}-01-01`);
  if (period === 'last-year') {
    const to = formats.fromFieldDate(`${year}-01-01`);
    return { ...from(`${year - 1}-01-01`), ...(to !== null && { to }) };
  }
  return {};
}
