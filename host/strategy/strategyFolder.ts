import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { PlatformError, type PluginManifest } from "@promostack/core";
import { mistake } from "../mistake.ts";
import { readManifest } from "../plugin/manifest.ts";

const SHIPPED = fileURLToPath(new URL("../../strategies", import.meta.url));

/**
 * The folder of a strategy that a command line names: a folder, the id of one in the installation's strategies/, or, where
 * nothing is named, the current folder.
 */
export async function strategyFolder(name: string | undefined, cwd: string): Promise<string> {
  const folder = path.resolve(cwd, name ?? ".");
  if (await holdsManifest(folder)) return folder;
  const shipped = path.join(SHIPPED, name ?? "");
  if (name !== undefined && !/[./\\]/.test(name) && (await holdsManifest(shipped))) return shipped;
  throw mistake(
    name === undefined
      ? `There is no strategy in ${folder}: no plugin.json.`
      : `There is no strategy ${name}.`,
    "Name a folder with a plugin.json, or an id of `promostack strategy list`; `promostack create strategy <name>` writes a new one.",
  );
}

/** A strategy's checked plugin.json. What is wrong with it is its author's mistake, every broken rule on a line of its own. */
export async function strategyManifest(folder: string): Promise<PluginManifest> {
  const manifest = await readManifest(folder).catch((error: unknown) => {
    if (!PlatformError.is(error)) throw error;
    const { code, hint, details } = error;
    throw new PlatformError(error.message, { code, status: 400, hint, details, cause: error });
  });
  if (manifest.kind !== "strategy")
    throw mistake(`${manifest.id} is a plugin, not a strategy.`, "See `promostack plugin --help`.");
  return manifest;
}

/** The version in package.json, where it says one. */
export async function packageVersion(folder: string): Promise<string | undefined> {
  const text = await readFile(path.join(folder, "package.json"), "utf8").catch(() => "{}");
  const found: unknown = JSON.parse(text);
  return typeof found === "object" && found !== null && "version" in found
    ? String(found.version)
    : undefined;
}

function holdsManifest(folder: string): Promise<boolean> {
  return stat(path.join(folder, "plugin.json")).then(
    (found) => found.isFile(),
    () => false,
  );
}
