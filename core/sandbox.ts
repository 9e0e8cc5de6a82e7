import type { Candidate } from "./strategy/candidate.ts";
import type { Candle, Timeframe } from "./strategy/candle.ts";

/** Which release with which parameters: the unit that is evaluated once for all who chose it. */
export interface StrategyChoice {
  strategy: string;
  version: string;
  parameters: Record<string, unknown>;
}

/**
 * How a release stands in this installation. Deprecated ones work on; withdrawn ones make no new signals; quarantined ones
 * misbehaved and rest for a while.
 */
export type StrategyStatus = "active" | "deprecated" | "withdrawn" | "quarantined";

export interface StrategyStanding {
  status: StrategyStatus;
  /** Who published it, by the name it gave itself. */
  publisher: string;
  /** Why it is not active, for people. */
  statusReason?: string;
  /** End of a quarantine, ISO 8601. */
  statusUntil?: string;
  /** Of a deprecated one: the strategy to use instead. */
  replacement?: string;
  /** Since when it can be chosen, ISO 8601; absent where it came with the platform. */
  activeAt?: string;
}

/** A rest after misbehaving. */
export interface SetAside {
  /** For people. */
  reason: string;
  until: Date;
}

/** What a strategy package says of itself, read inside the sandbox, and how it stands here. */
export interface StrategyDescription extends StrategyStanding {
  id: string;
  version: string;
  title: string;
  summary: string;
  timeframe: Timeframe;
  /** Candles of the signal's timeframe, and of the higher ones, before the first evaluation. */
  warmUp: number;
  higherTimeframes: { timeframe: Timeframe; warmUp: number }[];
  parametersSchema: Record<string, unknown>;
  defaults: Record<string, unknown>;
  guardrails: Record<string, number>;
}

export interface SeriesRequest {
  choice: StrategyChoice;
  symbol: string;
  /** The symbol's smallest step of a price; gold's 0.01 when absent. */
  tick?: number;
  /** Closed candles of the strategy's timeframe, ascending, without duplicates. */
  candles: readonly Candle[];
  /** One-hour candles where the source has its own; built from `candles` otherwise. */
  hourly?: readonly Candle[];
  /**
   * Keeps the candles in the runner for the next request with the same array (which must not change): for many settings on
   * one series. `evaluateSeries` only.
   */
  keep?: boolean;
}

/** A candidate and the close time of the candle that made it (milliseconds since the epoch). */
export interface TimedCandidate extends Candidate {
  time: number;
}

/**
 * The strategy runners: forked processes, SES compartments, deadlines, memory limits. Errors are PlatformErrors with
 * codes `sandbox.timeout`, `sandbox.memory`, `sandbox.crashed`, `sandbox.invalid_result`, `sandbox.threw`; and, at the newest
 * close, `strategy.quarantined` while a release that misbehaved rests.
 */
export interface Sandbox {
  /** Every release that this installation knows, oldest version of a strategy first; those that wait for an admin are not among them. */
  strategies(): Promise<StrategyDescription[]>;
  /**
   * One release. Without a version, the one that followers get: the newest that is not deprecated or withdrawn (a
   * pre-release only where there is nothing else), else the newest deprecated. `strategy.not_found`, `strategy.withdrawn`.
   */
  describe(strategy: string, version?: string): Promise<StrategyDescription>;
  /** What the author of a release says of it, in Markdown: a stranger's words. Null where there are none. */
  readme(strategy: string, version: string): Promise<string | null>;
  /** Why a choice makes no signals now, where its release or its parameters misbehaved and rest. */
  setAside(choice: StrategyChoice): Promise<SetAside | undefined>;
  /** Every candidate over the whole series, evaluated at each close in order. */
  evaluateSeries(request: SeriesRequest, signal?: AbortSignal): Promise<TimedCandidate[]>;
  /**
   * The candidate at the newest close, or null. Keeps the series in the runner between calls: only candles that the
   * runner has not seen travel. The result equals evaluateSeries' last, to the tick.
   */
  evaluateNewest(request: SeriesRequest, signal?: AbortSignal): Promise<TimedCandidate | null>;
  /** Indicator values at the newest close by name, for a thesis that is checked later. */
  indicators(
    request: SeriesRequest,
    names: readonly string[],
    signal?: AbortSignal,
  ): Promise<Record<string, number | null>>;
}
