import { PlatformError, route, type Setup, type TenantContext, Type } from "@promostack/core";
import {
  AudienceCount,
  AudienceLook,
  Broadcast,
  BroadcastDraft,
  BroadcastsPage,
  BroadcastsQuery,
  Doors,
  NewBroadcast,
  Preview,
  PreviewLook,
  RecipientsPage,
  RecipientsQuery,
} from "../broadcast/api.ts";
import { countAudience } from "../broadcast/audience.ts";
import { previewContent } from "../broadcast/preview.ts";
import { recipientsPage } from "../broadcast/recipients.ts";
import { BOT_PACE } from "../broadcast/states.ts";
import {
  addBroadcast,
  broadcastsPage,
  deleteBroadcast,
  readBroadcast,
  saveBroadcast,
} from "../broadcast/store.ts";
import type { TenantFacts } from "../run/tenantFacts.ts";
import { colleague } from "./inbox.ts";

export const BroadcastId = Type.Object({ id: Type.String({ format: "uuid" }) });

/** Broadcasts: what they are, and what became of them. */
export function broadcastRoutes(p: Setup, factsOf: (context: TenantContext) => Promise<TenantFacts>): void {
  p.route(
    route({
      method: "GET",
      path: "/broadcasts",
      permission: "tenant:viewer",
      summary: "Lists broadcasts, the newest first.",
      input: { query: BroadcastsQuery, output: BroadcastsPage },
      limits: { perMinute: 240 },
      csv: "broadcasts",
      handle: ({ db }, { query }) => db((trx) => broadcastsPage(trx, query)),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/broadcasts",
      permission: "tenant:member",
      summary: "Makes a draft.",
      input: { body: NewBroadcast, output: Broadcast },
      limits: { perMinute: 60 },
      handle: (context, { body }) =>
        context.db(async (trx) => {
          const id = await addBroadcast(trx, body, savingOf(context));
          await context.audit(trx, {
            action: "broadcast.made",
            target: `broadcast ${id}`,
            after: { name: body.name },
          });
          return readBroadcast(trx, id, context.clock.now());
        }),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/broadcasts/:id",
      permission: "tenant:viewer",
      summary: "One broadcast with how far it is.",
      input: { params: BroadcastId, output: Broadcast },
      limits: { perMinute: 240 },
      handle: ({ db, clock }, { params }) => db((trx) => readBroadcast(trx, params.id, clock.now())),
    }),
  );
  p.route(
    route({
      method: "PUT",
      path: "/broadcasts/:id",
      permission: "tenant:member",
      summary: "Saves a draft; If-Match names the version that was read.",
      input: { params: BroadcastId, body: BroadcastDraft, output: Broadcast },
      limits: { perMinute: 240 },
      handle: (context, { params, body, headers }) =>
        context.db(async (trx) => {
          const etag = headers["if-match"]?.replace(/^W\//, "");
          if (etag === undefined) throw etagMissing();
          await saveBroadcast(trx, params.id, body, etag, savingOf(context));
          await context.audit(trx, { action: "broadcast.saved", target: `broadcast ${params.id}` });
          return readBroadcast(trx, params.id, context.clock.now());
        }),
    }),
  );
  p.route(
    route({
      method: "DELETE",
      path: "/broadcasts/:id",
      permission: "tenant:member",
      summary: "Deletes a draft.",
      input: { params: BroadcastId, output: Type.Object({ deleted: Type.Boolean() }) },
      limits: { perMinute: 60 },
      handle: (context, { params }) =>
        context.db(async (trx) => {
          const { name } = await deleteBroadcast(trx, params.id);
          await context.audit(trx, {
            action: "broadcast.deleted",
            target: `broadcast ${params.id}`,
            before: { name },
          });
          return { deleted: true };
        }),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/broadcasts/:id/recipients",
      permission: "tenant:viewer",
      summary: "Lists the people of a broadcast with what became of their message.",
      input: { params: BroadcastId, query: RecipientsQuery, output: RecipientsPage },
      limits: { perMinute: 240 },
      csv: "recipients",
      handle: ({ db }, { params, query }) => db((trx) => recipientsPage(trx, params.id, query)),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/broadcast-audiences",
      permission: "tenant:viewer",
      summary: "Counts the people of an audience who can be reached now.",
      input: { body: AudienceLook, output: AudienceCount },
      limits: { perMinute: 120 },
      async handle({ db, tenantId, clock }, { body }) {
        const count = await db((trx) => countAudience(trx, tenantId, body.audience, clock.now()));
        return { count, seconds: Math.ceil(count / BOT_PACE) };
      },
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/broadcast-previews",
      permission: "tenant:viewer",
      summary: "Shows what a person would get, and what is wrong with it.",
      input: { body: PreviewLook, output: Preview },
      limits: { perMinute: 240 },
      async handle(context, { body }) {
        const facts = await factsOf(context);
        return context.db((trx) => previewContent(context, trx, body, facts));
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/broadcast-doors",
      permission: "tenant:viewer",
      summary: "Lists the published journeys that a broadcast's button may lead into.",
      input: { output: Doors },
      limits: { perMinute: 240 },
      handle: ({ db }) =>
        db(async (trx) => ({
          items: await trx.many<{ id: string; name: string }>(
            `select distinct j.id, j.name from trigger t join journey j on j.tenant_id = t.tenant_id and j.id = t.journey_id
             where t.kind = 'broadcast_button' order by j.name`,
          ),
        })),
    }),
  );
}

function savingOf({
  tenantId,
  clock,
  actor,
}: Pick<TenantContext, "tenantId" | "clock"> & { actor: Parameters<typeof colleague>[0] }) {
  return { tenantId, by: colleague(actor).name, at: clock.now() };
}

function etagMissing(): PlatformError {
  return new PlatformError("The version that was read is not named.", {
    code: "edit.unconditional",
    status: 428,
    hint: "Send the etag of the broadcast that you read in the header If-Match.",
  });
}
