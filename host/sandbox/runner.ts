/**
 * The program of a forked runner: SES locked down, one compartment a session. It is bundled to one script and started with
 * an empty environment, no permissions and a small heap; the parent kills it on a deadline, so nothing here needs a timer.
 */
import "ses";
import { type StrategyDefinition, TIMEFRAME_MS } from "@promostack/core/strategy";
import { describeDefinition, evaluateStrategy, InvalidResult } from "./compartment.ts";
import type { RunnerAnswer, RunnerCall } from "./protocol.ts";
import { Session } from "./session.ts";
import { takeOver } from "./settingsCompartment.ts";

lockdown({
  // A stack would tell a strategy where on this machine it runs.
  errorTaming: "safe",
  consoleTaming: "unsafe",
  stackFiltering: "verbose",
  overrideTaming: "min",
});

/** Sessions kept; the least lately used goes first, and the parent sends its history again when it is asked for. */
const MOST_SESSIONS = 48;

interface KeptSeries {
  id: number | undefined;
  candles: Float64Array;
  hourly: Float64Array | undefined;
}

/** One series for many settings. */
let kept: KeptSeries | undefined;

const sources = new Map<string, string>();
const sessions = new Map<string, Session>();

process.on("message", (call: RunnerCall) => {
  const answered = answer(call);
  // Promises that the strategy left behind run first: they belong to its deadline, not to the next call's.
  setImmediate(() => process.send?.(answered));
});
process.on("disconnect", () => process.exit(0));

function answer(call: RunnerCall): RunnerAnswer {
  try {
    switch (call.op) {
      case "load":
        sources.set(call.key, call.source);
        return { id: call.id, ok: true, op: "load" };
      case "describe":
        return {
          id: call.id,
          ok: true,
          op: "describe",
          description: describeDefinition(definitionOf(call.key)),
        };
      case "series": {
        const session = begin(call);
        const { candles, hourly } = seriesOf(call);
        if (hourly) session.addHourly(hourly);
        return { id: call.id, ok: true, op: "series", candidates: session.advance(candles) };
      }
      case "newest":
        return newest(call);
      case "settings":
        return {
          id: call.id,
          ok: true,
          op: "settings",
          answers: takeOver(sourceOf(call.key), call.stored, messageOf),
        };
    }
  } catch (error) {
    const reason = InvalidResult.is(error) ? "invalid" : "threw";
    return { id: call.id, ok: false, reason, message: messageOf(error) };
  }
}

/** The candles that came with the call, or those that were kept from an earlier one. */
function seriesOf({ candles, hourly, kept: id }: Extract<RunnerCall, { op: "series" }>): KeptSeries {
  const series = candles ? { id, candles, hourly } : kept;
  if (series === undefined || series.id !== id) throw new Error("The runner does not keep that series.");
  if (id !== undefined) kept = series;
  return series;
}

function newest(call: Extract<RunnerCall, { op: "newest" }>): RunnerAnswer {
  let session = sessions.get(call.session);
  if (session === undefined || session.held !== call.held) {
    if (call.held > 0) return { id: call.id, ok: true, op: "newest", missing: true };
    session = begin(call);
  }
  sessions.delete(call.session);
  if (call.hourly) session.addHourly(call.hourly);
  // A session that threw is not kept: its engine may stand between two candles.
  session.advance(call.candles);
  sessions.set(call.session, session);
  const oldest = sessions.size > MOST_SESSIONS ? sessions.keys().next().value : undefined;
  if (oldest !== undefined) sessions.delete(oldest);
  const indicators: Record<string, number | null> = {};
  for (const name of call.indicators) indicators[name] = session.indicator(name);
  return { id: call.id, ok: true, op: "newest", candidate: session.newest, indicators };
}

function begin({ key, parameters, tick }: Extract<RunnerCall, { op: "series" | "newest" }>): Session {
  const definition = definitionOf(key);
  const { timeframe } = describeDefinition(definition);
  return new Session(definition, parameters, {
    timeframeMs: TIMEFRAME_MS[timeframe],
    ...(tick !== undefined && { tick }),
  });
}

/** A fresh compartment each time, so that nothing one session leaves in its module reaches another. */
function definitionOf(key: string): StrategyDefinition {
  return evaluateStrategy(sourceOf(key));
}

function sourceOf(key: string): string {
  const source = sources.get(key);
  if (source === undefined) throw new InvalidResult(`${key} was not loaded into this runner.`);
  return source;
}

/** What was thrown may be anything, a trap included. */
function messageOf(error: unknown): string {
  try {
    const message: unknown =
      typeof error === "object" && error !== null ? Reflect.get(error, "message") : error;
    return typeof message === "string" ? message.slice(0, 500) : "It threw something that is not an error.";
  } catch {
    return "It threw something whose message cannot be read.";
  }
}
