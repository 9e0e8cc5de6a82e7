import { readdir, readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo, Socket as Connection } from "node:net";
import {
  type Clock,
  isReply,
  type Log,
  type Mount,
  type PlatformContext,
  type Reply,
  type Route,
  reply,
  type Setup,
  type Transact,
} from "@promostack/core";
import { acceptSocket, type Upgrade } from "../../../host/socket/acceptSocket.ts";
import { quietLog, type TestDatabase, testDatabase } from "../../../test/kit/database.ts";
import playground from "../index.ts";

const FOLDER = new URL("../migrations/", import.meta.url);

export interface StandIn {
  /** `http://127.0.0.1:<port>/api/p/playground` */
  url: string;
  clock: TestClock;
  db: Transact;
  /** A second host on the same database and clock; stop it before this one. */
  replica(): Promise<StandIn>;
  /** As a host that is killed: nothing is stopped in order, requests and deliveries are cut off. */
  kill(): void;
  /** Calls a page route. */
  call<Answer>(method: string, path: string, body?: unknown): Promise<{ status: number; body: Answer }>;
  stop(): Promise<void>;
}

/** A clock that a test moves by hand. */
class TestClock implements Clock {
  readonly #time: { at: number };

  constructor(time = { at: Date.parse("2026-03-03T10:00:00Z") }) {
    this.#time = time;
  }

