import { PlatformError, Type } from "@promostack/core";
import type { Database } from "../db/database.ts";
import { type HostContext, type HostRoute, hostRoute } from "../http/hostRoute.ts";
import { audit } from "../identity/audit.ts";
import type { RolloutNote } from "../plugin/rollout.ts";
import type { Runtime } from "../plugin/runtime.ts";
import { AdminPlugin, adminPluginOf, tenantCounts } from "../tenant/adminPlugins.ts";
import { Id, PluginParams, Time } from "../tenant/schemas.ts";
import { releaseSigners } from "./releaseSigners.ts";

const Release = Type.Object({
  version: Type.String(),
  source: Type.Union([Type.Literal("bundled"), Type.Literal("archive")]),
  integrity: Type.Optional(Type.String()),
  place: Type.Union(
    [Type.Literal("active"), Type.Literal("previous"), Type.Literal("candidate"), Type.Literal("stored")],
    { description: "previous: can be gone back to. stored: could be offered" },
  ),
  signer: Type.Optional(
    Type.Object(
      {
        name: Type.String(),
        fingerprint: Type.String(),
        state: Type.Union([Type.Literal("unknown"), Type.Literal("approved"), Type.Literal("blocked")]),
      },
      { description: "Whose key signed it; absent where nobody did" },
    ),
  ),
  since: Type.Optional(Time),
  until: Type.Optional(Time),
  goneBackAt: Type.Optional(Time),
  failure: Type.Optional(
    Type.Object({
      code: Type.String(),
      phase: Type.Optional(Type.String()),
      reason: Type.String(),
      at: Time,
    }),
  ),
});

const Candidate = Type.Object({
  version: Type.String({ minLength: 1, maxLength: 64 }),
  percent: Type.Integer({ minimum: 0, maximum: 100, default: 0, description: "Share of all tenants" }),
  tenants: Type.Array(Id, { maxItems: 500, default: [], description: "Tenants that get it for sure" }),
});

const Seen = Type.Object({
  version: Type.Optional(
    Type.String({
      maxLength: 64,
      description:
        "The release that it is about, as it was seen: another one in its place is refused (409 release.changed)",
    }),
  ),
});

export interface RolloutRouteParts {
  database: Database;
  runtime: Pick<Runtime, "plugin" | "rollout">;
}

const limits = { perMinute: 60, seconds: 60 };

/** What an admin does with a plugin's releases. Each act and its line in the audit log are one transaction. */
export function rolloutRoutes({ database, runtime }: RolloutRouteParts): HostRoute[] {
  const { rollout } = runtime;
  const act = (
    route: { method: "POST" | "DELETE"; below: string; summary: string; action: string },
    work: (id: string, note: RolloutNote, seen: string | undefined) => Promise<void>,
  ) =>
    hostRoute({
      method: route.method,
      path: `/api/admin/plugins/:id/${route.below}`,
      permission: "admin",
      summary: route.summary,
      input: {
        params: PluginParams,
        query: Seen,
        output: AdminPlugin,
        ...(route.method === "POST" && { body: Type.Object({}) }),
      },
      limits,
      async handle(request, { params: { id }, query: { version } }) {
        await work(id, noteOf(request, id, route.action), version);
        return statusOf(id);
      },
    });

  return [
    hostRoute({
      method: "GET",
      path: "/api/admin/plugins/:id/releases",
      permission: "admin",
      summary: "A plugin's releases: what is live, what can be gone back to, what could be offered",
      input: { params: PluginParams, output: Type.Object({ items: Type.Array(Release) }) },
      limits: { perMinute: 240 },
      async handle(_request, { params: { id } }) {
        const [known, signers] = await Promise.all([rollout.releases(id), releaseSigners(database, id)]);
        return {
          items: known.map(({ ref, place, since, until, goneBackAt, failure }) => ({
            version: ref.version,
            source: ref.source,
            integrity: ref.integrity ?? undefined,
            place,
            signer: ref.source === "archive" ? signers.get(ref.version) : undefined,
            since: since?.toISOString(),
            until: until?.toISOString(),
            goneBackAt: goneBackAt?.toISOString(),
            failure: failure && {
              code: failure.code,
              phase: failure.phase ?? undefined,
              reason: failure.reason,
              at: failure.at.toISOString(),
            },
          })),
        };
      },
    }),
    act(
      {
        method: "POST",
        below: "rollback",
        summary: "Goes back to the release before, on every replica",
        action: "rolled_back",
      },
      (id, note, seen) => rollout.rollBack(id, note, seen),
    ),
    hostRoute({
      method: "PUT",
      path: "/api/admin/plugins/:id/candidate",
      permission: "admin",
      summary: "Lets a release serve chosen tenants, and a share of all, beside the active one",
      input: { params: PluginParams, body: Candidate, output: AdminPlugin },
      limits,
      async handle(request, { params: { id }, body: { version, percent, tenants } }) {
        const known = (await rollout.releases(id)).find((each) => each.ref.version === version);
        if (known === undefined) throw unknownRelease(id, version);
        const note = noteOf(request, id, "candidate_offered", { version, percent, tenants });
        await rollout.offer(known.ref, { percent, tenants }, note);
        return statusOf(id);
      },
    }),
    act(
      {
        method: "POST",
        below: "candidate/promote",
        summary: "Makes the candidate the active release, for all tenants",
        action: "candidate_promoted",
      },
      (id, note, seen) => rollout.promote(id, note, seen),
    ),
    act(
      {
        method: "DELETE",
        below: "candidate",
        summary: "Takes the candidate back; its tenants get the active release again",
        action: "candidate_withdrawn",
      },
      (id, note, seen) => rollout.withdraw(id, note, seen),
    ),
    hostRoute({
      method: "DELETE",
      path: "/api/admin/plugins/:id",
      permission: "admin",
      summary: "Uninstalls a plugin; data, settings, secrets and files stay",
      input: { params: PluginParams, output: Type.Object({ id: Type.String() }) },
      limits,
      async handle(request, { params: { id } }) {
        await rollout.uninstall(id, noteOf(request, id, "uninstalled"));
        return { id };
      },
    }),
  ];

  function noteOf(request: HostContext<"admin">, id: string, action: string, after?: unknown): RolloutNote {
    const { version, candidate } = runtime.plugin(id) ?? {};
    const before = { version, candidate: candidate?.version };
    return (trx) =>
      audit(trx, request, {
        tenantId: null,
        action: `plugin.${action}`,
        target: `plugin ${id}`,
        before,
        after,
      });
  }

  async function statusOf(id: string): Promise<AdminPlugin> {
    const status = runtime.plugin(id);
    if (status !== undefined) return adminPluginOf(status, await tenantCounts(database));
    throw new PlatformError(`There is no plugin ${id}.`, { code: "plugin.unknown", status: 404 });
  }
}

function unknownRelease(id: string, version: string): PlatformError {
  return new PlatformError(`There is no release ${version} of ${id}.`, {
    code: "release.unknown",
    status: 404,
    plugin: id,
    hint: "Install it first; the plugin's releases are listed beside it.",
  });
}
