import { route, type Setup, type TenantContext, Type } from "@promostack/core";
import { Campaign, CampaignDraft, CampaignsPage, CampaignsQuery, NewCampaign } from "../campaigns/api.ts";
import {
  addCampaign,
  campaignsPage,
  readCampaign,
  type Saving,
  saveCampaign,
  setState,
} from "../campaigns/store.ts";
import { etagNeeded } from "./ifMatch.ts";

export const Id = Type.Object({ id: Type.String({ format: "uuid" }) });
const READ = { perMinute: 240 };
const WRITE = { perMinute: 60 };
const STATES = { open: "open", close: "closed", withdraw: "draft" } as const;

/** Campaigns: what people read, and when they may enter. */
export function campaignRoutes(p: Setup): void {
  p.route(
    route({
      method: "GET",
      path: "/campaigns",
      permission: "tenant:viewer",
      summary: "Lists campaigns, the newest first.",
      input: { query: CampaignsQuery, output: CampaignsPage },
      limits: READ,
      csv: "campaigns",
      handle: ({ db, clock }, { query }) => db((trx) => campaignsPage(trx, query, clock.now())),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/campaigns",
      permission: "tenant:member",
      summary: "Makes a draft.",
      input: { body: NewCampaign, output: Campaign },
      limits: WRITE,
      handle: (context, { body }) =>
        context.db(async (trx) => {
          const id = await addCampaign(trx, body, savingOf(context));
          await context.audit(trx, { action: "campaign.made", target: `campaign ${id}`, after: body });
          return readCampaign(trx, id, context.clock.now());
        }),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/campaigns/:id",
      permission: "tenant:viewer",
      summary: "One campaign.",
      input: { params: Id, output: Campaign },
      limits: READ,
      handle: ({ db, clock }, { params }) => db((trx) => readCampaign(trx, params.id, clock.now())),
    }),
  );
  p.route(
    route({
      method: "PUT",
      path: "/campaigns/:id",
      permission: "tenant:member",
      summary: "Saves a campaign; If-Match names the version that was read.",
      input: { params: Id, body: CampaignDraft, output: Campaign },
      limits: READ,
      handle: (context, { params, body, headers }) =>
        context.db(async (trx) => {
          await saveCampaign(trx, params.id, body, etagNeeded(headers), savingOf(context));
          await context.audit(trx, { action: "campaign.saved", target: `campaign ${params.id}` });
          return readCampaign(trx, params.id, context.clock.now());
        }),
    }),
  );
  for (const [act, state] of Object.entries(STATES))
    p.route(
      route({
        method: "POST",
        path: `/campaigns/:id/${act}`,
        permission: "tenant:member",
        summary: SUMMARIES[state],
        input: { params: Id, output: Campaign },
        limits: WRITE,
        handle: (context, { params }) =>
          context.db(async (trx) => {
            await setState(trx, params.id, state, savingOf(context));
            await context.audit(trx, { action: `campaign.${state}`, target: `campaign ${params.id}` });
            return readCampaign(trx, params.id, context.clock.now());
          }),
      }),
    );
}

const SUMMARIES = {
  open: "Makes a campaign public, or opens a closed one again.",
  closed: "Closes a campaign before its end: nobody can enter any more.",
  draft: "Takes a campaign that nobody has entered back.",
} as const;

export function savingOf({
  tenantId,
  clock,
  timezone,
  actor,
}: Pick<TenantContext, "tenantId" | "clock" | "timezone"> & {
  actor: { name: string | undefined; email: string };
}): Saving {
  return { tenantId, by: actor.name ?? actor.email, at: clock.now(), zone: timezone };
}
