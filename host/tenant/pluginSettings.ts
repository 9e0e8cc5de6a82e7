import { PlatformError, reply, type Static, Type } from "@promostack/core";
import type { Database } from "../db/database.ts";
import { ifMatch } from "../http/etag.ts";
import { type HostContext, type HostRoute, hostRoute } from "../http/hostRoute.ts";
import { type AuditEntry, audit } from "../identity/audit.ts";
import type { Runtime, TenantSettings } from "../plugin/runtime.ts";
import { Anything, PluginParams } from "./schemas.ts";

const PluginSettings = Type.Object({
  enabled: Type.Boolean(),
  settings: Type.Record(Type.String(), Type.Unknown(), { description: "With defaults, without secrets" }),
  secrets: Type.Record(
    Type.String(),
    Type.Object({ set: Type.Boolean(), last4: Type.Optional(Type.String()) }),
  ),
  revision: Type.Integer(),
  etag: Type.String({ description: "Send it back in If-Match" }),
  problem: Type.Optional(Type.String({ description: "What must be fixed before the plugin works" })),
  schema: Type.Optional(Anything),
});
type PluginSettings = Static<typeof PluginSettings>;

const EnablePlugin = Type.Object({ settings: Type.Optional(Anything) });
const SavePluginSettings = Type.Object({ settings: Anything });

export interface PluginSettingsParts {
  database: Database;
  runtime: Pick<Runtime, "enable" | "disable" | "settings" | "saveSettings" | "manifest">;
}

/** Settings may hold pictures' worth of text, but not pictures. */
const LARGEST = 512 * 1024;

export function pluginSettingsRoutes({ database, runtime }: PluginSettingsParts): HostRoute[] {
  return [
    hostRoute({
      method: "POST",
      path: "/api/plugins/:id/enable",
      permission: "tenant:admin",
      summary: "Turns a plugin on for the tenant, at once and on every replica",
      input: { params: PluginParams, body: EnablePlugin, output: PluginSettings },
      limits: { perMinute: 30, bodyBytes: LARGEST, seconds: 60 },
      handle: async (request, { params, body }) => {
        const { tenantId, actor } = request;
        const before = await runtime.settings(tenantId, params.id);
        const after = await runtime.enable(tenantId, params.id, body.settings, actor);
        await record(request, params.id, "plugin.enabled", before, after);
        return answer(params.id, after);
      },
    }),
    hostRoute({
      method: "POST",
      path: "/api/plugins/:id/disable",
      permission: "tenant:admin",
      summary: "Turns a plugin off for the tenant; its data and settings stay",
      input: { params: PluginParams, body: Type.Object({}), output: PluginSettings },
      limits: { perMinute: 30, seconds: 60 },
      handle: async (request, { params }) => {
        const { tenantId, actor } = request;
        const before = await runtime.settings(tenantId, params.id);
        await runtime.disable(tenantId, params.id, actor);
        const after = await runtime.settings(tenantId, params.id);
        await record(request, params.id, "plugin.disabled", before, after);
        return answer(params.id, after);
      },
    }),
    hostRoute({
      method: "GET",
      path: "/api/plugins/:id/settings",
      permission: "tenant:viewer",
      summary: "A plugin's settings in this tenant, without secrets",
      input: { params: PluginParams, output: PluginSettings },
      limits: { perMinute: 240 },
      handle: async ({ tenantId }, { params }) =>
        answer(params.id, await runtime.settings(tenantId, params.id)),
    }),
    hostRoute({
      method: "PUT",
      path: "/api/plugins/:id/settings",
      permission: "tenant:admin",
      summary: "Saves a plugin's settings; If-Match names the version that was read",
      input: { params: PluginParams, body: SavePluginSettings, output: PluginSettings },
      limits: { perMinute: 60, bodyBytes: LARGEST, seconds: 60 },
      handle: async (request, { params, body, headers }) => {
        const { tenantId, actor } = request;
        if (headers["if-match"] === undefined) throw matchMissing();
        const before = await runtime.settings(tenantId, params.id);
        const revision = ifMatch(headers) ?? before.revision;
        const after = await runtime.saveSettings(tenantId, params.id, body.settings, revision, actor);
        await record(request, params.id, "plugin.settings_saved", before, after);
        return answer(params.id, after);
      },
    }),
  ];

  function answer(pluginId: string, settings: TenantSettings) {
    const schema = runtime.manifest(pluginId)?.settings;
    const body: PluginSettings = { ...settings, schema: schema && { ...schema } };
    return reply(200, body, { etag: settings.etag });
  }

  /** The kernel commits on its own, so this follows it; a change without its entry is possible only when the host dies between. */
  async function record(
    request: HostContext<"tenant:admin">,
    pluginId: string,
    action: string,
    before: TenantSettings,
    after: TenantSettings,
  ): Promise<void> {
    const { tenantId } = request;
    const entry: AuditEntry = {
      tenantId,
      action,
      target: `plugin ${pluginId}`,
      before: { enabled: before.enabled, settings: before.settings },
      after: { enabled: after.enabled, settings: after.settings },
    };
    await database.system(async (trx) => {
      await audit(trx, request, entry);
      await trx.run("select pg_notify('live', $1)", [`${tenantId}:plugins`]);
    });
  }
}

function matchMissing(): PlatformError {
  return new PlatformError("The request does not say which version of the settings it changes.", {
    code: "edit.match_missing",
    status: 428,
    hint: "Send the etag of the settings that you read in the header If-Match.",
  });
}
