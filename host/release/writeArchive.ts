import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { pack } from "tar-stream";
import { entryOf } from "./filePath.ts";
import type { ReleaseContents } from "./readArchive.ts";

const packGzip = promisify(gzip);
/** As npm does: long ago, so that no clock is in the bytes. */
const EPOCH = new Date("1985-10-26T08:15:00Z");
const UNKNOWN_SYSTEM = 255;
const SYSTEM_AT = 9;

/** A `.tgz` whose bytes depend on the files alone: order, owners, modes and times are always the same. */
export async function writeArchive(files: ReleaseContents): Promise<Buffer> {
  const tar = pack();
  for (const [path, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    tar.entry({ name: entryOf(path), mode: 0o644, uid: 0, gid: 0, mtime: EPOCH, type: "file" }, bytes);
  }
  tar.finalize();
  const archive = await packGzip(await buffer(tar), { level: 9 });
  // gzip notes the operating system; the files are the same on all of them.
  archive[SYSTEM_AT] = UNKNOWN_SYSTEM;
  return archive;
}
