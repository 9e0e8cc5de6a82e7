import { once } from "node:events";
import { PlatformError } from "@promostack/core";
import { asMistake } from "../../mistake.ts";
import type { Command } from "../command.ts";
import { PORT_OPTION, portOf, portTaken, refuseTaken, watchStrayErrors, welcome } from "../serving.ts";
import type { Terminal } from "../terminal.ts";

export const dev: Command = {
  name: "dev",
  summary: "run the platform with a plugin, and reload it when a file is saved",
  description:
    "Builds the plugin as its archive would be, starts the platform with it and turns it on for the first sample tenant. Each saved file makes a new generation: the old one finishes what it began, open pages load again, and what is wrong is said here while the release before goes on.",
  arguments: [{ name: "[folder]", description: "folder of the plugin; this one when absent" }],
  options: [PORT_OPTION],
  examples: ["plugin dev", "plugin dev my-notes --port 8080"],
  async run(session, [name], options) {
    const { terminal, cwd, signal } = session;
    const { pluginFolder, pluginManifest } = await import("../../author/pluginFolder.ts");
    const folder = await pluginFolder(name, cwd);
    const { id, version } = await pluginManifest(folder);
    const given = await session.config();
    const logLevel = process.env.LOG_LEVEL ? given.logLevel : "error";
    const config = { ...given, port: portOf(options) ?? given.port, logLevel };
    await refuseTaken(config.port);
    const { DevServer } = await import("../../author/devServer.ts");
    const { watchFolder } = await import("../../author/watchFolder.ts");
    const began = performance.now();
    const server = await DevServer.start(folder, config).catch((error: unknown) => {
      throw asMistake(portTaken(error, config.port));
    });
    session.onClose(() => server.stop());
    const stray = watchStrayErrors(server.host);
    await welcome(session, server.host, performance.now() - began);
    const { problem } = server;
    if (problem === undefined) {
      const tenant = await server.enableForFirst();
      terminal.print(`${line(terminal, "green", "✓")} ${id} ${version}${tenant ? `, on for ${tenant}` : ""}`);
    } else terminal.print(`${line(terminal, "red", "✗")} ${problem}`);
    terminal.print(terminal.style("dim", `Watching ${folder}`));
    const watching = watchFolder(folder, signal, async (files) => {
      const from = performance.now();
      const what = files.length > 3 ? `${files.length} files` : files.join(", ");
      try {
        const fresh = await server.reload();
        const took = `${Math.round(performance.now() - from)} ms`;
        terminal.print(`${line(terminal, "green", "✓")} ${fresh.id} ${fresh.version} after ${what}  ${took}`);
      } catch (error) {
        terminal.print(`${line(terminal, "red", "✗")} ${what}: ${wordsOf(error)}`);
      }
    });
    if (!signal.aborted) await Promise.race([once(signal, "abort"), stray, watching]);
    await watching;
  },
};

function line(terminal: Terminal, colour: "green" | "red", mark: string): string {
  const time = new Date().toTimeString().slice(0, 8);
  return `${terminal.style("dim", time)} ${terminal.style(colour, mark)}`;
}

/** What is wrong, where, and what to do: the lines that an author looks for. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause = error } = error;
  const frame = cause instanceof Error ? placeIn(cause.stack ?? "") : undefined;
  const hint = PlatformError.is(error) ? error.hint : undefined;
  return [error.message, ...(frame ? [`  ${frame}`] : []), ...(hint ? [`  ${hint}`] : [])].join("\n");
}

/** The first line of a stack that is the plugin's own. */
function placeIn(stack: string): string | undefined {
  const frame = stack.split("\n").find((each) => /[/\\]dev[/\\]\d+-[0-9a-f]{12}[/\\]/.test(each));
  return frame?.trim().replace(/(file:\/\/)?\/\S*[/\\]dev[/\\]\d+-[0-9a-f]{12}[/\\]/, "");
}
