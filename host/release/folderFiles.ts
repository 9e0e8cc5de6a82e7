import { lstat, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { checkPath } from "./filePath.ts";
import { refusal } from "./refusal.ts";

/** A file that stays where it is, and why. */
export interface LeftOut {
  path: string;
  why: string;
}

export interface FolderFiles {
  files: Map<string, Buffer>;
  leftOut: LeftOut[];
}

/** What of an author's folder goes along. */
export interface Choice {
  /** Files and folders, by their path in the folder, that nobody expects in a release. Names that begin with a dot never are. */
  skip(inside: string): boolean;
  /** Why a file is left out, for its author to read; undefined: it goes along. */
  reasonAgainst(inside: string, bytes: number): string | undefined;
}

/** Reads what goes into a release of an author's folder, in the order of names. Raises `release.link`, `release.path`. */
export async function folderFiles(root: string, choice: Choice): Promise<FolderFiles> {
  const found: FolderFiles = { files: new Map(), leftOut: [] };
  await collect(root, "", choice, found);
  return found;
}

async function collect(root: string, folder: string, choice: Choice, found: FolderFiles): Promise<void> {
  const names = (await readdir(path.join(root, folder))).sort();
  for (const name of names) {
    const inside = folder === "" ? name : `${folder}/${name}`;
    if (name.startsWith(".") || choice.skip(inside)) continue;
    const file = path.join(root, inside);
    const facts = await lstat(file);
    if (facts.isSymbolicLink()) throw refusal("link", `${inside} is a link.`, "Put the file itself there.");
    if (facts.isDirectory()) {
      await collect(root, inside, choice, found);
      continue;
    }
    const why = choice.reasonAgainst(inside, facts.size);
    if (why !== undefined) found.leftOut.push({ path: inside, why });
    else {
      checkPath(inside);
      found.files.set(inside, await readFile(file));
    }
  }
}
