import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/**
 * Signs small values for one purpose. Each purpose has a key of its own, derived from the installation's, so that a value
 * signed for one can never pass for another.
 */
export class Signature {
  readonly #key: Buffer;

  constructor(key: Uint8Array | string, purpose: string) {
    this.#key = createHmac("sha256", key).update(`promostack ${purpose}`).digest();
  }

  of(text: string): string {
    return createHmac("sha256", this.#key).update(text).digest("base64url");
  }

  /** Compares in constant time. */
  matches(text: string, signature: string): boolean {
    return sameText(this.of(text), signature);
  }

  /** `<payload>.<signature>`, safe in a cookie. */
  seal(value: Record<string, unknown>): string {
    const payload = Buffer.from(JSON.stringify(value)).toString("base64url");
    return `${payload}.${this.of(payload)}`;
  }

  /** The sealed value, or undefined where the signature is not ours. Expiry is the caller's to check. */
  open(sealed: string): Record<string, unknown> | undefined {
    const dot = sealed.indexOf(".");
    const payload = sealed.slice(0, Math.max(dot, 0));
    if (dot < 1 || !this.matches(payload, sealed.slice(dot + 1))) return undefined;
    const value: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  }
}

/** Compares two texts without telling by the time it takes how much of them agrees, or how long they are. */
export function sameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
