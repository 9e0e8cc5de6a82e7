import path from "node:path";
import type { NewFolder } from "../../author/newFolder.ts";
import type { Command, CommandGroup } from "../command.ts";
import type { Session } from "../session.ts";

const createPluginCommand: Command = {
  name: "plugin",
  summary: "a new plugin's folder: a route, a table, a job, a bot command, an event and a page, with a test",
  description:
    "Writes <name>/ below the current folder, wherever that is: a small plugin that works and passes its tests, to be made into yours. It needs no network: what the plugin imports is linked from this installation.",
  arguments: [{ name: "<name>", description: "its id: lower-case letters, digits and dashes" }],
  examples: ["create plugin my-notes"],
  async run(session, [name = ""]) {
    const { createPlugin } = await import("../../author/createPlugin.ts");
    tell(session, "plugin", name, await createPlugin(name, session.cwd), [
      ["npx promostack plugin test", "the contract and its own tests"],
      ["npx promostack plugin dev", "the platform with it; saving reloads it"],
      ["npx promostack plugin pack --sign", "the archive that an admin installs"],
    ]);
  },
};

const createStrategyCommand: Command = {
  name: "strategy",
  summary: "a new strategy's folder: a small example with parameters, fixtures and tests that pass",
  description:
    "Writes <name>/ below the current folder, wherever that is: plugin.json, package.json, index.ts, fixtures, tests and a README. It needs no network: what the strategy imports is linked from this installation.",
  arguments: [{ name: "<name>", description: "its id: lower-case letters, digits and dashes" }],
  examples: ["create strategy my-idea"],
  async run(session, [name = ""]) {
    const { createStrategy } = await import("../../strategy/create.ts");
    tell(session, "strategy", name, await createStrategy(name, session.cwd), [
      ["npx promostack strategy test", "fixtures and tests"],
      ["npx promostack strategy check", "look-ahead and other traps"],
      ["npx promostack backtest . --candles FILE.csv", "what it earns, in R"],
    ]);
  },
};

/** What was written, and what to do with it. */
function tell(
  { terminal, cwd }: Session,
  kind: "plugin" | "strategy",
  name: string,
  { folder, files }: NewFolder,
  next: readonly [command: string, what: string][],
): void {
  terminal.answer({ [kind]: name, folder, files });
  terminal.print(`${terminal.style("green", "✓")} ${terminal.style("bold", name)} stands in ${folder}`);
  for (const file of files) terminal.print(`    ${file}`);
  terminal.print();
  terminal.print("Next:");
  terminal.print(`  cd ${path.relative(cwd, folder)}`);
  for (const [command, what] of next)
    terminal.print(`  ${command.padEnd(54)}${terminal.style("dim", what)}`.trimEnd());
}

export const create: CommandGroup = {
  name: "create",
  summary: "something new to work on",
  commands: [createPluginCommand, createStrategyCommand],
};
