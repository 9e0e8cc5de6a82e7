import type { Static, TObject } from "@sinclair/typebox";
import type { Candidate } from "./candidate.ts";
import { type Candle, TIMEFRAME_MS, type Timeframe } from "./candle.ts";
import type { SessionClock, StrategyContext, StrategyDefinition } from "./definition.ts";
import { Frame } from "./frame.ts";
import { roundToTick } from "./tick.ts";
import { HigherCandles } from "./timeframes.ts";
import { Zone } from "./zone.ts";

/** A strategy on one series, candle by candle. Backtests, replays and live evaluation all go through it. */
export interface Engine {
  /**
   * Takes the next closed candle of the strategy's timeframe (ascending by time) and evaluates at its close. Null while
   * warming up. What the strategy throws is thrown.
   */
  push(candle: Candle): Candidate | null;
  /**
   * Takes a closed one-hour candle of the source's own, before the candle at whose close it is known. From the first one on,
   * hours are no longer built from the lower timeframe, and those built so far are forgotten.
   */
  pushHourly(candle: Candle): void;
  /**
   * The newest value of an indicator by name: `ema(50)`, `macd(12,26,9).histogram`, `stochastic(14,3,3).k`, and on a
   * declared higher timeframe `1h.ema(200)`. Null where there is none yet; a RangeError for a name nobody knows.
   */
  indicator(name: string): number | null;
  /** Candles taken in. */
  readonly size: number;
}

interface Higher {
  timeframe: Timeframe;
  warmUp: number;
  frame: Frame;
  builder: HigherCandles;
  /** True once the source gave candles of its own. */
  given: boolean;
}

/** The smallest step of a price, gold's when absent: what `toTick` rounds to. */
export interface EngineOptions {
  tick?: number;
}

/** Builds the context once (frozen throughout, only functions reachable) and evaluates as candles come. */
export function createEngine<Schema extends TObject>(
  definition: StrategyDefinition<Schema>,
  parameters: Readonly<Static<Schema>>,
  { tick = 0.01 }: EngineOptions = {},
): Engine {
  const { timeframe, warmUp, evaluate } = definition;
  const step = TIMEFRAME_MS[timeframe];
  const base = new Frame();
  const higher = (definition.higherTimeframes ?? []).map((declared) => openHigher(timeframe, declared));
  const hourly = higher.find((each) => each.timeframe === "1h");
  const clock = new CandleClock();
  const context: StrategyContext<Static<Schema>> = Object.freeze({
    parameters,
    candles: base.series,
    indicators: base.indicators.view,
    clock: clock.view,
    toTick: Object.freeze((price: number) => roundToTick(price, tick)),
    higher: higherView(higher),
  });
  const warm = () => base.length >= warmUp && higher.every((each) => each.frame.length >= each.warmUp);
  let isWarm = false;

  return {
    push(candle) {
      base.push(candle);
      for (const each of higher) if (!each.given) each.builder.push(candle);
      clock.closeTime = candle.time + step;
      isWarm ||= warm();
      return isWarm ? evaluate(context) : null;
    },
    pushHourly(candle) {
      if (hourly === undefined) return;
      if (!hourly.given) {
        hourly.given = true;
        hourly.frame.clear();
        isWarm = false;
      }
      if (!(candle.time <= hourly.frame.newest)) hourly.frame.push(candle);
    },
    indicator(name) {
      const at = name.indexOf(".");
      const other = higher.find((each) => each.timeframe === name.slice(0, at));
      const set = other ? other.frame.indicators : base.indicators;
      const value = set.line(other ? name.slice(at + 1) : name)?.at(0);
      if (value === undefined) throw new RangeError(`There is no indicator ${name}.`);
      return Number.isNaN(value) ? null : value;
    },
    get size() {
      return base.length;
    },
  };
}

function openHigher(from: Timeframe, declared: { timeframe: Timeframe; warmUp: number }): Higher {
  const frame = new Frame();
  const builder = new HigherCandles(from, declared.timeframe, (candle) => frame.push(candle));
  return { ...declared, frame, builder, given: false };
}

function higherView(higher: readonly Higher[]): StrategyContext<unknown>["higher"] {
  const views = new Map(
    higher.map(({ timeframe, frame }) => [
      timeframe,
      Object.freeze({ candles: frame.series, indicators: frame.indicators.view }),
    ]),
  );
  return Object.freeze((timeframe: Timeframe) => {
    const view = views.get(timeframe);
    if (view === undefined) throw new RangeError(`${timeframe} is not among the declared higherTimeframes.`);
    return view;
  });
}

class CandleClock {
  readonly #zones = new Map<string, Zone>();
  closeTime = Number.NaN;
  readonly view: SessionClock = this.#makeView();

  #makeView(): SessionClock {
    const closeTime = () => this.closeTime;
    return Object.freeze({
      get closeTime() {
        return closeTime();
      },
      minuteOfDay: Object.freeze((zone: string) => this.#zone(zone).minuteOfDay(this.closeTime)),
      weekday: Object.freeze((zone: string) => this.#zone(zone).weekday(this.closeTime)),
    });
  }

  #zone(name: string): Zone {
    let zone = this.#zones.get(name);
    if (zone === undefined) {
      zone = new Zone(name);
      this.#zones.set(name, zone);
    }
    return zone;
  }
}
