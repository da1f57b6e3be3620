const DAY = 86_400_000;

/** How far a zone's clock is ahead of UTC, in milliseconds; asked of the system once a day, for that is slow. */
class Zone {
  readonly #format: Intl.DateTimeFormat;
  readonly #days = new Map<number, number>();
  constructor(zone: string) {
    this.#format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  wall(moment: number): number {
    const second = Math.floor(moment / 1_000) * 1_000;
    const day = Math.floor(moment / DAY);
    const ahead = this.#aheadAt(day);
    // between two days on which the clock stands alike it was not changed
    return ahead === this.#aheadAt(day + 1) ? second + ahead : this.#asked(second);
  }

  #aheadAt(day: number): number {
    let ahead = this.#days.get(day);
    if (ahead === undefined) {
      ahead = this.#asked(day * DAY) - day * DAY;
      this.#days.set(day, ahead);
    }
    return ahead;
  }

  #asked(moment: number): number {
    const part = Object.fromEntries(this.#format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
    return Date.UTC(
      part['year'] ?? 1970,
      (part['month'] ?? 1) - 1,
      part['day'] ?? 1,
      part['hour'] ?? 0,
      part['minute'] ?? 0,
      part['second'] ?? 0,
    );
  }
}

const zones = new Map<string, Zone>();

/** A moment as a workbook has it, which knows no zones: the UTC milliseconds at which a clock in UTC shows the zone's time. */
export function wallClock(moment: number, zone: string): number {
  let known = zones.get(zone);
  if (!known) {
    known = new Zone(zone);
    zones.set(zone, known);
  }
  return known.wall(moment);
}
