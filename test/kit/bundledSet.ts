import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { BUNDLED_SET } from "../../host/plugin/release.ts";

/** Writes a bundled set into a folder: the plugins that are always there, and one more. Answers its file. */
export async function bundledSetWith(
  folder: string,
  more: { id: string; version: string; path: string },
): Promise<string> {
  const { releases } = JSON.parse(await readFile(BUNDLED_SET, "utf8"));
  const relative = (to: string) => path.relative(folder, to) || ".";
  const usual = Object.values<{ path: string }>(releases).map((release) => ({
    ...release,
    path: relative(path.resolve(path.dirname(BUNDLED_SET), release.path)),
  }));
  const added = { ...more, source: "bundled", path: relative(more.path) };
  const file = path.join(folder, "registration.json");
  await writeFile(file, JSON.stringify({ releases: [...usual, added] }));
  return file;
}
