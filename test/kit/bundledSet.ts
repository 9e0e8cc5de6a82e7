import { bundledFolders, writePluginSet } from "../../host/author/pluginSet.ts";

/** Writes a bundled set into a folder: the plugins that are always there, and these. Answers its file. */
export async function bundledSetWith(folder: string, ...more: readonly { path: string }[]): Promise<string> {
  return writePluginSet(folder, [...(await bundledFolders()), ...more.map(({ path }) => path)]);
}
