import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { type Asset, Assets, absent } from "./assets.ts";

/** Where a release's pages stand: an address whose content never changes. */
export interface PluginUiAddress {
  /** Its ES module. */
  module: string;
  /** Its style sheet, where it has one. */
  styles?: string;
}

/** A release as its pages need it. */
export interface PagedRelease {
  id: string;
  version: string;
  folder: string;
}

/** What the plugin kernel knows of releases. */
interface RunningReleases {
  folders(id: string): { version: string; folder: string }[];
}

const BASE = "/assets/plugins/";
/** Built from source, or shipped built. */
const PLACES = ["ui/dist", "ui"];
/** A release's folder holds more than pages; only what a page is made of leaves it. */
const SERVED = /\.(js|css|map|json|svg|png|webp|jpg|woff2)$/;
/** Pages that are open keep asking for chunks of the release they began with. */
const KEPT_RELEASES = 4;

interface BuiltPages {
  stamp: string;
  prefix: string;
  address: PluginUiAddress;
  assets: Assets;
}

/** The built pages of plugins: `/assets/plugins/<id>/<version>-<hash>/…`, for the release that runs and those just before it. */
export class PluginAssets {
  readonly #runtime: RunningReleases;
  /** By folder. */
  readonly #built = new Map<string, BuiltPages>();

  constructor(runtime: RunningReleases) {
    this.#runtime = runtime;
  }

  /** Undefined where the release brings no built pages. */
  async addressOf(release: PagedRelease): Promise<PluginUiAddress | undefined> {
    return (await this.#find(release))?.address;
  }

  /** The file at an address path; undefined where no release that this process knows has it. */
  async find(path: string): Promise<Asset | undefined> {
    const [id = ""] = path.slice(BASE.length).split("/");
    if (!path.startsWith(BASE) || !SERVED.test(path)) return undefined;
    for (const { version, folder } of this.#runtime.folders(id)) await this.#find({ id, version, folder });
    const built = [...this.#built.values()].find(({ prefix }) => path.startsWith(prefix));
    return built?.assets.find(path.slice(built.prefix.length - 1));
  }

  async #find({ id, version, folder }: PagedRelease): Promise<BuiltPages | undefined> {
    for (const place of PLACES) {
      const root = join(folder, place);
      const entry = await stat(join(root, "index.js")).catch(absent);
      if (!entry?.isFile()) continue;
      const stamp = `${version} ${entry.mtimeMs} ${entry.size}`;
      const known = this.#built.get(root);
      if (known?.stamp === stamp) return known;
      const fresh = await describe(root, `${BASE}${id}/${version}-`, stamp);
      this.#built.set(root, fresh);
      this.#forget(`${BASE}${id}/`);
      return fresh;
    }
    return undefined;
  }

  #forget(plugin: string): void {
    const roots = [...this.#built]
      .filter(([, { prefix }]) => prefix.startsWith(plugin))
      .map(([root]) => root);
    for (const root of roots.slice(0, -KEPT_RELEASES)) this.#built.delete(root);
  }
}

/** The hash is over every file that can be asked for, so that another content is another address. */
async function describe(root: string, base: string, stamp: string): Promise<BuiltPages> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && SERVED.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file}\0`).update(await readFile(join(root, file)));
  const prefix = `${base}${hash.digest("hex").slice(0, 12)}/`;
  const address: PluginUiAddress = {
    module: `${prefix}index.js`,
    ...(files.includes("index.css") ? { styles: `${prefix}index.css` } : {}),
  };
  return { stamp, prefix, address, assets: new Assets(root) };
}
