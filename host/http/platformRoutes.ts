import { Type } from "@promostack/core";
import { type HostRoute, hostRoute } from "./hostRoute.ts";
import type { Live } from "./live.ts";

/** Routes that describe or watch the platform as HTTP sees it. */
export function platformRoutes(parts: { live: Live; document: () => object }): HostRoute[] {
  return [
    hostRoute({
      method: "GET",
      path: "/api/live",
      permission: "tenant:viewer",
      summary: "Hints of what changed in the tenant, as server-sent events named change",
      input: { output: Type.Object({ topic: Type.String() }, { description: "Data of one event" }) },
      limits: { perMinute: 120 },
      handle: async ({ tenantId, signal }) => parts.live.stream(tenantId, signal),
    }),
    hostRoute({
      method: "GET",
      path: "/api/openapi.json",
      permission: "public",
      summary: "This description",
      input: { output: Type.Object({}, { additionalProperties: true }) },
      limits: { perMinute: 120 },
      handle: async () => parts.document(),
    }),
  ];
}
