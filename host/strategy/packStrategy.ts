import { lstat, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { PlatformError, type PluginManifest } from "@promostack/core";
import { readManifest } from "../plugin/manifest.ts";
import { withList } from "../release/fileList.ts";
import { checkPath } from "../release/filePath.ts";
import { STRATEGY_LIMITS } from "../release/limits.ts";
import { refusal } from "../release/refusal.ts";
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
  leftOut: { path: string; why: string }[];
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
  const files = new Map<string, Buffer>([[SCRIPT, Buffer.from(source)]]);
  const leftOut: PackedStrategy["leftOut"] = [];
  await collect(folder, "", files, leftOut);
  return { manifest, files: withList(files, manifest), leftOut };
}

async function collect(
  root: string,
  folder: string,
  files: Map<string, Buffer>,
  leftOut: PackedStrategy["leftOut"],
): Promise<void> {
  const names = (await readdir(path.join(root, folder))).sort();
  for (const name of names) {
    const inside = folder === "" ? name : `${folder}/${name}`;
    const file = path.join(root, inside);
    const found = await lstat(file);
    if (name.startsWith(".") || LEFT_OUT.has(name) || inside === SCRIPT) continue;
    if (found.isSymbolicLink()) throw refusal("link", `${inside} is a link.`, "Put the file itself there.");
    if (found.isDirectory()) {
      await collect(root, inside, files, leftOut);
      continue;
    }
    const why = reasonAgainst(inside, found.size);
    if (why !== undefined) leftOut.push({ path: inside, why });
    else {
      checkPath(inside);
      files.set(inside, await readFile(file));
    }
  }
}

function reasonAgainst(inside: string, bytes: number): string | undefined {
  if (!KINDS.test(path.basename(inside))) return "not a kind of file that a strategy needs";
  const most = inside.startsWith("fixtures/") ? MOST_FIXTURE_BYTES : STRATEGY_LIMITS.fileBytes;
  return bytes > most ? `${bytes} bytes; the most is ${most}` : undefined;
}
