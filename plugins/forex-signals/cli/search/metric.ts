import { type CliOption, PlatformError } from "@promostack/core";
import type { Summary } from "../../domain/summary.ts";
import { countOption } from "./countOption.ts";

/** What settings are compared by; more is better in each. */
const METRICS = {
  expectancyR: (summary: Summary) => summary.expectancyR,
  totalR: (summary: Summary) => summary.totalR,
  profitFactor: (summary: Summary) => summary.profitFactor,
  winRate: (summary: Summary) => summary.winRate,
  sharpe: (summary: Summary) => summary.sharpe,
  drawdown: (summary: Summary) => -summary.maxDrawdownR,
} as const;

export const METRIC_OPTIONS: CliOption[] = [
  {
    flags: "--sort <metric>",
    description: `what makes a setting better: ${Object.keys(METRICS).join(", ")}`,
    default: "expectancyR",
  },
  { flags: "--min-trades <n>", description: "settings with fewer trades come last", default: "30" },
];

export interface Metric {
  name: string;
  fewest: number;
  /** Null where there are too few trades to say. */
  of(summary: Summary): number | null;
}

export function metricOption(options: Record<string, string | boolean | undefined>): Metric {
  const name = String(options.sort ?? "expectancyR");
  const fewest = countOption("--min-trades", options.minTrades ?? "30", "trades");
  const measure = new Map(Object.entries(METRICS)).get(name);
  if (measure === undefined)
    throw new PlatformError(`There is no metric ${name}.`, {
      code: "cli.bad_metric",
      status: 400,
      hint: `Use --sort with one of ${Object.keys(METRICS).join(", ")}.`,
    });
  return { name, fewest, of: (summary) => (summary.trades < fewest ? null : measure(summary)) };
}
