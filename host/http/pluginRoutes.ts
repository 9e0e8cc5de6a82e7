import type { Disposable } from "@promostack/core";
import type { DeclaredMount } from "../plugin/runtime.ts";
import { type Endpoint, type HttpRuntime, pluginEndpoint } from "./endpoint.ts";
import { methodNotAllowed, notFound, RouteTable } from "./routeTable.ts";

interface PluginTable {
  routes: RouteTable<Endpoint>;
  /** Longest prefix first. */
  mounts: DeclaredMount[];
}

export type PluginTarget =
  | { kind: "route"; endpoint: Endpoint; params: Record<string, string> }
  | { kind: "mount"; declared: DeclaredMount; below: string }
  | { kind: "methods"; methods: string[] };

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
    const found = table?.routes.find(method, path);
    if (found) return { kind: "route", endpoint: found.entry, params: found.params };
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

  endpoints(): Endpoint[] {
    return this.#runtime.routes().map((declared) => pluginEndpoint(this.#runtime, declared));
  }

  async close(): Promise<void> {
    await this.#subscription.dispose();
  }
}

function tablesOf(runtime: HttpRuntime): ReadonlyMap<string, PluginTable> {
  const routes = byPlugin(runtime.routes());
  const mounts = byPlugin(runtime.mounts());
  return new Map(
    [...new Set([...routes.keys(), ...mounts.keys()])].map((plugin) => [
      plugin,
      {
        routes: new RouteTable(
          (routes.get(plugin) ?? []).map((declared) => pluginEndpoint(runtime, declared)),
        ),
        mounts: [...(mounts.get(plugin) ?? [])].sort(
          (one, other) => other.mount.prefix.length - one.mount.prefix.length,
        ),
      },
    ]),
  );
}

function byPlugin<Declared extends { plugin: string }>(all: readonly Declared[]): Map<string, Declared[]> {
  const groups = new Map<string, Declared[]>();
  for (const declared of all) groups.set(declared.plugin, [...(groups.get(declared.plugin) ?? []), declared]);
  return groups;
}
