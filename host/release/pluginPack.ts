import { execFile } from "node:child_process";
import type { KeyObject } from "node:crypto";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { PlatformError, type PluginManifest } from "@promostack/core";
import { readManifest } from "../plugin/manifest.ts";
import { bundlePlugin } from "../sandbox/bundlePlugin.ts";
import { withList } from "./fileList.ts";
import { folderFiles, type LeftOut } from "./folderFiles.ts";
import { PLUGIN_LIMITS } from "./limits.ts";
import { signRelease } from "./signature.ts";
import { writeArchive } from "./writeArchive.ts";

/** The plugin's code, in its archive. */
export const ENTRY = "index.js";
/** Where a plugin's pages are written, and where its built ones lie. */
const PAGES = "ui/index.tsx";
const BUILT_PAGES = "ui/dist";
const WEB = fileURLToPath(new URL("../../web", import.meta.url));

/** The author's own; what of it runs is in the bundle. */
const LEFT_OUT =
  /(^|\/)(node_modules|coverage|reports|test|tests)$|^(dist|package-lock\.json|tsconfig.*\.json)$/;
const KINDS = /(\.(js|mjs|map|json|sql|md|txt|csv|html|css|png|jpg|webp|svg|woff2?|ttf)|^LICENSE)$/;
const SOURCES = /\.(ts|tsx|mts|cts)$|\.tgz$/;

/** What goes into an archive, and what was left behind, with why. */
export interface PackedPlugin {
  /** As it stands in the archive: its entry is the bundle. */
  manifest: PluginManifest;
  /** With the list of files, unsigned. */
  files: Map<string, Buffer>;
  leftOut: LeftOut[];
}

/**
 * Reads, checks and bundles a plugin's folder: code to one module, pages to theirs, beside migrations, pictures and texts. The
 * same folder gives the same files. Raises `manifest.invalid`, `plugin.does_not_build`, `release.*`.
 */
export async function packPlugin(folder: string): Promise<PackedPlugin> {
  const source = await readManifest(folder);
  if (source.kind !== "plugin") {
    throw new PlatformError(`${source.id} is a ${source.kind}, and only plugins are packed here.`, {
      code: "release.wrong_kind",
      status: 400,
      hint: "Pack a strategy with `promostack strategy pack`.",
    });
  }
  if (existsSync(path.join(folder, PAGES))) await buildPages(folder);
  const { code, map } = await bundlePlugin(
    path.join(folder, source.entry ?? "index.ts"),
    path.join(folder, ENTRY),
  );
  const { files, leftOut } = await folderFiles(folder, { skip, reasonAgainst });
  const manifest: PluginManifest = { ...source, entry: ENTRY };
  files.set(ENTRY, code).set(`${ENTRY}.map`, map);
  files.set("plugin.json", json({ ...manifest, $schema: undefined }));
  files.set("package.json", json(packageOf(manifest)));
  return { manifest, files: withList(files, manifest), leftOut };
}

/** The archive of what was packed, signed where a key is given. */
export function packedArchive({ manifest, files }: PackedPlugin, key?: KeyObject): Promise<Buffer> {
  return writeArchive(key === undefined ? files : signRelease(files, manifest, key));
}

/** As npm reads it. What it depends on is in the bundle, and nothing runs when it is installed. */
function packageOf({ id, version, license }: PluginManifest): object {
  return { name: `promostack-plugin-${id}`, version, type: "module", license, main: ENTRY };
}

async function buildPages(folder: string): Promise<void> {
  const script = path.join(WEB, "build/pluginPages.ts");
  await promisify(execFile)(process.execPath, ["--import", "tsx", script, path.resolve(folder)], {
    cwd: WEB,
  }).catch((cause: unknown) => {
    const said = String(Object(cause).stderr ?? "").trim();
    throw new PlatformError(`The pages of ${folder} do not build: ${said}`, {
      code: "plugin.does_not_build",
      status: 400,
      hint: "Mend what is named above; `ui/index.tsx` is where they begin.",
      cause,
    });
  });
}

function skip(inside: string): boolean {
  if (inside === "ui" || inside === BUILT_PAGES || inside.startsWith(`${BUILT_PAGES}/`)) return false;
  return inside.startsWith("ui/") || LEFT_OUT.test(inside) || SOURCES.test(inside) || inside === ENTRY;
}

function reasonAgainst(inside: string, bytes: number): string | undefined {
  if (!KINDS.test(path.basename(inside))) return "not a kind of file that a plugin needs";
  const most = PLUGIN_LIMITS.fileBytes;
  return bytes > most ? `${bytes} bytes; the most is ${most}` : undefined;
}

function json(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}
