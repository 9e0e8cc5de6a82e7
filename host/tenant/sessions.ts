import { reply, type Static, Type } from "@promostack/core";
import type { Config } from "../config/config.ts";
import type { Database } from "../db/database.ts";
import { clearCookie, setCookie, setCookies } from "../http/cookie.ts";
import { type HostRequest, type HostRoute, hostRoute } from "../http/hostRoute.ts";
import { RateLimits } from "../http/rateLimits.ts";
import { audit } from "../identity/audit.ts";
import type { Caller } from "../identity/caller.ts";
import { type Identity, LEGACY_COOKIE, SESSION_COOKIE, VIEW_AS } from "../identity/identity.ts";
import { Person, Time } from "./schemas.ts";

const SignIn = Type.Object({
  local: Type.Optional(
    Type.Object({
      issuer: Type.String({ description: "As its tokens name it" }),
      address: Type.String({ description: "Path of the issuer on this site" }),
      people: Type.String({ description: "Path of the list of sample people" }),
    }),
  ),
  clerk: Type.Optional(Type.Object({ publishableKey: Type.String() })),
  legacy: Type.Boolean(),
});
type SignIn = Static<typeof SignIn>;

const Session = Type.Object({
  person: Person,
  admin: Type.Boolean(),
  csrf: Type.String(),
  expiresAt: Time,
});
type Session = Static<typeof Session>;

export interface SessionParts {
  identity: Identity;
  database: Database;
  localIssuer?: () => string | undefined;
  config: Pick<Config, "baseDomain" | "clerk">;
}

/** Guesses at the one password, over all addresses. */
const GUESSES_PER_MINUTE = 60;

export function sessionRoutes({ identity, database, localIssuer, config }: SessionParts): HostRoute[] {
  const guesses = new RateLimits();
  return [
    hostRoute({
      method: "GET",
      path: "/api/sign-in",
      permission: "public",
      summary: "Which ways to sign in this installation offers",
      input: { output: SignIn },
      limits: { perMinute: 240 },
      handle: async (): Promise<SignIn> => {
        const issuer = localIssuer?.();
        const key = config.clerk?.publishableKey;
        return {
          ...(issuer === undefined ? {} : { local: localSignIn(issuer) }),
          ...(key === undefined ? {} : { clerk: { publishableKey: key } }),
          legacy: identity.legacy !== undefined,
        };
      },
    }),
    hostRoute({
      method: "POST",
      path: "/api/sessions",
      permission: "public",
      summary: "Signs in with a token of a listed issuer, by cookie",
      input: {
        body: Type.Object({ token: Type.String({ minLength: 1, maxLength: 16_384 }) }),
        output: Session,
      },
      limits: { perMinute: 60 },
      handle: async (request, { body, headers }) => {
        const caller = await identity.admit(body.token, { headers, cookies: request.cookies });
        await record(request, caller, "session.started");
        return signedIn(request, caller, SESSION_COOKIE, body.token);
      },
    }),
    hostRoute({
      method: "POST",
      path: "/api/legacy-sessions",
      permission: "public",
      summary: "Signs the admin in by password, where the old sign-in is on",
      input: { body: Type.Object({ password: Type.String({ maxLength: 1024 }) }), output: Session },
      limits: { perMinute: 5, bodyBytes: 4096 },
      handle: async (request, { body, headers }) => {
        await guesses.take("password", GUESSES_PER_MINUTE, "all", "to sign in by password");
        const { cookie, caller } = await identity.admitLegacy(body.password, {
          headers,
          cookies: request.cookies,
        });
        await record(request, caller, "session.started");
        return signedIn(request, caller, LEGACY_COOKIE, cookie);
      },
    }),
    hostRoute({
      method: "DELETE",
      path: "/api/sessions/current",
      permission: "public",
      summary: "Signs out: ends the session everywhere and takes the cookies away",
      input: { output: Type.Null() },
      limits: { perMinute: 60 },
      handle: async (request) => {
        const { caller } = request;
        if (caller) {
          await identity.people.end(caller.proofKey, caller.expiresAt);
          await record(request, caller, "session.ended");
        }
        const options = cookieOptions(request);
        const gone = [SESSION_COOKIE, LEGACY_COOKIE, VIEW_AS].map((name) => clearCookie(name, options));
        return reply(204, undefined, setCookies(gone));
      },
    }),
  ];

  function signedIn(request: HostRequest, caller: Caller, cookie: string, value: string) {
    const session: Session = {
      person: caller.person,
      admin: caller.admin,
      csrf: identity.csrfToken(caller),
      expiresAt: caller.expiresAt.toISOString(),
    };
    const options = { ...cookieOptions(request), expires: caller.expiresAt };
    return reply(201, session, setCookies([setCookie(cookie, value, options)]));
  }

  /** On localhost browsers keep cookies to one host; elsewhere both sites share the sign-in. */
  function cookieOptions({ origin, host }: HostRequest): { secure: boolean; domain?: string } {
    const { baseDomain } = config;
    const name = host.replace(/:\d+$/, "").toLowerCase();
    const within = name === baseDomain || name.endsWith(`.${baseDomain}`);
    const shared = baseDomain !== "localhost" && within;
    return { secure: origin.startsWith("https:"), ...(shared ? { domain: baseDomain } : {}) };
  }

  function record(request: HostRequest, caller: Caller, action: string): Promise<void> {
    const { person, method } = caller;
    const actor = {
      personId: person.id,
      email: person.email,
      name: person.name,
      role: "viewer" as const,
      viewingAs: false,
    };
    return database.system((trx) =>
      audit(
        trx,
        { ...request, actor },
        { tenantId: null, action, target: `person ${person.id}`, after: { method } },
      ),
    );
  }
}

function localSignIn(issuer: string): NonNullable<SignIn["local"]> {
  const address = new URL(issuer).pathname.replace(/\/$/, "");
  return { issuer, address, people: `${address}/people` };
}
