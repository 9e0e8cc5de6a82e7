import { PlatformError, type TenantContext, type Transaction } from "@promostack/core";
import type { Instrument } from "../domain/instrument.ts";
import { resultOf } from "../domain/result.ts";
import { closeRest } from "../domain/signal.ts";
import { toTicks } from "../domain/ticks.ts";
import type { FollowedChat } from "../messages/rules.ts";
import { closingMessage } from "../messages/signalFacts.ts";
import { askForPictures } from "../pictures/pictureRows.ts";
import { announce } from "./announcements.ts";
import { FOLLOWING_CHATS, fillRow } from "./bookkeeping.ts";
import { tellLive } from "./live.ts";
import { forexSettings } from "./settings.ts";
import { fillsOf, findSignal } from "./signalRows.ts";
import { stateOf } from "./signalState.ts";

/** A price that was just seen, and when. */
export interface SeenPrice {
  instrument: Instrument;
  price: number;
  time: number;
}

/** Who does something to a signal and why, and how that gets into the audit log. */
export interface Deed {
  email: string;
  note: string;
  log(trx: Transaction, after: Record<string, unknown>): Promise<void>;
}

/**
 * Closes what is left of one tenant's signal at a price, by a person's decision. Raises `signal.not_found`, `signal.not_open`.
 */
export async function closeByHand(
  context: TenantContext,
  id: string,
  at: SeenPrice,
  by: Deed,
): Promise<void> {
  const { instrument } = at;
  await context.db(async (trx) => {
    const signal = await findSignal(trx, id, true);
    if (signal === undefined) throw signalNotFound();
    if (signal.status !== "open") throw notOpen();
    const state = stateOf(signal, await fillsOf(trx, id), instrument);
    const chats = await followingChats(trx, id);
    const { signal: after } = closeRest(state, at.time, toTicks(at.price, instrument), "manual");
    const last = after.fills.at(-1);
    if (last === undefined) return;
    const result = resultOf(after, toTicks(signal.spread, instrument), instrument);
    await trx.run(
      `insert into fill (tenant_id, signal_id, number, time, price, fraction, reason, ambiguous)
       select $2, $3, f.number, f.time, f.price, f.fraction, f.reason, f.ambiguous
       from json_to_record($1::json) as f(number smallint, time timestamptz, price numeric, fraction int, reason text,
         ambiguous boolean)`,
      [JSON.stringify(fillRow(last, after.fills.length, instrument)), context.tenantId, id],
    );
    await trx.run(
      `update signal set status = 'closed', closed_at = $2, close_reason = 'manual', outcome = $3, result_r = $4,
         result_pips = $5, closed_by = $6, close_note = $7 where id = $1`,
      [id, new Date(at.time), result.outcome, result.resultR, result.resultPips, by.email, by.note],
    );
    const { strategy } = signal;
    const message = closingMessage(last, result, { ...after, instrument, strategy });
    const audience = { settings: forexSettings(context.settings), timezone: context.timezone };
    await announce(
      sendingOf(context),
      trx,
      [{ postKind: "closed", message, time: at.time }],
      [{ tenantId: context.tenantId, signalId: id, chats }],
      () => audience,
    );
    await askForPictures(trx, "result", [{ tenantId: context.tenantId, signalId: id }]);
    await context.publish(trx, "forex.signal.closed@1", {
      signalId: id,
      symbol: signal.symbol,
      strategy: signal.strategy,
      ...result,
      closeReason: "manual",
      closedAt: new Date(at.time).toISOString(),
    });
    await by.log(trx, { status: "closed", price: at.price, reason: by.note, ...result });
    await tellLive(trx, [context.tenantId]);
  });
}

export function notOpen(): PlatformError {
  return new PlatformError("This signal is not open any more.", {
    code: "signal.not_open",
    status: 409,
    hint: "Reload the page to see how it ended.",
  });
}

export function signalNotFound(): PlatformError {
  return new PlatformError("There is no such signal.", { code: "signal.not_found", status: 404 });
}

/** One tenant's messages through its own context. */
function sendingOf(context: TenantContext): Parameters<typeof announce>[0] {
  return {
    clock: context.clock,
    async sendMany(trx, messages) {
      let fresh = 0;
      for (const message of messages) if (await context.send(trx, message)) fresh++;
      return fresh;
    },
  };
}

async function followingChats(trx: Transaction, id: string): Promise<FollowedChat[]> {
  const row = await trx.one<{ chats: FollowedChat[] }>(
    `select ${FOLLOWING_CHATS} as chats from signal s where s.id = $1`,
    [id],
  );
  return row?.chats ?? [];
}
