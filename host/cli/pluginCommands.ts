import path from "node:path";
import { pathToFileURL } from "node:url";
import { type CliCommand, isPlugin, PlatformError } from "@promostack/core";
import type { Command } from "./command.ts";

/** A command of a plugin, and the group it stands in where plugin.json names two words. */
export interface PluginCommand {
  group: string | undefined;
  command: Command;
}

/** A command as a release's plugin.json announces it. */
export interface Announced {
  plugin: string;
  /** Where the release lies, fetched and checked first where need be: asked for when the command is called. */
  folder(): Promise<string>;
  entry: string;
  /** Whether it may work on every tenant's rows of its own tables. */
  platformDb: boolean;
  /** As plugin.json writes it: `sweep`, or `market import`. */
  name: string;
  summary: string;
}

/** The commands that a plugin.json announces; of one that is broken, those that can be read. */
export function announcedBy(manifest: unknown, folder: () => Promise<string>): Announced[] {
  return list(field(manifest, "contributes"), "cli").map((command) => ({
    plugin: String(field(manifest, "id")),
    folder,
    entry: String(field(manifest, "entry") ?? "index.ts"),
    platformDb: field(field(field(manifest, "capabilities"), "db"), "platform") === true,
    name: String(field(command, "name")),
    summary: phrase(String(field(command, "summary"))),
  }));
}

/**
 * For the list of commands what plugin.json says is enough; only the plugin whose command stands among the words is imported, for its
 * arguments and options.
 */
export function pluginCommands(
  words: readonly string[],
  announced: readonly Announced[],
): Promise<PluginCommand[]> {
  return Promise.all(
    announced.map(async (each) => {
      const parts = each.name.split(" ");
      const called = parts.every((part) => words.includes(part));
      const command = called ? await loaded(each) : named(each);
      return { group: parts.length > 1 ? parts[0] : undefined, command };
    }),
  );
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
  const imported: unknown = await import(pathToFileURL(path.join(await folder(), entry)).href);
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

export function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

export function list(value: unknown, name: string): unknown[] {
  const found = field(value, name);
  return Array.isArray(found) ? found : [];
}
