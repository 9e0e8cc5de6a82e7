import { createHash } from "node:crypto";
import { PlatformError } from "@promostack/core";
import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from "jose";
import { LRUCache } from "lru-cache";
import type { KeySets } from "./keySets.ts";
import { notSignedIn } from "./refusal.ts";

/** How long a signature that was right is believed without looking again: as long as an issuer's keys are. */
const BELIEVED_MS = 60_000;
const TOKENS = 10_000;

/** Tokens may be this much younger or older than the machine's clock says. */
const SKEW_SECONDS = 5;

export interface TrustedIssuer {
  issuer: string;
  /** Who a token may have been made for (`azp`, `aud`). With `partiesRequired`, a token that names nobody is refused. */
  parties: readonly string[];
  partiesRequired: boolean;
}

export interface VerifiedToken {
  issuer: string;
  subject: string;
  /** Stable for one session of one person at one issuer. */
  sessionKey: string;
  /** Names this one token. */
  proofKey: string;
  expiresAt: Date;
  /** Only where the claims carry a verified address. Lower case. */
  email: string | undefined;
  name: string | undefined;
}

interface Believed {
  payload: JWTPayload;
  verified: VerifiedToken;
  /** Age of the issuer's keys by which it was checked. */
  keys: number;
}

/** Verifies session tokens: RS256, from listed issuers only, made for us, in force now by the machine's clock. */
export class TokenVerifier {
  readonly #issuers: () => readonly TrustedIssuer[];
  readonly #keys: KeySets;
  /** Tokens whose signature was right. */
  readonly #believed = new LRUCache<string, Believed>({ max: TOKENS, ttl: BELIEVED_MS });

  constructor(issuers: () => readonly TrustedIssuer[], keys: KeySets) {
    this.#issuers = issuers;
    this.#keys = keys;
  }

  /**
   * What was verified a moment ago and still holds; undefined where it has to be looked at again. Whether we trust its issuer and are
   * the ones it was made for is asked each time. Raises 401 where not.
   */
  believed(token: string): VerifiedToken | undefined {
    const known = this.#believed.get(token);
    if (known === undefined) return undefined;
    const { payload, verified, keys } = known;
    const trusted = this.#trusted(verified.issuer);
    if (keys !== this.#keys.age(verified.issuer) || !isInForce(payload)) return undefined;
    checkParties(payload, trusted);
    return verified;
  }

  /** Raises 401 `identity.*`; 503 `identity.unavailable` where the issuer's keys cannot be had. */
  async verify(token: string): Promise<VerifiedToken> {
    const trusted = this.#trusted(issuerOf(token));
    const payload = await this.#checked(token, trusted);
    checkParties(payload, trusted);
    if (payload.sts === "pending") throw notSignedIn("session_pending", "The sign-in was not finished.");
    const verified = verifiedToken(token, payload, trusted.issuer);
    this.#believed.set(token, { payload, verified, keys: this.#keys.age(trusted.issuer) });
    return verified;
  }

  /** Looks at the token without believing it, so that nothing is fetched for a stranger's. */
  #trusted(issuer: string | undefined): TrustedIssuer {
    const trusted = this.#issuers().find((candidate) => candidate.issuer === issuer);
    if (!trusted)
      throw notSignedIn("issuer_unknown", "The token comes from an issuer that is not on the list.");
    return trusted;
  }

  async #checked(token: string, { issuer }: TrustedIssuer): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(token, this.#keys.lookup(issuer), {
        algorithms: ["RS256"],
        issuer,
        clockTolerance: SKEW_SECONDS,
        requiredClaims: ["sub", "exp"],
      });
      return payload;
    } catch (error) {
      throw explain(error);
    }
  }
}

function verifiedToken(token: string, payload: JWTPayload, issuer: string): VerifiedToken {
  const { sub, exp } = payload;
  if (!sub || exp === undefined) throw notSignedIn("token_invalid", "The token does not say whose it is.");
  return {
    issuer,
    subject: sub,
    sessionKey: `${issuer}|${text(payload.sid) ?? payload.jti ?? sub}`,
    proofKey: `token|${createHash("sha256").update(token).digest("base64url")}`,
    expiresAt: new Date(exp * 1000),
    email: payload.email_verified === false ? undefined : text(payload.email)?.toLowerCase(),
    name: text(payload.name),
  };
}

/** Whose the token says that it is. */
function issuerOf(token: string): string | undefined {
  let issuer: string | undefined;
  let algorithm: string | undefined;
  try {
    issuer = decodeJwt(token).iss;
    algorithm = decodeProtectedHeader(token).alg;
  } catch (cause) {
    throw notSignedIn("token_invalid", "This is not a session token.", cause);
  }
  if (algorithm !== "RS256") throw notSignedIn("algorithm_refused", "The token is not signed with RS256.");
  return issuer;
}

/** By the strict clock: what is within the skew is for the verifier to say. */
function isInForce({ exp = 0, nbf = 0 }: JWTPayload): boolean {
  const now = Date.now() / 1_000;
  return nbf <= now && now < exp;
}

function checkParties(payload: JWTPayload, { parties, partiesRequired }: TrustedIssuer): void {
  const azp = text(payload.azp);
  if (azp === undefined && payload.aud === undefined && !partiesRequired) return;
  const audiences = payload.aud === undefined ? [] : [payload.aud].flat();
  const named = [...(azp === undefined ? [] : [azp]), ...audiences];
  const listed = (party: string) => parties.includes(party.replace(/\/$/, ""));
  const unknownParty = azp !== undefined && !listed(azp);
  const unknownAudience = audiences.length > 0 && !audiences.some(listed);
  if (unknownParty || unknownAudience || (partiesRequired && named.length === 0)) {
    throw notSignedIn("party_refused", "The token was made for somebody else.");
  }
}

function explain(error: unknown): PlatformError {
  if (error instanceof errors.JWTExpired)
    return notSignedIn("token_expired", "The sign-in has run out.", error);
  if (error instanceof errors.JWTClaimValidationFailed) {
    const early = error.claim === "nbf";
    return notSignedIn(
      early ? "token_not_yet" : "token_invalid",
      early ? "The token is not in force yet." : "The token does not fit.",
      error,
    );
  }
  if (error instanceof errors.JWKSNoMatchingKey) {
    return notSignedIn("key_unknown", "The token is signed with a key that its issuer does not have.", error);
  }
  if (
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JWSInvalid
  ) {
    return notSignedIn("token_invalid", "The token's signature is wrong.", error);
  }
  return new PlatformError("The issuer's keys cannot be had at the moment.", {
    code: "identity.unavailable",
    status: 503,
    hint: "Try again in a few seconds.",
    retryAfter: 2,
    cause: error,
  });
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
