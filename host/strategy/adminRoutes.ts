import { PlatformError, type Transaction, Type } from "@promostack/core";
import { type HostContext, type HostRoute, hostRoute } from "../http/hostRoute.ts";
import { audit } from "../identity/audit.ts";
import { fingerprintOf } from "../release/publicKey.ts";
import { AdminPublisher, AdminStrategy, Fault, PublisherKey, ReleaseDetail } from "./adminShapes.ts";
import { AdminView, type AdminViewParts } from "./adminView.ts";
import { lockPublisher, setPublisherState } from "./publisherRows.ts";
import { StrategyId, Version } from "./publishRoutes.ts";
import { actOn, type ReleaseAct, releaseNotFound } from "./releaseActs.ts";
import { tellReplicas } from "./releaseRows.ts";

const ReleaseParams = Type.Object({ id: StrategyId, version: Version });
const Reason = Type.String({ minLength: 3, maxLength: 500 });
const limits = { perMinute: 60, seconds: 30 };

/** Strategies and publishers, for admins. */
export function adminStrategyRoutes(parts: AdminViewParts): HostRoute[] {
  const { database, index } = parts;
  const view = new AdminView(parts);

  const act = (name: ReleaseAct, summary: string, needsReason: boolean) =>
    hostRoute({
      method: "POST",
      path: `/api/admin/strategies/:id/releases/:version/${name}`,
      permission: "admin",
      summary,
      input: {
        params: ReleaseParams,
        body: Type.Object({
          reason: needsReason ? Reason : Type.Optional(Reason),
          replacement: Type.Optional(StrategyId),
        }),
        output: AdminStrategy,
      },
      limits,
      async handle(request, { params, body }) {
        await database.system(async (trx) => {
          const order = { strategy: params.id, version: params.version, act: name, ...body };
          const { publisher } = await actOn(trx, request, order);
          // Whose first release an admin let in is known from then on.
          if (name === "approve") await approvePublisher(trx, request, publisher);
        });
        return changed(params.id);
      },
    });

  return [
    hostRoute({
      method: "GET",
      path: "/api/admin/strategies",
      permission: "admin",
      summary: "Every strategy with its releases, their state and who uses them",
      input: { output: Type.Object({ items: Type.Array(AdminStrategy) }) },
      limits: { perMinute: 240 },
      handle: async () => ({ items: await view.strategies() }),
    }),
    hostRoute({
      method: "GET",
      path: "/api/admin/strategies/:id",
      permission: "admin",
      summary: "One strategy with its releases, and what went wrong with them lately",
      input: {
        params: Type.Object({ id: StrategyId }),
        output: Type.Composite([AdminStrategy, Type.Object({ log: Type.Array(Fault) })]),
      },
      limits: { perMinute: 240 },
      async handle(_request, { params }) {
        return { ...(await found(params.id)), log: await view.faults(params.id) };
      },
    }),
    hostRoute({
      method: "GET",
      path: "/api/admin/strategies/:id/releases/:version",
      permission: "admin",
      summary: "A published release in full: what it says of itself, its checks, files, README and script",
      input: { params: ReleaseParams, output: ReleaseDetail },
      limits: { perMinute: 120 },
      async handle(_request, { params: { id, version } }) {
        const [row] = await database.query<
          Omit<ReleaseDetail, "release" | "readme"> & { readme: string | null }
        >(
          `select strategy, integrity, manifest, description, checks, files, readme, script
           from host.strategy_release where strategy = $1 and version = $2`,
          [id, version],
        );
        const release = (await found(id)).releases.find((each) => each.version === version);
        if (row === undefined || release === undefined) throw releaseNotFound(id, version);
        const { readme, ...rest } = row;
        return { ...rest, ...(readme !== null && { readme }), release };
      },
    }),
    act("approve", "Lets a waiting release in, and its publisher's next ones without asking", false),
    act("refuse", "Does not let a waiting release in; its id is free again", true),
    act("deprecate", "Says that a release should not be chosen any more; it works on", true),
    act("withdraw", "Takes a release back: no new signals from it, open ones finish", true),
    act("restore", "Undoes a deprecation or withdrawal", false),
    hostRoute({
      method: "POST",
      path: "/api/admin/strategies/:id/releases/:version/lift",
      permission: "admin",
      summary: "Ends a release's quarantine now",
      input: { params: ReleaseParams, body: Type.Object({}), output: AdminStrategy },
      limits,
      async handle(request, { params: { id, version } }) {
        await database.system(async (trx) => {
          const rows = await trx.run(
            "delete from host.strategy_quarantine where strategy = $1 and version = $2",
            [id, version],
          );
          if (rows === 0) throw notResting(id, version);
          // A fresh start: what was counted before is forgiven.
          await trx.run("delete from host.strategy_fault where strategy = $1 and version = $2", [
            id,
            version,
          ]);
          const target = `strategy ${id} ${version}`;
          await audit(trx, request, { tenantId: null, action: "strategy.quarantine_lifted", target });
          await tellReplicas(trx, id);
        });
        return changed(id);
      },
    }),
    hostRoute({
      method: "GET",
      path: "/api/admin/publishers",
      permission: "admin",
      summary: "Who has published here, and whether an admin knows them",
      input: { output: Type.Object({ items: Type.Array(AdminPublisher) }) },
      limits: { perMinute: 240 },
      handle: async () => ({ items: await view.publishers() }),
    }),
    hostRoute({
      method: "POST",
      path: "/api/admin/publishers/:key/approve",
      permission: "admin",
      summary:
        "Trusts a publisher, for a time where one is given: waiting and next releases come without asking",
      input: {
        params: Type.Object({ key: PublisherKey }),
        body: Type.Object({ until: Type.Optional(Type.String({ format: "date-time" })) }),
        output: AdminPublisher,
      },
      limits,
      async handle(request, { params: { key }, body: { until } }) {
        await database.system(async (trx) => {
          await decide(trx, request, key, "approved", { until });
          for (const release of await releasesOf(trx, key, ["pending"])) {
            await actOn(trx, request, { ...release, act: "approve" });
          }
        });
        return publisher(key);
      },
    }),
    hostRoute({
      method: "POST",
      path: "/api/admin/publishers/:key/block",
      permission: "admin",
      summary:
        "Takes nothing from a publisher any more: waiting releases are refused, live ones withdrawn where asked for",
      input: {
        params: Type.Object({ key: PublisherKey }),
        body: Type.Object({ reason: Reason, withdraw: Type.Boolean({ default: false }) }),
        output: AdminPublisher,
      },
      limits,
      async handle(request, { params: { key }, body: { reason, withdraw } }) {
        await database.system(async (trx) => {
          await decide(trx, request, key, "blocked", { reason });
          for (const release of await releasesOf(trx, key, ["pending"])) {
            await actOn(trx, request, { ...release, act: "refuse", reason });
          }
          if (!withdraw) return;
          for (const release of await releasesOf(trx, key, ["active", "deprecated"])) {
            await actOn(trx, request, { ...release, act: "withdraw", reason });
          }
        });
        return publisher(key);
      },
    }),
  ];

  async function found(id: string): Promise<AdminStrategy> {
    const strategy = await view.strategy(id);
    if (strategy !== undefined) return strategy;
    throw new PlatformError(`There is no strategy ${id}.`, { code: "strategy.not_found", status: 404 });
  }

  async function changed(id: string): Promise<AdminStrategy> {
    await index.refresh();
    return found(id);
  }

  async function publisher(key: string): Promise<AdminPublisher> {
    await index.refresh();
    const one = (await view.publishers()).find((each) => each.key === key);
    if (one !== undefined) return one;
    throw new PlatformError("There is no such publisher.", { code: "publisher.unknown", status: 404 });
  }
}

