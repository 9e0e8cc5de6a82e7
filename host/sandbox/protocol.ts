import type { Candidate, Timeframe } from "@promostack/core/strategy";

/** What a runner can be asked. Candles travel as columns of a Float64Array: time, open, high, low, close for each candle. */
export type RunnerRequest =
  | { op: "load"; key: string; source: string }
  | { op: "describe"; key: string }
  | {
      op: "series";
      key: string;
      parameters: Record<string, unknown>;
      tick?: number;
      /** Absent where the runner keeps the series `kept`. */
      candles?: Float64Array;
      hourly?: Float64Array;
      /** Names a series that the runner keeps until another one is to be kept. */
      kept?: number;
    }
  | {
      op: "newest";
      key: string;
      parameters: Record<string, unknown>;
      tick?: number;
      session: string;
      /** Candles that the caller believes the session holds; 0 begins it anew. */
      held: number;
      candles: Float64Array;
      hourly?: Float64Array;
      /** Indicators to read at the newest close, such as `ema(50)`. */
      indicators: readonly string[];
    }
  | SettingsRequest;

export type SettingsRequest = {
  op: "settings";
  key: string;
  /** Settings as they are stored, each with the version of its shape. */
  stored: readonly { settings: Record<string, unknown>; version: number }[];
};

/** What a plugin's own function made of settings of an older shape: JSON, or what it threw. */
export type TakenOver = { json: string } | { threw: string };

export type RunnerCall = RunnerRequest & { id: number };

export interface RunnerDescription {
  title: string;
  summary: string;
  timeframe: Timeframe;
  warmUp: number;
  higherTimeframes: { timeframe: Timeframe; warmUp: number }[];
  parametersSchema: Record<string, unknown>;
  guardrails: Record<string, number>;
}

/** A candidate as it leaves the runner: copied property by property, checked again by the parent. */
export type RawCandidate = Candidate & { time: number };

export type RunnerAnswer =
  | { id: number; ok: true; op: "load" }
  | { id: number; ok: true; op: "describe"; description: RunnerDescription }
  | { id: number; ok: true; op: "series"; candidates: RawCandidate[] }
  | {
      id: number;
      ok: true;
      op: "newest";
      candidate: RawCandidate | null;
      indicators: Record<string, number | null>;
    }
  | { id: number; ok: true; op: "newest"; missing: true }
  | { id: number; ok: true; op: "settings"; answers: TakenOver[] }
  | { id: number; ok: false; reason: "threw" | "invalid"; message: string };

export const COLUMNS = 5;
