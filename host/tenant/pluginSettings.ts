import { PlatformError, reply, type Static, Type } from "@promostack/core";
import { ifMatch } from "../http/etag.ts";
import { type HostContext, type HostRoute, hostRoute } from "../http/hostRoute.ts";
import { audit } from "../identity/audit.ts";
import type { ChangeNote, Runtime, TenantPlugin, TenantSettings } from "../plugin/runtime.ts";
import type { Settings } from "../plugin/settings.ts";
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

const EnablePlugin = Type.Object({
  settings: Type.Optional(Anything),
  together: Type.Optional(
    Type.Array(Type.String({ maxLength: 64 }), {
      maxItems: 20,
      description: "Dependencies to turn on with it, with what they are set to",
    }),
  ),
});
const TestParams = Type.Object({ id: Type.String({ maxLength: 64 }), test: Type.String({ maxLength: 64 }) });
const TestResult = Type.Object({
  ok: Type.Boolean(),
  message: Type.String(),
  hint: Type.Optional(Type.String({ description: "What to do about it" })),
});
const SavePluginSettings = Type.Object({ settings: Anything });

export interface PluginSettingsParts {
  runtime: Pick<
    Runtime,
    "catalogue" | "enable" | "disable" | "settings" | "saveSettings" | "testSettings" | "manifest"
  >;
}

/** Settings may hold pictures' worth of text, but not pictures. */
const LARGEST = 512 * 1024;

export function pluginSettingsRoutes({ runtime }: PluginSettingsParts): HostRoute[] {
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
        const turnOn = (id: string, settings?: Settings) =>
          runtime.enable(tenantId, id, settings, actor, noteOf(request, id, "plugin.enabled"));
        const turnOff = (id: string) =>
          runtime.disable(tenantId, id, actor, noteOf(request, id, "plugin.disabled"));
        const before = neededFirst(await runtime.catalogue(tenantId), params.id, new Set(body.together));
        const on: string[] = [];
        try {
          for (const id of before) {
            await turnOn(id);
            on.unshift(id);
          }
          return answer(params.id, await turnOn(params.id, body.settings));
        } catch (error) {
          for (const id of on) await turnOff(id);
          throw error;
        }
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
        const note = noteOf(request, params.id, "plugin.disabled");
        await runtime.disable(tenantId, params.id, actor, note);
        return answer(params.id, await runtime.settings(tenantId, params.id));
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
        const revision = ifMatch(headers) ?? (await runtime.settings(tenantId, params.id)).revision;
        const note = noteOf(request, params.id, "plugin.settings_saved");
        const after = await runtime.saveSettings(tenantId, params.id, body.settings, revision, actor, note);
        return answer(params.id, after);
      },
    }),
    hostRoute({
      method: "POST",
      path: "/api/plugins/:id/settings/tests/:test",
      permission: "tenant:admin",
      summary: "Tries settings that are not saved, with one of the plugin's own tests",
      input: { params: TestParams, body: SavePluginSettings, output: TestResult },
      limits: { perMinute: 10, bodyBytes: LARGEST, seconds: 60 },
      handle: async ({ tenantId, signal }, { params, body }) => {
        try {
          return await runtime.testSettings(tenantId, params.id, params.test, body.settings, signal);
        } catch (error) {
          if (isAnswer(error)) return { ok: false, message: error.message, hint: error.hint };
          throw error;
        }
      },
    }),
  ];

  function answer(pluginId: string, settings: TenantSettings) {
    const schema = runtime.manifest(pluginId)?.settings;
    const body: PluginSettings = { ...settings, schema: schema && { ...schema } };
    return reply(200, body, { etag: settings.etag });
  }
}

/** What must be turned on before a plugin, each after what it needs itself; only what the person agreed to. */
function neededFirst(plugins: readonly TenantPlugin[], id: string, agreed: ReadonlySet<string>): string[] {
  const found = plugins.find(({ manifest }) => manifest.id === id);
  const before = (found?.missing ?? []).filter((each) => agreed.has(each));
  return [...new Set(before.flatMap((each) => [...neededFirst(plugins, each, agreed), each]))];
}

/** The audit entry of a change, written into the change's own transaction. */
function noteOf(request: HostContext<"tenant:admin">, pluginId: string, action: string): ChangeNote {
  const { tenantId } = request;
  return (trx, { before, after }) =>
    audit(trx, request, { tenantId, action, target: `plugin ${pluginId}`, before, after });
}

/** What a test found out by being refused or kept waiting; settings that do not fit their schema belong beside the fields. */
function isAnswer(error: unknown): error is PlatformError {
  if (!PlatformError.is(error) || error.code === "settings.invalid") return false;
  return error.phase === "route" && (error.status < 500 || error.code === "plugin.timeout");
}

function matchMissing(): PlatformError {
  return new PlatformError("The request does not say which version of the settings it changes.", {
    code: "edit.match_missing",
    status: 428,
    hint: "Send the etag of the settings that you read in the header If-Match.",
  });
}