async function approvePublisher(trx: Transaction, request: HostContext<"admin">, key: string): Promise<void> {
  await decide(trx, request, key, "approved");
}

async function decide(
  trx: Transaction,
  request: HostContext<"admin">,
  key: string,
  state: "approved" | "blocked",
  { reason, until }: { reason?: string | undefined; until?: string | undefined } = {},
): Promise<void> {
  const before = await lockPublisher(trx, key);
  if (before.state === state && before.expiresAt === null && until === undefined) return;
  await setPublisherState(trx, key, state, { reason, until });
  await audit(trx, request, {
    tenantId: null,
    action: `publisher.${state}`,
    target: `publisher ${fingerprintOf(key)}`,
    before: { state: before.state, until: before.expiresAt?.toISOString() },
    after: { state, reason, until },
  });
  await tellReplicas(trx, "");
}

function releasesOf(trx: Transaction, key: string, states: readonly string[]) {
  return trx.many<{ strategy: string; version: string }>(
    "select strategy, version from host.strategy_release where publisher = $1 and state = any($2::text[])",
    [key, states],
  );
}

function notResting(id: string, version: string): PlatformError {
  return new PlatformError(`${id} ${version} is not set aside.`, {
    code: "strategy.not_quarantined",
    status: 409,
  });
}