  /** Another clock that always shows the same time. */
  twin(): TestClock {
    return new TestClock(this.#time);
  }

  now(): Date {
    return new Date(this.#time.at);
  }

  async sleep(): Promise<void> {
    // Nothing waits on business time here.
  }

  advance(milliseconds: number): void {
    this.#time.at += milliseconds;
  }

  set(at: string): void {
    this.#time.at = Date.parse(at);
  }
}

/** The playground behind a plain HTTP server with a database of its own, without the platform around it. */
export async function startStandIn(services: Record<string, object> = {}): Promise<StandIn> {
  const test = await testDatabase();
  await migrate(test);
  return serve(test, new TestClock(), services, () => test.drop());
}

async function serve(
  test: TestDatabase,
  clock: TestClock,
  services: Record<string, object>,
  dropped: () => Promise<void>,
): Promise<StandIn> {
  const db: Transact = (work) => test.database.system(work, "p_playground");
  const life = new AbortController();
  const mounts: Mount[] = [];
  const routes: Route[] = [];
  playground.setup(setupInto(mounts, routes));
  const connections = new Set<Connection>();
  let port = 0;
  const context = (signal: AbortSignal, log: Log = quietLog): PlatformContext =>
    contextOf({ clock, db, signal, log, localUrl: `http://127.0.0.1:${port}`, services });
  const serveRequest = (request: IncomingMessage, response: ServerResponse, upgrade?: Upgrade) => {
    answer(request, response, { mounts, routes, context }, upgrade).catch((error: unknown) => {
      console.error(error);
      response.writeHead(500).end(String(error));
    });
  };
  const server = createServer((request, response) => serveRequest(request, response));
  server.on("upgrade", (request: IncomingMessage, connection: Connection, head: Buffer) => {
    const response = new ServerResponse(request);
    response.assignSocket(connection);
    response.once("finish", () => connection.end());
    connections.add(connection);
    serveRequest(request, response, { connection, head });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = addressOf(server.address()).port;
  await playground.start?.(context(life.signal));
  const url = `http://127.0.0.1:${port}/api/p/playground`;
  return {
    url,
    clock,
    db,
    async call(method, path, body) {
      const response = await fetch(`${url}${path}`, {
        method,
        ...(body !== undefined && {
          body: JSON.stringify(body),
          headers: { "content-type": "application/json" },
        }),
      });
      const text = await response.text();
      return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
    },
    // A clock object of its own, since plugins tell hosts in one process apart by it.
    replica: () => serve(test, clock.twin(), services, async () => undefined),
    kill() {
      life.abort();
      server.closeAllConnections();
      for (const connection of connections) connection.destroy();
      server.close();
    },
    async stop() {
      await playground.stop?.(context(life.signal));
      life.abort();
      server.closeAllConnections();
      for (const connection of connections) connection.destroy();
      await new Promise((resolve) => server.close(resolve));
      await dropped();
    },
  };
}

async function migrate(test: TestDatabase): Promise<void> {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith(".up.sql")).sort();
  const scripts = await Promise.all(files.map((name) => readFile(new URL(name, FOLDER), "utf8")));
  await test.database.owner(async (trx) => {
    await trx.run("create schema p_playground");
    await trx.run("set local search_path to p_playground");
    for (const script of scripts) await trx.run(script);
    await trx.run(
      "do $$ declare t regclass; begin for t in select oid from pg_class where relnamespace = 'p_playground'::regnamespace and relkind = 'r' loop perform host.platform(t); end loop; end $$",
    );
  });
}

function setupInto(mounts: Mount[], routes: Route[]): Setup {
  const done = { label: "", dispose: () => undefined };
  const setup: Partial<Setup> = {
    id: "playground",
    version: "0.1.0",
    mount(mount) {
      mounts.push(mount);
      return done;
    },
    route(route) {
      routes.push(route as unknown as Route);
      return done;
    },
  };
  return setup as Setup;
}

function contextOf(
  parts: Partial<PlatformContext> & { db: Transact; services: Record<string, object> },
): PlatformContext {
  const { db, services, ...rest } = parts;
  const context = {
    ...rest,
    platformDb: db,
    fetch: globalThis.fetch,
    config: () => undefined,
    service: (name: string) => services[name],
  };
  return context as unknown as PlatformContext;
}

interface Inside {
  mounts: Mount[];
  routes: Route[];
  context(signal: AbortSignal): PlatformContext;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  inside: Inside,
  upgrade?: Upgrade,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://local");
  const path = url.pathname.replace(/^\/api\/p\/playground/, "");
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  const context = inside.context(gone.signal);
  const mount = inside.mounts.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([key, value]) => [key, String(value)]),
  );
  if (mount) {
    const raw = {
      method: request.method ?? "GET",
      path: path.slice(mount.prefix.length) || "/",
      query: url.searchParams,
      headers,
      body: request,
      address: "127.0.0.1",
      origin: "http://localhost",
      wantsSocket: upgrade !== undefined,
    };
    const reply = await mount.handle(context, raw);
    if (reply.socket === undefined || upgrade === undefined) return write(response, reply);
    const socket = await acceptSocket(request, upgrade, 100_000);
    void socket.closed.then(() => gone.abort());
    return reply.socket(socket);
  }
  for (const route of inside.routes) {
    const params = match(route.path, path);
    if (!params || route.method !== request.method) continue;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const input = {
      params,
      query: Object.fromEntries(
        [...url.searchParams].map(([key, value]) => [key, /^\d+$/.test(value) ? Number(value) : value]),
      ),
      body: text === "" ? undefined : JSON.parse(text),
      headers,
    };
    const actor = {
      personId: "p",
      email: "owner@aurum.test",
      name: "Olivia",
      role: "owner",
      viewingAs: false,
    };
    try {
      const result = await route.handle({ ...context, actor } as never, input as never);
      return write(response, isReply(result) ? result : reply(200, result));
    } catch (error) {
      const status = error instanceof Error && "status" in error ? Number(error.status) : 500;
      if (status >= 500) throw error;
      return write(response, reply(status, { detail: String(error), ...(error as object) }));
    }
  }
  response.writeHead(404).end("{}");
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const names = pattern.split("/");
  const parts = path.split("/");
  if (names.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const part = parts[index] ?? "";
    if (name.startsWith(":")) params[name.slice(1)] = decodeURIComponent(part);
    else if (name !== part) return undefined;
  }
  return params;
}

async function write(response: ServerResponse, { status, headers, body, events }: Reply): Promise<void> {
  if (events) {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for await (const { event, id, data } of events) {
      if (response.destroyed) return;
      response.write(
        `${event ? `event: ${event}\n` : ""}${id ? `id: ${id}\n` : ""}data: ${JSON.stringify(data)}\n\n`,
      );
    }
    response.end();
    return;
  }
  const raw = typeof body === "string" || body instanceof Uint8Array;
  const bytes = raw ? Buffer.from(body) : Buffer.from(body === undefined ? "" : JSON.stringify(body));
  const length = status === 204 || status === 304 ? {} : { "content-length": String(bytes.length) };
  response.writeHead(status, {
    ...(raw ? {} : { "content-type": "application/json" }),
    ...length,
    ...headers,
  });
  response.end(bytes);
}

function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (typeof address === "object" && address !== null) return address;
  throw new Error("The server has no port.");
}
