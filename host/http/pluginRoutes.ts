import type { Disposable } from "@promostack/core";
import type { DeclaredMount, DeclaredRoute } from "../plugin/runtime.ts";
import { type Endpoint, type HttpRuntime, pluginEndpoint } from "./endpoint.ts";
import { type Found, methodNotAllowed, notFound, RouteTable } from "./routeTable.ts";

interface PluginTable {
  routes: RouteTable<Endpoint>;
  /** Of a candidate, for the tenants that it serves. */
  candidate: RouteTable<Endpoint> | undefined;
  /** Longest prefix first. */
  mounts: DeclaredMount[];
}

export type PluginTarget =
  | { kind: "route"; entry: Endpoint; params: Record<string, string>; locate: Locate }
  | { kind: "mount"; declared: DeclaredMount; below: string }
  | { kind: "methods"; methods: string[] };

/**
 * The route that answers the same request for a tenant now: a candidate may serve it, and a release may have been swapped in since
 * the first look. Undefined: the one that was found still does. Raises what `find` raises.
 */
export type Locate = (tenantId: string | undefined) => Found<Endpoint> | undefined;

const PREFIX = "/api/p/";

/** The plugins' part of the address space: one map, replaced whole whenever the runtime changes. */
export class PluginRoutes {
  readonly #runtime: HttpRuntime;
  readonly #subscription: Disposable;
  #tables: ReadonlyMap<string, PluginTable>;

  constructor(runtime: HttpRuntime) {
    this.#runtime = runtime;
    this.#tables = tablesOf(runtime);
    this.#subscription = runtime.onChange(() => {
      this.#tables = tablesOf(runtime);
    });
  }

  /** Where a path under `/api/p/` leads. Raises the kernel's refusal, 404 or 405 where it leads nowhere. */
  find(method: string, path: string): PluginTarget {
    const [plugin = ""] = path.slice(PREFIX.length).split("/", 1);
    const table = this.#tables.get(plugin);
    const found = table?.routes.find(method, path) ?? table?.candidate?.find(method, path);
    if (found) {
      const seen = this.#tables;
      return {
        kind: "route",
        ...found,
        locate: (tenantId) => {
          if (seen === this.#tables && table?.candidate === undefined) return undefined;
          return this.#locate(plugin, method, path, tenantId);
        },
      };
    }
    const below = path.slice(PREFIX.length + plugin.length);
    const declared = table?.mounts.find(
      ({ mount }) => below === mount.prefix || below.startsWith(`${mount.prefix}/`),
    );
    if (declared) return { kind: "mount", declared, below: below.slice(declared.mount.prefix.length) || "/" };
    const methods = table?.routes.methods(path) ?? [];
    if (methods.length > 0 && method === "OPTIONS") return { kind: "methods", methods };
    if (methods.length > 0) throw methodNotAllowed(method, path, methods);
    throw this.#runtime.refusal(plugin) ?? notFound(method, path);
  }

  #locate(plugin: string, method: string, path: string, tenantId: string | undefined): Found<Endpoint> {
    const table = this.#tables.get(plugin);
    const tried = tenantId !== undefined && this.#runtime.servesCandidate(plugin, tenantId);
    const found = (tried ? table?.candidate : table?.routes)?.find(method, path);
    if (found !== undefined) return found;
    throw this.#runtime.refusal(plugin) ?? notFound(method, path);
  }

  endpoints(): Endpoint[] {
    return this.#runtime.routes().map((declared) => pluginEndpoint(this.#runtime, declared));
  }

  async close(): Promise<void> {
    await this.#subscription.dispose();
  }
}

function tablesOf(runtime: HttpRuntime): ReadonlyMap<string, PluginTable> {
  const routes = byPlugin(runtime.routes());
  const candidates = byPlugin(runtime.candidateRoutes());
  const mounts = byPlugin(runtime.mounts());
  const tableOf = (declared: DeclaredRoute[]) =>
    new RouteTable(declared.map((each) => pluginEndpoint(runtime, each)));
  return new Map(
    [...new Set([...routes.keys(), ...candidates.keys(), ...mounts.keys()])].map((plugin) => {
      const tried = candidates.get(plugin);
      return [
        plugin,
        {
          routes: tableOf(routes.get(plugin) ?? []),
          candidate: tried && tableOf(tried),
          mounts: [...(mounts.get(plugin) ?? [])].sort(
            (one, other) => other.mount.prefix.length - one.mount.prefix.length,
          ),
        },
      ];
    }),
  );
}

function byPlugin<Declared extends { plugin: string }>(all: readonly Declared[]): Map<string, Declared[]> {
  const groups = new Map<string, Declared[]>();
  for (const declared of all) groups.set(declared.plugin, [...(groups.get(declared.plugin) ?? []), declared]);
  return groups;
}
