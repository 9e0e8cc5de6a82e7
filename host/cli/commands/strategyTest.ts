import { PlatformError } from "@promostack/core";
import type { Command } from "../command.ts";

const SIGN = { passed: "✓", updated: "✎", warned: "!", failed: "✗" } as const;
const COLOUR = { passed: "green", updated: "cyan", warned: "yellow", failed: "red" } as const;

/** `strategy test`. */
export const test: Command = {
  name: "test",
  summary: "run a strategy's contract, its fixtures and its own tests",
  description:
    "Checks plugin.json and the parameters' defaults, evaluates every fixtures/*.json in the sandbox, twice, and compares the candidates with those that it expects; then runs test/*.test.ts. Exit code 1 where something fails.",
  arguments: [
    { name: "[folder]", description: "folder or id of the strategy; the current folder when absent" },
  ],
  options: [{ flags: "--update", description: "rewrite what the fixtures expect, and show what changed" }],
  examples: ["strategy test", "strategy test strategies/my-idea --update"],
  async run(session, [name], options) {
    const { terminal, cwd, signal } = session;
    const { strategyFolder } = await import("../../strategy/strategyFolder.ts");
    const { testStrategy } = await import("../../strategy/test.ts");
    const { openCliSandbox } = await import("../context.ts");
    const folder = await strategyFolder(name, cwd);
    const steps = await testStrategy({
      folder,
      sandbox: await openCliSandbox(session),
      update: options.update === true,
      signal,
      onStep: ({ name: step, state, detail, lines }) => {
        terminal.print(
          `${terminal.style(COLOUR[state], SIGN[state])} ${step}  ${terminal.style("dim", detail)}`,
        );
        for (const line of lines) terminal.print(`    ${terminal.style(colourOf(line), line)}`);
      },
    });
    const failed = steps.filter(({ state }) => state === "failed").length;
    terminal.answer({ passed: failed === 0, folder, steps });
    if (failed > 0)
      throw new PlatformError(`${failed} of ${steps.length} steps failed.`, {
        code: "strategy.tests_failed",
        hint: "Where the new candidates are right, `promostack strategy test --update` makes them the expected ones.",
      });
    terminal.print();
    terminal.print(terminal.style("green", "Everything passes."));
  },
};

/** Lines of a difference in the colours that people know. */
function colourOf(line: string): "green" | "red" | "yellow" | "dim" {
  return line.startsWith("+ ")
    ? "green"
    : line.startsWith("- ")
      ? "red"
      : line.startsWith("~ ")
        ? "yellow"
        : "dim";
}
