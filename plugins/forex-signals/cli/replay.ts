import { setTimeout as sleep } from "node:timers/promises";
import { type CliCommand, type CliContext, type EphemeralPlatform, PlatformError } from "@promostack/core";
import { type Candle, TIMEFRAME_MS, type Timeframe } from "@promostack/core/strategy";
import type { CandidatePage, Feed, Signal, SignalPage } from "../api.ts";
import { guardrailsFor } from "../domain/guardrails.ts";
import { defaultPolicy } from "../domain/policy.ts";
import { type Report, type ReportedSignal, summaryOf } from "../domain/report.ts";
import { reportOf } from "../report/report.ts";
import { tradeOfSignal } from "../report/trade.ts";
import { spanOf } from "./backtest.ts";
import { type CandleFile, readCandles } from "./candleFile.ts";
import { chooseStrategy } from "./choice.ts";
import { chosenInstrument, INSTRUMENT_OPTIONS } from "./instrumentOption.ts";
import { candlesFor, wantedTimeframe } from "./preparedSeries.ts";
import { openReplayMarket } from "./replayMarket.ts";
import { answerReport, REPORT_OPTIONS, seedOption } from "./reportAnswer.ts";

const API = "/api/p/forex-signals";
/** Rounds in which the last messages may go out, since a chat takes one a second. */
const LAST_ROUNDS = 500;

/** `npx promostack replay`: scheduler, database, outbox and Telegram stand-in, on a clock of its own. */
export const replayCommand: CliCommand = {
  summary: "Feeds a CSV of candles through the whole platform; its signals equal the backtest's.",
  options: [
    {
      flags: "--candles <file>",
      description: "CSV or CSV.gz: time,open,high,low,close[,volume]",
      required: true,
    },
    {
      flags: "--strategy <name>",
      description: "id, id@version or folder of a strategy",
      default: "raja-banks-gold",
    },
    { flags: "--params <json>", description: "the strategy's parameters that differ from its defaults" },
    { flags: "--timeframe <name>", description: "timeframe that the strategy evaluates, to be sure" },
    ...INSTRUMENT_OPTIONS,
    {
      flags: "--speed <factor>",
      description: "max, or how many times as fast as the market",
      default: "max",
    },
    {
      flags: "--data-dir <folder>",
      description: "keeps the platform there; a replay that was cut off goes on",
    },
    { flags: "--candidates", description: "list every candidate, not only their number" },
    ...REPORT_OPTIONS,
  ],
  async run(context, _args, options) {
    const speed = speedOption(options.speed);
    const instrument = await chosenInstrument(context, options);
    const { description, parameters } = await chooseStrategy(
      context,
      String(options.strategy),
      instrument,
      options.params,
    );
    const timeframe = wantedTimeframe(description, options.timeframe);
    const file = await readCandles(String(options.candles), context.cwd, timeframe);
    const first = file.candles[0];
    if (first === undefined) return;
    const platform = await context.platform({
      startAt: new Date(first.time),
      enable: [],
      ...(typeof options.dataDir === "string" && { dataDir: options.dataDir }),
    });
    try {
      await openReplayMarket(platform, instrument, file, String(options.candles));
      await platform.enable("forex-signals", {
        strategy: description.id,
        parameters,
        symbols: [instrument.symbol],
        pictures: { opening: false, result: false },
      });
      await feed(context, platform, file, description.timeframe, speed);
      const signals = await signalsOf(platform);
      const listed = signals.map(reported);
      const report: Report = {
        strategy: { id: description.id, version: description.version, parameters },
        candles: spanOf(candlesFor(description.timeframe, file), description.timeframe),
        candidates: await candidatesOf(platform, options.candidates === true),
        signals: listed,
        summary: summaryOf(listed),
      };
      const policy = defaultPolicy(instrument);
      const whole = reportOf({
        strategy: report.strategy,
        instrument,
        timeframe: description.timeframe,
        trades: signals.map((signal) => ({ ...tradeOfSignal(signal, instrument), ...policy })),
        candles: file.candles,
        step: TIMEFRAME_MS[file.timeframe],
        policy,
        guardrails: guardrailsFor(instrument, description.guardrails),
        candidates: Array.isArray(report.candidates) ? report.candidates.length : report.candidates,
        refusals: null,
        seed: seedOption(options.seed),
      });
      await answerReport(context, report, whole, file.candles, options, "replay");
    } finally {
      await platform.stop();
    }
  },
};

