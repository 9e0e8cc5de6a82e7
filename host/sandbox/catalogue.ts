import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { PlatformError } from "@promostack/core";
import { bundleStrategy } from "./bundle.ts";

/** A strategy that may be run: what its plugin.json says and its one script. */
export interface StrategyRelease {
  id: string;
  version: string;
  /** Names the release inside runners: id, version and the hash of the script. */
  key: string;
  source: string;
}

/** The strategy releases that this installation knows, found in folders and bundled when first asked for. */
export class StrategyCatalogue {
  readonly #folders = new Map<string, { id: string; version: string; folder: string; entry: string }>();
  readonly #releases = new Map<string, Promise<StrategyRelease>>();

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
    const { kind, id, version, entry } = Object(manifest) as Record<string, unknown>;
    if (kind !== "strategy" || typeof id !== "string" || typeof version !== "string") {
      throw notFound(`${file} does not describe a strategy (kind, id, version).`);
    }
    const entryFile = path.join(folder, typeof entry === "string" ? entry : "index.ts");
    const name = `${id}@${version}`;
    this.#folders.set(name, { id, version, folder, entry: entryFile });
    this.#releases.delete(name);
    return { strategy: id, version };
  }

  /** Every known release, newest version of each strategy last. */
  all(): { id: string; version: string }[] {
    return [...this.#folders.values()].sort(
      (a, b) => a.id.localeCompare(b.id) || a.version.localeCompare(b.version, undefined, { numeric: true }),
    );
  }

  /** The release, bundled. Without a version, the newest. */
  async release(strategy: string, version?: string): Promise<StrategyRelease> {
    const found = version
      ? this.#folders.get(`${strategy}@${version}`)
      : this.#folders.get(
          this.all()
            .filter((each) => each.id === strategy)
            .map((each) => `${each.id}@${each.version}`)
            .at(-1) ?? "",
        );
    if (found === undefined) {
      const known = [...new Set(this.all().map((each) => each.id))].join(", ");
      throw notFound(
        `There is no strategy ${strategy}${version ? ` ${version}` : ""} here. Known: ${known || "none"}.`,
      );
    }
    const name = `${found.id}@${found.version}`;
    let release = this.#releases.get(name);
    if (release === undefined) {
      release = bundleStrategy(found.entry).then(({ source, hash }) => ({
        id: found.id,
        version: found.version,
        key: `${name}-${hash}`,
        source,
      }));
      this.#releases.set(name, release);
      // A failed build is tried again when asked again: the author may have mended it.
      release.catch(() => this.#releases.delete(name));
    }
    return release;
  }
}

function notFound(message: string, cause?: unknown): PlatformError {
  return new PlatformError(message, {
    code: "strategy.not_found",
    status: 404,
    hint: "`npx promostack strategy list` shows what is installed.",
    cause,
  });
}
