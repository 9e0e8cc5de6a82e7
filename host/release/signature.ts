import { type KeyObject, sign } from "node:crypto";
import { type Static, Type } from "@promostack/core";
import { Ajv } from "ajv";
import { checkList, type FileList, LIST, type ReleaseName, SIGNATURE, withList } from "./fileList.ts";
import { readJson } from "./json.ts";
import {
  fingerprintOf,
  isSignedBy,
  PUBLIC_KEY_PATTERN,
  publicKeyOf,
  SIGNATURE_PATTERN,
} from "./publicKey.ts";
import type { ReleaseContents } from "./readArchive.ts";
import { refusal } from "./refusal.ts";

/** In front of what is signed, so that a signature of a release can never stand for anything else. */
const PURPOSE = "promostack release\n";

const Signature = Type.Object(
  {
    algorithm: Type.Literal("ed25519"),
    publicKey: Type.String({ pattern: PUBLIC_KEY_PATTERN }),
    signature: Type.String({ pattern: SIGNATURE_PATTERN }),
  },
  { additionalProperties: false },
);
type Signature = Static<typeof Signature>;

const isSignature = new Ajv().compile<Signature>(Signature);

/** A release that is what its publisher signed. Whether that publisher is to be trusted, others decide. */
export interface SignedRelease {
  list: FileList;
  /** Names the content, however it was packed: `sha256-…`. */
  integrity: string;
  publicKey: string;
  fingerprint: string;
}

/** The files with a fresh list of them and its signature. */
export function signRelease(
  files: ReleaseContents,
  name: ReleaseName,
  privateKey: KeyObject,
): Map<string, Buffer> {
  const listed = withList(files, name);
  const signature: Signature = {
    algorithm: "ed25519",
    publicKey: publicKeyOf(privateKey),
    signature: sign(null, message(listed), privateKey).toString("base64url"),
  };
  return listed.set(SIGNATURE, Buffer.from(`${JSON.stringify(signature, null, 2)}\n`));
}

/** Holds the signature against the list; call `checkList` before, which holds the list against the files. */
export function checkSignature(files: ReleaseContents): Pick<SignedRelease, "publicKey" | "fingerprint"> {
  const bytes = files.get(SIGNATURE);
  if (bytes === undefined) {
    throw refusal(
      "unsigned",
      "The release is not signed.",
      "Sign it with `promostack strategy sign` or `plugin sign`.",
    );
  }
  const given = readJson(bytes, SIGNATURE);
  if (!isSignature(given) || !isSignedBy(given.publicKey, message(files), given.signature)) {
    throw refusal(
      "wrong_signature",
      `The signature is not one of this release's ${LIST}.`,
      "Sign it again with `promostack strategy sign` or `plugin sign`.",
    );
  }
  return { publicKey: given.publicKey, fingerprint: fingerprintOf(given.publicKey) };
}

/** Files, list and signature in one go. */
export function verifyRelease(files: ReleaseContents): SignedRelease {
  const { integrity, ...list } = checkList(files);
  return { list, integrity, ...checkSignature(files) };
}

function message(files: ReleaseContents): Buffer {
  return Buffer.concat([Buffer.from(PURPOSE), files.get(LIST) ?? Buffer.alloc(0)]);
}
