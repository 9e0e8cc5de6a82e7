import { type Clock, listQuery, PlatformError, reply, type Static, Type } from "@promostack/core";
import type { Database } from "../db/database.ts";
import { type HostRoute, hostRoute } from "../http/hostRoute.ts";
import { audit } from "../identity/audit.ts";
import { Id, Page, Time } from "../tenant/schemas.ts";
import { WEBHOOK_CHANNEL } from "./channel.ts";
import { DELIVERIES, type DeliveryRow, deliveryPage, findDelivery, sendAgain } from "./deliveryRows.ts";
import { TEST_EVENT } from "./envelope.ts";
import { findWebhook } from "./webhookRows.ts";
import type { Webhooks } from "./webhooks.ts";

const State = Type.Union([Type.Literal("waiting"), Type.Literal("sent"), Type.Literal("failed")], {
  description: "waiting: not tried yet, or to be tried again; failed: given up",
});
const Delivery = Type.Object({
  id: Type.String({ format: "uuid", description: "The event's: what comes twice has it twice" }),
  event: Type.String(),
  state: State,
  attempts: Type.Integer(),
  publishedAt: Time,
  triedAt: Type.Union([Time, Type.Null()]),
  dueAt: Type.Union([Time, Type.Null()], { description: "Next attempt, while it waits" }),
  status: Type.Union([Type.Integer(), Type.Null()], { description: "HTTP status of the last answer" }),
  tookMs: Type.Union([Type.Integer(), Type.Null()]),
  answer: Type.Union([Type.String(), Type.Null()], { description: "Beginning of the last answer" }),
  error: Type.Union([Type.String(), Type.Null()]),
});

const Params = Type.Object({ id: Id });
const DeliveryParams = Type.Object({ id: Id, eventId: Id });

export interface DeliveryRouteParts {
  database: Database;
  webhooks: Webhooks;
  clock: Pick<Clock, "now">;
}

/** How events went to a webhook; a test, and another try. */
export function deliveryRoutes({ database, webhooks, clock }: DeliveryRouteParts): HostRoute[] {
  return [
    hostRoute({
      method: "GET",
      path: "/api/webhooks/:id/deliveries",
      permission: "tenant:admin",
      summary: "Events on their way to a webhook and those of the last days, newest first",
      input: {
        params: Params,
        query: Type.Object({ ...listQuery(DELIVERIES), state: Type.Optional(State) }),
        output: Page(Delivery),
      },
      csv: "deliveries",
      limits: { perMinute: 240 },
      handle: ({ tenantId }, { params, query }) =>
        database.tenant(tenantId, async (trx) => {
          await findWebhook(trx, tenantId, params.id);
          const { items, next } = await deliveryPage(trx, params.id, query);
          return { items: items.map(viewOf), ...(next !== undefined && { next }) };
        }),
    }),
    hostRoute({
      method: "POST",
      path: "/api/webhooks/:id/tests",
      permission: "tenant:admin",
      summary: `Sends ${TEST_EVENT} now, once, and answers what came of it`,
      input: { params: Params, body: Type.Object({}), output: Delivery },
      limits: { perMinute: 20, seconds: 20 },
      handle: async (request, { params }) => {
        const { tenantId } = request;
        const due = await database.system(async (trx) => {
          const { address } = await findWebhook(trx, tenantId, params.id);
          await audit(trx, request, { tenantId, action: "webhook.tested", target: `webhook ${address}` });
          return webhooks.test(trx, { tenantId, webhookId: params.id });
        });
        await webhooks.attempt(due);
        const tried = await database.tenant(tenantId, (trx) => findDelivery(trx, params.id, due.eventId));
        if (tried === undefined) throw unknownDelivery();
        return viewOf(tried);
      },
    }),
    hostRoute({
      method: "POST",
      path: "/api/webhooks/:id/deliveries/:eventId/retries",
      permission: "tenant:admin",
      summary: "Sends an event again, under the same id",
      input: { params: DeliveryParams, body: Type.Object({}), output: Type.Null() },
      limits: { perMinute: 60 },
      handle: async (request, { params: { id, eventId } }) => {
        const { tenantId } = request;
        await database.system(async (trx) => {
          const { address, active } = await findWebhook(trx, tenantId, id);
          if (!active)
            throw new PlatformError("The webhook is off.", {
              code: "webhook.off",
              status: 409,
              hint: "Turn it on first.",
            });
          if (!(await sendAgain(trx, { tenantId, webhookId: id, eventId }, clock.now())))
            throw unknownDelivery();
          await audit(trx, request, {
            tenantId,
            action: "webhook.sent_again",
            target: `webhook ${address}`,
            after: { event: eventId },
          });
          await trx.run("select pg_notify($1, ''), pg_notify('live', $2)", [
            WEBHOOK_CHANNEL,
            `${tenantId}:webhooks`,
          ]);
        });
        return reply(204);
      },
    }),
  ];
}

function viewOf({ publishedAt, triedAt, dueAt, ...row }: DeliveryRow): Static<typeof Delivery> {
  return {
    ...row,
    publishedAt: publishedAt.toISOString(),
    triedAt: triedAt?.toISOString() ?? null,
    dueAt: row.state === "waiting" ? dueAt.toISOString() : null,
  };
}

function unknownDelivery(): PlatformError {
  return new PlatformError("This event is on its way now, or it is not kept any more.", {
    code: "webhook.no_delivery",
    status: 409,
    hint: "Reload the list to see how it stands.",
  });
}
