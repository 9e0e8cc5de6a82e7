import {
  type CryptoKey,
  createRemoteJWKSet,
  customFetch,
  errors,
  type FlattenedJWSInput,
  type JWSHeaderParameters,
} from "jose";

export interface KeySetOptions {
  /** Shortest time between two fetches that an unknown key id causes. A minute. */
  unknownKeyMs?: number;
  /** An issuer that failed is left alone for this long. A second. */
  afterFailureMs?: number;
  /** Longest wait for an issuer. Five seconds. */
  timeoutMs?: number;
  fetch?: typeof fetch;
}

type KeyLookup = (header?: JWSHeaderParameters, token?: FlattenedJWSInput) => Promise<CryptoKey>;

/**
 * Public keys of the issuers, cached for ten minutes. Tokens are anybody's to send, so the number of fetches they can
 * cause is bounded: once a minute for key ids that the issuer does not have, once a second while it is unreachable.
 */
export class KeySets {
  readonly #lookups = new Map<string, KeyLookup>();
  readonly #fetches = new Map<string, number>();
  readonly #options: KeySetOptions;

  constructor(options: KeySetOptions = {}) {
    this.#options = options;
  }

  /** `issuer` must have been found on the list before: this is what fetches. */
  lookup(issuer: string): KeyLookup {
    const known = this.#lookups.get(issuer);
    if (known !== undefined) return known;
    const made = this.#make(issuer);
    this.#lookups.set(issuer, made);
    return made;
  }

  /** Another number after the issuer's keys were fetched: what was checked with the ones before is to be checked again. */
  age(issuer: string): number {
    return this.#fetches.get(issuer) ?? 0;
  }

  #make(issuer: string): KeyLookup {
    const { unknownKeyMs = 60_000, afterFailureMs = 1_000, timeoutMs = 5_000 } = this.#options;
    let failedAt = Number.NEGATIVE_INFINITY;
    let unknownAt = Number.NEGATIVE_INFINITY;
    const keys = createRemoteJWKSet(new URL(`${issuer.replace(/\/$/, "")}/.well-known/jwks.json`), {
      timeoutDuration: timeoutMs,
      // The bound on unknown key ids is ours: jose's would also refuse a key that rotates just after a regular fetch.
      cooldownDuration: Number.MAX_SAFE_INTEGER,
      [customFetch]: async (url, init) => {
        if (Date.now() - failedAt < afterFailureMs) throw new Error(`${issuer} did not answer a moment ago`);
        this.#fetches.set(issuer, this.age(issuer) + 1);
        try {
          const response = await (this.#options.fetch ?? fetch)(url, init);
          if (!response.ok) failedAt = Date.now();
          return response;
        } catch (error) {
          failedAt = Date.now();
          throw error;
        }
      },
    });
    return async (header, token) => {
      try {
        return await keys(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey) || Date.now() - unknownAt < unknownKeyMs)
          throw error;
        unknownAt = Date.now();
        await keys.reload();
        return keys(header, token);
      }
    };
  }
}
