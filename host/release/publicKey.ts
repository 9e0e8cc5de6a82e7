import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";

/** A raw Ed25519 public key, base64url: who a publisher is. */
export const PUBLIC_KEY_PATTERN = "^[A-Za-z0-9_-]{43}$";
/** An Ed25519 signature, base64url. */
export const SIGNATURE_PATTERN = "^[A-Za-z0-9_-]{86}$";

export function publicKeyOf(key: KeyObject): string {
  const { x } = (key.type === "private" ? createPublicKey(key) : key).export({ format: "jwk" });
  if (x === undefined) throw new TypeError("Only Ed25519 keys have a raw form here.");
  return x;
}

/** What people compare: `SHA256:` and the hash of the raw key, as ssh writes it. */
export function fingerprintOf(publicKey: string): string {
  const hash = createHash("sha256").update(Buffer.from(publicKey, "base64url")).digest("base64");
  return `SHA256:${hash.replace(/=+$/, "")}`;
}

/** Whether `signature` (base64url) is one of `message` by that key. A key that is none has signed nothing. */
export function isSignedBy(publicKey: string, message: Uint8Array, signature: string): boolean {
  try {
    return verify(null, message, publicKeyFrom(publicKey), Buffer.from(signature, "base64url"));
  } catch {
    // Not a point of the curve, or not written as one: that is the answer.
    return false;
  }
}

/** Raises a TypeError for a second spelling of a key: a publisher has one name, or blocking it would mean little. */
function publicKeyFrom(raw: string): KeyObject {
  if (Buffer.from(raw, "base64url").toString("base64url") !== raw)
    throw new TypeError("not canonical base64url");
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: raw }, format: "jwk" });
}