/** Every candle's close in order: the jobs that fall due, then the messages. Goes on after the last one that was evaluated. */
async function feed(
  context: CliContext,
  platform: EphemeralPlatform,
  { candles, timeframe }: CandleFile,
  evaluated: Timeframe,
  speed: number,
): Promise<void> {
  const step = TIMEFRAME_MS[timeframe];
  const from = await reachedSoFar(platform);
  const left = candles.filter((candle) => candle.time + step > from);
  const progress = context.progress("Replay", candles.length);
  progress.advance(candles.length - left.length);
  // Whatever an interrupted run left to send goes first.
  await platform.settle();
  for (const candle of left) {
    context.signal.throwIfAborted();
    await atClose(platform, candle, step, evaluated);
    progress.advance();
    if (Number.isFinite(speed)) await sleep(step / speed, undefined, { signal: context.signal });
  }
  await sendTheRest(platform, (candles.at(-1)?.time ?? 0) + step);
  progress.done();
}

async function atClose(
  platform: EphemeralPlatform,
  candle: Candle,
  step: number,
  evaluated: Timeframe,
): Promise<void> {
  const close = candle.time + step;
  platform.setTime(new Date(close));
  const check = close % TIMEFRAME_MS["15min"] === 0 && (await platform.tick("signal-check-15min")) > 0;
  // The check advances open signals itself; where none was due, the minute's look does.
  if (!check) await platform.tick("monitor");
  if (evaluated === "1h" && close % TIMEFRAME_MS["30min"] === 0) await platform.tick("signal-check-1h");
  await platform.settle();
}

async function reachedSoFar(platform: EphemeralPlatform): Promise<number> {
  const { lastCheck } = await platform.call<Feed>("GET", `${API}/feed`);
  return lastCheck === null ? 0 : Date.parse(lastCheck.closeTime);
}

/** Moves the clock on while messages wait for their turn. */
async function sendTheRest(platform: EphemeralPlatform, end: number): Promise<void> {
  let now = end;
  for (let round = 0; round < LAST_ROUNDS; round++) {
    const next = await platform.settle();
    if (next === undefined) return;
    now = Math.max(now, next.getTime());
    platform.setTime(new Date(now));
  }
}

/** Every signal that was posted, oldest first, with its fills. */
async function signalsOf(platform: EphemeralPlatform): Promise<Signal[]> {
  const signals: Signal[] = [];
  for (let after = ""; ; ) {
    const query = `fills=true&limit=500${after && `&after=${encodeURIComponent(after)}`}`;
    const page = await platform.call<SignalPage>("GET", `${API}/signals?${query}`);
    signals.push(...page.items.filter(({ status }) => status !== "failed"));
    if (page.next === null) break;
    after = page.next;
  }
  return signals.reverse();
}

function reported(signal: Signal): ReportedSignal {
  const {
    openedAt,
    direction,
    entry,
    stop,
    targets,
    fills = [],
    closedAt,
    outcome,
    resultR,
    resultPips,
  } = signal;
  return {
    time: openedAt,
    direction,
    entry,
    stop,
    targets,
    // In the backtest's order, so that the two answers can be held against each other as text.
    fills: fills.map(({ time, price, fraction, reason, ambiguous }) => ({
      time,
      price,
      fraction,
      reason,
      ambiguous,
    })),
    closedAt,
    outcome,
    resultR,
    resultPips,
  };
}

async function candidatesOf(platform: EphemeralPlatform, listed: boolean): Promise<Report["candidates"]> {
  const items: CandidatePage["items"] = [];
  for (let after = ""; ; ) {
    const query = `limit=${listed ? 1000 : 1}${after && `&after=${encodeURIComponent(after)}`}`;
    const page = await platform.call<CandidatePage>("GET", `${API}/candidates?${query}`);
    if (!listed) return page.total;
    items.push(...page.items);
    if (page.next === null) return items;
    after = page.next;
  }
}

function speedOption(value: string | boolean | undefined): number {
  if (value === undefined || value === "max") return Number.POSITIVE_INFINITY;
  const factor = Number(value);
  if (factor > 0 && Number.isFinite(factor)) return factor;
  throw new PlatformError(`--speed ${String(value)} is not a speed.`, {
    code: "cli.bad_speed",
    status: 400,
    hint: "Write max, or a number such as 900 for fifteen minutes a second.",
  });
}
