import path from "node:path";
import { PlatformError, type PluginManifest } from "@promostack/core";
import { readManifest } from "../plugin/manifest.ts";
import { withList } from "../release/fileList.ts";
import { folderFiles, type LeftOut } from "../release/folderFiles.ts";
import { STRATEGY_LIMITS } from "../release/limits.ts";
import { bundleStrategy } from "../sandbox/bundle.ts";
import { SCRIPT } from "./script.ts";

/** Folders that are the author's own. */
const LEFT_OUT = new Set(["node_modules", "dist", "coverage", "reports"]);
const KINDS = /(\.(ts|js|mjs|json|md|txt|csv|csv\.gz)|^LICENSE)$/;
/** A fixture proves something to a reader; a year of candles belongs elsewhere. */
const MOST_FIXTURE_BYTES = 256 * 1024;

/** What goes into an archive, and what was left behind, with why. */
export interface PackedStrategy {
  manifest: PluginManifest;
  /** With the list of files, unsigned. */
  files: Map<string, Buffer>;
  leftOut: LeftOut[];
}

/** Reads, checks and bundles a strategy's folder. The same folder gives the same files. */
export async function packStrategy(folder: string): Promise<PackedStrategy> {
  const manifest = await readManifest(folder);
  if (manifest.kind !== "strategy") {
    throw new PlatformError(`${manifest.id} is a ${manifest.kind}, and only strategies are packed here.`, {
      code: "release.wrong_kind",
      status: 400,
      hint: 'A strategy\'s plugin.json says "kind": "strategy".',
    });
  }
  const { source } = await bundleStrategy(path.join(folder, manifest.entry ?? "index.ts"));
  const skip = (inside: string) => LEFT_OUT.has(path.basename(inside)) || inside === SCRIPT;
  const { files, leftOut } = await folderFiles(folder, { skip, reasonAgainst });
  files.set(SCRIPT, Buffer.from(source));
  return { manifest, files: withList(files, manifest), leftOut };
}

function reasonAgainst(inside: string, bytes: number): string | undefined {
  if (!KINDS.test(path.basename(inside))) return "not a kind of file that a strategy needs";
  const most = inside.startsWith("fixtures/") ? MOST_FIXTURE_BYTES : STRATEGY_LIMITS.fileBytes;
  return bytes > most ? `${bytes} bytes; the most is ${most}` : undefined;
}
