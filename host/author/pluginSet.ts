import { readFile, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { BUNDLED_SET } from "../plugin/release.ts";

/** What plugin.schema.json takes for a bundled release's path. */
const PLAIN = /^[\w./-]+$/;

/** Writes a registration manifest of these plugins' folders into a directory; answers its file. */
export async function writePluginSet(directory: string, folders: readonly string[]): Promise<string> {
  const file = path.join(directory, "registration.json");
  const releases = await Promise.all(folders.map((folder) => releaseIn(directory, folder)));
  await writeFile(file, JSON.stringify({ releases }));
  return file;
}

/** The folders of the plugins that come with this installation. */
export async function bundledFolders(): Promise<string[]> {
  const { releases } = JSON.parse(await readFile(BUNDLED_SET, "utf8"));
  return Object.values<{ path: string }>(releases).map((release) =>
    path.resolve(path.dirname(BUNDLED_SET), release.path),
  );
}

/** What plugin.json says, unchecked; nothing where it cannot be read: the host will say why. */
export async function manifestIn(folder: string): Promise<Record<string, unknown>> {
  const text = await readFile(path.join(folder, "plugin.json"), "utf8").catch(() => "{}");
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

/**
 * Folders of what has to be there with a plugin: its dependencies and theirs, looked for among `given`, in this installation and
 * beside the plugin; with `standIns` also what stands in for Telegram and the sign-in.
 */
export async function neededFolders(
  home: string,
  { given = [], standIns = false }: { given?: readonly string[]; standIns?: boolean } = {},
): Promise<string[]> {
  const known = new Map<string, { folder: string; manifest: Record<string, unknown> }>();
  for (const folder of [...(await bundledFolders()), ...given]) {
    const manifest = await manifestIn(folder);
    known.set(String(manifest.id), { folder, manifest });
  }
  const chosen = new Set<string>();
  const addDependencies = async (folder: string): Promise<void> => {
    for (const id of Object.keys(Object((await manifestIn(folder)).dependencies)))
      await add(known.get(id)?.folder ?? path.join(path.dirname(home), id));
  };
  const add = async (folder: string): Promise<void> => {
    if (chosen.has(folder) || folder === home) return;
    await addDependencies(folder);
    chosen.add(folder);
  };
  if (standIns) {
    for (const { folder, manifest } of known.values())
      if (Object(manifest.contributes).standIns) await add(folder);
  }
  await addDependencies(home);
  return [...chosen];
}

async function releaseIn(directory: string, folder: string) {
  const { id = path.basename(folder), version = "1.0.0" } = await manifestIn(folder);
  const relative = path.relative(directory, folder) || ".";
  return {
    id: String(id),
    version: String(version),
    source: "bundled",
    path: PLAIN.test(relative) ? relative : await linked(directory, folder, String(id)),
  };
}

/** A folder with a space in its path is named by a link. */
async function linked(directory: string, folder: string, id: string): Promise<string> {
  await symlink(folder, path.join(directory, id), "dir");
  return id;
}
