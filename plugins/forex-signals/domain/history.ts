import type { TenantHistory } from "./guardrails.ts";
import type { Outcome } from "./result.ts";

const DAY = 86_400_000;

/** A tenant's past as far as guardrails ask for it, kept while signals open and close in order of time. */
export class SignalHistory {
  #open = 0;
  #lastSignalAt: number | null = null;
  #lastLossAt: number | null = null;
  #day = Number.NaN;
  #signalsToday = 0;
  #closedTodayR = 0;

  opened(time: number): void {
    this.#turnTo(time);
    this.#open++;
    this.#lastSignalAt = time;
    this.#signalsToday++;
  }

  closed(time: number, resultR: number, outcome: Outcome): void {
    this.#turnTo(time);
    this.#open--;
    this.#closedTodayR += resultR;
    if (outcome === "loss") this.#lastLossAt = time;
  }

  at(time: number): TenantHistory {
    this.#turnTo(time);
    return {
      open: this.#open,
      lastSignalAt: this.#lastSignalAt,
      signalsToday: this.#signalsToday,
      closedTodayR: this.#closedTodayR,
      lastLossAt: this.#lastLossAt,
    };
  }

  #turnTo(time: number): void {
    const day = Math.floor(time / DAY);
    if (day === this.#day) return;
    this.#day = day;
    this.#signalsToday = 0;
    this.#closedTodayR = 0;
  }
}
