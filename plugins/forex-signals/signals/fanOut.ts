import type { Channel, PlatformContext, TimedCandidate, Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import { refusalOf } from "../domain/guardrails.ts";
import { type Levels, levelsOf } from "../domain/levels.ts";
import type { SignalPolicy } from "../domain/policy.ts";
import { measureOf } from "../domain/refusalMeasure.ts";
import { toPrice } from "../domain/ticks.ts";
import { type FollowedChat, promiseTo } from "../messages/rules.ts";
import { openingMessage } from "../messages/signalFacts.ts";
import { askForPictures } from "../pictures/pictureRows.ts";
import { announce } from "./announcements.ts";
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
import { policyOf, tenantGuardrails } from "./settings.ts";

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
  const refusals: TenantRefusal[] = [];
  const now = context.clock.now().getTime();
  for (const tenant of choice.tenants) {
    const { tenantId, settings } = tenant;
    const own = channels.get(tenantId) ?? [];
    const chats = own.flatMap((each) => promiseTo(each, settings[each.kind], tenant.timezone, now) ?? []);
    const history = histories.get(tenantId);
    if (history === undefined) continue;
    const refused = refusalFor(choice, tenant, history, levels, candidate.time, own, chats);
    if (refused !== undefined) {
      refusals.push({ tenantId, ...refused });
      continue;
    }
    const policy = policyOf(settings, choice.instrument);
    const shape = JSON.stringify(policy);
    const position = positions.get(shape) ?? { id: uuidv7(), policy };
    positions.set(shape, position);
    const slot = freeSlot(history.slots);
    openings.push({ tenant, signalId: uuidv7(), positionId: position.id, slot, chats });
  }
  await insertPositions(trx, choice, candidate, levels, [...positions.values()]);
  const opened = await insertSignals(trx, choice, candidate, levels, openings);
  const late = openings.filter(({ signalId }) => !opened.has(signalId));
  refusals.push(...late.map(({ tenant }) => ({ tenantId: tenant.tenantId, reason: "max-open" as const })));
  await insertRefusals(trx, choice, candidate, levels, refusals);
  await tellOpened(
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
  chats: readonly FollowedChat[],
): Omit<TenantRefusal, "tenantId"> | undefined {
  const { pausedUntil, openReleases } = history;
  if (pausedUntil !== null && pausedUntil.getTime() > time)
    return { reason: "paused", limit: pausedUntil.toISOString() };
  const { strategy, version } = choice.strategy;
  const other = openReleases.find((release) => release !== `${strategy}@${version}`);
  if (other !== undefined) return { reason: "strategy-queued", seen: shownRelease(other, strategy) };
  const rules = tenantGuardrails(settings, choice.instrument, choice.description.guardrails);
  const reason = refusalOf(levels, time, history, rules);
  if (reason !== undefined)
    return { reason, ...measureOf(reason, levels, time, history, rules, choice.instrument) };
  // A signal that nobody is told of when it opens would be a record made afterwards.
  if (chats.some(({ opening }) => opening)) return undefined;
  const quiet = channels.some(({ kind }) => settings[kind].post === "signals");
  return { reason: quiet ? "quiet-hours" : "no-channel" };
}

/** The other strategy that is open; or the other version, where it is the same strategy. */
function shownRelease(release: string, strategy: string): string {
  const [id = "", version = ""] = release.split("@");
  return id === strategy ? `${id} ${version}` : id;
}

/** The lowest place for an open signal that is not taken. */
function freeSlot(taken: readonly number[]): number {
  let slot = 1;
  while (taken.includes(slot)) slot++;
  return slot;
}

async function tellOpened(
  context: FanOutContext,
  trx: Transaction,
  choice: Choice,
  candidate: TimedCandidate,
  levels: Levels,
  openings: readonly Opening[],
): Promise<void> {
  const time = new Date(candidate.time);
  const { instrument, strategy } = choice;
  const signal = { ...levels, instrument, strategy: strategy.strategy };
  const message = openingMessage(signal, candidate.reason, candidate.time);
  const tenants = new Map(openings.map(({ tenant }) => [tenant.tenantId, tenant]));
  await announce(
    context,
    trx,
    [{ postKind: "open", message, time: candidate.time }],
    openings.map(({ tenant, signalId, chats }) => ({ tenantId: tenant.tenantId, signalId, chats })),
    (tenantId) => tenants.get(tenantId),
  );
  const price = (ticks: number) => toPrice(ticks, choice.instrument);
  const drawn = openings.filter(({ tenant }) => tenant.settings.pictures.opening);
  const pictured = drawn.map(({ tenant, signalId }) => ({ tenantId: tenant.tenantId, signalId }));
  await askForPictures(trx, "opening", pictured);
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
