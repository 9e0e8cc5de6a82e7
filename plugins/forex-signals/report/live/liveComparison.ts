import type { PlatformContext, Transaction } from "@promostack/core";
import type { Choice } from "../../signals/choices.ts";
import { policyOf, tenantGuardrails } from "../../signals/settings.ts";
import { storedStretch, testOver } from "../stored/stretch.ts";
import { type Comparison, compare, type LiveSignal } from "./comparison.ts";

const WEEK_MS = 7 * 86_400_000;

/** What is known of a tenant's choice since a moment: its signals, and the candidates that became none. */
interface Lived {
  since: number;
  signals: LiveSignal[];
  refusals: Map<number, string>;
}

/** Reads them, from the later of `weeks` ago and the first thing that this choice did for the tenant; undefined where it did nothing. */
export async function livedWith(
  trx: Transaction,
  choiceId: string,
  now: Date,
  weeks: number,
): Promise<Lived | undefined> {
  const row = await trx.one<{ first: Date | null }>(
    `select least((select min(opened_at) from signal where choice_id = $1), (select min(close_time) from refusal where choice_id = $1)) as first`,
    [choiceId],
  );
  if (!row?.first) return undefined;
  const since = new Date(Math.max(row.first.getTime(), now.getTime() - weeks * WEEK_MS));
  const signals = await trx.many<{
    openedAt: Date;
    closedAt: Date | null;
    direction: "buy" | "sell";
    resultR: number | null;
    status: string;
  }>(
    `select opened_at as "openedAt", closed_at as "closedAt", direction, result_r as "resultR", status from signal
     where choice_id = $1 and opened_at >= $2 order by opened_at`,
    [choiceId, since],
  );
  const refusals = await trx.many<{ time: Date; reason: string }>(
    "select close_time as time, reason from refusal where choice_id = $1 and close_time >= $2",
    [choiceId, since],
  );
  return {
    since: since.getTime(),
    signals: signals.map((signal) => ({
      ...signal,
      openedAt: signal.openedAt.getTime(),
      closedAt: signal.closedAt?.getTime() ?? null,
    })),
    refusals: new Map(refusals.map(({ time, reason }) => [time.getTime(), reason])),
  };
}

/**
 * The backtest of a tenant's choice over the weeks that it has lived with it, by the guardrails and the policy of today's settings,
 * beside what happened. Undefined where no candles are stored.
 */
export async function liveComparison(
  context: Pick<PlatformContext, "platformDb" | "sandbox" | "signal" | "clock">,
  choice: Choice,
  { since, signals, refusals }: Lived,
): Promise<Comparison | undefined> {
  const { description, instrument, strategy } = choice;
  const settings = choice.tenants[0]?.settings;
  const stretch = await storedStretch(context, instrument.symbol, description);
  if (settings === undefined || stretch === undefined) return undefined;
  const policy = policyOf(settings, instrument);
  const guardrails = tenantGuardrails(settings, instrument, description.guardrails);
  const { parameters } = strategy;
  const tested = await testOver(
    context,
    { description, parameters, instrument, guardrails, policy },
    stretch,
    since,
  );
  const compared = compare(
    signals,
    tested.signals.map(({ signal, result }) => ({
      openedAt: signal.openedAt,
      direction: signal.direction,
      closedAt: signal.closedAt,
      resultR: result?.resultR ?? null,
    })),
    refusals,
  );
  return {
    symbol: instrument.symbol,
    strategy: strategy.strategy,
    version: strategy.version,
    from: new Date(since).toISOString(),
    to: context.clock.now().toISOString(),
    ...compared,
  };
}
