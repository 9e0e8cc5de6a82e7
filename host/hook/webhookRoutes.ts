import { reply, type Static, type Transaction, Type } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { Config } from "../config/config.ts";
import type { Database } from "../db/database.ts";
import { privateHosts } from "../egress/publicFetch.ts";
import { type HostRoute, hostRoute } from "../http/hostRoute.ts";
import { onlyTheTeam } from "../identity/access.ts";
import { audit } from "../identity/audit.ts";
import { Id, Page, Time } from "../tenant/schemas.ts";
import { type DeliveryRouteParts, deliveryRoutes } from "./deliveryRoutes.ts";
import { addressOf, type Catalogue, Heard, heardBy, keepFew, mustBeKnown } from "./webhookChecks.ts";
import { findWebhook, type WebhookRow, webhookRows } from "./webhookRows.ts";
import type { WebhookSecrets } from "./webhookSecrets.ts";

/** For whoever verifies to change over in. */
const OVERLAP_MS = 24 * 3_600_000;

const OptionalTime = Type.Union([Time, Type.Null()]);
const Address = Type.String({ minLength: 1, maxLength: 2_000, description: "https://…" });
const Events = Type.Array(Type.String({ maxLength: 120 }), { minItems: 1, maxItems: 50, uniqueItems: true });

const facts = {
  id: Id,
  address: Type.String(),
  events: Type.Array(Type.String()),
  active: Type.Boolean({ description: "Off: new events are not kept for it" }),
  createdBy: Type.String(),
  createdAt: Time,
  oldSecretUntil: Type.Union([Time, Type.Null()], {
    description: "Until then the secret before this one signs too",
  }),
  failingSince: OptionalTime,
  stoppedAt: Type.Union([Time, Type.Null()], {
    description: "When the platform turned it off for its failures",
  }),
  problem: Type.Union([Type.String(), Type.Null()], { description: "What went wrong last, while it fails" }),
  waiting: Type.Integer({ description: "Events on their way to it" }),
  failed: Type.Integer({ description: "Events that were given up" }),
};
const Webhook = Type.Object(facts);
type Webhook = Static<typeof Webhook>;
const Secret = Type.String({ description: "Signs what is sent (Standard Webhooks). Never told again" });

const Params = Type.Object({ id: Id });
const NewWebhook = Type.Object({ address: Address, events: Events }, { additionalProperties: false });
const Change = Type.Object(
  {
    address: Type.Optional(Address),
    events: Type.Optional(Events),
    active: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, minProperties: 1 },
);
const NO_STORE = { "cache-control": "no-store" };

export interface WebhookRouteParts extends DeliveryRouteParts {
  database: Database;
  webhookSecrets: WebhookSecrets;
  runtime: Catalogue;
  config: Pick<Config, "variables">;
}

