import { type PlatformContext, PlatformError } from "@promostack/core";
import { TIMEFRAME_MS } from "@promostack/core/strategy";
import { guardrailsFor } from "../../domain/guardrails.ts";
import { parametersFor } from "../../domain/parameters.ts";
import { defaultPolicy } from "../../domain/policy.ts";
import { readInstruments, unknownInstrument } from "../../market/instruments.ts";
import type { Report } from "../api.ts";
import { workedOut } from "../clerk/clerk.ts";
import { packed } from "../clerk/packed.ts";
import { evaluatedOver, storedStretch } from "../stored/stretch.ts";
import type { Wanted } from "./reportTasks.ts";

export interface MadeReport {
  report: Report;
  timeframe: string;
  from: Date;
  to: Date;
}

/**
 * A release's report over the stored candles of a symbol, with its default parameters and guardrails: nobody chose the stretch or
 * the settings. Raises `report.no_candles`.
 */
export async function makeReleaseReport(
  context: Pick<PlatformContext, "platformDb" | "sandbox" | "signal">,
  { strategy, version, symbol }: Wanted,
  tell: (doing: string, progress: number) => Promise<void>,
): Promise<MadeReport> {
  const instrument = (await readInstruments(context)).get(symbol);
  if (instrument === undefined) throw unknownInstrument(symbol);
  const description = await context.sandbox.describe(strategy, version);
  await tell("Reading candles", 0.1);
  const stretch = await storedStretch(context, symbol, description);
  const [first] = stretch?.candles ?? [];
  const last = stretch?.candles.at(-1);
  if (stretch === undefined || first === undefined || last === undefined)
    throw noCandles(symbol, description.timeframe);
  await tell(`Evaluating ${stretch.candles.length.toLocaleString("en-US")} candles`, 0.3);
  const parameters = parametersFor(description, instrument, {});
  const guardrails = guardrailsFor(instrument, description.guardrails);
  const policy = defaultPolicy(instrument);
  const { candidates, finest } = await evaluatedOver(
    context,
    { description, parameters, instrument, policy },
    stretch,
  );
  await tell(`Counting ${candidates.length.toLocaleString("en-US")} candidates`, 0.7);
  const step = TIMEFRAME_MS[stretch.timeframe];
  const report = await workedOut(
    "release",
    {
      strategy: { id: description.id, version: description.version, parameters },
      instrument,
      timeframe: description.timeframe,
      candles: packed(stretch.candles),
      step,
      finest: packed(finest),
      candidates,
      guardrails,
      policy,
    },
    context.signal,
  );
  return {
    report,
    timeframe: description.timeframe,
    from: new Date(first.time),
    to: new Date(last.time + step),
  };
}

/** Code of a failure that candles mend, whenever they come. */
export const NO_CANDLES = "report.no_candles";

function noCandles(symbol: string, timeframe: string): PlatformError {
  return new PlatformError(
    `There are no stored candles of ${symbol} that a ${timeframe} strategy can evaluate.`,
    {
      code: NO_CANDLES,
      status: 409,
      hint: "Import a history of the symbol, or wait until the feed has brought one.",
      details: { symbol, timeframe },
    },
  );
}
