import type { PluginManifest } from "@promostack/core";
import type { Engine } from "../plugin/engine.ts";
import { checkManifest } from "../plugin/manifest.ts";
import { checkList, type FileList, SIGNATURE } from "./fileList.ts";
import { readJson } from "./json.ts";
import { PLUGIN_LIMITS } from "./limits.ts";
import { type ReleaseContents, readArchive } from "./readArchive.ts";
import { refusal } from "./refusal.ts";
import { checkSignature, type SignedRelease } from "./signature.ts";

export type Signer = Pick<SignedRelease, "publicKey" | "fingerprint">;

/** A plugin's archive that is whole and says what it is; nothing of it was run. */
export interface PluginArchive {
  manifest: PluginManifest;
  files: ReleaseContents;
  list: FileList;
  /** Names the content, however it was packed: `sha256-…`. */
  integrity: string;
  /** Undefined for an unsigned one. Whether it is to be trusted, others decide. */
  signer: Signer | undefined;
}

/** Opens an archive and holds it against every rule that needs no installation. A broken one is a `PlatformError` of status 422. */
export async function openPluginArchive(bytes: Uint8Array): Promise<PluginArchive> {
  const files = await readArchive(bytes, PLUGIN_LIMITS);
  const { integrity, ...list } = checkList(files);
  const signer = signerOf(files);
  const manifest = pluginManifest(files);
  checkName(list, manifest);
  checkContents(files, manifest);
  return { manifest, files, list, integrity, signer };
}

/** Who signed. A signature that is there and wrong is a refusal; none is an answer. */
export function signerOf(files: ReleaseContents): Signer | undefined {
  return files.has(SIGNATURE) ? checkSignature(files) : undefined;
}

/** plugin.json, held against the schema and its rules, and against a host's release where one is given. */
export function pluginManifest(files: ReleaseContents, engine?: Engine): PluginManifest {
  const manifest = checkManifest(readJson(required(files, "plugin.json"), "plugin.json"), {
    name: "The archive",
    file: "plugin.json",
    engine,
    files: {
      exists: (relative) => files.has(relative.replace(/^\.\//, "")),
      packageVersion: packageVersion(files),
      migrations: [...files.keys()]
        .flatMap((path) => /^migrations\/([^/]+\.sql)$/.exec(path)?.[1] ?? [])
        .sort(),
    },
  });
  if (manifest.kind === "plugin") return manifest;
  throw refusal(
    "wrong_kind",
    `plugin.json: ${manifest.id} is a ${manifest.kind}, and only plugins are installed.`,
    "Publish a strategy with `promostack strategy publish`.",
  );
}

/** What was signed is what plugin.json says. */
export function checkName(list: FileList, { kind, id, version }: PluginManifest): void {
  if (list.kind === kind && list.id === id && list.version === version) return;
  throw refusal(
    "wrong_list",
    `release.json stands for ${list.kind} ${list.id} ${list.version}, and plugin.json says ${kind} ${id} ${version}.`,
    "Pack and sign it again.",
  );
}

const NATIVE = /\.(node|so|dll|dylib|exe)$|(^|\/)binding\.gyp$/i;
const AT_INSTALL = [
  "preinstall",
  "install",
  "postinstall",
  "prepare",
  "prepublish",
  "preprepare",
  "postprepare",
];
const PAGES = "ui/dist/index.js";

/** A release is data and one bundle of plain JavaScript: nothing to build, fetch or run when it is installed. */
export function checkContents(files: ReleaseContents, manifest: PluginManifest): void {
  const { entry = "index.ts", capabilities, contributes } = manifest;
  if (!/\.m?js$/.test(entry)) {
    throw refusal("unbundled", `plugin.json: its entry ${entry} is no JavaScript.`, PACK);
  }
  const paged =
    capabilities?.ui && ((contributes?.pages?.length ?? 0) > 0 || (contributes?.widgets?.length ?? 0) > 0);
  if (paged) required(files, PAGES);
  for (const path of files.keys()) {
    if (NATIVE.test(path)) {
      throw refusal(
        "native_module",
        `${path} is compiled for one kind of machine.`,
        "Use a package in plain JavaScript.",
      );
    }
    if (/(^|\/)node_modules(\/|$)/i.test(path))
      throw refusal("unbundled", `${path} is a package of its own.`, PACK);
    if (/(^|\/)package\.json$/i.test(path))
      checkPackage(readJson(files.get(path) ?? Buffer.alloc(0), path), path);
  }
}

const PACK = "Make it with `promostack plugin pack`, which bundles the code with the packages that it uses.";

function checkPackage(found: unknown, path: string): void {
  const { scripts, dependencies, type }: Record<string, unknown> = Object(found);
  const script = AT_INSTALL.find((name) => Object.hasOwn(Object(scripts), name));
  if (script !== undefined) {
    throw refusal(
      "install_script",
      `${path} has a ${script} script.`,
      "Nothing runs when a plugin is installed: take it out.",
    );
  }
  const needs = Object.keys(Object(dependencies)).filter((name) => name !== "@promostack/core");
  if (needs.length > 0) {
    throw refusal(
      "unbundled",
      `${path} depends on ${needs.join(", ")}, and nothing is fetched at an installation.`,
      PACK,
    );
  }
  if (path === "package.json" && type !== "module") {
    throw refusal("unbundled", `${path} does not say "type": "module".`, PACK);
  }
}

function required(files: ReleaseContents, path: string): Buffer {
  const file = files.get(path);
  if (file !== undefined) return file;
  throw refusal("missing_file", `The archive holds no ${path}.`, PACK);
}

function packageVersion(files: ReleaseContents): string | undefined {
  const found: unknown = Object(readJson(required(files, "package.json"), "package.json")).version;
  return typeof found === "string" ? found : undefined;
}