/** A tenant's webhooks: where they lead, what they hear, what signs, and how each delivery went. */
export function webhookRoutes(parts: WebhookRouteParts): HostRoute[] {
  const { database, webhookSecrets, runtime, clock, config } = parts;
  const allowed = privateHosts(config.variables);
  return [
    hostRoute({
      method: "GET",
      path: "/api/webhook-events",
      permission: "tenant:admin",
      summary: "Events that a webhook can hear: those of plugins that are on",
      input: { output: Type.Object({ items: Type.Array(Heard) }) },
      limits: { perMinute: 240 },
      handle: async ({ tenantId }) => ({ items: await heardBy(runtime, tenantId) }),
    }),
    hostRoute({
      method: "GET",
      path: "/api/webhooks",
      permission: "tenant:admin",
      summary: "The tenant's webhooks, newest first",
      input: { output: Page(Webhook) },
      limits: { perMinute: 240 },
      handle: async ({ tenantId }) => ({
        items: (await database.tenant(tenantId, (trx) => webhookRows(trx, tenantId))).map(viewOf),
      }),
    }),
    hostRoute({
      method: "GET",
      path: "/api/webhooks/:id",
      permission: "tenant:admin",
      summary: "One of the tenant's webhooks",
      input: { params: Params, output: Webhook },
      limits: { perMinute: 240 },
      handle: async ({ tenantId }, { params }) =>
        viewOf(await database.tenant(tenantId, (trx) => findWebhook(trx, tenantId, params.id))),
    }),
    hostRoute({
      method: "POST",
      path: "/api/webhooks",
      permission: "tenant:admin",
      summary: "Adds a webhook, and tells its secret this one time",
      input: { body: NewWebhook, output: Type.Object({ ...facts, secret: Secret }) },
      limits: { perMinute: 20 },
      handle: async (request, { body }) => {
        const { tenantId, actor } = request;
        onlyTheTeam(request);
        const address = addressOf(body.address, allowed);
        mustBeKnown(await heardBy(runtime, tenantId), body.events);
        const id = uuidv7();
        const made = await database.system(async (trx) => {
          await keepFew(trx, tenantId);
          await trx.run(
            "insert into host.webhook (tenant_id, id, address, events, created_by) values ($1, $2, $3, $4, $5)",
            [tenantId, id, address, body.events, actor.email],
          );
          const secret = await webhookSecrets.renew(trx, tenantId, id);
          const after = { events: body.events };
          await audit(trx, request, {
            tenantId,
            action: "webhook.added",
            target: `webhook ${address}`,
            after,
          });
          await tell(trx, tenantId);
          return { ...viewOf(await findWebhook(trx, tenantId, id)), secret };
        });
        return reply(201, made, NO_STORE);
      },
    }),
    hostRoute({
      method: "PATCH",
      path: "/api/webhooks/:id",
      permission: "tenant:admin",
      summary: "Changes where a webhook leads or what it hears, or turns it on or off",
      input: { params: Params, body: Change, output: Webhook },
      limits: { perMinute: 60 },
      handle: async (request, { params, body }) => {
        const { tenantId } = request;
        onlyTheTeam(request);
        const asked = body.address === undefined ? {} : { address: addressOf(body.address, allowed) };
        const heard = await heardBy(runtime, tenantId);
        return database.system(async (trx) => {
          const before = await findWebhook(trx, tenantId, params.id, "for update of w");
          const after = settingsOf({ ...before, ...body, ...asked });
          // What it heard before it may go on hearing, also while that plugin is off.
          const added = after.events.filter((event) => !before.events.includes(event));
          mustBeKnown(heard, added);
          // Whoever changes it has looked into it: it begins anew.
          await trx.run(
            `update host.webhook set address = $3, events = $4, active = $5, failing_since = null, stopped_at = null
             where tenant_id = $1 and id = $2`,
            [tenantId, params.id, after.address, after.events, after.active],
          );
          await audit(trx, request, {
            tenantId,
            action: "webhook.changed",
            target: `webhook ${before.address}`,
            before: settingsOf(before),
            after,
          });
          await tell(trx, tenantId);
          return viewOf(await findWebhook(trx, tenantId, params.id));
        });
      },
    }),
    hostRoute({
      method: "DELETE",
      path: "/api/webhooks/:id",
      permission: "tenant:admin",
      summary: "Deletes a webhook, with what waits for it",
      input: { params: Params, output: Type.Null() },
      limits: { perMinute: 60 },
      handle: async (request, { params }) => {
        const { tenantId } = request;
        onlyTheTeam(request);
        await database.system(async (trx) => {
          const gone = await findWebhook(trx, tenantId, params.id, "for update of w");
          await trx.run("delete from host.webhook where tenant_id = $1 and id = $2", [tenantId, params.id]);
          await webhookSecrets.forget(trx, tenantId, params.id);
          await audit(trx, request, {
            tenantId,
            action: "webhook.deleted",
            target: `webhook ${gone.address}`,
            before: settingsOf(gone),
          });
          await tell(trx, tenantId);
        });
        return reply(204);
      },
    }),
    hostRoute({
      method: "POST",
      path: "/api/webhooks/:id/secrets",
      permission: "tenant:admin",
      summary: "Makes a new secret, and tells it this one time; the one before signs too for a day",
      input: {
        params: Params,
        body: Type.Object({}),
        output: Type.Object({ secret: Secret, oldSecretUntil: Time }),
      },
      limits: { perMinute: 20 },
      handle: async (request, { params }) => {
        const { tenantId } = request;
        onlyTheTeam(request);
        const until = new Date(clock.now().getTime() + OVERLAP_MS);
        const secret = await database.system(async (trx) => {
          const { address } = await findWebhook(trx, tenantId, params.id, "for update of w");
          const fresh = await webhookSecrets.renew(trx, tenantId, params.id);
          await trx.run("update host.webhook set old_secret_until = $3 where tenant_id = $1 and id = $2", [
            tenantId,
            params.id,
            until,
          ]);
          await audit(trx, request, {
            tenantId,
            action: "webhook.secret_renewed",
            target: `webhook ${address}`,
            after: { oldSecretUntil: until },
          });
          await tell(trx, tenantId);
          return fresh;
        });
        return reply(201, { secret, oldSecretUntil: until.toISOString() }, NO_STORE);
      },
    }),
    ...deliveryRoutes(parts),
  ];
}

function settingsOf({
  address,
  events,
  active,
}: WebhookRow): Pick<WebhookRow, "address" | "events" | "active"> {
  return { address, events, active };
}

function viewOf({ createdAt, oldSecretUntil, failingSince, stoppedAt, ...row }: WebhookRow): Webhook {
  return {
    ...row,
    createdAt: createdAt.toISOString(),
    oldSecretUntil: oldSecretUntil?.toISOString() ?? null,
    failingSince: failingSince?.toISOString() ?? null,
    stoppedAt: stoppedAt?.toISOString() ?? null,
  };
}

async function tell(trx: Transaction, tenantId: string): Promise<void> {
  await trx.run("select pg_notify('live', $1)", [`${tenantId}:webhooks`]);
}
