import { eventStream, PlatformError, reply, type Static, Type } from "@promostack/core";
import { Ajv } from "ajv";
import { type HostContext, type HostRoute, hostRoute } from "../http/hostRoute.ts";
import type { AuditSource } from "../identity/audit.ts";
import { readJson } from "../release/json.ts";
import { PLUGIN_LIMITS } from "../release/limits.ts";
import type { Installer, InstallOrder } from "./installer.ts";
import { Install, installOf, UninstalledPlugin } from "./shapes.ts";

const ARCHIVE = "application/gzip";
const JSON_TYPE = "application/json";
const limits = { perMinute: 120, seconds: 30 };
const Params = Type.Object({ id: Type.String({ format: "uuid" }) });

const RemoteOrder = Type.Union([
  Type.Object(
    {
      from: Type.Literal("registry"),
      name: Type.String({ minLength: 1, maxLength: 160 }),
      version: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
      activate: Type.Optional(Type.Boolean()),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    { from: Type.Literal("bundled"), id: Type.String({ minLength: 2, maxLength: 40 }) },
    { additionalProperties: false },
  ),
  Type.Object(
    { from: Type.Literal("kept"), id: Type.String({ minLength: 2, maxLength: 40 }) },
    { additionalProperties: false },
  ),
]);
type RemoteOrder = Static<typeof RemoteOrder>;
const isRemoteOrder = new Ajv().compile<RemoteOrder>(RemoteOrder);

/** Installing plugins, for admins. */
export function installRoutes(installer: Installer): HostRoute[] {
  return [
    hostRoute({
      method: "POST",
      path: "/api/admin/installs",
      permission: "admin",
      summary:
        'Begins to install: an archive (application/gzip), {"from":"registry","name","version"?}, or what was uninstalled: {"from":"bundled","id"}, {"from":"kept","id"}. Follow it by its id.',
      takes: [ARCHIVE, JSON_TYPE],
      input: {
        query: Type.Object({
          name: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: "Of the file" })),
          activate: Type.Optional(Type.Boolean({ description: "false: only made ready" })),
        }),
        output: Type.Object({ id: Type.String() }),
      },
      limits: { perMinute: 30, bodyBytes: PLUGIN_LIMITS.packedBytes, seconds: 120 },
      async handle(request, { query, headers, bytes }) {
        const isJson = headers["content-type"]?.toLowerCase().startsWith(JSON_TYPE) ?? false;
        const order: InstallOrder = isJson
          ? await orderOf(installer, bytes)
          : {
              source: "upload",
              name: query.name ?? "archive.tgz",
              archive: bytes,
              activate: query.activate ?? true,
            };
        const id = await installer.begin(order, sourceOf(request));
        return reply(202, { id }, { location: `/api/admin/installs/${id}` });
      },
    }),
    hostRoute({
      method: "GET",
      path: "/api/admin/installs",
      permission: "admin",
      summary: "The last hundred installs, newest first",
      input: { output: Type.Object({ items: Type.Array(Install) }) },
      limits: { perMinute: 240 },
      handle: async () => ({ items: (await installer.list()).map(installOf) }),
    }),
    hostRoute({
      method: "GET",
      path: "/api/admin/uninstalled",
      permission: "admin",
      summary: "Plugins that were taken out, and still hold what they held",
      input: { output: Type.Object({ items: Type.Array(UninstalledPlugin) }) },
      limits: { perMinute: 240 },
      handle: async () => ({
        items: (await installer.uninstalled()).map(({ removedAt, ...plugin }) => ({
          ...plugin,
          removedAt: removedAt.toISOString(),
        })),
      }),
    }),
    hostRoute({
      method: "GET",
      path: "/api/admin/installs/:id",
      permission: "admin",
      summary: "One install: its steps, what it asks, how it failed",
      input: { params: Params, output: Install },
      limits: { perMinute: 600 },
      handle: async (_request, { params }) => installOf(await installer.get(params.id)),
    }),
    hostRoute({
      method: "GET",
      path: "/api/admin/installs/:id/events",
      permission: "admin",
      summary: "The install now and after every change, to its end",
      input: { params: Params, output: Install },
      limits: { perMinute: 60, seconds: 600 },
      async handle({ signal }, { params }) {
        await installer.get(params.id);
        return eventStream(changes(installer, params.id, signal));
      },
    }),
    hostRoute({
      method: "POST",
      path: "/api/admin/installs/:id/consent",
      permission: "admin",
      summary:
        "Agrees to what the release asks for; names the key's fingerprint where its publisher is unknown",
      input: {
        params: Params,
        body: Type.Object({ fingerprint: Type.Optional(Type.String({ maxLength: 60 })) }),
        output: Install,
      },
      limits,
      handle: async (request, { params, body }) =>
        installOf(await installer.consent(params.id, sourceOf(request), body.fingerprint)),
    }),
    hostRoute({
      method: "DELETE",
      path: "/api/admin/installs/:id",
      permission: "admin",
      summary: "Gives an install up; what it has left is taken back",
      input: { params: Params, output: Install },
      limits,
      handle: async (request, { params }) => installOf(await installer.cancel(params.id, sourceOf(request))),
    }),
  ];
}

async function* changes(installer: Installer, id: string, signal: AbortSignal) {
  for await (const row of installer.watch(id, signal)) yield { event: "install", data: installOf(row) };
}

async function orderOf(installer: Installer, bytes: Uint8Array): Promise<InstallOrder> {
  const body = readJson(bytes, "The body");
  if (!isRemoteOrder(body)) {
    throw new PlatformError(
      "The body says neither a package of the registry nor a plugin that was uninstalled.",
      {
        code: "request.invalid",
        status: 400,
        hint: 'Send {"from":"registry","name":"…"} or {"from":"kept","id":"…"}, or an archive as application/gzip.',
      },
    );
  }
  if (body.from === "kept") return installer.kept(body.id);
  if (body.from === "bundled") return { source: "bundled", name: body.id };
  const { name, version, activate = true } = body;
  return { source: "registry", name: version === undefined ? name : `${name}@${version}`, activate };
}

function sourceOf({ actor, requestId, address }: HostContext<"admin">): AuditSource {
  return { actor, requestId, address };
}
