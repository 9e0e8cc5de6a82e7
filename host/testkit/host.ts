import type { Clock, Deprecation } from "@promostack/core";
import { type Host, startHost } from "../host.ts";
import { testDatabase } from "./database.ts";

export interface Answer<Body = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: Body;
}

/** A signed-in person. Paths are the platform's; the tenant is the one they were signed in for. */
export interface Person {
  readonly email: string;
  readonly token: string;
  readonly tenantId: string;
  /** Calls a route and gives back whatever it answers. */
  ask<Body = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<Body>>;
  /** As `ask`, but anything else than success fails the test with the answer's own words. */
  call<Body = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Body>;
}

export interface TestHost extends Host {
  /** Signs in at the local issuer, as the sign-in page does. */
  signIn(email: string, tenantSlug?: string): Promise<Person>;
  /** Asks until `look` answers something; fails after `seconds` with what it was waiting for. */
  until<Found>(
    what: string,
    look: () => Promise<Found | undefined | false>,
    seconds?: number,
  ): Promise<Found>;
}

export interface TestHostOptions {
  /** The machine's (or the playground's shared) clock when absent. */
  clock?: Clock;
  background?: boolean;
  variables?: Record<string, string>;
  /** The bundled set, as `bundledSetWith` writes one; the usual one when absent. */
  registrationFile?: string;
  /** What the plugin API has announced the end of; the contract's own list when absent. */
  deprecations?: readonly Deprecation[];
  /** Answers the address to reach the database by, such as a wire that can be cut. */
  through?(databaseUrl: string): Promise<string>;
}

export const OWNER = "owner@aurum.test";
export const VIEWER = "viewer@aurum.test";
export const ADMIN = "admin@promostack.test";
export const OTHER_OWNER = "owner@delta.test";

/** A whole host on a database of its own and a free port, with the sample tenants made. Stop it at the end. */
export async function startTestHost(options: TestHostOptions = {}): Promise<TestHost> {
  const { config: own, url: databaseUrl, drop } = await testDatabase(options.variables);
  const config = options.through ? { ...own, databaseUrl: await options.through(databaseUrl) } : own;
  const { clock: ownClock, background, registrationFile, deprecations } = options;
  const host = await startHost(config, {
    clock: ownClock,
    background,
    ...(registrationFile !== undefined && { registrationFile }),
    ...(deprecations !== undefined && { deprecations }),
  });
  const stop = async () => {
    await host.stop();
    await drop();
  };
  const { url, port, database, runtime, ticker, purges, erasures, dispatcher, clock, recycleDue, installer } =
    host;
  const facts = { url, port, config: host.config, database, runtime };
  const parts = { ...facts, ticker, purges, erasures, dispatcher, clock, recycleDue, installer };
  const test: TestHost = { ...parts, stop, until, signIn: (email, slug) => signIn(url, email, slug) };
  try {
    await sampleTenants(host);
    return test;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The playground makes its sample tenants after it started: a host is ready for a test once they stand. */
export async function sampleTenants(host: Host): Promise<void> {
  await until("the sample tenants", async () => {
    const [row] = await host.database.query<{ bots: number }>(
      "select count(*)::int as bots from host.connection",
    );
    const health = await host.runtime.checkHealth();
    return (row?.bots ?? 0) > 0 && Object.values(health).every(({ state }) => state === "ok");
  });
}

async function until<Found>(
  what: string,
  look: () => Promise<Found | undefined | false>,
  seconds = 60,
): Promise<Found> {
  const begun = performance.now();
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    const waited = performance.now() - begun;
    if (waited > seconds * 1_000) throw new Error(`Waited ${seconds} s in vain for ${what}.`);
    // A route that is asked 240 times in a minute refuses to be asked again.
    await new Promise((resolve) => setTimeout(resolve, waited < 4_000 ? 50 : 500));
  }
}

/**
 * Signs in at a running host; the tenant is the one with this slug, or the person's first. As the pages do, it asks again where the
 * issuer's keys could not be had a moment ago: a page that is open asks for them as soon as a host that starts listens.
 */
export async function signIn(url: string, email: string, slug?: string): Promise<Person> {
  const offered = await ask<{ local: { address: string } }>(url, "GET", "/api/sign-in");
  const issuer = bodyOf("GET /api/sign-in", offered).local.address;
  const issued = await ask<{ token: string }>(url, "POST", `${issuer}/token`, { email });
  const { token } = bodyOf(`POST ${issuer}/token`, issued);
  const authorization = `Bearer ${token}`;
  const me = await until("the issuer's keys", async () => {
    const answer = await ask<Me>(url, "GET", "/api/me", undefined, { authorization });
    return answer.status !== 503 && bodyOf("GET /api/me", answer);
  });
  const tenantId = me.tenants.find((each) => slug === undefined || each.slug === slug)?.id ?? "";
  const asPerson: Person["ask"] = (method, path, body, headers) =>
    ask(url, method, path, body, { authorization, "x-tenant": tenantId, ...headers });
  return {
    email,
    token,
    tenantId,
    ask: asPerson,
    call: async <Body>(method: string, path: string, body?: unknown): Promise<Body> =>
      bodyOf(`${method} ${path}`, await asPerson<Body>(method, path, body)),
  };
}

interface Me {
  tenants: { id: string; slug: string }[];
}

function bodyOf<Body>(what: string, { status, body }: Answer<Body>): Body {
  if (status < 400) return body;
  throw new Error(`${what} answered ${status}: ${JSON.stringify(body)}`);
}

async function ask<Body>(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<Body>> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    signal: AbortSignal.timeout(30_000),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json: Body = text === "" ? {} : JSON.parse(text);
  return { status: response.status, headers: response.headers, body: json };
}
