import type { Instrument } from "./instruments.ts";
import { MINUTE_MS } from "./intervals.ts";
import { Noise } from "./noise.ts";
import { placeOf, SESSION_MINUTES } from "./tradingHours.ts";

export interface Candle {
  /** Open, milliseconds since the epoch. */
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
}

/** Prices within a minute: at its start and at each fifth. */
const STEPS = 5;
/** Periods of the octaves, in minutes of activity: half a minute to about half a year of trading. */
const OCTAVES = Array.from({ length: 19 }, (_, index) => 0.5 * 2 ** index);
/** Slightly above a random walk's one half: moves tend to go on, as trends do. */
const PERSISTENCE = 0.53;
/** How busy each hour of the session is, from its opening at 18:00 in New York on: quiet Asia, London, the overlap with New York, a quiet end. */
const ACTIVITY = [
  0.45, 0.5, 0.65, 0.7, 0.65, 0.6, 0.55, 0.6, 0.85, 1.15, 1.35, 1.3, 1.15, 1.05, 1.3, 1.75, 1.9, 1.75, 1.45,
  1.1, 0.85, 0.65, 0.5,
];
/** A closed market moves a little: the gap at the next open, in minutes of activity. */
const OVERNIGHT = 6;
const BUSY = cumulative();
const SESSION_ACTIVITY = (BUSY.at(-1) ?? 0) + OVERNIGHT;
/** Slow noise that makes days calm or wild. */
const MOODS = [
  { octave: 40, period: 240, weight: 0.3 },
  { octave: 41, period: 1900, weight: 0.28 },
];
/** Makes `minuteMove` the usual move of a minute. */
const REACH = 0.62;
const POINTS = SESSION_MINUTES * STEPS + 1;
/** Activity since the session's start at each of its points. */
const ACTIVITY_AT = Float64Array.from({ length: POINTS }, (_, index) => activityAt(index / STEPS));
const KEPT_SESSIONS = 120;

/**
 * A market of hierarchical noise: octaves of doubling periods on a clock of activity, so that trends, impulses and quiet hours
 * occur at every scale. Any minute can be asked for by itself; its candle is a function of seed, symbol and minute alone.
 */
export class Simulation {
  readonly #noise: Noise;
  readonly #instrument: Instrument;
  /** Prices of whole sessions, newest use last; each 1,380 minutes of STEPS + 1 prices. */
  readonly #sessions = new Map<number, Float64Array>();

  constructor(instrument: Instrument, seed: string) {
    this.#instrument = instrument;
    this.#noise = new Noise(`${seed}|${instrument.symbol}`);
  }

  /**
   * The one-minute candle that opens at `time`, or undefined while the market is closed. Of a minute that is not over only
   * what happened before `until` counts.
   */
  minute(time: number, until = Number.POSITIVE_INFINITY): Candle | undefined {
    const place = placeOf(Math.floor(time / MINUTE_MS));
    if (place.minute >= SESSION_MINUTES || until < time) return undefined;
    const prices = this.#session(place.session);
    const first = place.minute * STEPS;
    const elapsed = Math.min(STEPS, Math.floor(((until - time) / MINUTE_MS) * STEPS));
    const open = prices[first] ?? 0;
    const candle: Candle = { time, open, high: open, low: open, close: open };
    for (let step = 1; step <= elapsed; step++) {
      const price = prices[first + step] ?? open;
      if (price > candle.high) candle.high = price;
      if (price < candle.low) candle.low = price;
      candle.close = price;
    }
    return candle;
  }

  #session(session: number): Float64Array {
    const known = this.#sessions.get(session);
    if (known) {
      this.#sessions.delete(session);
      this.#sessions.set(session, known);
      return known;
    }
    const prices = this.#prices(session);
    this.#sessions.set(session, prices);
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > KEPT_SESSIONS && oldest !== undefined) this.#sessions.delete(oldest);
    return prices;
  }

  #prices(session: number): Float64Array {
    const { level, minuteMove, decimals } = this.#instrument;
    const start = session * SESSION_ACTIVITY;
    const mood = new Float64Array(POINTS);
    for (const { octave, period, weight } of MOODS) addWave(mood, this.#noise, octave, period, weight, start);
    const quick = new Float64Array(POINTS);
    const slow = new Float64Array(POINTS);
    for (const [octave, period] of OCTAVES.entries()) {
      // The long swings keep their size whatever the day is like.
      addWave(octave < 9 ? quick : slow, this.#noise, octave, period, REACH * period ** PERSISTENCE, start);
    }
    const scale = 10 ** decimals;
    return quick.map((move, index) => {
      const price = level + minuteMove * (Math.exp(mood[index] ?? 0) * move + (slow[index] ?? 0));
      return Math.round(Math.max(level * 0.2, price) * scale) / scale;
    });
  }
}

/** Adds one octave to a session's points: values at lattice points `period` apart, joined smoothly. */
function addWave(
  sums: Float64Array,
  noise: Noise,
  octave: number,
  period: number,
  weight: number,
  start: number,
): void {
  let point = Number.NaN;
  let from = 0;
  let to = 0;
  for (let index = 0; index < POINTS; index++) {
    const position = (start + (ACTIVITY_AT[index] ?? 0)) / period;
    const floor = Math.floor(position);
    if (floor !== point) {
      from = floor === point + 1 ? to : noise.at(octave, floor);
      to = noise.at(octave, floor + 1);
      point = floor;
    }
    const part = position - floor;
    sums[index] = (sums[index] ?? 0) + weight * (from + (to - from) * part * part * (3 - 2 * part));
  }
}

/** Activity from a session's start to each of its hours. */
function cumulative(): number[] {
  const sums = [0];
  for (const hour of ACTIVITY) sums.push((sums.at(-1) ?? 0) + hour * 60);
  return sums;
}

/** Activity since the session opened, at a minute of it. */
function activityAt(minute: number): number {
  const hour = Math.min(ACTIVITY.length - 1, Math.floor(minute / 60));
  return (BUSY[hour] ?? 0) + (ACTIVITY[hour] ?? 0) * (minute - hour * 60);
}
