import { type CliContext, type CliOption, PlatformError } from "@promostack/core";
import type { Candle } from "@promostack/core/strategy";
import type { Report as Answer } from "../domain/report.ts";
import type { Report } from "../report/api.ts";
import { printReport } from "./terminal.ts";

/** What `backtest` and `replay` take to say more about the same signals. */
export const REPORT_OPTIONS: CliOption[] = [
  { flags: "--report", description: "with --json: add the whole report as `report`" },
  { flags: "--seed <number>", description: "what the report's simulations start from", default: "1" },
];

/** Prints and answers a result, with its report in the forms that were asked for. */
export async function answerReport(
  context: CliContext,
  answer: Answer,
  report: Report,
  _candles: readonly Candle[],
  options: Record<string, string | boolean | undefined>,
): Promise<void> {
  context.answer(options.report ? { ...answer, report } : answer);
  printReport(context, answer, report);
}

/** Checks the value of `--seed`. */
export function seedOption(value: string | boolean | undefined): number {
  const seed = Number(value ?? 1);
  if (Number.isSafeInteger(seed) && seed >= 0) return seed;
  throw new PlatformError(`--seed ${String(value)} is not a seed.`, {
    code: "cli.bad_seed",
    status: 400,
    hint: "Write a whole number from 0 on; the same one gives the same report.",
  });
}
