import type { PluginManifest } from "@promostack/core";
import { UPDATE_KINDS } from "@promostack/core";
import type { Rule } from "./manifestRules.ts";
import { schemaProblem, type Violation } from "./schema.ts";

/** What is asked for must be used, and what is used must be asked for: both, so that the consent screen tells the truth. */
export const capabilityRules: Rule[] = [
  eventsAreContributed,
  eventSchemasCompile,
  servicesAreOthers,
  commandsHaveTheirBot,
  updatesAreKnown,
  hostsAreNames,
  pagesNeedUi,
  migrationsNeedDb,
  platformRowsNeedDb,
  publicPagesNeedMounts,
  standInsStayAtHome,
];

function eventsAreContributed({ manifest }: { manifest: PluginManifest }): Violation[] {
  const published = manifest.capabilities?.events?.publishes ?? [];
  const contributed = (manifest.contributes?.events ?? []).map(({ name }) => name);
  return [
    ...published.flatMap((name, index) =>
      contributed.includes(name)
        ? []
        : [
            {
              pointer: `/capabilities/events/publishes/${index}`,
              message: `is published without a schema: ${name}`,
              fix: "Describe it under contributes.events.",
            },
          ],
    ),
    ...contributed.flatMap((name, index) =>
      published.includes(name)
        ? []
        : [
            {
              pointer: `/contributes/events/${index}/name`,
              message: `is described but never published: ${name}`,
              fix: "List it under capabilities.events.publishes, or remove it.",
            },
          ],
    ),
  ];
}

function eventSchemasCompile({ manifest }: { manifest: PluginManifest }): Violation[] {
  const added = manifest.contributes ?? {};
  return [
    ...brokenSchemas("/contributes/events", added.events),
    ...brokenSchemas("/contributes/extensionPoints", added.extensionPoints),
  ];
}

function brokenSchemas(pointer: string, carriers: readonly { schema: object }[] = []): Violation[] {
  return carriers.flatMap(({ schema }, index) => {
    const problem = schemaProblem(schema);
    if (problem === undefined) return [];
    const fix = "Correct the JSON Schema (draft 2020-12).";
    return [{ pointer: `${pointer}/${index}/schema`, message: `does not compile: ${problem}`, fix }];
  });
}

function servicesAreOthers({ manifest }: { manifest: PluginManifest }): Violation[] {
  const { provides = [], uses = [] } = manifest.capabilities?.services ?? {};
  return uses.flatMap((name, index) => {
    if (!provides.includes(name)) return [];
    const fix = "Call your own functions directly.";
    return [{ pointer: `/capabilities/services/uses/${index}`, message: `is its own service: ${name}`, fix }];
  });
}

function commandsHaveTheirBot({ manifest }: { manifest: PluginManifest }): Violation[] {
  const telegram = manifest.capabilities?.telegram;
  return (manifest.contributes?.commands ?? []).flatMap(({ command, role }, index) => {
    const pointer = `/contributes/commands/${index}`;
    if (!telegram?.roles.includes(role)) {
      const fix = `Add ${role} to capabilities.telegram.roles.`;
      return [{ pointer: `${pointer}/role`, message: `/${command} needs the bot ${role}`, fix }];
    }
    if (telegram.updates?.includes("message")) return [];
    const fix = "Add message to capabilities.telegram.updates: a command arrives as a message.";
    return [{ pointer: `${pointer}/command`, message: `/${command} is never heard`, fix }];
  });
}

function updatesAreKnown({ manifest }: { manifest: PluginManifest }): Violation[] {
  return (manifest.capabilities?.telegram?.updates ?? []).flatMap((kind, index) => {
    if (UPDATE_KINDS.has(kind)) return [];
    const pointer = `/capabilities/telegram/updates/${index}`;
    const fix = "Use a key of Update in the Bot API, such as callback_query.";
    return [{ pointer, message: `is no kind of update: ${kind}`, fix }];
  });
}

function hostsAreNames({ manifest }: { manifest: PluginManifest }): Violation[] {
  return (manifest.capabilities?.http?.hosts ?? []).flatMap((host, index) => {
    if (/^(\*\.)?([a-z0-9-]+\.)*[a-z0-9-]+(:\d{1,5})?$/i.test(host) && host !== "*") return [];
    const pointer = `/capabilities/http/hosts/${index}`;
    const fix = "Write api.example.com, *.example.com or localhost:8080, without a scheme or a path.";
    return [{ pointer, message: `is not a host name: ${host}`, fix }];
  });
}

function pagesNeedUi({ manifest }: { manifest: PluginManifest }): Violation[] {
  const { pages = [], widgets = [] } = manifest.contributes ?? {};
  const brings = pages.length + widgets.length > 0;
  const may = manifest.capabilities?.ui === true;
  if (brings && !may) {
    const pointer = pages.length > 0 ? "/contributes/pages" : "/contributes/widgets";
    return [{ pointer, message: "need the capability ui", fix: "Set capabilities.ui to true." }];
  }
  if (!brings && may) {
    const fix = "Contribute a page or a widget, or remove the capability.";
    return [{ pointer: "/capabilities/ui", message: "is asked for and never used", fix }];
  }
  return [];
}

function migrationsNeedDb({ manifest }: { manifest: PluginManifest }): Violation[] {
  if ((manifest.migrations?.head ?? 0) === 0 || manifest.capabilities?.db !== undefined) return [];
  const fix = "Add capabilities.db, or remove the migrations.";
  return [{ pointer: "/migrations", message: "need a schema of the plugin's own", fix }];
}

function platformRowsNeedDb({ manifest }: { manifest: PluginManifest }): Violation[] {
  const usesPlatform = (manifest.tenancy?.scope ?? "tenant") === "platform";
  const events = manifest.capabilities?.events?.publishes ?? [];
  if (events.length === 0 || manifest.capabilities?.db !== undefined || usesPlatform) return [];
  const fix = "Add capabilities.db: an event is written in the transaction of the change that caused it.";
  return [{ pointer: "/capabilities/events/publishes", message: "need a transaction to be written in", fix }];
}

function publicPagesNeedMounts({ manifest }: { manifest: PluginManifest }): Violation[] {
  if (manifest.contributes?.publicPages === undefined || manifest.capabilities?.rawHttp === true) return [];
  const fix = "Set capabilities.rawHttp to true.";
  return [{ pointer: "/contributes/publicPages", message: "need mounts", fix }];
}

function standInsStayAtHome({ manifest }: { manifest: PluginManifest }): Violation[] {
  if (manifest.contributes?.standIns === undefined) return [];
  const pointer = "/contributes/standIns";
  const broken: Violation[] = [];
  if (manifest.capabilities?.rawHttp !== true) {
    broken.push({ pointer, message: "need mounts", fix: "Set capabilities.rawHttp to true." });
  }
  if (manifest.environments?.includes("production") ?? true) {
    const fix = 'Set environments to ["development", "test"].';
    broken.push({ pointer, message: "must not stand in for the real services in production", fix });
  }
  return broken;
}
