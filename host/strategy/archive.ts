import { PlatformError, type PluginManifest } from "@promostack/core";
import { ENGINE, type Engine } from "../plugin/engine.ts";
import { checkManifest } from "../plugin/manifest.ts";
import { checkList } from "../release/fileList.ts";
import { readJson } from "../release/json.ts";
import { STRATEGY_LIMITS } from "../release/limits.ts";
import { type ReleaseContents, readArchive } from "../release/readArchive.ts";
import { refusal } from "../release/refusal.ts";
import { checkSignature, type SignedRelease } from "../release/signature.ts";
import { MOST_SCRIPT_BYTES } from "../sandbox/bundle.ts";
import { SCRIPT } from "./script.ts";

/** What an archive goes through before anything of it is run, in this order. */
export type ArchiveStep = "unpack" | "hashes" | "signature" | "manifest" | "engine";

/** A strategy that is whole, signed and fits this host; its script has not been run. */
export interface StrategyArchive extends SignedRelease {
  manifest: PluginManifest;
  files: ReleaseContents;
  script: string;
  readme: string | undefined;
}

/** Opens a signed archive step by step, saying each before it begins. A broken rule of a step is a `PlatformError` of status 422. */
export async function openStrategyArchive(
  bytes: Uint8Array,
  step: (step: ArchiveStep) => void = () => undefined,
): Promise<StrategyArchive> {
  step("unpack");
  const files = await readArchive(bytes, STRATEGY_LIMITS);
  step("hashes");
  const { integrity, ...list } = checkList(files);
  step("signature");
  const sender = checkSignature(files);
  step("manifest");
  const manifest = strategyManifest(files);
  const { kind, id, version } = manifest;
  if (list.kind !== kind || list.id !== id || list.version !== version) {
    throw refusal(
      "wrong_list",
      `What was signed is ${list.kind} ${list.id} ${list.version}, and plugin.json says ${kind} ${id} ${version}.`,
      "Pack and sign it again.",
    );
  }
  const script = scriptOf(files);
  step("engine");
  strategyManifest(files, ENGINE);
  return { manifest, files, script, readme: textOf(files, "README.md"), list, integrity, ...sender };
}

/**
 * plugin.json of a strategy's archive, and held against a host's release where one is given. Raises
 * `release.wrong_kind`, `release.missing_file`, `manifest.invalid`.
 */
export function strategyManifest(files: ReleaseContents, engine?: Engine): PluginManifest {
  const manifest = checkManifest(readJson(required(files, "plugin.json"), "plugin.json"), {
    name: "The archive",
    file: "plugin.json",
    engine,
    files: {
      exists: (relative) => files.has(relative.replace(/^\.\//, "")),
      packageVersion: packageVersion(files),
      migrations: [],
    },
  });
  if (manifest.kind === "strategy") return manifest;
  throw new PlatformError(`${manifest.id} is a ${manifest.kind}, and only strategies are published here.`, {
    code: "release.wrong_kind",
    status: 422,
    hint: 'A strategy\'s plugin.json says "kind": "strategy".',
  });
}

function scriptOf(files: ReleaseContents): string {
  const script = required(files, SCRIPT);
  if (script.length <= MOST_SCRIPT_BYTES) return script.toString("utf8");
  throw refusal(
    "too_large",
    `${SCRIPT} is ${script.length} bytes; the most is ${MOST_SCRIPT_BYTES}.`,
    "Leave libraries out: indicators come with the context.",
  );
}

function required(files: ReleaseContents, path: string): Buffer {
  const file = files.get(path);
  if (file !== undefined) return file;
  throw refusal("missing_file", `The archive holds no ${path}.`, "Make it with `promostack strategy pack`.");
}

function textOf(files: ReleaseContents, path: string): string | undefined {
  return files.get(path)?.toString("utf8");
}

function packageVersion(files: ReleaseContents): string | undefined {
  const bytes = files.get("package.json");
  const found: unknown = bytes && Object(readJson(bytes, "package.json")).version;
  return typeof found === "string" ? found : undefined;
}
