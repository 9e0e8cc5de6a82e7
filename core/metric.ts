import type { Disposable } from "./disposable.ts";

/** Of the labels that plugin.json announces. Of few kinds: never an id, a name or an amount. */
export type MetricLabels = Readonly<Record<string, string>>;

/** How often something happened. */
export interface Counter extends Disposable {
  /** Adds 1, or as much as is said; raises `metric.bad_value` below zero and for labels that were not announced. */
  add(by?: number, labels?: MetricLabels): void;
}

/** How values spread: seconds, bytes. */
export interface Histogram extends Disposable {
  /** Raises `metric.bad_value` for what is no number and for labels that were not announced. */
  observe(value: number, labels?: MetricLabels): void;
}
