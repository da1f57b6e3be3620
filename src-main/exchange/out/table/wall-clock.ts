/** A moment as a clock in a zone shows it: the milliseconds at which a clock in UTC would show the same, and minutes east. */
export type Wall = { shown: number; offset: number };
export type Clock = (at: number) => Wall;

const QUARTER = 900_000;
/** Clocks are put forward or back at whole quarters of an hour, since there are zones. */
const ZONES_SINCE = Date.UTC(1900, 0);

/** The clock of a zone by its IANA name. */
export function clockOf(zone: string): Clock {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const offsets = new Map<number, number>();
  const offsetAt = (at: number): number => {
    const whole = Math.floor(at / 1000) * 1000;
    const part = Object.fromEntries(format.formatToParts(whole).map(({ type, value }) => [type, value]));
    const number = (name: string) => Number(part[name]);
    const year = part['era'] === 'BC' ? 1 - number('year') : number('year');
    const shown = new Date(0);
    shown.setUTCFullYear(year, number('month') - 1, number('day'));
    shown.setUTCHours(number('hour'), number('minute'), number('second'));
    return shown.getTime() - whole;
  };
  return (at) => {
    const quarter = Math.floor(at / QUARTER);
    let offset = at < ZONES_SINCE ? offsetAt(at) : offsets.get(quarter);
    if (offset === undefined) {
      offset = offsetAt(at);
      offsets.set(quarter, offset);
    }
    return { shown: at + offset, offset: offset / 60_000 };
  };
}

/** `2026-11-24T10:07:00.000`, as a clock in UTC shows it. */
export const wallText = ({ shown }: Wall): string => new Date(shown).toISOString().slice(0, -1);

/** Whether a clock has shown the same before: the second of the two hours when clocks go back. */
export function shownTwice(clock: Clock, at: number): boolean {
  const { shown } = clock(at);
  return [QUARTER * 2, QUARTER * 4, QUARTER * 8].some((back) => clock(at - back).shown === shown);
}

/** `+01:00` */
export function offsetText(minutes: number): string {
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  const all = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(all / 60)}:${two(all % 60)}`;
}
