import { type Reply, reply } from "@promostack/core";
import type { HostMount } from "../http/hostRoute.ts";
import { type HealthParts, type HealthReport, liveness, readiness } from "./health.ts";
import type { Metrics } from "./metrics.ts";

const limits = { perMinute: 6000, bodyBytes: 1024, seconds: 5 };

/** `/healthz`, `/readyz` and `/metrics`: for machines, outside the API and its sign-in. Keep `/metrics` off the public proxy. */
export function opsMounts(parts: { health: HealthParts; metrics: Metrics }): HostMount[] {
  return [
    {
      prefix: "/healthz",
      summary: "The process runs",
      limits,
      handle: async () => answer(liveness()),
    },
    {
      prefix: "/readyz",
      summary: "The host may be sent requests: database, boot, leader, required plugins",
      limits,
      handle: async () => answer(await readiness(parts.health)),
    },
    {
      prefix: "/metrics",
      summary: "Figures for Prometheus",
      limits,
      handle: async () => {
        const { contentType, body } = await parts.metrics.text();
        return reply(200, body, { "content-type": contentType, "cache-control": "no-store" });
      },
    },
  ];
}

function answer(report: HealthReport): Reply {
  return reply(report.status === "ok" ? 200 : 503, report, { "cache-control": "no-store" });
}
