import { PlatformError, type Sandbox, type StrategyDescription, type TimedCandidate } from "@promostack/core";
import { type Candidate, TIMEFRAME_MS, type Timeframe } from "@promostack/core/strategy";

/** A sandbox whose one strategy proposes what a test wrote down, by close time, and counts how often it was asked. */
export class ScriptedSandbox implements Sandbox {
  evaluations = 0;
  /** Whole series that were asked for. */
  seriesAsked = 0;
  /** Candles that the strategy needs. */
  bars = 1;
  timeframe: Timeframe = "15min";
  /** What `indicators` answers. */
  now: Record<string, number | null> = {};
  readonly #script = new Map<number, Candidate>();
  readonly #guardrails: Record<string, number>;

  constructor(guardrails: Record<string, number> = {}) {
    this.#guardrails = guardrails;
  }

  /** `time` is the close at which the candidate is proposed. */
  propose(time: number | string, candidate: Candidate): void {
    this.#script.set(new Date(time).getTime(), candidate);
  }

  async strategies(): Promise<StrategyDescription[]> {
    return [await this.describe("scripted")];
  }

  async describe(strategy: string, version = "1.0.0"): Promise<StrategyDescription> {
    if (strategy === "missing")
      throw new PlatformError("Not here.", { code: "strategy.not_found", status: 404 });
    return {
      id: strategy,
      version,
      title: "Scripted",
      summary: "Proposes what the test wrote down.",
      timeframe: this.timeframe,
      warmUp: this.bars,
      higherTimeframes: [],
      parametersSchema: {},
      status: "active",
      publisher: "Test",
      defaults: {},
      guardrails: this.#guardrails,
    };
  }

  async readme(): Promise<null> {
    return null;
  }

  async setAside(): Promise<undefined> {
    return undefined;
  }

  async evaluateSeries(): Promise<TimedCandidate[]> {
    this.seriesAsked++;
    return [...this.#script].map(([time, candidate]) => ({ ...candidate, time }));
  }

  async evaluateNewest({
    candles,
  }: Parameters<Sandbox["evaluateNewest"]>[0]): Promise<TimedCandidate | null> {
    this.evaluations++;
    const time = (candles.at(-1)?.time ?? 0) + TIMEFRAME_MS[this.timeframe];
    const candidate = this.#script.get(time);
    return candidate ? { ...candidate, time } : null;
  }

  async indicators(): Promise<Record<string, number | null>> {
    return this.now;
  }
}
