import type { Channel, PlatformContext, TimedCandidate, Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import { refusalOf } from "../domain/guardrails.ts";
import { type Levels, levelsOf } from "../domain/levels.ts";
import type { SignalPolicy } from "../domain/policy.ts";
import { toPrice } from "../domain/ticks.ts";
import { askForPictures } from "../pictures/pictureRows.ts";
import type { Choice, ChoosingTenant } from "./choices.ts";
import { historiesAt, type LiveHistory } from "./histories.ts";
import { tellLive } from "./live.ts";
import {
  insertPositions,
  insertRefusals,
  insertSignals,
  type Opening,
  type TenantRefusal,
} from "./openings.ts";
import { postsTo, writePosts } from "./posts.ts";
import { policyOf, tenantGuardrails } from "./settings.ts";
import { openingText } from "./templates.ts";

type FanOutContext = Pick<PlatformContext, "sendMany" | "publishMany" | "clock">;

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
  const levels = levelsOf(candidate, choice.instrument);
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
    const policy = policyOf(settings, choice.instrument);
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
  const rules = tenantGuardrails(settings, choice.instrument, choice.description.guardrails);
  return refusalOf(levels, time, history, rules) ?? (channels.length === 0 ? "no-channel" : undefined);
}

/** The lowest place for an open signal that is not taken. */
function freeSlot(taken: readonly number[]): number {
  let slot = 1;
  while (taken.includes(slot)) slot++;
  return slot;
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
  const facts = { ...levels, instrument: choice.instrument, reason: candidate.reason ?? null };
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
  const price = (ticks: number) => toPrice(ticks, choice.instrument);
  const drawn = openings.filter(({ tenant }) => tenant.settings.pictures.opening);
  const pictured = drawn.map(({ tenant, signalId }) => ({ tenantId: tenant.tenantId, signalId }));
  await askForPictures(trx, "opening", pictured, context.clock.now());
  const payload = {
    symbol: choice.instrument.symbol,
    strategy: choice.strategy.strategy,
    direction: levels.direction,
    entry: price(levels.entry),
    stop: price(levels.stop),
    targets: levels.targets.map(price),
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
