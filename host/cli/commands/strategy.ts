import type { Command, CommandGroup } from "../command.ts";
import { check } from "./strategyCheck.ts";
import { deprecate, publish, restore, status, withdraw } from "./strategyPublish.ts";
import { pack, sign, verify } from "./strategyRelease.ts";
import { test } from "./strategyTest.ts";

const list: Command = {
  name: "list",
  summary: "strategies of this installation",
  async run(session) {
    const { openCliSandbox } = await import("../context.ts");
    const items = await (await openCliSandbox(session)).strategies();
    session.terminal.answer({ items });
    session.terminal.table(
      ["STRATEGY", "VERSION", "TIMEFRAME", "TITLE"],
      items.map((item) => [item.id, item.version, item.timeframe, item.title]),
      "There is no strategy in strategies/.",
    );
  },
};

const describe: Command = {
  name: "describe",
  summary: "a strategy's parameters, guardrails and needs",
  arguments: [{ name: "<strategy>", description: "id, or a folder with a strategy" }],
  examples: ["strategy describe my-strategy", "strategy describe ./strategies/my-strategy --json"],
  async run(session, [name = ""]) {
    const { terminal, cwd } = session;
    const { openCliSandbox } = await import("../context.ts");
    const path = await import("node:path");
    const sandbox = await openCliSandbox(session);
    const known = /[./\\]/.test(name) ? (await sandbox.addFolder(path.resolve(cwd, name))).strategy : name;
    const found = await sandbox.describe(known);
    terminal.answer(found);
    terminal.print(terminal.style("bold", `${found.title} (${found.id} ${found.version})`));
    terminal.print(found.summary);
    terminal.print();
    terminal.print(`Candles    ${found.timeframe}, ${found.warmUp} before the first signal`);
    for (const higher of found.higherTimeframes)
      terminal.print(`           ${higher.timeframe}, ${higher.warmUp} before the first signal`);
    for (const [label, values] of [
      ["Parameters", found.defaults],
      ["Guardrails", found.guardrails],
    ] as const) {
      terminal.print();
      terminal.print(label);
      terminal.table(
        ["  NAME", "DEFAULT"],
        Object.entries(values).map(([key, value]) => [`  ${key}`, JSON.stringify(value)]),
        "  none",
      );
    }
  },
};

export const strategy: CommandGroup = {
  name: "strategy",
  summary: "trading strategies",
  commands: [list, describe, test, check, pack, sign, verify, publish, status, deprecate, withdraw, restore],
};
