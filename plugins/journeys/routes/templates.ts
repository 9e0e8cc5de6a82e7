import { route, type Setup } from "@promostack/core";
import { TemplateList } from "../templates/api.ts";
import { TEMPLATES } from "../templates/templates.ts";

/** Journeys to start from. */
export function templateRoutes(p: Setup): void {
  p.route(
    route({
      method: "GET",
      path: "/templates",
      permission: "tenant:viewer",
      summary: "Journeys to start from, in the order of the gallery.",
      input: { output: TemplateList },
      limits: { perMinute: 240 },
      handle: async () => ({
        items: TEMPLATES.map((each) => ({ ...each, steps: each.journey.steps.length })),
      }),
    }),
  );
}
