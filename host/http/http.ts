import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import type { Log } from "@promostack/core";
import Koa, { type Context } from "koa";
import type { Config } from "../config/config.ts";
import type { Database } from "../db/database.ts";
import { audit } from "../identity/audit.ts";
import type { Identity } from "../identity/identity.ts";
import { withLogIds } from "../log/log.ts";
import { type Endpoint, type HttpRuntime, hostEndpoint } from "./endpoint.ts";
import { EventStreams } from "./eventStream.ts";
import { Exchange } from "./exchange.ts";
import { originOf, requestIdOf } from "./facts.ts";
import { runFast } from "./fastLane.ts";
import { DATA_POLICY, securityHeaders } from "./headers.ts";
import type { HostMount, HostRoute } from "./hostRoute.ts";
import { Idempotency } from "./idempotency.ts";
import { Live } from "./live.ts";
import { type MountLane, runMount } from "./mountLane.ts";
import { openapi } from "./openapi.ts";
import { Origins } from "./origin.ts";
import { platformRoutes } from "./platformRoutes.ts";
import type { PluginAssets } from "./pluginAssets.ts";
import { PluginRoutes } from "./pluginRoutes.ts";
import { writeProblem } from "./problemAnswer.ts";
import { PublicPages } from "./publicPages.ts";
import { type GlobalLimits, RateLimits } from "./rateLimits.ts";
import { checkHostRoutes } from "./registry.ts";
import { methodNotAllowed, notFound, RouteTable } from "./routeTable.ts";
import { Sites } from "./sites.ts";
import { Sockets } from "./sockets.ts";

export interface HttpOptions {
  runtime: HttpRuntime;
  identity: Identity;
  database: Database;
  config: Pick<Config, "environment" | "baseDomain" | "publicUrl" | "clerk">;
  log: Log;
  hostRoutes: readonly HostRoute[];
  /** Outside `/api`: files, health, metrics. */
  hostMounts?: readonly HostMount[];
  /** Told of each finished exchange. */
  observe?: (sample: HttpSample) => void;
  /** Origins of foreign pages that may call us. */
  corsOrigins?: readonly string[];
  limits?: Partial<GlobalLimits>;
  /** Folder of the built pages; `web/dist` when absent. */
  webRoot?: string;
  /** Pages that plugins bring. */
  pluginAssets?: PluginAssets;
  version?: string;
}

/** One finished exchange. `route` is the declared path or a mount's prefix, never the address, so that ids do not spread. */
export interface HttpSample {
  method: string;
  route: string;
  status: number;
  seconds: number;
}

/** How long requests in flight may take when the server closes. */
const DRAIN_MS = 10_000;
const WEB_ROOT = fileURLToPath(new URL("../../web/dist", import.meta.url));

/** The HTTP side of the host. Raises `route.incomplete` for routes that leave something undeclared. */
export async function createHttp(options: HttpOptions): Promise<Http> {
  const live = new Live();
  await live.open(options.database);
  try {
    return new Http(options, live);
  } catch (error) {
    await live.close();
    throw error;
  }
}

