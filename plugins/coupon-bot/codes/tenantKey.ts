import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { TenantContext } from "@promostack/core";

const NAME = "codesKey";
const NONCE = 12;
const TAG = 16;

type Keys = Pick<TenantContext, "tenantId" | "secret" | "keepSecret" | "db">;

/** A key of the tenant's for one purpose. What it is made of is kept among the tenant's secrets, and made at the first need. */
export async function tenantKey(context: Keys, purpose: "seal" | "grant"): Promise<Buffer> {
  const root = (await context.secret(NAME)) ?? (await newRoot(context));
  return Buffer.from(
    hkdfSync("sha256", Buffer.from(root, "base64url"), "", `coupon-bot codes ${purpose}`, 32),
  );
}

/** Two that need the first key at once make one. */
function newRoot({ tenantId, secret, keepSecret, db }: Keys): Promise<string> {
  return db(async (trx) => {
    await trx.many("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`coupon-bot codes ${tenantId}`]);
    const known = await secret(NAME);
    if (known !== undefined) return known;
    const made = randomBytes(32).toString("base64url");
    await keepSecret(NAME, made);
    return made;
  });
}

/** nonce, ciphertext, tag; bound to what it is of, so that it opens nowhere else. */
export function seal(key: Buffer, of: string, value: string): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(of));
  return Buffer.concat([nonce, cipher.update(value, "utf8"), cipher.final(), cipher.getAuthTag()]);
}

/** Raises where the key is another or the row was changed. */
export function unseal(key: Buffer, of: string, sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE)).setAAD(Buffer.from(of));
  decipher.setAuthTag(bytes.subarray(-TAG));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]).toString("utf8");
}
