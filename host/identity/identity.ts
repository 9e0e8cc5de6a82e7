import { type Log, PlatformError } from "@promostack/core";
import type { Config } from "../config/config.ts";
import type { Database } from "../db/database.ts";
import { ApiKeys, isApiKey } from "./apiKeys.ts";
import type { Caller, SignInMethod, ViewAs } from "./caller.ts";
import { ClerkDirectory } from "./clerkDirectory.ts";
import { checkEmailClaims } from "./emailClaims.ts";
import { type KeySetOptions, KeySets } from "./keySets.ts";
import { LegacySessions } from "./legacySession.ts";
import { type KnownPerson, People } from "./people.ts";
import { notSignedIn, refused } from "./refusal.ts";
import { Signature } from "./signature.ts";
import { TokenVerifier, type TrustedIssuer } from "./token.ts";
import { type ViewAsGrant, ViewAsGrants, viewAsKey } from "./viewAs.ts";

export const SESSION_COOKIE = "__session";
export const LEGACY_COOKIE = "admin_session";
export const VIEW_AS = "view_as";
const NO_ORIGINS: readonly string[] = [];

/** What identity reads of a request. */
export interface Credentials {
  headers: Readonly<Record<string, string | undefined>>;
  cookies: Readonly<Record<string, string>>;
}

export interface IdentityOptions {
  config: Pick<Config, "clerk" | "legacy" | "adminEmails">;
  database: Database;
  log: Log;
  /** Signs CSRF tokens and view-as grants; every replica needs the same. */
  signingKey: Uint8Array | string;
  /** The issuer that signs on this machine, as its tokens name it; undefined where there is none (or none yet). */
  localIssuer?: () => string | undefined;
  /** Origins of our own sites: who a token may have been made for, where the configuration names nobody. */
  ownOrigins?: () => readonly string[];
  keys?: KeySetOptions;
}

/** `remembered` suffices for who only reads: a change is heard within a moment. What changes something asks the database. */
export type Knowledge = "remembered" | "fresh";

/** A proof of who somebody is, before the database was asked. */
interface Proof {
  method: SignInMethod;
  email: string;
  name: string | undefined;
  sessionKey: string;
  proofKey: string;
  expiresAt: Date;
}

/** Finds out who sends a request. Nothing here trusts what is not signed. */
export class Identity {
  readonly people: People;
  readonly viewAsGrants: ViewAsGrants;
  readonly legacy: LegacySessions | undefined;
  readonly #options: IdentityOptions;
  readonly #verifier: TokenVerifier;
  readonly #clerk: ClerkDirectory | undefined;
  readonly #keys: ApiKeys;
  readonly #csrf: Signature;
  readonly #admins: ReadonlySet<string>;
  #trusted: { local: string | undefined; own: readonly string[]; issuers: TrustedIssuer[] } | undefined;

  constructor(options: IdentityOptions) {
    const { config } = options;
    this.#options = options;
    this.people = new People(options.database);
    this.#keys = new ApiKeys(options.database);
    this.viewAsGrants = new ViewAsGrants(options.signingKey);
    this.legacy = config.legacy && new LegacySessions(config.legacy);
    this.#verifier = new TokenVerifier(() => this.#issuers(), new KeySets(options.keys));
    this.#csrf = new Signature(options.signingKey, "csrf");
    this.#admins = new Set(config.adminEmails.map((email) => email.toLowerCase()));
    this.#clerk = config.clerk?.secretKey
      ? new ClerkDirectory({ secretKey: config.clerk.secretKey, apiUrl: config.clerk.apiUrl })
      : undefined;
  }

  /** From here on persons are remembered; without it the database is asked for each request. */
  open(): Promise<void> {
    return this.people.open();
  }

  close(): Promise<void> {
    return this.people.close();
  }

  /**
   * The verified caller; undefined where the request shows nothing. Raises 401 for what proves nothing, 403 for an
   * e-mail claim that contradicts the proof, 503 where the proof cannot be checked now.
   */
  async identify(request: Credentials, knowledge: Knowledge = "fresh"): Promise<Caller | undefined> {
    const bearer = bearerOf(request);
    if (bearer !== undefined && isApiKey(bearer)) return this.#keys.caller(bearer);
    const proof = await this.#proof(request, bearer);
    return proof && this.#caller(proof, request, knowledge);
  }

  /**
   * Whether nobody is signed in: no session, or one that is over. What cannot be found out now, or is refused for another reason,
   * is no answer: whoever asks shows the reason.
   */
  async isStranger(request: Credentials): Promise<boolean> {
    try {
      return (await this.identify(request, "remembered")) === undefined;
    } catch (error) {
      if (PlatformError.is(error)) return error.status === 401;
      throw error;
    }
  }

  /** Verifies a token that is about to become a session cookie. */
  async admit(token: string, request: Credentials): Promise<Caller> {
    return this.#caller(await this.#tokenProof(token, "session"), request);
  }

