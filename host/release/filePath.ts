import { refusal } from "./refusal.ts";

const SEGMENT = /^[A-Za-z0-9._@+()-]+$/;
const MOST_CHARACTERS = 200;
const FOLDER = "package/";

/**
 * The path of an entry below `package/`, or "" for that folder itself. Nothing but plain relative names passes: no way up,
 * no root, no drive, no backslash, and no letters that two file systems could read as the same name or as two.
 */
export function pathIn(entry: string): string {
  const name = entry.endsWith("/") ? entry.slice(0, -1) : entry;
  if (name === FOLDER.slice(0, -1)) return "";
  if (!name.startsWith(FOLDER)) throw outside(entry);
  const path = name.slice(FOLDER.length);
  checkPath(path);
  return path;
}

/** Raises `release.path` for a path that an archive may not hold. */
export function checkPath(path: string): void {
  const plain = path
    .split("/")
    .every((segment) => segment !== "." && segment !== ".." && SEGMENT.test(segment));
  if (!plain || path.length > MOST_CHARACTERS) throw outside(path);
}

/** Where in an archive a path of ours lies. */
export function entryOf(path: string): string {
  return FOLDER + path;
}

function outside(entry: string) {
  return refusal(
    "path",
    `The archive names ${JSON.stringify(entry.slice(0, MOST_CHARACTERS))}, which is no plain path below package/.`,
    `Paths lie below package/, have letters, digits and . _ - @ + ( ) in each part, and at most ${MOST_CHARACTERS} characters. \`promostack plugin pack\` and \`strategy pack\` make such archives.`,
  );
}
