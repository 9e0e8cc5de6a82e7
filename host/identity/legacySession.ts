import { uuidv7 } from "uuidv7";
import { notSignedIn } from "./refusal.ts";
import { Signature, sameText } from "./signature.ts";

const TWELVE_HOURS = 12 * 3600_000;

export interface LegacySession {
  email: string;
  sessionKey: string;
  proofKey: string;
  expiresAt: Date;
}

/**
 * The old admin sign-in by one password, behind its flag. The cookie is signed with a key of its own: who reads cookies
 * learns nothing about the password, and a new key ends every session.
 */
export class LegacySessions {
  readonly #signature: Signature;
  readonly #password: string;
  readonly #email: string;

  constructor(legacy: { cookieKey: string; password: string; email: string }) {
    this.#signature = new Signature(legacy.cookieKey, "legacy session");
    this.#password = legacy.password;
    this.#email = legacy.email.toLowerCase();
  }

  /** A cookie value for the right password; 401 otherwise. Limiting the attempts is the caller's. */
  open(password: string): { cookie: string; session: LegacySession } {
    if (!sameText(password, this.#password)) throw notSignedIn("password_wrong", "The password is wrong.");
    const id = uuidv7();
    const expires = Date.now() + TWELVE_HOURS;
    return {
      cookie: this.#signature.seal({ id, email: this.#email, expires }),
      session: {
        email: this.#email,
        sessionKey: `legacy|${id}`,
        proofKey: `legacy|${id}`,
        expiresAt: new Date(expires),
      },
    };
  }

  /** Raises 401 for a cookie that is not ours, was altered, has run out, or names a person who is not the one any more. */
  verify(cookie: string): LegacySession {
    const value = this.#signature.open(cookie);
    if (value === undefined) throw notSignedIn("session_invalid", "The admin session was not made here.");
    const { id, email, expires } = value;
    if (typeof id !== "string" || typeof expires !== "number" || email !== this.#email) {
      throw notSignedIn("session_invalid", "The admin session does not fit.");
    }
    if (expires <= Date.now()) throw notSignedIn("session_expired", "The admin session has run out.");
    return {
      email: this.#email,
      sessionKey: `legacy|${id}`,
      proofKey: `legacy|${id}`,
      expiresAt: new Date(expires),
    };
  }
}
