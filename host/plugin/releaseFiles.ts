import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** What the manifest's rules need to know of the release's folder. */
export interface ReleaseFiles {
  exists(relative: string): boolean;
  /** Version in package.json; undefined where there is none. */
  packageVersion: string | undefined;
  /** File names in migrations/, sorted; empty without the folder. */
  migrations: string[];
}

export async function releaseFiles(folder: string): Promise<ReleaseFiles> {
  const migrations = (await readdir(path.join(folder, "migrations")).catch(absent)) ?? [];
  return {
    exists: (relative) => existsSync(path.join(folder, relative)),
    packageVersion: await packageVersion(folder),
    migrations: migrations.filter((name) => name.endsWith(".sql")).sort(),
  };
}

async function packageVersion(folder: string): Promise<string | undefined> {
  const text = await readFile(path.join(folder, "package.json"), "utf8").catch(absent);
  if (text === undefined) return undefined;
  const parsed: unknown = JSON.parse(text);
  const found =
    typeof parsed === "object" && parsed !== null && "version" in parsed ? parsed.version : undefined;
  return typeof found === "string" ? found : undefined;
}

/** A folder or file that is not there is an answer here; anything else is an error. */
function absent(error: unknown): undefined {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  if (code !== "ENOENT" && code !== "ENOTDIR") throw error;
  return undefined;
}
