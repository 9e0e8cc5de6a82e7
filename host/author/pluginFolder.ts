import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import type { PluginManifest } from "@promostack/core";
import { asMistake, mistake } from "../mistake.ts";
import { readManifest } from "../plugin/manifest.ts";

/** The folder that a command names, where it really stands; the current one when none is named. Raises where no plugin is there. */
export async function pluginFolder(name: string | undefined, cwd: string): Promise<string> {
  const folder = path.resolve(cwd, name ?? ".");
  const found = await stat(path.join(folder, "plugin.json")).catch(() => undefined);
  if (found?.isFile()) return realpath(folder);
  throw mistake(
    `There is no plugin in ${folder}: no plugin.json.`,
    "Name a folder with a plugin.json; `promostack create plugin <name>` writes a new one.",
  );
}

/** A plugin's checked plugin.json. What is wrong with it is its author's mistake, every broken rule on a line of its own. */
export async function pluginManifest(folder: string): Promise<PluginManifest> {
  const manifest = await readManifest(folder).catch((error: unknown) => {
    throw asMistake(error);
  });
  if (manifest.kind === "plugin") return manifest;
  throw mistake(`${manifest.id} is a strategy, not a plugin.`, "See `promostack strategy --help`.");
}
