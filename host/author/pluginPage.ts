import type { PluginManifest } from "@promostack/core";
import { capabilityWords } from "../plugin/capabilityWords.ts";
import { code, jsonBlock, list, section, table } from "./markdown.ts";
import { settingsTable } from "./settingsTable.ts";

/** A page about a plugin in Markdown, made from plugin.json alone: what it is, may do, adds and asks of a tenant. */
export function pluginPage(manifest: PluginManifest): string {
  const { title, summary, description, deprecation } = manifest;
  const parts = [
    `# ${title}`,
    summary,
    ...(deprecation === undefined ? [] : [`> **Deprecated.** ${deprecationText(deprecation)}`]),
    ...(description === undefined ? [] : [description]),
    facts(manifest),
    ...section("What it may do", capabilities(manifest)),
    ...section("Settings", settingsTable(manifest.settings)),
    ...contributions(manifest),
    ...section("Limits", limits(manifest)),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** What it adds, in the order in which a reader meets it. */
function contributions({ contributes = {} }: PluginManifest): string[] {
  const { pages, publicPages, widgets, commands, jobs, events, extensionPoints, extensions } = contributes;
  const { settingsTests, metrics, cli, standIns = {} } = contributes;
  return [
    ...tabled("Pages", ["Page", "Site", "Address"], pages, ({ title, site, path }) => [
      title,
      site,
      code(path),
    ]),
    ...tabled("Pages for anybody", ["Page", "Address"], publicPages, ({ title, path }) => [
      title,
      code(`/t/<tenant>${path}`),
    ]),
    ...listed("Cards on the home page", widgets, ({ title }) => title),
    ...tabled("Bot commands", ["Command", "What it does", "Bot"], commands, (each) => [
      code(`/${each.command}`),
      each.description,
      each.role.replace("_", " "),
    ]),
    ...tabled("Jobs", ["Job", "When", "For"], jobs, ({ title, schedule, timezone = "UTC", scope }) => [
      title,
      `${code(schedule)} ${timezone}`,
      scope === "tenant" ? "each tenant" : "the installation",
    ]),
    ...section("Events", shapes(events)),
    ...section("Extension points", shapes(extensionPoints)),
    ...listed("Adds to", extensions, code),
    ...listed("Tests of settings", settingsTests, ({ title }) => title),
    ...tabled("Figures", ["Name", "Kind", "What it counts"], metrics, ({ name, kind, help }) => [
      code(name),
      kind,
      help,
    ]),
    ...tabled("On the command line", ["Command", "What it does"], cli, ({ name, summary }) => [
      code(`npx promostack ${name}`),
      summary,
    ]),
    ...listed("Stands in for", Object.entries(standIns), ([of, mount]) => `${of} at ${code(String(mount))}`),
  ];
}

function tabled<Item>(
  title: string,
  headings: readonly string[],
  items: readonly Item[] = [],
  row: (item: Item) => string[],
): string[] {
  return section(title, table(headings, items.map(row)));
}

function listed<Item>(title: string, items: readonly Item[] = [], line: (item: Item) => string): string[] {
  return section(title, list(items.map(line)));
}

/** Names with the schema of what comes with them. */
function shapes(items: readonly { name: string; title: string; schema: object }[] = []): string {
  return items
    .map(({ name, title, schema }) => `**${code(name)}** ${title}.\n\n${jsonBlock(schema)}`)
    .join("\n\n");
}

function facts(manifest: PluginManifest): string {
  const { id, version, publisher, license, engine, dependencies = {}, tenancy, environments } = manifest;
  const needs = Object.entries(dependencies).map(([name, range]) => `${code(name)} ${range}`);
  return table(
    ["", ""],
    [
      ["Id", code(id)],
      ["Version", version],
      ["Publisher", publisher.url === undefined ? publisher.name : `[${publisher.name}](${publisher.url})`],
      ["Licence", license],
      ["Runs on", `host ${engine.host}, API ${engine.api}`],
      ...(needs.length > 0 ? [["Needs", needs.join(", ")]] : []),
      ["For", tenancy?.scope === "platform" ? "the whole installation" : "each tenant that enables it"],
      ...(tenancy?.entitlement === undefined ? [] : [["Plan must include", code(tenancy.entitlement)]]),
      ...(environments === undefined ? [] : [["Only in", environments.join(", ")]]),
    ],
  );
}

function capabilities(manifest: PluginManifest): string {
  return list(capabilityWords(manifest));
}

function limits({ limits = {} }: PluginManifest): string {
  const said = Object.entries(limits).map(([name, value]) => `${code(name)}: ${value}`);
  return list(said);
}

function deprecationText({
  message,
  removal,
  replacement,
}: NonNullable<PluginManifest["deprecation"]>): string {
  return [
    message,
    ...(removal === undefined ? [] : [`It goes on ${removal}.`]),
    ...(replacement === undefined ? [] : [`Use ${code(replacement)}.`]),
  ].join(" ");
}
