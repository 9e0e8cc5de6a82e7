import type { SeriesRequest } from "@promostack/core";
import type { RunnerRequest } from "./protocol.ts";
import type { RunnerProcess } from "./runnerProcess.ts";
import { columnsOf } from "./seriesColumns.ts";

/** The part of a request that brings the candles, or names those that the runner has. */
type Cargo = Pick<Extract<RunnerRequest, { op: "series" }>, "candles" | "hourly" | "kept">;

/** Sends whole series to runners: one that many settings are tried on travels to a runner once. */
export class TravellingSeries {
  readonly #kept = new WeakMap<SeriesRequest["candles"], { id: number; cargo: Cargo }>();
  #nextId = 1;

  /** What to send to a runner, which is only known when one is free. */
  sender(request: SeriesRequest): (runner: RunnerProcess) => Cargo {
    if (!request.keep) {
      const cargo = cargoOf(request);
      return () => cargo;
    }
    let kept = this.#kept.get(request.candles);
    if (kept === undefined) {
      const id = this.#nextId++;
      kept = { id, cargo: { ...cargoOf(request), kept: id } };
      this.#kept.set(request.candles, kept);
    }
    const { id, cargo } = kept;
    return (runner) => {
      if (runner.keptSeries === id) return { kept: id };
      runner.keptSeries = id;
      return cargo;
    };
  }
}

function cargoOf({ candles, hourly }: SeriesRequest): Cargo {
  return { candles: columnsOf(candles), ...(hourly && { hourly: columnsOf(hourly) }) };
}
