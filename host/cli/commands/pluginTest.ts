import path from "node:path";
import { PlatformError } from "@promostack/core";
import type { Command, Options } from "../command.ts";
import type { Session } from "../session.ts";
import { isFolder, readFileOrSay } from "./strategyRelease.ts";

/** Titles of the contract begin so, and need not say it on every line. */
const CONTRACT = /^the contract, kept by \S+ /;

export const test: Command = {
  name: "test",
  summary: "run the contract that every plugin keeps, and the plugin's own tests",
  description:
    "Starts the plugin on a real PostgreSQL of its own and holds it against the contract (the manifest, a pure setup, nothing left behind, tenants apart, migrations up and down, silent when disabled, 503 in quarantine), then runs test/**/*.test.ts. Exit code 1 where something fails.",
  arguments: [{ name: "[folder]", description: "folder of the plugin; this one when absent" }],
  options: [
    {
      flags: "--previous <release>",
      description: "archive or folder of the release before this one: tried on this one's schema",
    },
    { flags: "--own", description: "only its own tests" },
  ],
  examples: ["plugin test", "plugin test --previous my-notes-1.0.0.tgz"],
  async run(session, [name], options) {
    const { terminal, cwd, signal } = session;
    const { pluginFolder, pluginManifest } = await import("../../author/pluginFolder.ts");
    const { testPlugin } = await import("../../author/testPlugin.ts");
    const folder = await pluginFolder(name, cwd);
    const { id, version } = await pluginManifest(folder);
    terminal.print(`${terminal.style("bold", id)} ${version}`);
    const tests: { title: string; passed: boolean; milliseconds: number; message?: string }[] = [];
    const result = await testPlugin({
      folder,
      previous: await previousOf(session, options),
      contract: options.own !== true,
      signal,
      onTest({ title: whole, passed, milliseconds, message }) {
        const title = whole.replace(CONTRACT, "");
        tests.push({ title, passed, milliseconds, ...(message && { message }) });
        const mark = passed ? terminal.style("green", "✓") : terminal.style("red", "✗");
        terminal.print(`${mark} ${title}  ${terminal.style("dim", `${milliseconds} ms`)}`);
        for (const line of message ? message.split("\n") : [])
          terminal.print(`    ${terminal.style("red", line)}`);
      },
    });
    if (result === undefined)
      throw new PlatformError("This installation has no Mocha to run tests with.", {
        code: "plugin.no_test_runner",
        status: 409,
        hint: "Install it with its development packages: npm ci.",
      });
    const { passed, skipped, failures } = result;
    terminal.answer({ passed: failures.length === 0, id, version, folder, tests, skipped, failures });
    if (failures.length > 0) {
      const unheard = failures.filter((each) => !tests.some(({ message }) => message === each.message));
      for (const { title, message } of unheard) terminal.note(`${title}: ${message}`);
      throw new PlatformError(`${failures.length} of ${passed + failures.length} tests failed.`, {
        code: "plugin.tests_failed",
        hint: "plugins/README.md says what each test of the contract asks for.",
      });
    }
    terminal.print();
    const left = skipped > 0 ? ` (${skipped} had nothing to look at)` : "";
    terminal.print(terminal.style("green", `All ${passed} tests pass${left}.`));
  },
};

/** The folder of the release before: an archive is unpacked for as long as the command runs. */
async function previousOf(session: Session, { previous }: Options): Promise<string | undefined> {
  if (typeof previous !== "string") return undefined;
  const { pluginFolder } = await import("../../author/pluginFolder.ts");
  const what = path.resolve(session.cwd, previous);
  if (await isFolder(what)) return pluginFolder(what, session.cwd);
  const { unpacked } = await import("../../author/unpacked.ts");
  const { folder, remove } = await unpacked(await readFileOrSay(what));
  session.onClose(remove);
  return folder;
}
