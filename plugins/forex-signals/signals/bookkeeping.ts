import type { PlatformContext, Transaction } from "@promostack/core";
import type { Instrument } from "../domain/instrument.ts";
import { resultOf } from "../domain/result.ts";
import type { Fill, OpenSignal, SignalEvent } from "../domain/signal.ts";
import { toPrice } from "../domain/ticks.ts";
import {
  closingMessage,
  milestoneMessage,
  stopMovedMessage,
  targetMessage,
} from "../messages/signalFacts.ts";
import { askForPictures } from "../pictures/pictureRows.ts";
import { type Announcement, announce, type Followed } from "./announcements.ts";
import { audiencesOf } from "./audiences.ts";
import { tellLive } from "./live.ts";
import type { Position } from "./positions.ts";

export type BookContext = Pick<PlatformContext, "sendMany" | "publishMany" | "clock" | "tenants">;

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
  const said = events.flatMap((event, index) => sayingOf(event, events[index + 1], position, after));
  if (said.length > 0) await announce(context, trx, said, followers, await audiencesOf(context.tenants));
  if (after.status === "closed") {
    // Whether a tenant wants it is asked when it is drawn.
    await askForPictures(trx, "result", followers);
    await publishClosed(context, trx, position, after, followers);
  }
  await tellLive(
    trx,
    followers.map(({ tenantId }) => tenantId),
  );
  return followers.length;
}

/** Followers of a position: tenants' open signals on it. */
export function followersOf(trx: Transaction, positionId: string): Promise<Followed[]> {
  return trx.many<Followed>(
    `select s.tenant_id as "tenantId", s.id as "signalId", ${FOLLOWING_CHATS} as chats from signal s
     where s.position_id = $1 and s.status = 'open'`,
    [positionId],
  );
}

/** Of a signal `s`: the chats that follow it, but for those whose opening post is known to have failed. */
export const FOLLOWING_CHATS = `
  coalesce((
    select json_agg(c) from jsonb_array_elements(s.chats) c where not (c ->> 'opening')::boolean or not exists (
      select from post p where p.tenant_id = s.tenant_id and p.signal_id = s.id and p.kind = 'open' and p.chat = c ->> 'chat'
        and p.outcome not in ('sent', 'unknown'))
  ), '[]'::json)`;

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

/** What members hear of an event. The target that moved a stop tells of it too, the last fill tells the end. */
function sayingOf(
  event: SignalEvent,
  next: SignalEvent | undefined,
  position: Position,
  after: OpenSignal,
): Announcement[] {
  const { instrument, strategy, policy } = position;
  const signal = { ...after, instrument, strategy };
  switch (event.kind) {
    case "milestone": {
      const { milestone, time } = event;
      return [{ postKind: milestone, time, message: milestoneMessage(milestone, signal, time) }];
    }
    case "stop-moved": {
      const { stop, time } = event;
      const postKind = `stop-moved-${stop}`;
      return [{ postKind, time, message: stopMovedMessage(stop, signal, time) }];
    }
    case "fill": {
      const { fill } = event;
      const { time } = fill;
      if (next?.kind === "closed") {
        const message = closingMessage(fill, resultOf(after, policy.spread, instrument), signal);
        return [{ postKind: "closed", time, message }];
      }
      const stop = next?.kind === "stop-moved" ? next.stop : undefined;
      return [{ postKind: fill.reason, time, message: targetMessage(fill, stop, signal) }];
    }
    default:
      return [];
  }
}

async function publishClosed(
  context: BookContext,
  trx: Transaction,
  position: Position,
  after: OpenSignal,
  followers: readonly Followed[],
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
