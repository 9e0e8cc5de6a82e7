/**
 * Between instants and what a clock on the wall of a zone shows. Wall times travel as Dates whose UTC fields are the
 * wall's, so that a calendar in UTC can count in them.
 */
export class WallClock {
  readonly #format: Intl.DateTimeFormat | undefined;

  /** Raises a RangeError for a zone that does not exist. */
  constructor(timezone: string | undefined) {
    if (timezone === undefined || timezone === "UTC" || timezone === "Etc/UTC") return;
    this.#format = new Intl.DateTimeFormat("en-US", {
      timeZone: timezone,
      calendar: "iso8601",
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  }

  /** True where wall and instant are the same. */
  get isUtc(): boolean {
    return this.#format === undefined;
  }

  /** What the wall shows at an instant. */
  at(instant: Date): Date {
    return new Date(instant.getTime() + this.#offset(instant.getTime()));
  }

  /**
   * The instants at which the wall shows this time: one as a rule, two where clocks go back over it. A time that clocks
   * going forward leave out counts at the instant that the old offset gives.
   */
  instants(wall: Date): Date[] {
    if (this.#format === undefined) return [wall];
    const time = wall.getTime();
    const before = this.#offset(time - DAY_MS);
    const after = this.#offset(time + DAY_MS);
    if (before === after) return [new Date(time - before)];
    const found = [time - before, time - after].filter((instant) => instant + this.#offset(instant) === time);
    return (found.length > 0 ? found : [time - before]).map((instant) => new Date(instant));
  }

  #offset(instant: number): number {
    if (this.#format === undefined) return 0;
    const fields: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
    for (const { type, value } of this.#format.formatToParts(instant)) fields[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
  }
}

/** No zone changes its clocks twice within two days, and none is further than a day from UTC. */
const DAY_MS = 24 * 60 * 60 * 1000;
