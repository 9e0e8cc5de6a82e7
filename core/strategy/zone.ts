const MINUTE = 60_000;
const DAY = 86_400_000;
const BLOCK = 7 * DAY;

// Taken when the module loads: a runner locks its realm down afterwards.
const { DateTimeFormat } = Intl;

/** A time zone whose offset is found once a week of candles instead of once a candle. */
export class Zone {
  readonly #format: Intl.DateTimeFormat;
  #from = 0;
  #until = 0;
  #offset = 0;

  /** `name` is an IANA zone; a RangeError tells of any other. */
  constructor(name: string) {
    this.#format = new DateTimeFormat("en-US", {
      timeZone: name,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  }

  /** Milliseconds to add to UTC for the wall clock at `instant`, daylight saving included. */
  offset(instant: number): number {
    if (instant < this.#from || instant >= this.#until) this.#enclose(instant);
    return this.#offset;
  }

  /** Minutes since local midnight, 0 to 1439. */
  minuteOfDay(instant: number): number {
    const local = instant + this.offset(instant);
    return Math.floor((local - Math.floor(local / DAY) * DAY) / MINUTE);
  }

  /** 1 Monday to 7 Sunday. */
  weekday(instant: number): number {
    const days = Math.floor((instant + this.offset(instant)) / DAY);
    // Day 0 of the epoch was a Thursday.
    return ((((days + 3) % 7) + 7) % 7) + 1;
  }

  /** Finds the stretch of constant offset around the instant, within its week: no zone changes twice in a week. */
  #enclose(instant: number): void {
    const start = Math.floor(instant / BLOCK) * BLOCK;
    const end = start + BLOCK;
    const first = this.#read(start);
    const last = this.#read(end);
    this.#from = start;
    this.#until = end;
    this.#offset = first;
    if (first === last) return;
    let before = start;
    let after = end;
    while (after - before > MINUTE) {
      const middle = before + Math.floor((after - before) / 2 / MINUTE) * MINUTE;
      if (this.#read(middle) === first) before = middle;
      else after = middle;
    }
    if (instant < after) this.#until = after;
    else {
      this.#from = after;
      this.#offset = last;
    }
  }

  #read(instant: number): number {
    const part = { year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
    for (const { type, value } of this.#format.formatToParts(instant)) {
      if (type in part) Object.assign(part, { [type]: Number(value) });
    }
    const wall = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
    return wall - Math.floor(instant / 1000) * 1000;
  }
}
