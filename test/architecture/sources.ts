import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const ROOMS = ["core", "host", "plugins", "strategies", "web", "test"];
const SKIPPED = new Set(["node_modules", "dist", "fixtures", "template"]);

export interface Import {
  /** As written. */
  specifier: string;
  typeOnly: boolean;
  /** Path from the root, for imports of our own files by relative path. */
  target: string | undefined;
}

export interface Source {
  /** Path from the root, with forward slashes. */
  file: string;
  text: string;
  imports: Import[];
}

/** Every TypeScript file of the repository with its imports. */
export function sources(): Source[] {
  return ROOMS.flatMap((room) => files(path.join(ROOT, room))).map(read);
}

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : files(full);
    return /\.(ts|tsx|mts|mjs)$/.test(entry.name) ? [full] : [];
  });
}

const IMPORT =
  /^\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?["']([^"'\n]+)["']|\bimport\(\s*["']([^"'\n]+)["']\s*\)/gm;

function read(full: string): Source {
  const file = path.relative(ROOT, full).split(path.sep).join("/");
  const text = readFileSync(full, "utf8");
  const imports = [...text.matchAll(IMPORT)].map((match): Import => {
    const specifier = match[2] ?? match[3] ?? "";
    const target = specifier.startsWith(".")
      ? path.posix.join(path.posix.dirname(file), specifier)
      : undefined;
    return { specifier, typeOnly: match[1] !== undefined, target };
  });
  return { file, text, imports };
}
