import type { Channel, PlatformContext, TimedCandidate, Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import { type Refusal, refusalOf } from "../domain/guardrails.ts";
import { type Levels, levelsOf } from "../domain/levels.ts";
import type { SignalPolicy } from "../domain/policy.ts";
import { openSignal } from "../domain/signal.ts";
import { toPrice } from "../domain/ticks.ts";
import type { Choice, ChoosingTenant } from "./choices.ts";
import { historiesAt, type LiveHistory } from "./histories.ts";
import { tellLive } from "./live.ts";
import { postsTo, writePosts } from "./posts.ts";
import { policyOf, tenantGuardrails } from "./settings.ts";
import { openingText } from "./templates.ts";

type FanOutContext = Pick<PlatformContext, "sendMany" | "publishMany" | "clock">;

/** Why a candidate did not become a tenant's signal: a guardrail, or something only the platform knows. */
export type TenantRefusal = Refusal | "paused" | "no-channel" | "strategy-queued";

interface Opening {
  tenant: ChoosingTenant;
  signalId: string;
  positionId: string;
  slot: number;
  channels: Channel[];
}

/** Writes that a choice was evaluated at a close; false where it had been. In the transaction of what follows from it. */
export async function markEvaluated(
  trx: Transaction,
  choice: Choice,
  closeTime: number,
  candidate: TimedCandidate | null,
  now: Date,
): Promise<boolean> {
  const { strategy, description } = choice;
  const marked = await trx.run(
    `with known as (
       insert into choice (id, strategy, version, parameters, symbol, timeframe, first_seen_at)
       values ($1, $5, $6, $7, $8, $9, $4) on conflict do nothing
     )
     insert into evaluation (choice_id, close_time, candidate, evaluated_at, tenants)
     values ($1, $2, $3, $4, $10) on conflict do nothing`,
    [
      choice.id,
      new Date(closeTime),
      candidate && JSON.stringify(candidate),
      now,
      strategy.strategy,
      strategy.version,
      JSON.stringify(strategy.parameters),
      choice.symbol,
      description.timeframe,
      choice.tenants.length,
    ],
  );
  return marked > 0;
}

/**
 * Makes a candidate the signal of every tenant whose guardrails let it pass, with its posts and events, all in the caller's
 * transaction and in a fixed number of statements. Answers how many opened.
 */
export async function fanOut(
  context: FanOutContext,
  trx: Transaction,
  choice: Choice,
  candidate: TimedCandidate,
  channels: ReadonlyMap<string, Channel[]>,
): Promise<number> {
  const levels = levelsOf(candidate);
  const ids = choice.tenants.map(({ tenantId }) => tenantId);
  const histories = await historiesAt(trx, ids, choice.strategy.strategy, candidate.time);
  const positions = new Map<string, { id: string; policy: SignalPolicy }>();
  const openings: Opening[] = [];
  const refusals: { tenantId: string; reason: TenantRefusal }[] = [];
  for (const tenant of choice.tenants) {
    const { tenantId, settings } = tenant;
    const posted = (channels.get(tenantId) ?? []).filter(({ kind }) => settings.channelKinds.includes(kind));
    const history = histories.get(tenantId);
    const reason = history && refusalFor(choice, tenant, history, levels, candidate.time, posted);
    if (history === undefined || reason !== undefined) {
      if (reason !== undefined) refusals.push({ tenantId, reason });
      continue;
    }
    const policy = policyOf(settings);
    const shape = JSON.stringify(policy);
    const position = positions.get(shape) ?? { id: uuidv7(), policy };
    positions.set(shape, position);
    const slot = freeSlot(history.slots);
    openings.push({ tenant, signalId: uuidv7(), positionId: position.id, slot, channels: posted });
  }
  await insertPositions(trx, choice, candidate, levels, [...positions.values()]);
  const opened = await insertSignals(trx, choice, candidate, levels, openings);
  const late = openings.filter(({ signalId }) => !opened.has(signalId));
  refusals.push(...late.map(({ tenant }) => ({ tenantId: tenant.tenantId, reason: "max-open" as const })));
  await insertRefusals(trx, choice, candidate, levels, refusals);
  await announce(
    context,
    trx,
    choice,
    candidate,
    levels,
    openings.filter(({ signalId }) => opened.has(signalId)),
  );
  await trx.run("update evaluation set opened = $3 where choice_id = $1 and close_time = $2", [
    choice.id,
    new Date(candidate.time),
    opened.size,
  ]);
  return opened.size;
}

function refusalFor(
  choice: Choice,
  { settings }: ChoosingTenant,
  history: LiveHistory,
  levels: Levels,
  time: number,
  channels: readonly Channel[],
): TenantRefusal | undefined {
  if (history.pausedUntil !== null && history.pausedUntil.getTime() > time) return "paused";
  if (history.openStrategies.some((strategy) => strategy !== choice.strategy.strategy))
    return "strategy-queued";
  const rules = tenantGuardrails(settings, choice.description.guardrails);
  return refusalOf(levels, time, history, rules) ?? (channels.length === 0 ? "no-channel" : undefined);
}

/** The lowest place for an open signal that is not taken. */
function freeSlot(taken: readonly number[]): number {
  let slot = 1;
  while (taken.includes(slot)) slot++;
  return slot;
}

async function insertPositions(
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
        choice.symbol,
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
async function insertSignals(
  trx: Transaction,
  choice: Choice,
  candidate: TimedCandidate,
  levels: Levels,
  openings: readonly Opening[],
): Promise<Set<string>> {
  if (openings.length === 0) return new Set();
  const rows = openings.map(({ tenant, signalId, positionId, slot }) => ({
    tenantId: tenant.tenantId,
    id: signalId,
    positionId,
    slot,
    stopPolicy: tenant.settings.stopPolicy,
    spread: tenant.settings.spread,
    riskNote: tenant.settings.riskNote,
  }));
  const inserted = await trx.many<{ id: string }>(
    `insert into signal (tenant_id, id, position_id, choice_id, strategy, version, symbol, timeframe, direction, entry, stop,
       targets, fractions, stop_policy, spread, reason, risk_note, slot, opened_at)
     select s."tenantId", s.id, s."positionId", $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, s."stopPolicy", s.spread, $12, s."riskNote", s.slot, $13
     from json_to_recordset($1::json) as s("tenantId" uuid, id uuid, "positionId" uuid, slot smallint, "stopPolicy" text, spread numeric,
       "riskNote" text)
     on conflict do nothing returning id`,
    [
      JSON.stringify(rows),
      choice.id,
      choice.strategy.strategy,
      choice.strategy.version,
      choice.symbol,
      choice.description.timeframe,
      levels.direction,
      toPrice(levels.entry),
      toPrice(levels.stop),
      levels.targets.map(toPrice),
      levels.fractions,
      candidate.reason ?? null,
      new Date(candidate.time),
    ],
  );
  return new Set(inserted.map(({ id }) => id));
}

async function insertRefusals(
  trx: Transaction,
  choice: Choice,
  candidate: TimedCandidate,
  levels: Levels,
  refusals: readonly { tenantId: string; reason: TenantRefusal }[],
): Promise<void> {
  if (refusals.length === 0) return;
  await trx.run(
    `insert into refusal (tenant_id, choice_id, close_time, reason, direction, entry)
     select "tenantId", $2, $3, reason, $4, $5 from json_to_recordset($1::json) as r("tenantId" uuid, reason text)
     on conflict do nothing`,
    [JSON.stringify(refusals), choice.id, new Date(candidate.time), levels.direction, toPrice(levels.entry)],
  );
}

async function announce(
  context: FanOutContext,
  trx: Transaction,
  choice: Choice,
  candidate: TimedCandidate,
  levels: Levels,
  openings: readonly Opening[],
): Promise<void> {
  const time = new Date(candidate.time);
  const facts = { ...levels, symbol: choice.symbol, reason: candidate.reason ?? null };
  const texts = new Map<string, string>();
  const textFor = (riskNote: string) => {
    const text = texts.get(riskNote) ?? openingText({ ...facts, riskNote });
    texts.set(riskNote, text);
    return text;
  };
  const posts = openings.flatMap(({ tenant, signalId, channels }) => {
    const text = textFor(tenant.settings.riskNote);
    return postsTo(channels, { tenantId: tenant.tenantId, signalId, kind: "open", text, time });
  });
  await writePosts(context, trx, posts);
  const payload = {
    symbol: choice.symbol,
    strategy: choice.strategy.strategy,
    direction: levels.direction,
    entry: toPrice(levels.entry),
    stop: toPrice(levels.stop),
    targets: levels.targets.map(toPrice),
    openedAt: time.toISOString(),
  };
  await context.publishMany(
    trx,
    openings.map(({ tenant, signalId }) => ({
      tenantId: tenant.tenantId,
      event: "forex.signal.opened@1",
      payload: { signalId, ...payload },
    })),
  );
  await tellLive(
    trx,
    openings.map(({ tenant }) => tenant.tenantId),
  );
}
