import { PlatformError } from "../errors.ts";
import { TIMEFRAME_MS } from "../strategy/candle.ts";
import { madeUpCandles } from "./candles.ts";
import { checkDeterminism } from "./determinism.ts";
import type { CheckName, CheckOutcome, Finding } from "./finding.ts";
import { checkHindsight } from "./hindsight.ts";
import { checkLevels } from "./levels.ts";
import { checkLimits, type Figures, figuresOf, isSlow } from "./limits.ts";
import { checkLookAhead } from "./lookAhead.ts";
import { checkRecursion, loadedHistory, recursionNeeds } from "./recursion.ts";
import type { Checked, CheckSeries, CheckSubject, Evaluation } from "./subject.ts";

/** What the checks say of one strategy on one series. */
export interface SeriesReport {
  series: string;
  figures: Figures | null;
  checks: CheckOutcome[];
  findings: Finding[];
}

export interface CheckReport {
  /** No finding is an error. Warnings may stand. */
  passed: boolean;
  series: SeriesReport[];
}

export interface CheckOptions {
  /** Called before each check, for a progress bar; there are `CHECKS.length` on each series. */
  onCheck?(check: CheckName, series: string): void;
}

/** The checks in their order. */
export const CHECKS: readonly CheckName[] = [
  "evaluation",
  "levels",
  "limits",
  "determinism",
  "look-ahead",
  "recursion",
  "hindsight",
];

/**
 * Everything that can be found out about a strategy by evaluating it: whether it answers, the same each time, without
 * looking ahead, whatever the length of the history, by rules and not by dates, within the limits. Series in, findings out.
 *
 * ```ts
 * const subject = sandboxSubject({ sandbox, fresh, description, parameters: description.defaults, now: () => performance.now() });
 * const report = await checkStrategy(subject, [{ name: "gold", candles }, madeUpSeries(subject)]);
 * if (!report.passed) …report.series.flatMap(({ findings }) => findings)
 * ```
 */
export async function checkStrategy(
  subject: CheckSubject,
  series: readonly CheckSeries[],
  options: CheckOptions = {},
): Promise<CheckReport> {
  const reports: SeriesReport[] = [];
  for (const each of series) reports.push(await checkOn(subject, each, options));
  const last = reports.at(-1);
  if (last && reports.every(({ figures }) => figures?.candidates === 0)) last.findings.push(SILENT);
  const findings = reports.flatMap((each) => each.findings);
  return { passed: !findings.some(({ severity }) => severity === "error"), series: reports };
}

/** Made-up candles, as many as the check of recursion asks for: for an author without a file at hand. */
export function madeUpSeries(subject: CheckSubject): CheckSeries {
  const count = Math.min(MOST_MADE_UP, Math.max(LEAST_MADE_UP, 4 * loadedHistory(subject) + 1_000));
  return { name: "made-up candles", candles: madeUpCandles(subject.description.timeframe, count) };
}

const MOST_EVALUATIONS = 5;
const LEAST_MADE_UP = 8_000;
const MOST_MADE_UP = 60_000;

const SILENT: Finding = {
  check: "evaluation",
  severity: "warning",
  what: "It proposed nothing at all.",
  at: null,
  why: "Where there is no candidate, there is nothing that could be checked.",
  fix: "Give candles on which it trades: --candles FILE.",
};

async function checkOn(
  subject: CheckSubject,
  series: CheckSeries,
  { onCheck }: CheckOptions,
): Promise<SeriesReport> {
  const step = TIMEFRAME_MS[subject.description.timeframe];
  const closeOf = (index: number) => (series.candles[index]?.time ?? 0) + step;
  const checks: CheckOutcome[] = [];
  const findings: Finding[] = [];
  const begin = (check: CheckName) => onCheck?.(check, series.name);
  const conclude = (check: CheckName, found: readonly Finding[], detail: string) => {
    findings.push(...found);
    const worst = found.some(({ severity }) => severity === "error") ? "failed" : "warned";
    checks.push({ check, state: found.length === 0 ? "passed" : worst, detail });
  };
  /** A check whose evaluation is stopped or fails has its finding in that. */
  const run = async (check: CheckName, detail: string, work: () => Promise<Finding[]> | Finding[]) => {
    begin(check);
    try {
      conclude(check, await work(), detail);
    } catch (error) {
      conclude(check, [failure(error, check)], detail);
    }
  };
  /** Twice, since the first evaluation also warms the process up; oftener while it looks slow, which a busy machine does to all. */
  const evaluated = async (): Promise<Evaluation[]> => {
    const ended: Evaluation[] = [];
    await run("evaluation", `${count(series.candles.length)} candles`, async () => {
      ended.push(await subject.evaluate(series), await subject.evaluate(series));
      while (ended.length < MOST_EVALUATIONS && isSlow(series, ended))
        ended.push(await subject.evaluate(series));
      return [];
    });
    return ended;
  };
  const skip = (check: CheckName, detail: string) => {
    begin(check);
    checks.push({ check, state: "skipped", detail });
  };

  const answers = await evaluated();
  const [whole, again] = answers;
  if (whole === undefined || again === undefined) {
    for (const check of CHECKS.slice(1)) skip(check, "it does not evaluate");
    return { series: series.name, figures: null, checks, findings };
  }
  const checked: Checked = { subject, series, whole, again, closeOf };
  const figures = figuresOf(series, answers);
  const candidates = `${count(figures.candidates)} candidates`;
  await run("levels", candidates, () => checkLevels(checked));
  await run(
    "limits",
    `${figures.candidatesPerDay.toFixed(1)} candidates a day, ${milliseconds(figures)}`,
    () => checkLimits(figures, whole),
  );
  await run("determinism", "again, and in a fresh process", () => checkDeterminism(checked));
  if (series.candles.length < 4) skip("look-ahead", "too few candles");
  else await run("look-ahead", "truncated, and with another future", () => checkLookAhead(checked));
  const needs = recursionNeeds(subject);
  if (series.candles.length < needs)
    skip("recursion", `needs ${count(needs)} candles, here are ${count(series.candles.length)}`);
  else
    await run("recursion", "with the history that its warm-up asks for", async () => {
      return (await checkRecursion(checked)).findings;
    });
  if (figures.candidates < 8) skip("hindsight", `only ${candidates}`);
  else await run("hindsight", "the same candles 52 weeks later", () => checkHindsight(checked));
  return { series: series.name, figures, checks, findings };
}

/** What the sandbox says of an evaluation that did not end well. */
function failure(error: unknown, check: CheckName): Finding {
  if (!PlatformError.is(error) || !error.code.startsWith("sandbox.")) throw error;
  if (error.code === "sandbox.cancelled" || error.code === "sandbox.closed") throw error;
  const stopped = error.code === "sandbox.timeout" || error.code === "sandbox.memory";
  return {
    check: stopped ? "limits" : check,
    severity: "error",
    what: error.message,
    at: null,
    why: "Where it is stopped or fails, no signal is sent, and after a few times the platform sets it aside.",
    fix:
      stopped && error.hint
        ? error.hint
        : "Run it over these candles with `npx promostack backtest`, and mend what it names.",
  };
}

function milliseconds({ millisecondsPerCandle }: Figures): string {
  return `${(millisecondsPerCandle * 1_000).toFixed(1)} µs a candle`;
}

function count(value: number): string {
  return value.toLocaleString("en");
}
