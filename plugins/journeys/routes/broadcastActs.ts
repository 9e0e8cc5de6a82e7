import {
  type RouteContext,
  route,
  type Setup,
  type TenantContext,
  type Transaction,
  Type,
} from "@promostack/core";
import { Broadcast, TestSend } from "../broadcast/api.ts";
import { sendTest } from "../broadcast/preview.ts";
import {
  cancelBroadcast,
  pauseBroadcast,
  resumeBroadcast,
  startBroadcast,
  unschedule,
} from "../broadcast/steering.ts";
import { lockBroadcast, readBroadcast, type Stored } from "../broadcast/store.ts";
import type { TenantFacts } from "../run/tenantFacts.ts";
import { BroadcastId } from "./broadcasts.ts";

type Act = (context: RouteContext<"tenant:member">, trx: Transaction, id: string) => Promise<Stored>;

/** What may be done to a broadcast, and what its audit record says. */
const ACTS: Record<string, { act: Act; did: string; summary: string }> = {
  start: {
    act: startBroadcast,
    did: "started",
    summary: "Sends it when it says: now, at a time, or when each person's clock shows it.",
  },
  unschedule: { act: unschedule, did: "unscheduled", summary: "A scheduled one is a draft again." },
  pause: {
    act: pauseBroadcast,
    did: "paused",
    summary: "Takes back what nobody has begun to send, and waits.",
  },
  resume: { act: resumeBroadcast, did: "resumed", summary: "Goes on where it was paused." },
  cancel: {
    act: cancelBroadcast,
    did: "cancelled",
    summary: "Ends it for everybody whom it has not reached.",
  },
};

export function broadcastActRoutes(
  p: Setup,
  factsOf: (context: TenantContext) => Promise<TenantFacts>,
): void {
  for (const [name, { act, did, summary }] of Object.entries(ACTS)) {
    p.route(
      route({
        method: "POST",
        path: `/broadcasts/:id/${name}`,
        permission: "tenant:member",
        summary,
        input: { params: BroadcastId, output: Broadcast },
        limits: { perMinute: 60 },
        handle: (context, { params }) =>
          context.db(async (trx) => {
            const before = await act(context, trx, params.id);
            await context.audit(trx, {
              action: `broadcast.${did}`,
              target: `broadcast ${params.id}`,
              before: { state: before.state, name: before.name },
            });
            return readBroadcast(trx, params.id, context.clock.now());
          }),
      }),
    );
  }
  p.route(
    route({
      method: "POST",
      path: "/broadcasts/:id/tests",
      permission: "tenant:member",
      summary: "Sends it to one person now, as a test that counts nowhere.",
      input: { params: BroadcastId, body: TestSend, output: Type.Object({ sent: Type.Boolean() }) },
      limits: { perMinute: 20 },
      async handle(context, { params, body }) {
        const facts = await factsOf(context);
        await context.db(async (trx) => {
          const { id, plan } = await lockBroadcast(trx, params.id);
          await sendTest(context, trx, { id, content: plan.content }, body.person, facts);
          await context.audit(trx, { action: "broadcast.tested", target: `broadcast ${params.id}` });
        });
        return { sent: true };
      },
    }),
  );
}
