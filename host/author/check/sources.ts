import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** The plugin's own code by its path in the folder, without what is built or installed. */
export async function readSources(folder: string): Promise<Map<string, string>> {
  const sources = new Map<string, string>();
  const walk = async (inside: string): Promise<void> => {
    for (const entry of await readdir(path.join(folder, inside), { withFileTypes: true })) {
      const file = path.posix.join(inside, entry.name);
      if (entry.name.startsWith(".") || entry.name === "node_modules" || file === "ui/dist") continue;
      if (entry.isDirectory()) await walk(file);
      else if (/\.(ts|tsx|js|mjs)$/.test(entry.name))
        sources.set(file, await readFile(path.join(folder, file), "utf8"));
    }
  };
  await walk("");
  return sources;
}

/** One import, as written. */
export interface Import {
  specifier: string;
  line: number;
  typeOnly: boolean;
}

const IMPORT = /^\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?["']([^"'\n]+)["']/gm;

/** What a source imports, and in which line. */
export function importsIn(text: string): Import[] {
  return [...text.matchAll(IMPORT)].map(({ 1: type, 2: specifier = "", 0: whole, index }) => ({
    specifier,
    typeOnly: type !== undefined,
    line: text.slice(0, index + whole.length).split("\n").length,
  }));
}
