import { createHash, createPrivateKey, generateKeyPair, type JsonWebKey, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import type { Transaction } from "@promostack/core";

export interface IssuerKey {
  kid: string;
  privateKey: KeyObject;
  /** As it stands in the JWKS. */
  publicJwk: Record<string, unknown>;
}

const generate = promisify(generateKeyPair);

/** The issuer's one key, made at the first start. Two hosts that start at once agree on the first that was stored. */
export async function ensureKey(trx: Transaction): Promise<IssuerKey> {
  const known = await readKey(trx);
  if (known) return known;
  const { privateKey } = await generate("rsa", { modulusLength: 2048 });
  const jwk = privateKey.export({ format: "jwk" });
  await trx.run("lock table issuer_key in exclusive mode");
  await trx.run(
    `insert into issuer_key (kid, private_jwk) select $1, $2::jsonb where not exists (select 1 from issuer_key)`,
    [thumbprint(jwk), JSON.stringify(jwk)],
  );
  const stored = await readKey(trx);
  if (!stored) throw new Error("The issuer's key was not stored.");
  return stored;
}

async function readKey(trx: Transaction): Promise<IssuerKey | undefined> {
  const row = await trx.one<{ kid: string; private_jwk: JsonWebKey }>(
    "select kid, private_jwk from issuer_key order by created_at limit 1",
  );
  if (!row) return undefined;
  const { kty, n, e } = row.private_jwk;
  return {
    kid: row.kid,
    privateKey: createPrivateKey({ key: row.private_jwk, format: "jwk" }),
    publicJwk: { kty, n, e, kid: row.kid, alg: "RS256", use: "sig" },
  };
}

/** RFC 7638. */
function thumbprint({ e, kty, n }: JsonWebKey): string {
  return createHash("sha256").update(JSON.stringify({ e, kty, n })).digest("base64url");
}
