import { route, type Setup, Type } from "@promostack/core";
import { CampaignPlan } from "../campaigns/api.ts";
import { momentIn } from "../campaigns/moment.ts";
import { campaignPage } from "../public/campaignPage.ts";
import { pageHtml } from "../public/html.ts";
import { fittedRequest, isFrame } from "../public/overlay.ts";
import type { PartsOf } from "../public/parts.ts";
import { languageFor, WORDS } from "../ui-public/texts.ts";

const Templates = Type.Object({
  items: Type.Array(Type.Object({ id: Type.String(), title: Type.String() })),
});
const Look = Type.Object({
  plan: CampaignPlan,
  tenantName: Type.String({ maxLength: 200 }),
  language: Type.Optional(Type.String({ maxLength: 35 })),
});

/** What colleagues look at before the public does. */
export function previewRoutes(p: Setup, partsOf: PartsOf): void {
  p.route(
    route({
      method: "POST",
      path: "/campaign-previews",
      permission: "tenant:viewer",
      summary: "The page of a campaign as it would stand while it runs, in HTML that runs nothing.",
      input: { body: Look, output: Type.Object({ html: Type.String() }) },
      limits: { perMinute: 240 },
      async handle(context, { body: { plan, tenantName, language: wish } }) {
        const parts = partsOf(context);
        const overlay = plan.overlay === undefined ? undefined : await parts.template(context, plan.overlay);
        const { bytes, contentType } = await parts.renderer.render(
          fittedRequest(context.tenantId, { picture: undefined, fit: "cover", overlay, width: 480 }),
        );
        const language = languageFor(wish, "en");
        const page = campaignPage({
          plan,
          phase: "running",
          startsAt: null,
          endsAt: plan.ends === undefined ? null : momentIn(plan.ends, context.timezone).toISOString(),
          consentVersion: 1,
          draws: { seedHash: "·".repeat(64), draws: [], winners: [] },
          tenantName,
          zone: context.timezone,
          language,
          words: WORDS[language],
          base: "",
          still: true,
          address: "",
          example: `data:${contentType};base64,${Buffer.from(bytes).toString("base64")}`,
        });
        return { html: pageHtml({ ...page, script: "", facts: {} }) };
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/campaign-overlays",
      permission: "tenant:viewer",
      summary: "Lists the published templates without a place for a code, as frames for pictures.",
      input: { output: Templates },
      limits: { perMinute: 240 },
      async handle(context) {
        const templates = await partsOf(context).templates(context);
        return { items: templates.filter(isFrame).map(({ id, name }) => ({ id, title: name })) };
      },
    }),
  );
}
