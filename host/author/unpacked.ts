import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openPluginArchive } from "../release/pluginArchive.ts";
import { INSTALLATION } from "./installation.ts";

/** Writes a release's files below `place`. */
export async function writeRelease(place: string, files: ReadonlyMap<string, Buffer>): Promise<void> {
  for (const [file, bytes] of files) {
    await mkdir(path.dirname(path.join(place, file)), { recursive: true });
    await writeFile(path.join(place, file), bytes);
  }
}

/** Lets releases below `folder` import the contract, which their bundles leave outside. */
export async function linkCore(folder: string): Promise<void> {
  const modules = path.join(folder, "node_modules/@promostack");
  await mkdir(modules, { recursive: true });
  await symlink(path.join(INSTALLATION, "core"), path.join(modules, "core"), "dir");
}

/** An archive as a folder that can be loaded, until it is removed. Raises what is wrong with the archive. */
export async function unpacked(archive: Uint8Array): Promise<{ folder: string; remove(): Promise<void> }> {
  const { files, manifest } = await openPluginArchive(archive);
  const home = await mkdtemp(path.join(tmpdir(), "promostack-release-"));
  const folder = path.join(home, `${manifest.id}-${manifest.version}`);
  await linkCore(home);
  await writeRelease(folder, files);
  return { folder, remove: () => rm(home, { recursive: true, force: true }) };
}
