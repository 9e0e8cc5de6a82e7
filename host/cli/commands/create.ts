import path from "node:path";
import type { Command, CommandGroup } from "../command.ts";

const createStrategyCommand: Command = {
  name: "strategy",
  summary: "a new strategy's folder: a small example with parameters, fixtures and tests that pass",
  description:
    "Writes <name>/ below the current folder, wherever that is: plugin.json, package.json, index.ts, fixtures, tests and a README. It needs no network: what the strategy imports is linked from this installation.",
  arguments: [{ name: "<name>", description: "its id: lower-case letters, digits and dashes" }],
  examples: ["create strategy my-idea"],
  async run({ terminal, cwd }, [name = ""]) {
    const { createStrategy } = await import("../../strategy/create.ts");
    const { folder, files } = await createStrategy(name, cwd);
    terminal.answer({ strategy: name, folder, files });
    terminal.print(`${terminal.style("green", "✓")} ${terminal.style("bold", name)} stands in ${folder}`);
    for (const file of files) terminal.print(`    ${file}`);
    terminal.print();
    terminal.print("Next:");
    for (const [command, what] of NEXT(path.relative(cwd, folder)))
      terminal.print(`  ${command.padEnd(54)}${terminal.style("dim", what)}`.trimEnd());
  },
};

const NEXT = (folder: string): [string, string][] => [
  [`cd ${folder}`, ""],
  ["npx promostack strategy test", "fixtures and tests"],
  ["npx promostack strategy check", "look-ahead and other traps"],
  ["npx promostack backtest . --candles FILE.csv", "what it earns, in R"],
];

export const create: CommandGroup = {
  name: "create",
  summary: "something new to work on",
  commands: [createStrategyCommand],
};
