import type { Command, CommandGroup } from "./command.ts";
import type { PluginCommand } from "./pluginCommands.ts";

/** Commands under one heading of the help. */
export interface Section {
  heading: string;
  commands: (Command | CommandGroup)[];
}

/** What the words ask for: a command that stands here, the help, or one that somebody else may have. */
export function askedFor(
  sections: readonly Section[],
  [first, second]: readonly string[],
): "known" | "help" | "other" {
  if (first === undefined) return "help";
  const found = sections.flatMap(({ commands }) => commands).find(({ name }) => name === first);
  if (found === undefined) return "other";
  if (!("commands" in found)) return "known";
  if (second === undefined) return "help";
  return found.commands.some(({ name }) => name === second) ? "known" : "other";
}

/**
 * The host's sections with what plugins bring: into the group that they name, wherever it stands, else into the section
 * `heading`. The host's own word stands where both have one, and the first plugin's where two have.
 */
export function withPluginCommands(
  sections: readonly Section[],
  contributed: readonly PluginCommand[],
  heading: string,
): Section[] {
  const merged = sections.map((section) => ({
    ...section,
    commands: section.commands.map((each) =>
      "commands" in each ? { ...each, commands: [...each.commands] } : each,
    ),
  }));
  const everything = () => merged.flatMap(({ commands }) => commands);
  for (const { group, command } of contributed) {
    const place = merged.find((section) => section.heading === heading)?.commands;
    const found = everything().find(({ name }) => name === (group ?? command.name));
    if (group === undefined) {
      if (found === undefined) place?.push(command);
    } else if (found === undefined) {
      place?.push({ name: group, summary: command.summary, commands: [command] });
    } else if ("commands" in found && !found.commands.some(({ name }) => name === command.name)) {
      found.commands.push(command);
    }
  }
  return merged;
}
