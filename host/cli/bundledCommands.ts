import { readFile } from "node:fs/promises";
import path from "node:path";
import { BUNDLED_SET } from "../plugin/release.ts";
import { announcedBy, field, list, type PluginCommand, pluginCommands } from "./pluginCommands.ts";

/** Commands of the plugins that come with the platform: they need no database. */
export async function bundledCommands(
  words: readonly string[],
  registration = BUNDLED_SET,
): Promise<PluginCommand[]> {
  const releases = list(await readJson(registration), "releases");
  const announced = await Promise.all(
    releases.map(async (release) => {
      const folder = path.resolve(path.dirname(registration), String(field(release, "path") ?? ""));
      return announcedBy(await readJson(path.join(folder, "plugin.json")), async () => folder);
    }),
  );
  return pluginCommands(words, announced.flat());
}

/** A folder that cannot be read brings no commands; `doctor` and `plugin list` say why. */
async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return {};
  }
}
