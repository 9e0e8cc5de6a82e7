import { type Clock, definePlugin, type PlatformContext, PlatformError } from "@promostack/core";
import { ownActions } from "./actions/actions.ts";
import { ACTION_REPORT, deliveredAnswer } from "./actions/telegramCall.ts";
import { BROADCAST_REPORT } from "./broadcast/batch.ts";
import { broadcastDelivered } from "./broadcast/delivered.ts";
import { BroadcastSender } from "./broadcast/sender.ts";
import { broadcastsService } from "./broadcast/service.ts";
import { CallDesk } from "./calls/callDesk.ts";
import { ImportDesk } from "./people/imports/importDesk.ts";
import { exportTenant, purgeTenant } from "./people/tenantData.ts";
import { contributedVariables, openPoints, type Points } from "./points/points.ts";
import { answered, conversationsService } from "./points/service.ts";
import { broadcastActRoutes } from "./routes/broadcastActs.ts";
import { broadcastRoutes } from "./routes/broadcasts.ts";
import type { ConversationsOf } from "./routes/conversationsOf.ts";
import { editorRoutes } from "./routes/editor.ts";
import { entryRoutes } from "./routes/entries.ts";
import { importRoutes } from "./routes/imports.ts";
import { inboxRoutes } from "./routes/inbox.ts";
import { journeyRoutes } from "./routes/journeys.ts";
import { linkRoutes } from "./routes/links.ts";
import { noteRoutes } from "./routes/notes.ts";
import { numbersRoutes } from "./routes/numbers.ts";
import { peopleRoutes } from "./routes/people.ts";
import { rehearsalRoutes } from "./routes/rehearsal.ts";
import { templateRoutes } from "./routes/templates.ts";
import { versionRoutes } from "./routes/versions.ts";
import { webhookRoutes } from "./routes/webhooks.ts";
import { Conversations } from "./run/conversations.ts";
import { messageDelivered } from "./run/deliveries.ts";
import { restWalks, resumeWalks } from "./run/sessionRows.ts";
import { Timers } from "./run/timers.ts";
import { handleUnanswered, handleUpdate } from "./run/updates.ts";
import { tidyCalls, walkHealth } from "./run/upkeep.ts";
import { DELIVERY_REPORT } from "./run/writing.ts";

const UPDATES = ["message", "callback_query", "my_chat_member", "chat_member", "chat_join_request"];

/** What lives from start to stop. */
interface Running {
  context: PlatformContext;
  conversations: Conversations;
  timers: Timers;
  calls: CallDesk;
  imports: ImportDesk;
  broadcasts: BroadcastSender;
}

/** By the clock of their host: tests run several hosts in one process. */
const started = new Map<Clock, Running>();

/** Opened by the setup that comes before a start. */
let opened: Points | undefined;

function runningIn({ clock }: { clock: Clock }): Running {
  const running = started.get(clock);
  if (running !== undefined) return running;
  throw new PlatformError("Journeys are not running.", {
    code: "plugin.not_started",
    status: 503,
    retryAfter: 1,
    hint: "Try again in a moment.",
  });
}

const conversationsOf: ConversationsOf = (at) => runningIn(at).conversations;

export default definePlugin({
  setup(p) {
    const points = openPoints(p);
    opened = points;
    ownActions(p, (context) => runningIn(context).context.config);
    // First: who sends STOP, or talks with a colleague, hears no other plugin either.
    p.onUpdate({
      role: "message_bot",
      kinds: UPDATES,
      first: true,
      handle: async (context) => handleUpdate(context, await conversationsOf(context).desk(context)),
    });
    p.onUpdate({
      role: "message_bot",
      kinds: ["message"],
      fallback: true,
      handle: async (context) => handleUnanswered(context, await conversationsOf(context).desk(context)),
    });
    p.onDelivery(DELIVERY_REPORT, (context, delivery) =>
      messageDelivered(context, delivery, conversationsOf(context)),
    );
    p.onDelivery(ACTION_REPORT, async (context, delivery) => {
      const { key, answer } = deliveredAnswer(delivery);
      await answered(context, conversationsOf(context), key, answer);
    });
    p.platformJob("tidy", tidyCalls);
    p.provide("journeys.conversations@1", (context) =>
      conversationsService(context, () => conversationsOf(context)),
    );
    editorRoutes(p, points);
    journeyRoutes(p, conversationsOf);
    versionRoutes(p, points, conversationsOf);
    peopleRoutes(p, conversationsOf);
    importRoutes(p, (at) => runningIn(at).imports);
    p.platformJob("people-imports", async (context) => runningIn(context).imports.look());
    templateRoutes(p);
    numbersRoutes(p);
    linkRoutes(p);
    webhookRoutes(p);
    entryRoutes(p, conversationsOf);
    rehearsalRoutes(p, (context) => conversationsOf(context).facts(context));
    p.onDelivery(BROADCAST_REPORT, broadcastDelivered);
    p.provide("journeys.broadcasts@1", (context) =>
      broadcastsService(context, (at) => conversationsOf(at).facts(at)),
    );
    broadcastRoutes(p, (context) => conversationsOf(context).facts(context));
    broadcastActRoutes(p, (context) => conversationsOf(context).facts(context));
    inboxRoutes(p, conversationsOf);
    noteRoutes(p);
  },
  async start(context) {
    if (opened === undefined) throw new TypeError("A plugin is set up before it starts.");
    const points = opened;
    const conversations = new Conversations((tenantId) => contributedVariables(points, tenantId));
    const timers = timersOf(context, conversations);
    const calls = new CallDesk(context, points, conversations);
    conversations.open(context, () => calls.look());
    const imports = new ImportDesk(context);
    const broadcasts = new BroadcastSender(context, async (tenantId) =>
      conversations.facts(await context.tenants.context(tenantId)),
    );
    started.set(context.clock, { context, conversations, timers, calls, imports, broadcasts });
    timers.start();
    calls.start();
    broadcasts.start();
    // Files that an end of the host left behind.
    imports.look();
  },
  async stop({ clock }) {
    const running = started.get(clock);
    started.delete(clock);
    await running?.timers.stop();
    await running?.calls.stop();
    await running?.imports.close();
    await running?.broadcasts.stop();
  },
  health: walkHealth,
  /** Walks that waited while the plugin was off go on: late, but none is lost. */
  enabled: ({ db, tenantId }) => db((trx) => resumeWalks(trx, tenantId)),
  disabled: ({ db, tenantId }) => db((trx) => restWalks(trx, tenantId)),
  export: exportTenant,
  purge: purgeTenant,
});

function timersOf(context: PlatformContext, conversations: Conversations): Timers {
  return new Timers({
    context,
    facts: async (tenantId) => conversations.facts(await context.tenants.context(tenantId)),
    desk: (trx, now, facts) => conversations.platformDesk(trx, now, facts),
  });
}
