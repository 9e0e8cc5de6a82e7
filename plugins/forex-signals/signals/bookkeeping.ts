import type { PlatformContext, Transaction } from "@promostack/core";
import type { Instrument } from "../domain/instrument.ts";
import { resultOf } from "../domain/result.ts";
import type { Fill, OpenSignal, SignalEvent } from "../domain/signal.ts";
import { toPrice } from "../domain/ticks.ts";
import { askForPictures } from "../pictures/pictureRows.ts";
import { tellLive } from "./live.ts";
import type { Position } from "./positions.ts";
import { type Post, writePosts } from "./posts.ts";
import { closingText, milestoneText, type SignalFacts, targetText } from "./templates.ts";

export type BookContext = Pick<PlatformContext, "sendMany" | "publishMany" | "clock">;

interface Follower {
  tenantId: string;
  signalId: string;
  riskNote: string;
  /** Chats whose opening post is not known to have failed. */
  chats: { chat: string; title: string }[];
}

/**
 * Books what happened to a position with every tenant that still follows it: fills, stops, results, posts and events, in the
 * caller's transaction, in a number of statements that does not grow with the tenants. Answers how many follow it.
 */
export async function book(
  context: BookContext,
  trx: Transaction,
  position: Position,
  after: OpenSignal,
  events: readonly SignalEvent[],
): Promise<number> {
  const followers = await followersOf(trx, position.id);
  if (followers.length === 0) return 0;
  await bookFills(trx, position, after);
  const posts: Post[] = [];
  for (const [index, event] of events.entries()) {
    const said = sayingOf(event, events[index + 1], position, after);
    if (said === undefined) continue;
    const facts = { ...after, instrument: position.instrument, reason: null };
    for (const follower of followers) {
      const text = said.text({ ...facts, riskNote: follower.riskNote });
      for (const { chat, title } of follower.chats) {
        const { tenantId, signalId } = follower;
        posts.push({
          tenantId,
          signalId,
          kind: said.kind,
          chat,
          chatTitle: title,
          text,
          time: new Date(said.time),
        });
      }
    }
  }
  await writePosts(context, trx, posts);
  if (after.status === "closed") {
    // Whether a tenant wants it is asked when it is drawn.
    await askForPictures(trx, "result", followers, context.clock.now());
    await publishClosed(context, trx, position, after, followers);
  }
  await tellLive(
    trx,
    followers.map(({ tenantId }) => tenantId),
  );
  return followers.length;
}

/** Followers of a position: tenants' open signals on it. */
export async function followersOf(trx: Transaction, positionId: string): Promise<Follower[]> {
  return trx.many<Follower>(
    `select s.tenant_id as "tenantId", s.id as "signalId", s.risk_note as "riskNote",
       coalesce(p.chats, '[]'::json) as chats
     from signal s
     left join lateral (
       select json_agg(json_build_object('chat', p.chat, 'title', p.chat_title)) as chats from post p
       where p.tenant_id = s.tenant_id and p.signal_id = s.id and p.kind = 'open'
         and coalesce(p.outcome, 'sent') in ('sent', 'unknown')
     ) p on true
     where s.position_id = $1 and s.status = 'open'`,
    [positionId],
  );
}

/** Writes the fills that are new, and where the signal stands now. */
async function bookFills(trx: Transaction, position: Position, after: OpenSignal): Promise<void> {
  const known = position.state.fills.length;
  const fills = after.fills
    .slice(known)
    .map((fill, index) => fillRow(fill, known + index + 1, position.instrument));
  if (fills.length > 0) {
    await trx.run(
      `insert into fill (tenant_id, signal_id, number, time, price, fraction, reason, ambiguous)
       select s.tenant_id, s.id, f.number, f.time, f.price, f.fraction, f.reason, f.ambiguous
       from signal s, json_to_recordset($2::json) as f(number smallint, time timestamptz, price numeric, fraction int,
         reason text, ambiguous boolean)
       where s.position_id = $1 and s.status = 'open' on conflict do nothing`,
      [position.id, JSON.stringify(fills)],
    );
  }
  if (after.status === "closed" && after.closedAt !== null) {
    const { resultR, resultPips, outcome } = resultOf(after, position.policy.spread, position.instrument);
    await trx.run(
      `update signal set status = 'closed', closed_at = $2, close_reason = $3, outcome = $4, result_r = $5, result_pips = $6
       where position_id = $1 and status = 'open'`,
      [
        position.id,
        new Date(after.closedAt),
        after.fills.at(-1)?.reason ?? null,
        outcome,
        resultR,
        resultPips,
      ],
    );
  }
}

/** A fill as `json_to_recordset` takes it. */
export function fillRow(fill: Fill, number: number, instrument: Instrument): Record<string, unknown> {
  return { ...fill, number, time: new Date(fill.time), price: toPrice(fill.price, instrument) };
}

interface Saying {
  kind: string;
  time: number;
  text(facts: SignalFacts): string;
}

/** What members hear of an event. A moved stop is said with the target that moved it, the end with its last fill. */
function sayingOf(
  event: SignalEvent,
  next: SignalEvent | undefined,
  position: Position,
  after: OpenSignal,
): Saying | undefined {
  if (event.kind === "milestone") {
    return {
      kind: event.milestone,
      time: event.time,
      text: (facts) => milestoneText(event.milestone, facts),
    };
  }
  if (event.kind !== "fill") return undefined;
  const { fill } = event;
  if (next?.kind === "closed") {
    const result = resultOf(after, position.policy.spread, position.instrument);
    return { kind: "closed", time: fill.time, text: (facts) => closingText(fill, result, facts) };
  }
  const stop = next?.kind === "stop-moved" ? next.stop : undefined;
  return { kind: fill.reason, time: fill.time, text: (facts) => targetText(fill, stop, facts) };
}

async function publishClosed(
  context: BookContext,
  trx: Transaction,
  position: Position,
  after: OpenSignal,
  followers: readonly Follower[],
): Promise<void> {
  const { resultR, resultPips, outcome } = resultOf(after, position.policy.spread, position.instrument);
  const payload = {
    symbol: position.instrument.symbol,
    strategy: position.strategy,
    outcome,
    resultR,
    resultPips,
    closeReason: after.fills.at(-1)?.reason ?? "",
    closedAt: new Date(after.closedAt ?? 0).toISOString(),
  };
  await context.publishMany(
    trx,
    followers.map(({ tenantId, signalId }) => ({
      tenantId,
      event: "forex.signal.closed@1",
      payload: { signalId, ...payload },
    })),
  );
}
