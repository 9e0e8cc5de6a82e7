import type { TimedCandidate, Transaction } from "@promostack/core";
import type { Refusal } from "../domain/guardrails.ts";
import type { Levels } from "../domain/levels.ts";
import type { SignalPolicy } from "../domain/policy.ts";
import type { Measure } from "../domain/refusalMeasure.ts";
import { openSignal } from "../domain/signal.ts";
import { toPrice } from "../domain/ticks.ts";
import type { FollowedChat } from "../messages/rules.ts";
import type { Choice, ChoosingTenant } from "./choices.ts";
import { spreadOf } from "./settings.ts";

/** Why a candidate did not become a tenant's signal: a guardrail, or something only the platform knows. */
export type RefusalReason = Refusal | "paused" | "no-channel" | "quiet-hours" | "strategy-queued";

/** A candidate that did not become a tenant's signal, with the figures behind it. */
export interface TenantRefusal extends Partial<Measure> {
  tenantId: string;
  reason: RefusalReason;
}

/** A signal that is about to open. */
export interface Opening {
  tenant: ChoosingTenant;
  signalId: string;
  positionId: string;
  slot: number;
  /** Who follows it, and what each was promised. */
  chats: FollowedChat[];
}

/** Writes that a choice was evaluated at a close, with how many candles were missing in what it looked back on; false where it had been. In the transaction of what follows from it. */
export async function markEvaluated(
  trx: Transaction,
  choice: Choice,
  closeTime: number,
  candidate: TimedCandidate | null,
  now: Date,
  missing = 0,
): Promise<boolean> {
  const { strategy, description } = choice;
  const marked = await trx.run(
    `with known as (
       insert into choice (id, strategy, version, parameters, symbol, timeframe, first_seen_at)
       values ($1, $5, $6, $7, $8, $9, $4) on conflict do nothing
     )
     insert into evaluation (choice_id, close_time, candidate, evaluated_at, tenants, missing)
     values ($1, $2, $3, $4, $10, $11) on conflict do nothing`,
    [
      choice.id,
      new Date(closeTime),
      candidate && JSON.stringify(candidate),
      now,
      strategy.strategy,
      strategy.version,
      JSON.stringify(strategy.parameters),
      choice.instrument.symbol,
      description.timeframe,
      choice.tenants.length,
      missing,
    ],
  );
  return marked > 0;
}

/** The market's side of what opens: one for each policy. */
export async function insertPositions(
  trx: Transaction,
  choice: Choice,
  candidate: TimedCandidate,
  levels: Levels,
  positions: readonly { id: string; policy: SignalPolicy }[],
): Promise<void> {
  const state = JSON.stringify(openSignal(levels, candidate.time));
  for (const { id, policy } of positions) {
    await trx.run(
      `insert into position (id, choice_id, symbol, timeframe, strategy, opened_at, policy, state, indicators, advanced_until)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $6)`,
      [
        id,
        choice.id,
        choice.instrument.symbol,
        choice.description.timeframe,
        choice.strategy.strategy,
        new Date(candidate.time),
        JSON.stringify(policy),
        state,
        JSON.stringify(candidate.indicators ?? {}),
      ],
    );
  }
}

/** Answers the ids that went in: one whose place was taken meanwhile did not. */
export async function insertSignals(
  trx: Transaction,
  choice: Choice,
  candidate: TimedCandidate,
  levels: Levels,
  openings: readonly Opening[],
): Promise<Set<string>> {
  if (openings.length === 0) return new Set();
  const price = (ticks: number) => toPrice(ticks, choice.instrument);
  const rows = openings.map(({ tenant, signalId, positionId, slot, chats }) => ({
    tenantId: tenant.tenantId,
    id: signalId,
    positionId,
    slot,
    stopPolicy: tenant.settings.stopPolicy,
    spread: spreadOf(tenant.settings, choice.instrument),
    chats,
  }));
  const inserted = await trx.many<{ id: string }>(
    `insert into signal (tenant_id, id, position_id, choice_id, strategy, version, symbol, timeframe, direction, entry, stop,
       targets, fractions, stop_policy, spread, reason, chats, slot, opened_at)
     select s."tenantId", s.id, s."positionId", $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, s."stopPolicy", s.spread, $12, s.chats, s.slot, $13
     from json_to_recordset($1::json) as s("tenantId" uuid, id uuid, "positionId" uuid, slot smallint, "stopPolicy" text, spread numeric,
       chats jsonb)
     on conflict do nothing returning id`,
    [
      JSON.stringify(rows),
      choice.id,
      choice.strategy.strategy,
      choice.strategy.version,
      choice.instrument.symbol,
      choice.description.timeframe,
      levels.direction,
      price(levels.entry),
      price(levels.stop),
      levels.targets.map(price),
      levels.fractions,
      candidate.reason ?? null,
      new Date(candidate.time),
    ],
  );
  return new Set(inserted.map(({ id }) => id));
}

export async function insertRefusals(
  trx: Transaction,
  choice: Choice,
  candidate: TimedCandidate,
  levels: Levels,
  refusals: readonly TenantRefusal[],
): Promise<void> {
  if (refusals.length === 0) return;
  await trx.run(
    `insert into refusal (tenant_id, choice_id, close_time, reason, seen, allowed, direction, entry, symbol, strategy)
     select "tenantId", $2, $3, reason, seen, "limit", $4, $5, $6, $7
     from json_to_recordset($1::json) as r("tenantId" uuid, reason text, seen text, "limit" text)
     on conflict do nothing`,
    [
      JSON.stringify(refusals),
      choice.id,
      new Date(candidate.time),
      levels.direction,
      toPrice(levels.entry, choice.instrument),
      choice.instrument.symbol,
      choice.strategy.strategy,
    ],
  );
}