  /** Checks the legacy password and answers the cookie. Limiting attempts is the route's. */
  async admitLegacy(password: string, request: Credentials): Promise<{ cookie: string; caller: Caller }> {
    if (!this.legacy)
      throw refused("legacy.off", "Signing in by password is off.", "Sign in with your account.");
    const { cookie, session } = this.legacy.open(password);
    const caller = await this.#caller({ ...session, method: "legacy", name: undefined }, request);
    return { cookie, caller };
  }

  /** Token that a page must send in `x-csrf` with each write; bound to the session. */
  csrfToken(caller: Caller): string {
    return this.#csrf.of(caller.sessionKey);
  }

  /** Refuses a write by cookie without the session's CSRF token: 403 `csrf.missing`, `csrf.wrong`. */
  checkCsrf(caller: Caller, token: string | undefined): void {
    if (caller.method === "bearer" || caller.method === "key") return;
    const hint = "Read the token from /api/me and send it in the header x-csrf.";
    if (token === undefined) throw refused("csrf.missing", "The request lacks the header x-csrf.", hint);
    if (!this.#csrf.matches(caller.sessionKey, token)) {
      throw refused("csrf.wrong", "The header x-csrf belongs to another session.", hint);
    }
  }

  /** Listed anew where the issuer on this machine or our own origins have changed. */
  #issuers(): readonly TrustedIssuer[] {
    const local = this.#options.localIssuer?.();
    const own = this.#options.ownOrigins?.() ?? NO_ORIGINS;
    if (this.#trusted?.local !== local || this.#trusted?.own !== own)
      this.#trusted = { local, own, issuers: this.#listIssuers(local, own) };
    return this.#trusted.issuers;
  }

  #listIssuers(local: string | undefined, own: readonly string[]): TrustedIssuer[] {
    const { clerk } = this.#options.config;
    const named = (clerk?.authorizedParties ?? []).map((party) => party.replace(/\/$/, ""));
    const parties = named.length > 0 ? named : own;
    const partiesRequired = named.length > 0;
    const listed = (clerk?.issuers ?? []).map((issuer) => ({ issuer, parties, partiesRequired }));
    return local === undefined
      ? listed
      : [...listed, { issuer: local, parties: own, partiesRequired: false }];
  }

  async #proof(request: Credentials, bearer: string | undefined): Promise<Proof | undefined> {
    if (bearer !== undefined) return this.#tokenProof(bearer, "bearer");
    const session = request.cookies[SESSION_COOKIE];
    const legacy = this.legacy && request.cookies[LEGACY_COOKIE];
    if (session) {
      try {
        return await this.#tokenProof(session, "session");
      } catch (error) {
        // An old session beside a legacy one must not lock its owner out.
        if (!legacy || !PlatformError.is(error) || error.status !== 401) throw error;
      }
    }
    if (!this.legacy || !legacy) return undefined;
    return { ...this.legacy.verify(legacy), method: "legacy", name: undefined };
  }

  async #tokenProof(token: string, method: "bearer" | "session"): Promise<Proof> {
    const verified = this.#verifier.believed(token) ?? (await this.#verifier.verify(token));
    const user = verified.email === undefined ? await this.#clerk?.user(verified.subject) : verified;
    if (user?.email === undefined) {
      throw notSignedIn("email_unverified", "The account has no verified e-mail address.");
    }
    return { ...verified, method, email: user.email, name: user.name };
  }

  async #caller(proof: Proof, request: Credentials, knowledge: Knowledge = "fresh"): Promise<Caller> {
    checkEmailClaims(proof.email, request.headers, request.cookies, this.#options.log);
    const grant = this.#grant(request);
    const keys = [proof.proofKey, ...(grant ? [viewAsKey(grant.id)] : [])];
    const person = await (knowledge === "remembered"
      ? this.people.recall(proof.email, proof.name, keys)
      : this.people.load(proof.email, proof.name, keys));
    if (person.ended.includes(proof.proofKey))
      throw notSignedIn("signed_out", "This session was signed out.");
    const admin = this.#isAdmin(person);
    return {
      person: { id: person.id, email: person.email, name: person.name },
      admin,
      memberships: person.memberships,
      method: proof.method,
      sessionKey: proof.sessionKey,
      proofKey: proof.proofKey,
      expiresAt: proof.expiresAt,
      viewAs: admin ? viewAsOf(grant, person) : undefined,
    };
  }

  #grant(request: Credentials): ViewAsGrant | undefined {
    const token = request.headers["x-view-as"] ?? request.cookies[VIEW_AS];
    return token ? this.viewAsGrants.read(token) : undefined;
  }

  /** The verified token is the first of the three conditions; these are the other two. */
  #isAdmin(person: KnownPerson): boolean {
    return this.#admins.has(person.email) && person.memberships.some(({ role }) => role === "admin");
  }
}

function bearerOf({ headers }: Credentials): string | undefined {
  const [scheme, token] = headers.authorization?.split(" ") ?? [];
  return scheme?.toLowerCase() === "bearer" && token ? token : undefined;
}

function viewAsOf(grant: ViewAsGrant | undefined, person: KnownPerson): ViewAs | undefined {
  if (grant === undefined || grant.personId !== person.id || person.ended.includes(viewAsKey(grant.id)))
    return undefined;
  const { personId: _person, ...viewAs } = grant;
  return viewAs;
}
