import { Temporal } from 'temporal-polyfill';
import type { GroupCode } from '../contract/tickets.ts';
import { office, type Reads } from '../store/index.ts';

/** The office's time zone, by its IANA name. */
export async function officeZone(db: Reads): Promise<string> {
  const [row] = await db.select({ zone: office.zone }).from(office).limit(1);
  return row?.zone ?? 'UTC';
}

/** Where days, weeks (from Monday) and months begin around `now` in a zone, as UTC milliseconds. */
export function calendar(now: number, zone: string) {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();
  const start = (date: Temporal.PlainDate) => date.toZonedDateTime(zone).epochMilliseconds;
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const first = today.with({ day: 1 });
  return {
    yesterday: start(today.subtract({ days: 1 })),
    today: start(today),
    tomorrow: start(today.add({ days: 1 })),
    dayAfter: start(today.add({ days: 2 })),
    lastWeek: start(monday.subtract({ weeks: 1 })),
    week: start(monday),
    nextWeek: start(monday.add({ weeks: 1 })),
    weekAfter: start(monday.add({ weeks: 2 })),
    lastMonth: start(first.subtract({ months: 1 })),
    month: start(first),
    nextMonth: start(first.add({ months: 1 })),
  };
}

/** The last millisecond of the day that is `days` after `from` in a zone: when a ticket is due that has no hour. */
export function endOfDay(from: number, days: number, zone: string): number {
  const day = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone).toPlainDate();
  return day.add({ days: days + 1 }).toZonedDateTime(zone).epochMilliseconds - 1;
}

/** A heading and the moment its rows begin at: newest first the rows are not older, soonest first not earlier. */
export type Stretch = { group: GroupCode; from: number };

/** Headings over a list with the newest first, in its order. */
export function pastStretches(now: number, zone: string): Stretch[] {
  const at = calendar(now, zone);
  const stretches: Stretch[] = [
    { group: 'later', from: at.tomorrow },
    { group: 'today', from: at.today },
    { group: 'yesterday', from: at.yesterday },
    { group: 'this-week', from: at.week },
    { group: 'last-week', from: at.lastWeek },
    { group: 'this-month', from: at.month },
    { group: 'last-month', from: at.lastMonth },
    { group: 'earlier', from: -Infinity },
  ];
  let above = Infinity;
  return stretches.map(({ group, from }) => ({ group, from: (above = Math.min(above, from)) }));
}

/** Headings over a list by due date, in its order; resolved tickets whose date has passed are not overdue. */
export function dueStretches(now: number, zone: string, open: boolean, never: number): Stretch[] {
  const at = calendar(now, zone);
  const stretches: Stretch[] = [
    { group: open ? 'overdue' : 'earlier', from: -Infinity },
    { group: 'today', from: now },
    { group: 'tomorrow', from: at.tomorrow },
    { group: 'this-week', from: at.dayAfter },
    { group: 'next-week', from: at.nextWeek },
    { group: 'this-month', from: at.weekAfter },
    { group: 'later', from: at.nextMonth },
    { group: 'none', from: never },
  ];
  let below = -Infinity;
  return stretches.map(({ group, from }) => ({ group, from: (below = Math.max(below, from)) }));
}
