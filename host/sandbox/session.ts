import { type Candle, createEngine, type Engine, type StrategyDefinition } from "@promostack/core/strategy";
import { readCandidate } from "./compartment.ts";
import { COLUMNS, type RawCandidate } from "./protocol.ts";

const HOUR = 3_600_000;

/** One strategy with one set of parameters on one series, growing candle by candle. Whole series and live use it alike. */
export class Session {
  readonly #engine: Engine;
  #hourly: Candle[] = [];
  #held = 0;
  #newest: RawCandidate | null = null;
  readonly #timeframeMs: number;

  constructor(
    definition: StrategyDefinition,
    parameters: Record<string, unknown>,
    options: { timeframeMs: number; tick?: number },
  ) {
    const { evaluate } = definition;
    let hardened = false;
    this.#engine = createEngine(
      {
        ...definition,
        // The context is one object for all candles: frozen to its leaves before a stranger's code first sees it.
        evaluate: (context) => {
          if (!hardened) hardened = Object.isFrozen(harden(context));
          return evaluate(context);
        },
      },
      harden(parameters),
      options.tick === undefined ? {} : { tick: options.tick },
    );
    this.#timeframeMs = options.timeframeMs;
  }

  /** Candles taken in so far. */
  get held(): number {
    return this.#held;
  }

  /** The candidate at the newest close. */
  get newest(): RawCandidate | null {
    return this.#newest;
  }

  indicator(name: string): number | null {
    return this.#engine.indicator(name);
  }

  /** One-hour candles of the source's own, ascending; those not yet closed at a candle's close wait. */
  addHourly(columns: Float64Array): void {
    for (let at = 0; at < columns.length; at += COLUMNS) this.#hourly.push(candleAt(columns, at));
  }

  /** Evaluates at each close in order and answers every candidate. */
  advance(columns: Float64Array): RawCandidate[] {
    const candidates: RawCandidate[] = [];
    let hour = 0;
    for (let at = 0; at < columns.length; at += COLUMNS) {
      const candle = candleAt(columns, at);
      const close = candle.time + this.#timeframeMs;
      for (
        let next = this.#hourly[hour];
        next !== undefined && next.time + HOUR <= close;
        next = this.#hourly[hour]
      ) {
        this.#engine.pushHourly(next);
        hour++;
      }
      this.#newest = readCandidate(this.#engine.push(candle), close);
      if (this.#newest !== null) candidates.push(this.#newest);
      this.#held++;
    }
    if (hour > 0) this.#hourly = this.#hourly.slice(hour);
    return candidates;
  }
}

function candleAt(columns: Float64Array, at: number): Candle {
  return {
    time: columns[at] ?? Number.NaN,
    open: columns[at + 1] ?? Number.NaN,
    high: columns[at + 2] ?? Number.NaN,
    low: columns[at + 3] ?? Number.NaN,
    close: columns[at + 4] ?? Number.NaN,
  };
}
