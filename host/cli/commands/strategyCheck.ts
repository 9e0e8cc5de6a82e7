import { PlatformError } from "@promostack/core";
import type { CheckOutcome, Finding, SeriesReport } from "@promostack/core/check";
import { mistake } from "../../mistake.ts";
import type { Command } from "../command.ts";
import type { Terminal } from "../terminal.ts";

const SIGN: Record<CheckOutcome["state"], string> = { passed: "✓", warned: "!", failed: "✗", skipped: "–" };
const COLOUR = { passed: "green", warned: "yellow", failed: "red", skipped: "dim" } as const;

/** `strategy check`. */
export const check: Command = {
  name: "check",
  summary: "find what a backtest hides: looking ahead, memory, short warm-up, dates, slowness",
  description: `Evaluates a strategy again and again and compares:
  levels        entries that can be had at the close, stops behind them, targets ahead
  limits        time of an evaluation, candidates a day, size
  determinism   twice the same, and the same in a fresh process
  look-ahead    the series cut short, and with another future: the past must not change
  recursion     longer history, or one that begins later, must not change candidates
  hindsight     the same candles 52 weeks later must give the same candidates
Each finding says what, at which candle, why it matters and how to mend it. Exit code 1 where one is an error; warnings do not count.
Without --candles it checks on the strategy's fixtures and on made-up candles.`,
  arguments: [
    { name: "[strategy]", description: "folder or id of the strategy; the current folder when absent" },
  ],
  options: [
    { flags: "--candles <file>", description: "CSV or CSV.gz: time,open,high,low,close[,volume]" },
    { flags: "--params <json>", description: "the strategy's parameters that differ from its defaults" },
    { flags: "--symbol <symbol>", description: "symbol of the candles", default: "XAU/USD" },
  ],
  examples: ["strategy check", "strategy check my-idea --candles XAUUSD_M15.csv.gz --json"],
  async run(session, [name], options) {
    const { terminal, cwd, signal } = session;
    const { strategyFolder, strategyManifest } = await import("../../strategy/strategyFolder.ts");
    const { checkFolder } = await import("../../strategy/check.ts");
    const { openCliSandbox } = await import("../context.ts");
    const folder = await strategyFolder(name, cwd);
    await strategyManifest(folder);
    let bar: ReturnType<Terminal["progress"]> | undefined;
    const report = await checkFolder({
      folder,
      sandbox: await openCliSandbox(session),
      fresh: await openCliSandbox(session),
      candles: options.candles === undefined ? [] : [String(options.candles)],
      parameters: parametersOf(options.params),
      symbol: String(options.symbol ?? "XAU/USD"),
      cwd,
      signal,
      onCheck: (total, current) => {
        bar ??= terminal.progress("Checking", total);
        if (current) bar.advance();
      },
    }).finally(() => bar?.done());
    const { strategy, description, passed, series } = report;
    const findings = series.flatMap((each) =>
      each.findings.map((finding) => ({ ...finding, series: each.series })),
    );
    terminal.answer({ passed, strategy, findings, series });
    const title = `${strategy.id} ${strategy.version}`;
    terminal.print(
      `${terminal.style("bold", title)}  ${description.timeframe}, warm-up ${description.warmUp}`,
    );
    for (const each of series) printSeries(terminal, each);
    for (const finding of findings) printFinding(terminal, finding, finding.series);
    terminal.print();
    const errors = findings.filter(({ severity }) => severity === "error").length;
    if (!passed)
      throw new PlatformError(`${errors} ${errors === 1 ? "error" : "errors"} found.`, {
        code: "strategy.check_failed",
        hint: "A release with errors cannot be published.",
      });
    const warnings = findings.length === 0 ? "" : ` ${findings.length} to look at.`;
    terminal.print(`${terminal.style("green", "Nothing wrong was found.")}${warnings}`);
  },
};

function printSeries(terminal: Terminal, { series, checks, figures }: SeriesReport): void {
  terminal.print();
  const size = figures && `${figures.candles.toLocaleString("en")} candles, ${figures.candidates} candidates`;
  terminal.print(`${terminal.style("bold", series)}  ${size ?? ""}`.trimEnd());
  for (const { check: name, state, detail } of checks)
    terminal.print(
      `  ${terminal.style(COLOUR[state], SIGN[state])} ${name.padEnd(13)}${terminal.style("dim", detail)}`,
    );
}

function printFinding(terminal: Terminal, finding: Finding, series: string): void {
  const { check: name, severity, what, at, why, fix } = finding;
  const [sign, colour] = severity === "error" ? (["✗", "red"] as const) : (["!", "yellow"] as const);
  terminal.print();
  const where = `${at === null ? "" : ` at ${at}`} (${series})`;
  terminal.print(`${terminal.style(colour, sign)} ${terminal.style("bold", name)}${where}`);
  terminal.paragraph("    ", what);
  terminal.paragraph("    Why:  ", why);
  terminal.paragraph("    Mend: ", fix);
}

function parametersOf(text: string | boolean | undefined): Record<string, unknown> {
  if (typeof text !== "string") return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Said below, together with JSON that is no object.
  }
  throw mistake("--params is not a JSON object.", `Write it in single quotes: --params '{"stopAtr":2}'.`);
}
