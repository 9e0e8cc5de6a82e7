import { type Clock, definePlugin, type PlatformContext, PlatformError } from "@promostack/core";
import { rehearsalRoutes } from "./routes/rehearsal.ts";
import { Conversations } from "./run/conversations.ts";
import { messageDelivered } from "./run/deliveries.ts";
import { Timers } from "./run/timers.ts";
import { handleUpdate } from "./run/updates.ts";
import { DELIVERY_REPORT } from "./run/writing.ts";

const UPDATES = ["message", "callback_query", "my_chat_member", "chat_member", "chat_join_request"];

/** What lives from start to stop, by the clock of its host: tests run several hosts in one process. */
const started = new Map<Clock, { timers: Timers; conversations: Conversations }>();

export default definePlugin({
  setup(p) {
    const conversationsOf = ({ clock }: { clock: Clock }) => {
      const running = started.get(clock);
      if (running !== undefined) return running.conversations;
      throw new PlatformError("Journeys are not running.", {
        code: "plugin.not_started",
        status: 503,
        retryAfter: 1,
        hint: "Try again in a moment.",
      });
    };
    p.onUpdate({
      role: "message_bot",
      kinds: UPDATES,
      handle: async (context) => handleUpdate(context, await conversationsOf(context).desk(context)),
    });
    rehearsalRoutes(p, (context) => conversationsOf(context).facts(context));
    p.onDelivery(DELIVERY_REPORT, (context, delivery) =>
      messageDelivered(context, delivery, conversationsOf(context)),
    );
  },
  async start(context) {
    const conversations = new Conversations(async () => new Map());
    const timers = timersOf(context, conversations);
    conversations.open(context, () => undefined);
    started.set(context.clock, { timers, conversations });
    timers.start();
  },
  async stop({ clock }) {
    const running = started.get(clock);
    started.delete(clock);
    await running?.timers.stop();
  },
  /** Walks that waited while the plugin was off go on: late, but none is lost. */
  async enabled(context) {
    await context.db((trx) =>
      trx.run(
        `update session set due_at = to_timestamp((body->'wait'->>'due')::float8 / 1000)
         where tenant_id = $1 and ended_at is null and due_at is null and body->'wait'->>'due' is not null`,
        [context.tenantId],
      ),
    );
  },
  /** What is off must not be looked at again and again. */
  async disabled(context) {
    await context.db((trx) =>
      trx.run("update session set due_at = null where tenant_id = $1 and due_at is not null", [
        context.tenantId,
      ]),
    );
  },
});

function timersOf(context: PlatformContext, conversations: Conversations): Timers {
  return new Timers({
    context,
    facts: async (tenantId) => conversations.facts(await context.tenants.context(tenantId)),
    desk: (trx, now, facts) => conversations.platformDesk(trx, now, facts),
  });
}
