import { request as rawRequest } from "node:http";
import type { Disposable, TenantRole } from "@promostack/core";
import type { JWTPayload } from "jose";
import type { HttpRuntime } from "../../host/http/endpoint.ts";
import type { HostRoute } from "../../host/http/hostRoute.ts";
import { createHttp, type Http, type HttpOptions } from "../../host/http/http.ts";
import { PluginAssets } from "../../host/http/pluginAssets.ts";
import { Identity } from "../../host/identity/identity.ts";
import { OwnOrigins } from "../../host/identity/ownOrigins.ts";
import type { Runtime } from "../../host/plugin/runtime.ts";
import { type TenantParts, tenantRoutes } from "../../host/tenant/routes.ts";
import { Tenants } from "../../host/tenant/tenants.ts";
import { quietLog, type TestDatabase, testDatabase } from "./database.ts";
import { startIssuer, type TestIssuer } from "./issuer.ts";

export interface Ask {
  method?: string;
  /** Bearer token. */
  as?: string;
  tenant?: string;
  headers?: Record<string, string>;
  /** JSON, unless it is text already. */
  body?: unknown;
}

export interface Told {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  // The tests name what they expect of it.
  json: Record<string, unknown>;
}

export interface TestServer {
  readonly test: TestDatabase;
  readonly http: Http;
  readonly identity: Identity;
  readonly issuer: TestIssuer;
  readonly tenants: Tenants;
  readonly port: number;
  ask(path: string, ask?: Ask): Promise<Told>;
  /** A token of the test's issuer for this address. */
  token(email: string, claims?: JWTPayload): Promise<string>;
  /** A tenant with one member of each role: `owner@<slug>.test` and so on. */
  tenant(slug: string): Promise<string>;
  close(): Promise<void>;
}

export interface TestServerOptions {
  variables?: Record<string, string>;
  http?: Partial<HttpOptions>;
  runtime?: typeof noPlugins;
  /** Routes of the host that need the database. */
  routes?(database: TestDatabase["database"]): HostRoute[];
  keys?: { unknownKeyMs?: number; afterFailureMs?: number };
}

/** HTTP, identity and the platform's routes over a real database and a real issuer; the plugin kernel as given. */
export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const issuer = await startIssuer();
  const test = await testDatabase({ ADMIN_EMAILS: "admin@promostack.test", ...options.variables });
  const { database } = test;
  let port: number | undefined;
  const config = { ...test.config, clerk: { issuers: [issuer.issuer], authorizedParties: [] } };
  const origins = new OwnOrigins(config, () => port);
  const identity = new Identity({
    config,
    database,
    log: silent,
    signingKey: "a key for tests",
    ownOrigins: () => origins.list(),
    keys: options.keys,
  });
  await identity.open();
  const runtime = options.runtime ?? noPlugins;
  const routes = tenantRoutes({
    identity,
    database,
    runtime,
    pluginAssets: new PluginAssets(runtime),
    clock: { now: () => new Date() },
    config,
  });
  const http = await createHttp({
    runtime,
    identity,
    database,
    config,
    log: silent,
    ...options.http,
    hostRoutes: [...routes, ...(options.routes?.(database) ?? []), ...(options.http?.hostRoutes ?? [])],
  });
  const listening = await http.listen(0);
  port = listening;
  const tenants = new Tenants(database);
  const roles: TenantRole[] = ["owner", "admin", "member", "viewer"];
  return {
    test,
    http,
    identity,
    issuer,
    tenants,
    port: listening,
    ask: (path, ask = {}) => send(listening, path, ask),
    token: (email, claims = {}) => issuer.sign({ sub: email, sid: `sess ${email}`, email, ...claims }),
    async tenant(slug) {
      const { id } = await tenants.createTenant({ slug, name: slug });
      for (const role of roles) {
        const person = await tenants.ensurePerson({ email: `${role}@${slug}.test` });
        await tenants.addMember({ tenantId: id, personId: person.id, role });
      }
      return id;
    },
    async close() {
      await http.close();
      await identity.close();
      await issuer.close();
      await test.drop();
    },
  };
}

/** What tests provoke on purpose is not worth a line. */
const silent = { ...quietLog, warn: () => undefined, error: () => undefined };

const nothing: Disposable = { label: "nothing", dispose: () => undefined };
const absent = async (): Promise<never> => {
  throw new Error("These tests run without plugins.");
};

export const noPlugins: HttpRuntime & TenantParts["runtime"] & Pick<Runtime, "folders"> = {
  routes: () => [],
  candidateRoutes: () => [],
  pages: () => [],
  servesCandidate: () => false,
  folders: () => [],
  registered: () => undefined,
  mounts: () => [],
  refusal: () => undefined,
  onChange: () => nothing,
  invokeRoute: absent,
  invokeMount: absent,
  plugins: () => [],
  plugin: () => undefined,
  manifest: () => undefined,
  folder: () => undefined,
  checkHealth: async () => ({}),
  eventBacklog: async () => [],
  quarantine: absent,
  release: absent,
  setRegistered: absent,
  catalogue: async () => [],
  tenantChanged: async () => undefined,
  enable: absent,
  disable: absent,
  settings: absent,
  saveSettings: absent,
  testSettings: absent,
};

/** By node:http and not by fetch, which hides the Host header and cookies. */
function send(port: number, path: string, ask: Ask): Promise<Told> {
  const { method = "GET", as, tenant, body } = ask;
  const content = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  const headers = {
    host: `dash.localhost:${port}`,
    ...(content === undefined ? {} : { "content-type": "application/json", ...lengthOf(content, ask) }),
    ...(as === undefined ? {} : { authorization: `Bearer ${as}` }),
    ...(tenant === undefined ? {} : { "x-tenant": tenant }),
    ...ask.headers,
  };
  return new Promise((resolve, reject) => {
    const request = rawRequest(
      { port, host: "127.0.0.1", method, path, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: jsonOf(text) });
        });
      },
    );
    request.on("error", reject);
    request.end(content);
  });
}

function lengthOf(content: string, { headers }: Ask): Record<string, string> {
  return headers?.["transfer-encoding"] ? {} : { "content-length": String(Buffer.byteLength(content)) };
}

function jsonOf(text: string): Record<string, unknown> {
  if (!text.startsWith("{")) return {};
  const value: unknown = JSON.parse(text);
  return typeof value === "object" && value !== null ? { ...value } : {};
}
