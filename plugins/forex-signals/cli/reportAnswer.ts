import { type CliContext, type CliOption, PlatformError } from "@promostack/core";
import type { Candle } from "@promostack/core/strategy";
import type { Report as Answer } from "../domain/report.ts";
import type { Report } from "../report/api.ts";
import { reportPage } from "../report/html/page.ts";
import { printReport } from "./terminal.ts";
import { writeResult } from "./writtenFile.ts";

/** What `backtest` and `replay` take to say more about the same signals. */
export const REPORT_OPTIONS: CliOption[] = [
  { flags: "--report", description: "with --json: add the whole report as `report`" },
  {
    flags: "--html <file>",
    description: "write the report as one HTML file with curves, candles and trades",
  },
  { flags: "--seed <number>", description: "what the report's simulations start from", default: "1" },
];

/** Prints and answers a result, with its report in the forms that were asked for. */
export async function answerReport(
  context: CliContext,
  answer: Answer,
  report: Report,
  candles: readonly Candle[],
  options: Record<string, string | boolean | undefined>,
  madeBy: "backtest" | "replay",
): Promise<void> {
  context.answer(options.report ? { ...answer, report } : answer);
  printReport(context, answer, report);
  if (typeof options.html !== "string") return;
  const { id, version } = answer.strategy;
  const page = await reportPage({
    report,
    candles,
    title: `${id} ${version}`,
    madeBy: `Made by PromoStack's ${madeBy} on Node ${process.versions.node}.`,
  });
  await writeResult(context, options.html, page);
  context.print("");
  context.print(`  Report: ${options.html}`);
}

/** Checks the value of `--seed`. */
export function seedOption(value: string | boolean | undefined): number {
  const text = String(value ?? 1);
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new PlatformError(`--seed ${text} is not a seed.`, {
    code: "cli.bad_seed",
    status: 400,
    hint: "Write a whole number from 0 on; the same one draws the same.",
  });
}
