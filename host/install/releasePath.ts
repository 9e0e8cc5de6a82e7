import { refusal } from "../release/refusal.ts";

const PATH = /^[a-z][a-z0-9-]{1,39}\/\d[0-9A-Za-z.+-]{0,59}-[0-9a-f]{12}$/;

/** `<id>/<version>-<sha12>`: the folder of a release on every replica, and its name in the table. */
export function releasePath(id: string, version: string, integrity: string): string {
  const hash = Buffer.from(integrity.replace(/^sha256-/, ""), "base64").toString("hex");
  return checkedPath(`${id}/${version}-${hash.slice(0, 12)}`);
}

/** A row is not taken at its word either: what is no such path never reaches the file system. */
export function checkedPath(path: string): string {
  if (isReleasePath(path)) return path;
  throw refusal("path", `${JSON.stringify(path)} is no release's folder.`, "Install the release again.");
}

export function isReleasePath(path: string): boolean {
  return PATH.test(path) && !path.includes("..");
}
