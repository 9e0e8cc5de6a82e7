import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import path from "node:path";
import type { PluginManifest } from "@promostack/core";
import type { ReleaseRef } from "../plugin/registrationRow.ts";
import { BundledReleases, type ReleaseSource } from "../plugin/release.ts";
import { packPlugin } from "../release/pluginPack.ts";
import { linkCore, writeRelease } from "./unpacked.ts";

/**
 * The plugin that somebody is writing, built as its archive would be each time it is asked to. Every build is a folder of its own,
 * so that the whole of it is loaded anew.
 */
export class Developed implements ReleaseSource {
  readonly source = "bundled";
  readonly #folder: string;
  readonly #builds: string;
  readonly #others: BundledReleases;
  #id: string | undefined;
  #newest = "";
  #count = 0;

  /** `folder` holds the sources, `builds` what is made of them; `registrationFile` names the plugins beside it. */
  constructor(folder: string, builds: string, registrationFile: string) {
    this.#folder = folder;
    this.#builds = builds;
    this.#others = new BundledReleases(registrationFile);
  }

  /** Builds what the folder holds now. Raises what keeps it from being packed; the build before stays then. */
  async build(): Promise<PluginManifest> {
    const { manifest, files } = await packPlugin(this.#folder);
    if (this.#count === 0) {
      await rm(this.#builds, { recursive: true, force: true });
      await linkCore(this.#builds);
    }
    this.#count += 1;
    const place = path.join(this.#builds, `${this.#count}-${hashOf(files)}`);
    await writeRelease(place, files);
    this.#id = manifest.id;
    this.#newest = place;
    return manifest;
  }

  async folder(release: ReleaseRef): Promise<string> {
    return release.pluginId === this.#id ? this.#newest : this.#others.folder(release);
  }
}

function hashOf(files: ReadonlyMap<string, Buffer>): string {
  const hash = createHash("sha256");
  for (const [file, bytes] of files) hash.update(`${file}\n`).update(bytes);
  return hash.digest("hex").slice(0, 12);
}
