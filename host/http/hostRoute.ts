import type {
  Actor,
  Log,
  Permission,
  RawRequest,
  Reply,
  RouteInput,
  RouteLimits,
  RouteShape,
  Static,
  TSchema,
} from "@promostack/core";
import type { Caller } from "../identity/caller.ts";

/** Facts of one request that every host route may read. */
export interface HostRequest {
  readonly requestId: string;
  /** Address of the client, as far as the proxy setting lets us trust it. */
  readonly address: string;
  /** Host header, with its port: `dash.localhost:3000`. */
  readonly host: string;
  /** `http://dash.localhost:3000`. */
  readonly origin: string;
  /** The address bar's path and query. */
  readonly url: string;
  readonly cookies: Readonly<Record<string, string>>;
  /** The body as it came; empty where there is none, and where the route takes bytes. */
  readonly rawBody: string;
  readonly log: Log;
  /** Aborts at the route's deadline, at shutdown and, for reads, when the client is gone. */
  readonly signal: AbortSignal;
}

/** What a host route gets beside its input. `tenant:*` routes always have a tenant whose member the actor is. */
export type HostContext<P extends Permission = Permission> = HostRequest &
  (P extends `tenant:${string}`
    ? { readonly tenantId: string; readonly actor: Actor; readonly caller: Caller }
    : P extends "public"
      ? { readonly tenantId?: string; readonly actor?: Actor; readonly caller?: Caller }
      : { readonly tenantId?: string; readonly actor: Actor; readonly caller: Caller });

type Of<Schema> = Schema extends TSchema ? Static<Schema> : undefined;

/** A route of the platform itself. As a plugin's route, but with an absolute path and the host's context. */
export interface HostRoute<P extends Permission = Permission, Shape extends RouteShape = RouteShape> {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Absolute: `/api/connections/:role`. Nouns in the plural. */
  path: `/api/${string}`;
  permission: P;
  summary: string;
  input?: Shape;
  limits: RouteLimits;
  /** As a plugin's route: name of the file that the list is had as. */
  csv?: string;
  /** As a plugin's route: media type (or types) of a body that the host does not parse. */
  takes?: string | readonly string[];
  /**
   * For webhooks that must be cheap: no session, no cookies, no CSRF, no access log, no limits but the body's. Only with
   * the permission `public`; the handler checks its caller itself.
   */
  fast?: boolean;
  /** Answer the output, or a `Reply` for another status, headers, a stream of events, or bytes. Throw PlatformErrors. */
  handle(context: HostContext<P>, input: RouteInput<Shape>): Promise<Of<Shape["output"]> | Reply>;
}

/** Everything below a prefix outside `/api`, unparsed and public: signed file addresses. */
export interface HostMount {
  prefix: `/${string}`;
  summary: string;
  limits: RouteLimits;
  handle(request: RawRequest): Promise<Reply>;
}

/** Keeps a route's schemas and handler typed together. */
export function hostRoute<P extends Permission, Shape extends RouteShape>(
  definition: HostRoute<P, Shape>,
): HostRoute<P, Shape> {
  return definition;
}
