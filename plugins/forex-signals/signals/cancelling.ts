import { PlatformError, type TenantContext } from "@promostack/core";
import { type Deed, notOpen, signalNotFound } from "./closing.ts";
import { tellLive } from "./live.ts";
import { findSignal } from "./signalRows.ts";

/**
 * Takes a signal back of which nobody has been told: its opening posts still wait (a channel that hears later, quiet hours, a bot that
 * cannot be reached). It stays in the list with who and why, and counts nowhere, like one that could not be posted. Once anybody may have
 * read it there is only closing at the market, which counts. Raises `signal.not_found`, `signal.not_open`, `signal.posted`.
 */
export async function cancelSignal(context: TenantContext, id: string, by: Deed): Promise<void> {
  await context.db(async (trx) => {
    const signal = await findSignal(trx, id, true);
    if (signal === undefined) throw signalNotFound();
    if (signal.status !== "open") throw notOpen();
    const posts = await trx.many<{ key: string; kind: string; outcome: string | null }>(
      "select dedupe_key as key, kind, outcome from post where signal_id = $1",
      [id],
    );
    const taken = new Set(
      await context.withdraw(
        trx,
        posts.map(({ key }) => key),
      ),
    );
    // What had failed reached nobody; what is neither taken back nor known to have failed may have been read.
    const told = posts.some(
      ({ key, outcome }) =>
        !taken.has(key) && (outcome === null || outcome === "sent" || outcome === "unknown"),
    );
    if (told) throw posted();
    const now = context.clock.now();
    await trx.run(
      "update post set outcome = 'withdrawn' where signal_id = $1 and dedupe_key = any($2::text[])",
      [id, [...taken]],
    );
    await trx.run(
      `update signal set status = 'cancelled', closed_at = $2, closed_by = $3, close_note = $4 where id = $1`,
      [id, now, by.email, by.note],
    );
    await context.publish(trx, "forex.signal.cancelled@1", {
      signalId: id,
      symbol: signal.symbol,
      strategy: signal.strategy,
      cancelledAt: now.toISOString(),
    });
    await by.log(trx, { status: "cancelled", reason: by.note });
    await tellLive(trx, [context.tenantId]);
  });
}

function posted(): PlatformError {
  return new PlatformError("Somebody may have read this signal already.", {
    code: "signal.posted",
    status: 409,
    hint: "Close it at the market instead: it stays in the record with its result.",
  });
}
