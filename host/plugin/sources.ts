import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** Whether a file is code of the plugin's own: not what was built for its pages, nor what was installed beside. */
export function isSource(file: string): boolean {
  return (
    /\.(ts|tsx|js|mjs)$/.test(file) && !file.startsWith("ui/dist/") && !/(^|\/)(\.|node_modules\/)/.test(file)
  );
}

/** The plugin's own code by its path in the folder. */
export async function readSources(folder: string): Promise<Map<string, string>> {
  const sources = new Map<string, string>();
  const walk = async (inside: string): Promise<void> => {
    for (const entry of await readdir(path.join(folder, inside), { withFileTypes: true })) {
      const file = path.posix.join(inside, entry.name);
      if (entry.name.startsWith(".") || entry.name === "node_modules" || file === "ui/dist") continue;
      if (entry.isDirectory()) await walk(file);
      else if (isSource(file)) sources.set(file, await readFile(path.join(folder, file), "utf8"));
    }
  };
  await walk("");
  return sources;
}
