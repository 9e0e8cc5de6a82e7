import { createHash } from "node:crypto";
import { type Static, Type } from "@promostack/core";
import { Ajv } from "ajv";
import { checkPath } from "./filePath.ts";
import { readJson } from "./json.ts";
import type { ReleaseContents } from "./readArchive.ts";
import { refusal } from "./refusal.ts";

/** The list of every file's hash; what a signature stands for. */
export const LIST = "release.json";
export const SIGNATURE = "signature.json";
const FORMAT = "promostack-release@1";

const FileList = Type.Object(
  {
    format: Type.Literal(FORMAT),
    kind: Type.Union([Type.Literal("plugin"), Type.Literal("strategy")]),
    id: Type.String({ pattern: "^[a-z][a-z0-9-]{1,39}$" }),
    version: Type.String({ minLength: 5, maxLength: 60 }),
    files: Type.Array(
      Type.Object(
        {
          path: Type.String({ maxLength: 200 }),
          bytes: Type.Integer({ minimum: 0 }),
          sha256: Type.String({ pattern: "^[0-9a-f]{64}$" }),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type FileList = Static<typeof FileList>;

const isFileList = new Ajv().compile<FileList>(FileList);

/** Whose list it is: what plugin.json says. */
export type ReleaseName = Pick<FileList, "kind" | "id" | "version">;

/** The files with the list of them, and without a signature of what they were before. */
export function withList(files: ReleaseContents, { kind, id, version }: ReleaseName): Map<string, Buffer> {
  const listed = [...files].filter(([path]) => path !== LIST && path !== SIGNATURE);
  listed.sort(([a], [b]) => (a < b ? -1 : 1));
  const list: FileList = {
    format: FORMAT,
    kind,
    id,
    version,
    files: listed.map(([path, bytes]) => ({ path, bytes: bytes.length, sha256: sha256(bytes) })),
  };
  return new Map([...listed, [LIST, Buffer.from(`${JSON.stringify(list, null, 2)}\n`)]]);
}

/**
 * Holds every file against the list: one that is changed, one that is missing and one too many are refusals. Answers the
 * list; its own hash names the release's content.
 */
export function checkList(files: ReleaseContents): FileList & { integrity: string } {
  const text = files.get(LIST);
  if (text === undefined) {
    throw refusal(
      "wrong_list",
      `The archive holds no ${LIST}, the list of its files.`,
      "Pack it with `promostack strategy pack` or `plugin pack`, which write the list.",
    );
  }
  const list = readJson(text, LIST);
  if (!isFileList(list)) {
    const [problem] = isFileList.errors ?? [];
    throw refusal(
      "wrong_list",
      `${LIST} is not a list of files: ${problem?.instancePath || "it"} ${problem?.message}.`,
      "Pack it again.",
    );
  }
  const listed = new Set<string>();
  for (const { path, bytes, sha256: expected } of list.files) {
    checkPath(path);
    if (path === LIST || path === SIGNATURE || listed.has(path)) {
      throw refusal("wrong_list", `${LIST} names ${path}, which it may not (again).`, "Pack it again.");
    }
    listed.add(path);
    const file = files.get(path);
    if (file === undefined)
      throw refusal("missing_file", `${path} is listed and not there.`, "Pack it again.");
    if (file.length !== bytes || sha256(file) !== expected) {
      throw refusal("wrong_hash", `${path} is not the file that was listed.`, "Pack and sign it again.");
    }
  }
  for (const path of files.keys()) {
    if (path === LIST || path === SIGNATURE || listed.has(path)) continue;
    throw refusal("unlisted_file", `${path} is there and not listed.`, "Pack and sign it again.");
  }
  return { ...list, integrity: `sha256-${createHash("sha256").update(text).digest("base64")}` };
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
