import { mistake } from "../../mistake.ts";
import type { Command, CommandGroup } from "../command.ts";
import { findTenant } from "./findTenant.ts";
import { dev } from "./pluginDev.ts";
import { docs } from "./pluginDocs.ts";
import { install, upgrade } from "./pluginInstall.ts";
import { pack, sign } from "./pluginPack.ts";
import { publish } from "./pluginPublish.ts";
import { rolloutCommands } from "./pluginRollout.ts";
import { test } from "./pluginTest.ts";
import { validate } from "./pluginValidate.ts";

const ID = { name: "<plugin>", description: "id of the plugin" };
const TENANT = { flags: "--tenant <slug>", description: "short name of the tenant", required: true };

const list: Command = {
  name: "list",
  summary: "plugins, their state and who uses them",
  async run(session) {
    const { listedPlugins } = await import("../../plugin/listed.ts");
    const items = await listedPlugins(await session.database());
    session.terminal.answer({ items });
    session.terminal.table(
      ["PLUGIN", "VERSION", "FROM", "STATE", "TENANTS", "TITLE"],
      items.map(({ id, version, source, state, tenants, title, reason }) => [
        id,
        version ?? "?",
        source,
        state,
        String(tenants),
        reason ? `${title ?? ""} (${reason})`.trim() : (title ?? ""),
      ]),
    );
  },
};

const enable: Command = {
  name: "enable",
  summary: "turn a plugin on for a tenant",
  arguments: [ID],
  options: [
    TENANT,
    {
      flags: "--settings <json>",
      description: "settings; those stored from before, or the defaults, when absent",
    },
  ],
  examples: ['plugin enable my-plugin --tenant aurum --settings \'{"symbol":"XAU/USD"}\''],
  async run(session, [plugin = ""], options) {
    const settings = options.settings === undefined ? undefined : object(String(options.settings));
    const tenant = await findTenant(session, String(options.tenant));
    const { runtime } = await session.host();
    const stored = await runtime.enable(tenant.id, plugin, settings);
    session.terminal.answer({
      plugin,
      tenant: tenant.slug,
      enabled: stored.enabled,
      settings: stored.settings,
    });
    session.terminal.print(`${plugin} is on for ${tenant.slug}.`);
  },
};

const disable: Command = {
  name: "disable",
  summary: "turn a plugin off for a tenant; data and settings stay",
  arguments: [ID],
  options: [TENANT],
  async run(session, [plugin = ""], options) {
    const tenant = await findTenant(session, String(options.tenant));
    const { runtime } = await session.host();
    await runtime.disable(tenant.id, plugin);
    session.terminal.answer({ plugin, tenant: tenant.slug, enabled: false });
    session.terminal.print(`${plugin} is off for ${tenant.slug}.`);
  },
};

const quarantine: Command = {
  name: "quarantine",
  summary: "stop a plugin everywhere until it is released",
  arguments: [ID],
  options: [{ flags: "--reason <text>", description: "what people are told", required: true }],
  async run(session, [plugin = ""], options) {
    const { listedPlugins } = await import("../../plugin/listed.ts");
    const database = await session.database();
    const found = (await listedPlugins(database)).find(({ id }) => id === plugin);
    if (!found) throw mistake(`There is no plugin ${plugin}.`, "See `promostack plugin list`.");
    const { Quarantines } = await import("../../plugin/quarantine.ts");
    await new Quarantines(database).put(plugin, found.version ?? "0.0.0", "operator", String(options.reason));
    session.terminal.answer({ plugin, quarantined: true });
    session.terminal.print(
      `${plugin} is stopped on every host until \`promostack plugin release ${plugin}\`.`,
    );
  },
};

const release: Command = {
  name: "release",
  summary: "end a plugin's quarantine",
  arguments: [ID],
  async run(session, [plugin = ""]) {
    const { Quarantines } = await import("../../plugin/quarantine.ts");
    const lifted = await new Quarantines(await session.database()).lift(plugin);
    if (!lifted) throw mistake(`${plugin} is not in quarantine.`, "See `promostack plugin list`.");
    session.terminal.answer({ plugin, quarantined: false });
    session.terminal.print(`${plugin} starts again on every host.`);
  },
};

export const plugin: CommandGroup = {
  name: "plugin",
  summary: "plugins: for a tenant, or for the whole installation",
  commands: [
    list,
    enable,
    disable,
    quarantine,
    release,
    dev,
    validate,
    test,
    docs,
    pack,
    sign,
    publish,
    ...rolloutCommands,
    install,
    upgrade,
  ],
};

function object(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Said below, together with JSON that is no object.
  }
  throw mistake(
    "The settings are not a JSON object.",
    `Quote them for the shell: --settings '{"name":"value"}'.`,
  );
}
