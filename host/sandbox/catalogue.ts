import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { PlatformError, type StrategyStanding } from "@promostack/core";
import semver from "semver";
import { bundleStrategy } from "./bundle.ts";
import type { RunnerDescription } from "./protocol.ts";
import type { PublishedReleases } from "./published.ts";

/** A strategy that may be run. */
export interface StrategyRelease {
  id: string;
  version: string;
  /** Names the release inside runners: id, version and the hash of the script. */
  key: string;
  source: string;
  /** What it says of itself, where that is known; runners are asked otherwise. */
  description?: RunnerDescription;
}

interface Folder {
  id: string;
  version: string;
  publisher: string;
  entry: string;
  readme: string;
}

const UNNAMED = "unnamed";

/** The strategy releases that this installation knows: in folders, bundled when first asked for, and published ones. */
export class StrategyCatalogue {
  readonly #folders = new Map<string, Folder>();
  readonly #releases = new Map<string, Promise<StrategyRelease>>();
  readonly #published: PublishedReleases | undefined;

  constructor(published?: PublishedReleases) {
    this.#published = published;
  }

  /** Adds every folder below `root` that holds a plugin.json of kind strategy. */
  async addAll(root: string): Promise<void> {
    const entries = await readdir(root, { withFileTypes: true });
    for (const entry of entries) {
      if (!entry.isDirectory()) continue;
      const folder = path.join(root, entry.name);
      if ((await readdir(folder)).includes("plugin.json")) await this.add(folder);
    }
  }

  /** Adds one folder and answers what it is. Raises `strategy.not_found` where there is no readable plugin.json. */
  async add(folder: string): Promise<{ strategy: string; version: string }> {
    const file = path.join(folder, "plugin.json");
    const manifest = await readFile(file, "utf8").then(
      (text): unknown => JSON.parse(text),
      (cause: unknown) => {
        throw notFound(`There is no readable plugin.json in ${folder}.`, cause);
      },
    );
    const { kind, id, version, entry, publisher } = Object(manifest) as Record<string, unknown>;
    if (kind !== "strategy" || typeof id !== "string" || typeof version !== "string") {
      throw notFound(`${file} does not describe a strategy (kind, id, version).`);
    }
    const { name } = Object(publisher) as Record<string, unknown>;
    const entryFile = path.join(folder, typeof entry === "string" ? entry : "index.ts");
    this.#folders.set(nameOf(id, version), {
      id,
      version,
      publisher: typeof name === "string" ? name : UNNAMED,
      entry: entryFile,
      readme: path.join(folder, "README.md"),
    });
    this.#releases.delete(nameOf(id, version));
    return { strategy: id, version };
  }

  /** Adds a release that is neither in a folder nor published yet: one that is looked at first. */
  addRelease(release: StrategyRelease): void {
    const name = nameOf(release.id, release.version);
    this.#folders.set(name, {
      id: release.id,
      version: release.version,
      publisher: UNNAMED,
      entry: "",
      readme: "",
    });
    this.#releases.set(name, Promise.resolve(release));
  }

  /** True for a strategy that came with the platform: nobody else may publish under its id. */
  isReserved(id: string): boolean {
    return [...this.#folders.values()].some((folder) => folder.id === id);
  }

  /** Every known release, newest version of each strategy last. */
  all(): { id: string; version: string }[] {
    const names = [...this.#folders.values(), ...(this.#published?.list() ?? [])];
    return names
      .map(({ id, version }) => ({ id, version }))
      .sort((a, b) => a.id.localeCompare(b.id) || semver.compare(a.version, b.version));
  }

  /** How a release stands now; never remembered, since it changes while the release does not. */
  standing(id: string, version: string): StrategyStanding {
    const publisher = this.#folders.get(nameOf(id, version))?.publisher;
    const standing = this.#published?.standing(id, version) ?? { status: "active", publisher: UNNAMED };
    return publisher === undefined ? standing : { ...standing, publisher };
  }

  /** What its author says of a release; null where there is nothing. Raises `strategy.not_found`. */
  async readme(strategy: string, version: string): Promise<string | null> {
    const folder = this.#folders.get(nameOf(strategy, version));
    if (folder !== undefined) return readText(folder.readme);
    const known = this.#published
      ?.list()
      .some(({ id, version: each }) => id === strategy && each === version);
    if (!known) throw this.#unknown(strategy, version);
    return (await this.#published?.readme(strategy, version)) ?? null;
  }

  /** The release, ready to run. Without a version, the one that followers get. */
  async release(strategy: string, version?: string): Promise<StrategyRelease> {
    const chosen = version ?? this.#followed(strategy);
    const name = nameOf(strategy, chosen ?? "");
    const folder = this.#folders.get(name);
    const published = this.#published?.list().find((each) => each.id === strategy && each.version === chosen);
    if (folder === undefined && published === undefined) throw this.#unknown(strategy, version);
    const key = published && `${name}-${published.hash}`;
    const known = await this.#releases.get(name);
    // What was refused and published again has another script under the same name.
    if (known !== undefined && (folder !== undefined || known.key === key)) return known;
    const release = folder
      ? bundleStrategy(folder.entry).then(({ source, hash }) => ({
          id: strategy,
          version: folder.version,
          key: `${name}-${hash}`,
          source,
        }))
      : this.#fetch(strategy, chosen ?? "", key ?? "", published?.description);
    this.#releases.set(name, release);
    // A failed build is tried again when asked again: the author may have mended it.
    release.catch(() => this.#releases.delete(name));
    return release;
  }

  async #fetch(
    id: string,
    version: string,
    key: string,
    description: RunnerDescription | undefined,
  ): Promise<StrategyRelease> {
    const source = (await this.#published?.script(id, version)) ?? "";
    return { id, version, key, source, ...(description && { description }) };
  }

  /** The version that those get who follow the newest: a quarantine is a pause and no reason to change it. */
  #followed(strategy: string): string | undefined {
    const versions = this.all()
      .filter(({ id }) => id === strategy)
      .map(({ version }) => ({ version, status: this.standing(strategy, version).status }))
      .reverse();
    const live = versions.filter(({ status }) => status === "active" || status === "quarantined");
    const followed =
      live.find(({ version }) => semver.prerelease(version) === null) ??
      live[0] ??
      versions.find(({ status }) => status === "deprecated");
    if (followed === undefined && versions.length > 0) {
      throw new PlatformError(`Every release of ${strategy} was withdrawn.`, {
        code: "strategy.withdrawn",
        status: 409,
        hint: "Choose another strategy.",
      });
    }
    return followed?.version;
  }

  #unknown(strategy: string, version: string | undefined): PlatformError {
    const known = [...new Set(this.all().map(({ id }) => id))].join(", ");
    return notFound(
      `There is no strategy ${strategy}${version ? ` ${version}` : ""} here. Known: ${known || "none"}.`,
    );
  }
}

async function readText(file: string): Promise<string | null> {
  return readFile(file, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  });
}

function nameOf(id: string, version: string): string {
  return `${id}@${version}`;
}

function notFound(message: string, cause?: unknown): PlatformError {
  return new PlatformError(message, {
    code: "strategy.not_found",
    status: 404,
    hint: "`npx promostack strategy list` shows what is installed.",
    cause,
  });
}
