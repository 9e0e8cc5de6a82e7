import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { PlatformError } from "@promostack/core";
import { extract, type Header } from "tar-stream";
import { pathIn } from "./filePath.ts";
import type { ArchiveLimits } from "./limits.ts";
import { refusal } from "./refusal.ts";

/** The files of a release by their path below `package/`. */
export type ReleaseContents = ReadonlyMap<string, Buffer>;

const unpackGzip = promisify(gunzip);
const MEGABYTE = 1024 * 1024;
/** Files that are parsed before anything about their sender is known. */
const MANIFESTS = new Set(["plugin.json", "package.json", "release.json", "signature.json"]);

/**
 * Unpacks a `.tgz` into memory; nothing is written anywhere. The archive is hostile until proven: sizes are bounded before
 * they are allocated, and whatever is not a plain file below `package/` is a refusal (`release.<fault>`).
 */
export async function readArchive(archive: Uint8Array, limits: ArchiveLimits): Promise<ReleaseContents> {
  if (archive.byteLength > limits.packedBytes)
    throw tooLarge("The archive", archive.byteLength, limits.packedBytes);
  const unpacked = await inflate(archive, limits);
  const files = new Map<string, Buffer>();
  const seen = new Map<string, string>();
  const folders = new Set<string>();
  const tar = extract();
  const failed = new Promise<never>((_resolve, reject) => tar.once("error", reject));
  failed.catch(() => undefined);
  tar.end(unpacked);
  try {
    let entries = 0;
    for await (const entry of tar) {
      const { header } = entry;
      if (++entries > 2 * limits.files) throw tooMany(limits);
      const path = pathIn(header.name);
      checkKind(header, path);
      if (header.type === "directory") {
        if (path !== "") folders.add(path.toLowerCase());
        entry.resume();
        continue;
      }
      checkNew(path, seen, folders, limits);
      checkSize(path, header.size, limits);
      files.set(path, await buffer(entry));
    }
  } catch (cause) {
    if (PlatformError.is(cause)) throw cause;
    throw malformed(cause);
  }
  if (files.size === 0) throw malformed(new Error("it holds no file"));
  return files;
}

async function inflate(archive: Uint8Array, limits: ArchiveLimits): Promise<Buffer> {
  // A tar file has up to two blocks beside each file, and a tail.
  const most = limits.unpackedBytes + (limits.files + 20) * 1024;
  const unpacked = await unpackGzip(archive, { maxOutputLength: most }).catch((cause: unknown) => {
    const code = Object(cause).code;
    throw code === "ERR_BUFFER_TOO_LARGE" ? bomb(`more than ${most} bytes`) : malformed(cause);
  });
  if (unpacked.length > MEGABYTE && unpacked.length > archive.byteLength * limits.ratio) {
    throw bomb(`${Math.round(unpacked.length / archive.byteLength)} times its size`);
  }
  return unpacked;
}

function checkKind({ type, name }: Header, path: string): void {
  if (type === "directory" || (type === "file" && path !== "")) return;
  if (type === "symlink" || type === "link") {
    throw refusal("link", `${name} is a link.`, "Pack the file itself: a release holds no links.");
  }
  throw refusal(
    "not_a_file",
    `${name} is a ${type ?? "thing of an unknown kind"}.`,
    "A release holds plain files only.",
  );
}

/** Two entries of one name, also where only the case differs, would be two files here and one there. */
function checkNew(
  path: string,
  seen: Map<string, string>,
  folders: Set<string>,
  limits: ArchiveLimits,
): void {
  const name = path.toLowerCase();
  const before = seen.get(name);
  if (before !== undefined || folders.has(name)) {
    throw refusal(
      "duplicate",
      `The archive holds ${before ?? path} twice (${path}).`,
      "Pack each file once.",
    );
  }
  seen.set(name, path);
  for (let at = name.indexOf("/"); at >= 0; at = name.indexOf("/", at + 1)) {
    const folder = name.slice(0, at);
    if (seen.has(folder)) {
      throw refusal("duplicate", `${folder} is a file and a folder.`, "Pack each file once.");
    }
    folders.add(folder);
  }
  if (seen.size > limits.files) throw tooMany(limits);
}

function checkSize(path: string, size: number, limits: ArchiveLimits): void {
  if (size > limits.fileBytes) throw tooLarge(path, size, limits.fileBytes);
  if (!MANIFESTS.has(path) || size <= limits.manifestBytes) return;
  throw refusal(
    "manifest_too_large",
    `${path} is ${size} bytes; the most is ${limits.manifestBytes}.`,
    "Long texts belong in README.md.",
  );
}

function tooLarge(what: string, bytes: number, most: number): PlatformError {
  return refusal("too_large", `${what} is ${bytes} bytes; the most is ${most}.`, "Leave out large files.");
}

function tooMany({ files }: ArchiveLimits): PlatformError {
  const hint = "Leave out what the release does not need.";
  return refusal("too_many_files", `The archive holds more than ${files} files.`, hint);
}

function bomb(size: string): PlatformError {
  return refusal(
    "bomb",
    `The archive unpacks to ${size}.`,
    "Leave out files that are mostly empty or repeat themselves.",
  );
}

function malformed(cause: unknown): PlatformError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return refusal(
    "malformed",
    `The file is not an archive as npm makes it (.tgz): ${reason}.`,
    "Make it with `promostack strategy pack` or `plugin pack`, and send it unchanged.",
    cause,
  );
}
