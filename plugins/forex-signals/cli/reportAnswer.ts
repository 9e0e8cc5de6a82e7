import { writeFile } from "node:fs/promises";
import path from "node:path";
import { type CliContext, type CliOption, PlatformError } from "@promostack/core";
import type { Candle } from "@promostack/core/strategy";
import type { Report as Answer } from "../domain/report.ts";
import type { Report } from "../report/api.ts";
import { reportPage } from "../report/html/page.ts";
import { printReport } from "./terminal.ts";

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
  await writePage(path.resolve(context.cwd, options.html), page);
  context.print("");
  context.print(`  Report: ${options.html}`);
}

async function writePage(file: string, page: string): Promise<void> {
  await writeFile(file, page).catch((cause: unknown) => {
    throw new PlatformError(`Cannot write ${file}.`, {
      code: "cli.unwritable",
      status: 400,
      hint: "Name a file in a folder that exists.",
      cause,
    });
  });
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
