import type { Actor, Permission, RouteLimits, RouteShape } from "@promostack/core";
import type { Caller } from "../identity/caller.ts";
import type { Ending } from "../plugin/ending.ts";
import type { DeclaredRoute, Runtime } from "../plugin/runtime.ts";
import type { HostRequest, HostRoute } from "./hostRoute.ts";

/** What HTTP needs of the plugin kernel. */
export type HttpRuntime = Pick<
  Runtime,
  | "routes"
  | "candidateRoutes"
  | "servesCandidate"
  | "mounts"
  | "pages"
  | "refusal"
  | "onChange"
  | "invokeRoute"
  | "invokeMount"
>;

export interface Who {
  tenantId?: string;
  actor?: Actor;
  caller?: Caller;
}

export interface EndpointInput {
  params: unknown;
  query: unknown;
  body: unknown;
  headers: Readonly<Record<string, string | undefined>>;
  bytes: Uint8Array;
}

/** A request on its way to a handler. Its signal is made for those who get it. */
export type EndpointRequest = Omit<HostRequest, "signal"> & { readonly end: Ending };

/** A route as HTTP sees it, whoever declared it. */
export interface Endpoint {
  method: string;
  /** Absolute. */
  path: string;
  permission: Permission;
  summary: string;
  limits: RouteLimits;
  input?: RouteShape;
  /** Name of the file that the list is had as. */
  csv?: string;
  fast: boolean;
  /** Media type of a body that is no JSON. */
  takes?: string | readonly string[];
  /** Whose route it is; undefined for the platform's own. */
  plugin?: string;
  /** Seconds after which HTTP gives up; undefined where the plugin kernel keeps the deadline. */
  seconds?: number;
  invoke(request: EndpointRequest, who: Who, input: EndpointInput): Promise<unknown>;
}

const HOST_SECONDS = 15;

export function hostEndpoint(route: HostRoute): Endpoint {
  const { method, path, permission, summary, limits, input, csv } = route;
  return {
    method,
    path,
    permission,
    summary,
    limits,
    input,
    csv,
    fast: route.fast ?? false,
    takes: route.takes,
    seconds: limits.seconds ?? HOST_SECONDS,
    invoke: (request, who, given) => route.handle({ ...request, signal: request.end.signal, ...who }, given),
  };
}

export function pluginEndpoint(runtime: HttpRuntime, { plugin, route }: DeclaredRoute): Endpoint {
  const { method, path, permission, summary, limits, input, csv, takes } = route;
  return {
    method,
    path: `/api/p/${plugin}${path}`,
    permission,
    summary,
    limits,
    input,
    csv,
    fast: false,
    takes,
    plugin,
    invoke: ({ end, requestId, address }, { tenantId, actor }, given) =>
      runtime.invokeRoute(plugin, route, { tenantId, actor, signal: end, requestId, address }, given),
  };
}
