import { setImmediate } from "node:timers/promises";
import type { Instrument } from "./instruments.ts";
import { closeOf, type Interval, MINUTE_MS, openOf } from "./intervals.ts";
import type { Feed } from "./market.ts";
import { type Candle, Simulation } from "./simulation.ts";

/** One-minute history begins here, as Twelve Data's does. */
const EARLIEST = Date.parse("2020-02-10T00:00:00Z");
const KEPT_CANDLES = 20_000;
const LONGEST_TURN_MS = 15;

/** Simulations remember sessions, so one of each seed and symbol is kept. */
const simulations = new Map<string, { simulation: Simulation; closed: Map<string, Candle | undefined> }>();

/** Candles of the simulated market. The same question always has the same answer, at any time after. */
export class SimulatedFeed implements Feed {
  readonly finest = 1;
  readonly #simulation: Simulation;
  /** Closed candles that were put together before. */
  readonly #closed: Map<string, Candle | undefined>;

  constructor(instrument: Instrument, seed: string) {
    const key = `${seed}|${instrument.symbol}`;
    const kept = simulations.get(key) ?? { simulation: new Simulation(instrument, seed), closed: new Map() };
    simulations.set(key, kept);
    this.#simulation = kept.simulation;
    this.#closed = kept.closed;
  }

  async candles({ interval, from, to, count, now }: Parameters<Feed["candles"]>[0]): Promise<Candle[]> {
    const found: Candle[] = [];
    const first = Math.max(from, EARLIEST);
    let worked = performance.now();
    for (let open = openOf(interval, Math.min(to, now)); open >= first && found.length < count; ) {
      const candle = this.#candle(interval, open, now);
      if (candle) found.push(candle);
      // Years of candles take a while; the rest of the host goes on in between.
      if (performance.now() - worked > LONGEST_TURN_MS) {
        await setImmediate();
        worked = performance.now();
      }
      open = openOf(interval, open - 1);
    }
    return found.reverse();
  }

  async earliest(): Promise<number> {
    return EARLIEST;
  }

  #candle(interval: Interval, open: number, now: number): Candle | undefined {
    const close = closeOf(interval, open);
    const key = `${interval} ${open}`;
    if (close > now) return this.#assemble(open, close, now);
    if (!this.#closed.has(key)) {
      if (this.#closed.size >= KEPT_CANDLES) this.#closed.clear();
      this.#closed.set(key, this.#assemble(open, close, now));
    }
    return this.#closed.get(key);
  }

  #assemble(open: number, close: number, now: number): Candle | undefined {
    let whole: Candle | undefined;
    for (let time = open; time < close && time <= now; time += MINUTE_MS) {
      const minute = this.#simulation.minute(time, now);
      if (!minute) continue;
      if (!whole) {
        whole = { ...minute, time: open };
        continue;
      }
      whole.high = Math.max(whole.high, minute.high);
      whole.low = Math.min(whole.low, minute.low);
      whole.close = minute.close;
    }
    return whole;
  }
}
