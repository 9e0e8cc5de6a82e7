import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "../command.ts";

export const docs: Command = {
  name: "docs",
  summary: "a page of documentation, made from plugin.json",
  description:
    "Prints a page in Markdown about a plugin: what it may do, its settings, pages, bot commands, jobs, events and what else it adds. Everything comes from plugin.json, so that it is never out of date.",
  arguments: [{ name: "[folder]", description: "folder of the plugin; this one when absent" }],
  options: [{ flags: "--out <file>", description: "write it to a file instead" }],
  examples: ["plugin docs", "plugin docs my-notes --out my-notes/PLUGIN.md"],
  async run({ terminal, cwd }, [name], options) {
    const { pluginFolder, pluginManifest } = await import("../../author/pluginFolder.ts");
    const { pluginPage } = await import("../../author/pluginPage.ts");
    const manifest = await pluginManifest(await pluginFolder(name, cwd));
    const page = pluginPage(manifest);
    const { id, version } = manifest;
    if (typeof options.out !== "string") {
      terminal.answer({ id, version, page });
      terminal.print(page.trimEnd());
      return;
    }
    const file = path.resolve(cwd, options.out);
    await writeFile(file, page);
    terminal.answer({ id, version, file });
    terminal.print(`${path.relative(cwd, file) || file}  a page about ${id} ${version}`);
  },
};
