import { randomUUID } from "node:crypto";
import { mkdir, realpath, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { PlatformError } from "@promostack/core";
import { mistake } from "../mistake.ts";
import { INSTALLATION } from "./installation.ts";

export interface NewFolder {
  folder: string;
  /** Files by their path in the folder, in order. */
  files: string[];
}

/** What a new folder is made of, told where it will stand. */
export interface Draft {
  files: Map<string, string>;
  /** Parts of the installation that it imports, by their place in node_modules; none where its workspace finds them. */
  links: Readonly<Record<string, string>>;
}

/** What every author's folder needs of the installation: the contract, the command and the test kit. */
export const LINKS = {
  "@promostack/core": "core",
  "@promostack/host": "host",
  ".bin/promostack": "host/bin/promostack.mjs",
} as const;

/**
 * Writes the folder `<cwd>/<name>`. All of it or nothing: it is written beside the place and moved there. What it imports is
 * linked from this installation, so that no network is needed.
 */
export async function writeNewFolder(
  name: string,
  cwd: string,
  draw: (home: string) => Promise<Draft>,
): Promise<NewFolder> {
  // Links are relative to where the folder really stands.
  const home = path.join(await realpath(cwd), name);
  if (await exists(home)) throw taken(name, home);
  const { files, links } = await draw(home);
  const draft = path.join(path.dirname(home), `.${name}-${randomUUID()}`);
  await mkdir(draft).catch((cause: unknown) => {
    throw unwritable(path.dirname(home), cause);
  });
  try {
    for (const [file, text] of files) {
      await mkdir(path.dirname(path.join(draft, file)), { recursive: true });
      await writeFile(path.join(draft, file), text);
    }
    await link(draft, home, links);
    await moveTo(draft, home, name);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return { folder: home, files: [...files.keys()].sort() };
}

/** What npm would link for the dependencies that package.json names; `npm install` keeps it. */
async function link(draft: string, home: string, links: Draft["links"]): Promise<void> {
  for (const [name, to] of Object.entries(links)) {
    const from = path.join("node_modules", name);
    const place = path.join(draft, from);
    await mkdir(path.dirname(place), { recursive: true });
    // The draft stands beside the final place, so that a relative link is right in both.
    const target = path.relative(path.dirname(path.join(home, from)), path.join(INSTALLATION, to));
    await symlink(target, place);
  }
}

/** Takes the place only where it is still free: an empty folder is replaced by a rename, so it is looked at first. */
async function moveTo(draft: string, home: string, name: string): Promise<void> {
  if (await exists(home)) throw taken(name, home);
  await rename(draft, home).catch((cause: unknown) => {
    throw unwritable(home, cause);
  });
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

function taken(name: string, home: string): PlatformError {
  return mistake(
    `${home} is there already.`,
    `Choose another name than ${name}, or another folder. Nothing was written.`,
  );
}

function unwritable(place: string, cause: unknown): PlatformError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new PlatformError(`Cannot write to ${place}: ${reason}.`, {
    code: "author.not_created",
    status: 400,
    hint: "Call it in a folder that you may write to. Nothing was left behind.",
    cause,
  });
}
