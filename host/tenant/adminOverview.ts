import { type Static, Type } from "@promostack/core";
import type { Database } from "../db/database.ts";
import { type HostRoute, hostRoute } from "../http/hostRoute.ts";
import type { Runtime } from "../plugin/runtime.ts";
import { queueDepths } from "./queueDepths.ts";
import { Time } from "./schemas.ts";

export const Queue = Type.Object({
  name: Type.String(),
  waiting: Type.Integer(),
  dead: Type.Integer(),
  oldestSeconds: Type.Number(),
});
export type Queue = Static<typeof Queue>;

/** A process of a release before says less of itself. */
export const Replica = Type.Object({
  id: Type.String(),
  leader: Type.Boolean(),
  startedAt: Time,
  upSeconds: Type.Integer(),
  version: Type.Union([Type.String(), Type.Null()], { description: "Release of the platform" }),
  memoryBytes: Type.Union([Type.Integer(), Type.Null()], { description: "Resident" }),
  heldGenerations: Type.Union([Type.Integer(), Type.Null()], {
    description: "Generations of plugins that serve nobody any more and whose code it still holds",
  }),
});
export type Replica = Static<typeof Replica>;

const Overview = Type.Object({
  tenants: Type.Integer(),
  people: Type.Integer(),
  plugins: Type.Record(Type.String(), Type.Integer(), { description: "How many are in each state" }),
  health: Type.Record(
    Type.String(),
    Type.Object({ state: Type.String(), detail: Type.Optional(Type.String()) }),
  ),
  strategies: Type.Object(
    {
      waiting: Type.Integer({ description: "Releases that an admin has to look at" }),
      resting: Type.Integer({ description: "Releases that are set aside" }),
    },
    { description: "What needs a hand" },
  ),
  queues: Type.Array(Queue),
  replicas: Type.Array(Replica),
  pools: Type.Array(
    Type.Object({ pool: Type.String(), size: Type.Integer(), free: Type.Integer(), waiting: Type.Integer() }),
  ),
  memoryBytes: Type.Integer(),
  uptimeSeconds: Type.Number(),
  node: Type.String(),
  now: Time,
});
type Overview = Static<typeof Overview>;

export interface OverviewParts {
  database: Database;
  runtime: Pick<Runtime, "plugins" | "checkHealth" | "eventBacklog">;
  clock: { now(): Date };
  /** The processes of this installation. */
  replicas?: () => Promise<Replica[]>;
  /** Strategy releases that need a hand. */
  strategies?: () => { waiting: number; resting: number };
}

export function overviewRoutes({
  database,
  runtime,
  clock,
  replicas,
  strategies,
}: OverviewParts): HostRoute[] {
  return [
    hostRoute({
      method: "GET",
      path: "/api/admin/overview",
      permission: "admin",
      summary: "How the installation is doing, in one look",
      input: { output: Overview },
      limits: { perMinute: 120 },
      handle: async (): Promise<Overview> => {
        const [counts, health, events, depths, hosts] = await Promise.all([
          database.query<{ tenants: number; people: number }>(
            "select (select count(*)::int from host.tenant) as tenants, (select count(*)::int from host.person) as people",
          ),
          runtime.checkHealth(),
          runtime.eventBacklog(),
          queueDepths(database, clock.now()),
          replicas?.() ?? [],
        ]);
        return {
          tenants: counts[0]?.tenants ?? 0,
          people: counts[0]?.people ?? 0,
          plugins: countStates(runtime.plugins()),
          health,
          strategies: strategies?.() ?? { waiting: 0, resting: 0 },
          queues: [
            ...depths,
            ...events.map(({ subscriber, pending, dead, oldestSeconds }) => ({
              name: `events to ${subscriber}`,
              waiting: pending,
              dead,
              oldestSeconds,
            })),
          ],
          replicas: hosts,
          pools: database.stats(),
          memoryBytes: process.memoryUsage().rss,
          uptimeSeconds: Math.round(process.uptime()),
          node: process.version,
          now: clock.now().toISOString(),
        };
      },
    }),
  ];
}

function countStates(plugins: readonly { state: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of plugins) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
