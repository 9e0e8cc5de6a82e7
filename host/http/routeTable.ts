import Router from "@koa/router";
import { PlatformError } from "@promostack/core";

/** What a table needs to know of a route to find it. */
export interface Addressed {
  method: string;
  path: string;
}

export interface Found<Entry> {
  entry: Entry;
  params: Record<string, string>;
}

/**
 * Finds a route by method and path. Made once and never changed: whoever needs other routes makes another table and
 * swaps the reference, because routes cannot be taken out of a router.
 */
export class RouteTable<Entry extends Addressed> {
  readonly #router = new Router();
  readonly #entries = new Map<string, Entry>();

  constructor(entries: readonly Entry[]) {
    for (const entry of [...entries].sort(fixedBeforeParameters)) {
      this.#entries.set(`${entry.method} ${entry.path}`, entry);
      this.#router.register(entry.path, [entry.method], () => undefined, { strict: true, sensitive: true });
    }
  }

  /** The route with its decoded parameters; HEAD finds GET. Undefined where nothing answers this path and method. */
  find(method: string, path: string): Found<Entry> | undefined {
    const wanted = method === "HEAD" ? "GET" : method;
    const layer = this.#router.match(path, wanted).pathAndMethod[0];
    if (layer === undefined) return undefined;
    const entry = this.#entries.get(`${wanted} ${String(layer.path)}`);
    return entry && { entry, params: layer.params(path, layer.captures(path)) };
  }

  /** Methods that answer this path, for `Allow`; empty where the path is unknown. */
  methods(path: string): string[] {
    const methods = new Set(this.#router.match(path, "GET").path.flatMap((layer) => layer.methods));
    if (methods.size > 0) methods.add("OPTIONS");
    return [...methods].sort();
  }
}

/** `/members/me` must win over `/members/:id`, in whatever order rooms declare them. */
function fixedBeforeParameters(one: Addressed, other: Addressed): number {
  return rank(one.path).localeCompare(rank(other.path));
}

function rank(path: string): string {
  return path
    .split("/")
    .map((segment) => (segment.startsWith(":") ? "1" : "0"))
    .join("");
}

export function notFound(method: string, path: string): PlatformError {
  return new PlatformError(`Nothing answers ${method} ${path}.`, {
    code: "route.not_found",
    status: 404,
    hint: "Every address is listed at /api/openapi.json.",
  });
}

export function methodNotAllowed(method: string, path: string, allowed: readonly string[]): PlatformError {
  return new PlatformError(`${path} does not answer ${method}.`, {
    code: "route.method_not_allowed",
    status: 405,
    hint: `It answers ${allowed.join(", ")}.`,
    details: { allowed },
  });
}
