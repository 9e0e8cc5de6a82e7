import { PlatformError, route, type Setup, Type } from "@promostack/core";
import { Pause } from "../api.ts";
import { beginningOf } from "../calendar/localDay.ts";
import { tellLive } from "../signals/live.ts";

const Paused = Type.Object({ pausedUntil: Type.String({ format: "date-time" }) });
const LIMITS = { perMinute: 30 };
const MINUTE = 60_000;
const DAY = 86_400_000;
const LONGEST_MS = 366 * DAY;

/** No new signals for a while. What is open is followed to its end. */
export function pauseRoutes(p: Setup): void {
  p.route(
    route({
      method: "PUT",
      path: "/pause",
      permission: "tenant:member",
      summary: "No new signals for some minutes or until a day begins; open ones are followed to their end.",
      input: { body: Pause, output: Paused },
      limits: LIMITS,
      async handle(context, { body }) {
        const now = context.clock.now().getTime();
        const until = new Date(
          body.untilDay === undefined
            ? now + (body.minutes ?? 0) * MINUTE
            : beginningOf(body.untilDay, context.timezone),
        );
        if (until.getTime() <= now || until.getTime() > now + LONGEST_MS) throw endless();
        const reason = body.reason?.trim() || null;
        await context.db(async (trx) => {
          await trx.run(
            `insert into tenant_state (tenant_id, paused_until, paused_reason, paused_by) values ($1, $2, $3, $4)
             on conflict (tenant_id) do update set paused_until = excluded.paused_until,
               paused_reason = excluded.paused_reason, paused_by = excluded.paused_by`,
            [context.tenantId, until, reason, context.actor.email],
          );
          const after = { until: until.toISOString(), reason };
          await context.audit(trx, { action: "signals.paused", target: "signals", after });
          await tellLive(trx, [context.tenantId]);
        });
        return { pausedUntil: until.toISOString() };
      },
    }),
  );
  p.route(
    route({
      method: "DELETE",
      path: "/pause",
      permission: "tenant:member",
      summary: "Signals again.",
      input: { output: Type.Object({ pausedUntil: Type.Null() }) },
      limits: LIMITS,
      async handle(context) {
        await context.db(async (trx) => {
          const resumed = await trx.run(
            "update tenant_state set paused_until = null where paused_until is not null",
          );
          if (resumed > 0) await context.audit(trx, { action: "signals.resumed", target: "signals" });
          await tellLive(trx, [context.tenantId]);
        });
        return { pausedUntil: null };
      },
    }),
  );
}

function endless(): PlatformError {
  return new PlatformError("A pause ends later than now and within a year.", {
    code: "pause.no_end",
    status: 400,
    hint: "Give minutes, or a day that has not begun yet.",
  });
}
