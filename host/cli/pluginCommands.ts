import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type CliCommand, isPlugin, PlatformError } from "@promostack/core";
import type { Command } from "./command.ts";

/** A command of a plugin, and the group it stands in where plugin.json names two words. */
export interface PluginCommand {
  group: string | undefined;
  command: Command;
}

interface Announced {
  plugin: string;
  folder: string;
  entry: string;
  /** Whether it may work on every tenant's rows of its own tables. */
  platformDb: boolean;
  /** As plugin.json writes it: `sweep`, or `market import`. */
  name: string;
  summary: string;
}

/** The bundled set. */
const REGISTRATION = fileURLToPath(new URL("../registration.json", import.meta.url));

/**
 * Commands that plugins announce in plugin.json. For the list of commands the manifests are enough; only the plugin whose
 * command stands among the words is imported, for its arguments and options.
 */
export async function pluginCommands(
  words: readonly string[],
  registration = REGISTRATION,
): Promise<PluginCommand[]> {
  const announced = await announcements(registration);
  return Promise.all(
    announced.map(async (each) => {
      const parts = each.name.split(" ");
      const called = parts.every((part) => words.includes(part));
      const command = called ? await loaded(each) : named(each);
      return { group: parts.length > 1 ? parts[0] : undefined, command };
    }),
  );
}

async function announcements(registration: string): Promise<Announced[]> {
  const found: Announced[] = [];
  for (const release of list(await readJson(registration), "releases")) {
    const folder = path.resolve(path.dirname(registration), String(field(release, "path") ?? ""));
    const manifest = await readJson(path.join(folder, "plugin.json"));
    for (const command of list(field(manifest, "contributes"), "cli"))
      found.push({
        plugin: String(field(manifest, "id")),
        folder,
        entry: String(field(manifest, "entry") ?? "index.ts"),
        platformDb: field(field(field(manifest, "capabilities"), "db"), "platform") === true,
        name: String(field(command, "name")),
        summary: phrase(String(field(command, "summary"))),
      });
  }
  return found;
}

function named({ name, summary }: Announced): Command {
  return { name: lastWord(name), summary, run: async () => undefined };
}

async function loaded(announced: Announced): Promise<Command> {
  const { plugin, name, summary } = announced;
  const command = await importCommand(announced);
  return {
    name: lastWord(name),
    summary,
    description: command.description ?? command.summary,
    arguments: command.arguments?.map((each) => ({ ...each, name: bracketed(each.name) })),
    options: command.options,
    examples: command.examples,
    async run(session, args, options) {
      const { createContext } = await import("./context.ts");
      try {
        await command.run(
          await createContext(session, announced.platformDb ? plugin : undefined),
          args,
          options,
        );
      } catch (error) {
        if (PlatformError.is(error)) error.plugin ??= plugin;
        throw error;
      }
    },
  };
}

function lastWord(name: string): string {
  return name.split(" ").at(-1) ?? name;
}

/** `Runs a strategy.` in a catalogue is `runs a strategy` in a list of commands. */
function phrase(sentence: string): string {
  const text = sentence.replace(/\.$/, "");
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** Commander wants `<name>` or `[name]`; a bare name is one that must be given. */
function bracketed(name: string): string {
  return /^[<[]/.test(name) ? name : `<${name}>`;
}

async function importCommand({ plugin, folder, entry, name }: Announced): Promise<CliCommand> {
  const imported: unknown = await import(pathToFileURL(path.join(folder, entry)).href);
  const definition = field(imported, "default");
  const command = isPlugin(definition) ? definition.cli?.[name] : undefined;
  if (command) return command;
  throw new PlatformError(`${plugin} announces the command ${name} in plugin.json and does not bring it.`, {
    code: "cli.command_missing",
    plugin,
    phase: "cli",
    hint: `Add ${name} to the plugin's cli, or take it out of contributes.cli.`,
  });
}

/** A folder that cannot be read brings no commands; `doctor` and `plugin list` say why. */
async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return {};
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

function list(value: unknown, name: string): unknown[] {
  const found = field(value, name);
  return Array.isArray(found) ? found : [];
}
