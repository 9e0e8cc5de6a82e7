import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { PlatformError, type PluginManifest, type RegistrationManifest } from "@promostack/core";
import { ENGINE, type Engine } from "./engine.ts";
import { brokenRules } from "./manifestRules.ts";
import { type ReleaseFiles, releaseFiles } from "./releaseFiles.ts";
import { type Check, compileDocument, type Violation } from "./schema.ts";

const SCHEMA_FILE = fileURLToPath(new URL("../../plugin.schema.json", import.meta.url));
const ADDRESS = "https://promostack.dev/plugin.schema.json";
const pluginCheck = lazily("pluginManifest");
const registrationCheck = lazily("registrationManifest");

/**
 * Reads and checks `<folder>/plugin.json`: the schema, and the rules that a schema cannot say. Defaults of the schema
 * are filled in. Every broken rule is reported in one `manifest.invalid`, whose details list `{ pointer, message, fix }`.
 */
export async function readManifest(folder: string, engine: Engine = ENGINE): Promise<PluginManifest> {
  const file = path.join(folder, "plugin.json");
  return checkManifest(await readJson(file, path.basename(folder)), {
    name: path.basename(folder),
    file,
    files: await releaseFiles(folder),
    engine,
  });
}

/** What a manifest is held against, and how its errors name it. */
export interface ManifestPlace {
  /** Stands for the plugin where the manifest does not say its id. */
  name: string;
  file: string;
  files: ReleaseFiles;
  /** Undefined where the manifest is not to be held against an installation. */
  engine: Engine | undefined;
}

/** As `readManifest`, for a manifest whose release lies elsewhere than in a folder. */
export function checkManifest(
  manifest: unknown,
  { name, file, files, engine }: ManifestPlace,
): PluginManifest {
  const violations = pluginCheck()(manifest);
  // The other rules read fields whose shape the schema guarantees, so they wait until it is satisfied.
  if (violations.length > 0 || !isChecked<PluginManifest>(manifest)) {
    throw invalid(idOf(manifest) ?? name, file, violations);
  }
  const broken = brokenRules({ manifest, files, engine });
  if (broken.length > 0) throw invalid(manifest.id, file, broken);
  return manifest;
}

/** Reads and checks a registration manifest. */
export async function readRegistrationManifest(file: string): Promise<RegistrationManifest> {
  const manifest = await readJson(file, "registration");
  const violations = registrationCheck()(manifest);
  if (violations.length > 0 || !isChecked<RegistrationManifest>(manifest)) {
    throw invalid("registration", file, violations);
  }
  const twice = manifest.releases.findIndex(
    (release, index) => manifest.releases.findIndex(({ id }) => id === release.id) !== index,
  );
  if (twice >= 0) {
    const fix = "Keep one release of each plugin.";
    throw invalid("registration", file, [
      { pointer: `/releases/${twice}/id`, message: "is registered twice", fix },
    ]);
  }
  return manifest;
}

async function readJson(file: string, plugin: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new PlatformError(`${plugin}: ${file} cannot be read.`, {
      code: "manifest.missing",
      plugin,
      phase: "manifest",
      hint: "Put a plugin.json beside the plugin's package.json, or correct the path of its registration.",
      details: { file },
      cause,
    });
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalid(plugin, file, [
      { pointer: "", message: `is not JSON: ${reason}`, fix: "Correct the JSON syntax." },
    ]);
  }
}

function invalid(plugin: string, file: string, problems: Violation[]): PlatformError {
  const lines = problems.map(
    ({ pointer, message, fix }) => `  ${pointer === "" ? "/" : pointer} ${message}. ${fix}`,
  );
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return new PlatformError(`${plugin}: ${file} has ${count}:\n${lines.join("\n")}`, {
    code: "manifest.invalid",
    plugin,
    phase: "manifest",
    hint: "Correct the named places of the file; an editor completes them from plugin.schema.json.",
    details: { file, problems },
  });
}

function lazily(definition: string): () => Check {
  let check: Check | undefined;
  return () => {
    check ??= compileDocument(schemaDocument(), `${ADDRESS}#/$defs/${definition}`);
    return check;
  };
}

function schemaDocument(): object {
  return Object(JSON.parse(readFileSync(SCHEMA_FILE, "utf8")));
}

function idOf(manifest: unknown): string | undefined {
  if (typeof manifest !== "object" || manifest === null || !("id" in manifest)) return undefined;
  return typeof manifest.id === "string" ? manifest.id : undefined;
}

/** The schema has spoken; its types are made from it, so that what passed is of the type. */
function isChecked<Checked>(value: unknown): value is Checked {
  return typeof value === "object" && value !== null;
}