export class Http {
  readonly app = new Koa();
  readonly streams: EventStreams;
  readonly #sockets: Sockets;
  readonly #options: HttpOptions;
  readonly #live: Live;
  readonly #plugins: PluginRoutes;
  readonly #endpoints: Endpoint[];
  readonly #fast: RouteTable<Endpoint>;
  readonly #routes: RouteTable<Endpoint>;
  readonly #exchange: Exchange;
  readonly #lane: MountLane;
  readonly #origins: Origins;
  readonly #sites: Sites;
  readonly #pages: PublicPages;
  #server: Server | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: HttpOptions, live: Live) {
    const { log, config, runtime, database } = options;
    const own = platformRoutes({ live, document: () => this.document() });
    const routes = [...options.hostRoutes, ...own];
    checkHostRoutes(routes);
    this.#options = options;
    this.#live = live;
    this.#endpoints = routes.map(hostEndpoint);
    this.#fast = new RouteTable(this.#endpoints.filter(({ fast }) => fast));
    this.#routes = new RouteTable(this.#endpoints);
    this.#plugins = new PluginRoutes(runtime);
    const limits = new RateLimits(options.limits);
    this.#origins = new Origins(options.corsOrigins ?? []);
    this.streams = new EventStreams(log);
    this.#sockets = new Sockets(log);
    this.#lane = { limits, streams: this.streams, sockets: this.#sockets };
    this.#exchange = new Exchange({
      identity: options.identity,
      origins: this.#origins,
      limits,
      idempotency: new Idempotency(database),
      streams: this.streams,
      outputs: OUTPUTS[config.environment],
      recordViewedWrite: ({ tenantId, actor }, { requestId, address }, { method, path }) =>
        database.system((trx) =>
          audit(
            trx,
            { actor, requestId, address },
            { tenantId: tenantId ?? null, action: "view_as.write", target: `${method} ${path}` },
          ),
        ),
    });
    this.#sites = new Sites({
      root: options.webRoot ?? WEB_ROOT,
      baseDomain: config.baseDomain,
      identityOrigins: signInOrigins(config),
      pluginAssets: options.pluginAssets,
      isStranger: (credentials) => options.identity.isStranger(credentials),
    });
    this.#pages = new PublicPages({
      runtime,
      database,
      baseDomain: config.baseDomain,
      lane: this.#lane,
      log,
    });
    this.app.proxy = config.publicUrl !== undefined;
    // Only the proxy's own entry is believed; what stands before it came from the client.
    this.app.maxIpsCount = 1;
    this.app.on("error", (error: unknown) => {
      if (isClientGone(error)) log.debug("The client left in the middle of an answer.", { error });
      else log.error("An answer could not be written.", { error });
    });
    this.app.use((context) => this.#answer(context));
  }

  /** Listens on `port` (0 takes a free one) and answers the one it got. */
  async listen(port: number): Promise<number> {
    const answer = this.app.callback();
    const server = createServer(answer);
    server.on("upgrade", (request, connection, head) => {
      this.#sockets.receive(request, { connection, head }, answer);
    });
    // Longer than a proxy in front keeps idle connections, so that it never writes into one that we just closed.
    server.keepAliveTimeout = 65_000;
    server.requestTimeout = 60_000;
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, () => resolve());
    });
    const address: AddressInfo | string | null = server.address();
    return typeof address === "object" && address !== null ? address.port : port;
  }

  /** Takes no more connections, ends event streams, lets requests in flight finish (ten seconds at most). */
  close(): Promise<void> {
    this.#closing ??= this.#drain();
    return this.#closing;
  }

  /** The OpenAPI document of this moment. */
  document(): object {
    const { runtime, hostMounts = [], version = "0.1.0" } = this.#options;
    const mounts = runtime.mounts().map(({ plugin, mount }) => ({
      plugin,
      prefix: `/api/p/${plugin}${mount.prefix}` as const,
      summary: mount.summary,
    }));
    return openapi([...this.#endpoints, ...this.#plugins.endpoints()], [...hostMounts, ...mounts], version);
  }

  async #drain(): Promise<void> {
    const server = this.#server;
    this.streams.closeAll();
    this.#sockets.closeAll();
    if (server?.listening) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      // A connection is kept by its client after the stream or the answer on it ended: it is idle a moment later.
      const idle = setInterval(() => server.closeIdleConnections(), 50);
      const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
      await closed;
      clearInterval(idle);
      clearTimeout(late);
    }
    await this.#plugins.close();
    await this.#pages.close();
    await this.#live.close();
  }

  async #answer(context: Context): Promise<void> {
    const { path, method } = context;
    const began = performance.now();
    if (this.#closing !== undefined) context.set("connection", "close");
    const fast = this.#fast.find(method, path);
    const requestId = requestIdOf(context.get("x-request-id"));
    try {
      if (fast) {
        context.state.route = fast.entry.path;
        await runFast(context, fast.entry, fast.params, this.#options.log);
      } else {
        context.set(securityHeaders(context.secure));
        context.set("x-request-id", requestId);
        await withLogIds({ requestId }, () => this.#dispatch(context, requestId));
      }
    } catch (error) {
      writeProblem(context, error, requestId, this.#options.log);
    }
    const seconds = (performance.now() - began) / 1000;
    const route = String(context.state.route ?? (path.startsWith("/api") ? "unknown" : "pages"));
    this.#options.observe?.({ method, route, status: context.status, seconds });
    if (!fast) this.#record(context, requestId, seconds);
  }

  /** Pages, files, probes and stand-ins are asked far more often than anybody reads of it. */
  #record(context: Context, requestId: string, seconds: number): void {
    const { method, path, status, ip: address } = context;
    const worth = path.startsWith("/api/") && !context.state.mount;
    const fields = { requestId, method, path, status, milliseconds: Math.round(seconds * 1000), address };
    this.#options.log[worth ? "info" : "debug"](`${method} ${path} ${status}`, fields);
  }

  async #dispatch(context: Context, requestId: string): Promise<void> {
    const { path, method } = context;
    const mount = this.#options.hostMounts?.find(
      ({ prefix }) => path === prefix || path.startsWith(`${prefix}/`),
    );
    if (mount) {
      const below = path.slice(mount.prefix.length) || "/";
      context.state.route = mount.prefix;
      return runMount(
        context,
        { name: mount.prefix, below, limits: mount.limits, handle: (request) => mount.handle(request) },
        this.#lane,
      );
    }
    if (this.#pages.covers(context)) return this.#pages.answer(context);
    if (path !== "/api" && !path.startsWith("/api/")) return this.#sites.answer(context);
    context.set("content-security-policy", DATA_POLICY);
    context.set("cache-control", "no-store");
    const origin = originOf(context);
    context.set(this.#origins.corsHeaders(origin, context.req.headers.origin));
    const target = path.startsWith("/api/p/")
      ? this.#plugins.find(method, path)
      : this.#findOwn(method, path);
    if (target.kind === "methods") {
      context.set("allow", target.methods.join(", "));
      context.set("access-control-allow-methods", target.methods.join(", "));
      context.status = 204;
      return;
    }
    if (target.kind === "mount") {
      const { plugin, mount: declared } = target.declared;
      context.state.mount = true;
      context.state.route = `/api/p/${plugin}${declared.prefix}`;
      const name = `${plugin}${declared.prefix}`;
      const handle = (request: Parameters<typeof declared.handle>[1], signal: AbortSignal) =>
        this.#options.runtime.invokeMount(plugin, declared, request, signal);
      return runMount(context, { name, below: target.below, limits: declared.limits, handle }, this.#lane);
    }
    const { log } = this.#options;
    context.state.route = target.entry.path;
    const incoming = { requestId, address: context.ip, origin, log };
    await this.#exchange.run(context, target, incoming);
  }

  #findOwn(method: string, path: string) {
    const found = this.#routes.find(method, path);
    if (found) return { kind: "route" as const, ...found };
    const methods = this.#routes.methods(path);
    if (methods.length === 0) throw notFound(method, path);
    if (method === "OPTIONS") return { kind: "methods" as const, methods };
    throw methodNotAllowed(method, path, methods);
  }
}

/** A stream that ended before its end, with nothing wrong on our side: somebody closed a download. */
function isClientGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE";
}

/** Where the sign-in page loads Clerk's script from, and the bot check that Clerk shows. */
function signInOrigins({ clerk }: Pick<Config, "clerk">): string[] {
  if (clerk === undefined) return [];
  return [...clerk.issuers.map((issuer) => new URL(issuer).origin), "https://challenges.cloudflare.com"];
}

const OUTPUTS = { test: "refuse", development: "warn", production: "trust" } as const;
