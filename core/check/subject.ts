import type { Sandbox, StrategyDescription, TimedCandidate } from "../sandbox.ts";
import type { Candle } from "../strategy/candle.ts";

/** Candles that a strategy is checked on. */
export interface CheckSeries {
  /** For people: `fixtures/candles.csv`, `made-up candles`. */
  name: string;
  /** Closed candles of the strategy's timeframe, ascending. */
  candles: readonly Candle[];
  /** One-hour candles of the source's own. */
  hourly?: readonly Candle[];
}

export interface Evaluation {
  candidates: TimedCandidate[];
  milliseconds: number;
}

type Series = Pick<CheckSeries, "candles" | "hourly">;

/** A strategy with parameters, as the checks see it: series in, candidates out. */
export interface CheckSubject {
  readonly description: StrategyDescription;
  /** Every candidate over the series, from a beginning of its own. */
  evaluate(series: Series): Promise<Evaluation>;
  /** The same in a process that has run nothing before. */
  evaluateAfresh(series: Series): Promise<Evaluation>;
}

/** A strategy with its candidates over a whole series: what each check looks at. */
export interface Checked {
  subject: CheckSubject;
  series: CheckSeries;
  whole: Evaluation;
  /** The same once more. */
  again: Evaluation;
  /** Close time of the candle at an index. */
  closeOf(index: number): number;
}

export interface SubjectOptions {
  sandbox: Sandbox;
  /** A sandbox whose runners have evaluated nothing yet. */
  fresh: Sandbox;
  description: StrategyDescription;
  parameters: Record<string, unknown>;
  symbol?: string;
  /** Milliseconds that only ever grow: `performance.now`. */
  now: () => number;
  signal?: AbortSignal;
}

/** A strategy in the sandbox. */
export function sandboxSubject(options: SubjectOptions): CheckSubject {
  const { description, parameters, symbol = "XAU/USD", now, signal } = options;
  const choice = { strategy: description.id, version: description.version, parameters };
  const evaluate = async (sandbox: Sandbox, { candles, hourly }: Series): Promise<Evaluation> => {
    const begun = now();
    const candidates = await sandbox.evaluateSeries(
      { choice, symbol, candles, ...(hourly && { hourly }) },
      signal,
    );
    return { candidates, milliseconds: now() - begun };
  };
  return {
    description,
    evaluate: (series) => evaluate(options.sandbox, series),
    evaluateAfresh: (series) => evaluate(options.fresh, series),
  };
}
