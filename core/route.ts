import type { Static, TSchema } from "@sinclair/typebox";
import type { PlatformContext } from "./platform.ts";
import type { Socket } from "./socket.ts";
import type { Transaction } from "./sql.ts";
import type { Actor, AuditNote, TenantContext, TenantRole } from "./tenant.ts";

/**
 * Who may call a route. `tenant:*` need membership of the tenant named by the `x-tenant` header (or the switch
 * cookie), `admin` the platform's admin rights, `person` any signed-in person, `public` nobody in particular.
 */
export type Permission = `tenant:${TenantRole}` | "admin" | "person" | "public";

export interface RouteLimits {
  /** Requests a minute for each person (or address, where nobody is signed in). */
  perMinute: number;
  /** Largest body in bytes. Default 100 kB. */
  bodyBytes?: number;
  /** Seconds before the handler's signal aborts and 503 is answered. Default: the plugin's `limits.requestSeconds`. */
  seconds?: number;
}

export interface RouteShape {
  params?: TSchema;
  query?: TSchema;
  body?: TSchema;
  output?: TSchema;
}

type Of<Schema> = Schema extends TSchema ? Static<Schema> : undefined;

/** A validated request. */
export interface RouteInput<Shape extends RouteShape> {
  params: Of<Shape["params"]>;
  query: Of<Shape["query"]>;
  body: Of<Shape["body"]>;
  headers: Readonly<Record<string, string | undefined>>;
  /** The body of a route that `takes` bytes; empty otherwise. */
  bytes: Uint8Array;
}

/** `tenant:*` routes get a tenant's context and the actor; `admin`, `person` and `public` routes the platform's. */
export type RouteContext<P extends Permission> = P extends `tenant:${string}`
  ? TenantContext & Audited & { readonly actor: Actor }
  : PlatformContext & Audited & { readonly actor: P extends "public" ? Actor | undefined : Actor };

interface Audited {
  /** Writes who did what beside the deed itself. Needs the capability `db`. */
  audit(trx: Transaction, note: AuditNote): Promise<void>;
}

export interface Route<P extends Permission = Permission, Shape extends RouteShape = RouteShape> {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below `/api/p/<plugin>`; `:name` marks a parameter. Nouns in the plural. */
  path: `/${string}`;
  permission: P;
  summary: string;
  input?: Shape;
  limits: RouteLimits;
  /**
   * Name of the file that a list is had as, whole, with `?format=csv` or `Accept: text/csv`: `signals`. The host asks the handler for
   * page after page, so only a GET whose output has `items` (and `next`, its query's `after`) may have one.
   */
  csv?: string;
  /**
   * Media type (or types) of a body that the host does not parse, such as `application/gzip`: an upload. The handler reads `input.bytes`.
   * What the sender says it is proves nothing.
   */
  takes?: string | readonly string[];
  /** Answer the output, or a `Reply` for another status, headers, a stream of events, bytes or a download. */
  handle(context: RouteContext<P>, input: RouteInput<Shape>): Promise<Of<Shape["output"]> | Reply>;
}

const REPLY = Symbol.for("promostack.reply");

export interface Reply {
  readonly [REPLY]: true;
  status: number;
  headers: Record<string, string>;
  /**
   * Text, bytes, an object, or a Node `Readable` of bytes or text for what is too large to hold: it is read as fast as the
   * client takes it and destroyed when the client leaves. A handler's context works until the stream is closed.
   */
  body: unknown;
  /** Server-sent events; the host writes the keep-alives and stops on disconnect. */
  events?: AsyncIterable<{ event?: string; id?: string; data: unknown }>;
  /** Serves a WebSocket; the host accepts it, and cuts it off when it drains. */
  socket?: (socket: Socket) => Promise<void>;
}

export function reply(status: number, body?: unknown, headers: Record<string, string> = {}): Reply {
  return { [REPLY]: true, status, headers, body };
}

/** Answers a stream of server-sent events. */
export function eventStream(events: NonNullable<Reply["events"]>): Reply {
  return { [REPLY]: true, status: 200, headers: {}, body: undefined, events };
}

/**
 * A mount's answer to a request that wants a WebSocket: the connection lasts until `serve` is through or the client is gone. Who asked
 * without wanting one is answered 426.
 */
export function webSocket(serve: NonNullable<Reply["socket"]>): Reply {
  return { [REPLY]: true, status: 101, headers: {}, body: undefined, socket: serve };
}

export function isReply(value: unknown): value is Reply {
  return typeof value === "object" && value !== null && REPLY in value;
}

/** Whose public page is asked for. */
export interface PageTenant {
  id: string;
  /** As in the address. */
  slug: string;
  name: string;
  /** BCP 47. */
  locale: string;
}

/** An unparsed request, for wire protocols that are not ours (a stand-in's Bot API, an XML service). */
export interface RawRequest {
  method: string;
  /** Path below the mount, beginning with `/`. */
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string | undefined>>;
  body: AsyncIterable<Uint8Array>;
  /** Address of the client, as far as the proxy setting lets us trust it. */
  address: string;
  /** Ours as the browser sees it: `https://example.com`. */
  origin: string;
  /** Of a public page (`contributes.publicPages`): whose it is. Such requests bring no cookies and no credentials. */
  tenant?: PageTenant;
  /** The client asks for a WebSocket: answer `webSocket`, or anything else to refuse. */
  wantsSocket: boolean;
}

/** Everything below a prefix, parsed by the plugin itself. Needs the capability `rawHttp`; always public, so it must check its callers. */
export interface Mount {
  /** Below `/api/p/<plugin>`. */
  prefix: `/${string}`;
  summary: string;
  limits: RouteLimits;
  /** `Reply.body` may be what it is elsewhere; a `webSocket` is accepted here and nowhere else, its messages no longer than `bodyBytes`. */
  handle(context: PlatformContext, request: RawRequest): Promise<Reply>;
}

/** Keeps a route's schemas and handler typed together. */
export function route<P extends Permission, Shape extends RouteShape>(
  definition: Route<P, Shape>,
): Route<P, Shape> {
  return definition;
}
