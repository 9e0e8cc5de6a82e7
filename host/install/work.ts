import type { Deprecation, Log, PluginManifest } from "@promostack/core";
import type { Database } from "../db/database.ts";
import type { Registration, ReleaseRef } from "../plugin/registration.ts";
import type { Runtime } from "../plugin/runtime.ts";
import type { FileList } from "../release/fileList.ts";
import type { Signer } from "../release/pluginArchive.ts";
import type { ReleaseContents } from "../release/readArchive.ts";
import type { ArchiveStore } from "./archiveStore.ts";
import type { SettingsProblem } from "./consent.ts";
import type { InstallRow, InstallRows } from "./installRow.ts";
import type { PackageRegistry } from "./packageRegistry.ts";
import type { ReleaseFolders } from "./releaseFolders.ts";
import type { Standing } from "./trust.ts";

/** What the steps of an install need of the host. */
export interface InstallParts {
  database: Database;
  runtime: Pick<Runtime, "plugins" | "rollout">;
  rows: InstallRows;
  store: ArchiveStore;
  folders: ReleaseFolders;
  /** Undefined where the installation has none configured. */
  registry: PackageRegistry | undefined;
  environment: "development" | "test" | "production";
  /** Where the sandbox keeps its program. */
  cacheFolder: string;
  /** Bundled releases that this checkout could bring back, by id. */
  bundled(): Promise<ReadonlyMap<string, ReleaseRef>>;
  /** What the plugin API has announced the end of. */
  deprecations: readonly Deprecation[];
  log: Log;
}

/** One install on its way. What a step found out, those after it read; a step that is done again finds the same. */
export class InstallWork {
  readonly row: InstallRow;
  readonly parts: InstallParts;
  readonly signal: AbortSignal;
  settingsProblems: SettingsProblem[] = [];
  signer: Signer | undefined;
  /** The plugin's row in the table of live releases, and the manifest of what runs. */
  registration: Registration | undefined;
  running: PluginManifest | undefined;
  readonly #found: Found = {};

  constructor(row: InstallRow, parts: InstallParts, signal: AbortSignal) {
    this.row = row;
    this.parts = parts;
    this.signal = signal;
  }

  /** Adds what a step found out. */
  find(found: Found): void {
    Object.assign(this.#found, found);
  }

  get archive(): Buffer {
    return known(this.#found.archive, "archive");
  }

  get files(): ReleaseContents {
    return known(this.#found.files, "files");
  }

  get list(): FileList {
    return known(this.#found.list, "list");
  }

  get integrity(): string {
    return known(this.#found.integrity, "integrity");
  }

  get manifest(): PluginManifest {
    return known(this.#found.manifest, "manifest");
  }

  get standing(): Standing {
    return known(this.#found.standing, "standing");
  }

  get ref(): ReleaseRef {
    return known(this.#found.ref, "ref");
  }
}

interface Found {
  archive?: Buffer;
  files?: ReleaseContents;
  list?: FileList;
  integrity?: string;
  manifest?: PluginManifest;
  standing?: Standing;
  ref?: ReleaseRef;
}

function known<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`A step asked for the ${name} before it was known.`);
  return value;
}
