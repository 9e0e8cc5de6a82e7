import { csvProblem, PlatformError } from "@promostack/core";
import type { HostRoute } from "./hostRoute.ts";

const PERMISSIONS = new Set([
  "tenant:owner",
  "tenant:admin",
  "tenant:member",
  "tenant:viewer",
  "admin",
  "person",
  "public",
]);

/** What must be said about a route, as it may arrive from untyped code. */
type Unchecked = { [Key in keyof HostRoute]?: unknown } & {
  limits?: { perMinute?: unknown; bodyBytes?: unknown; seconds?: unknown };
  input?: { params?: unknown; query?: unknown; body?: unknown; output?: unknown };
};

/**
 * Refuses a set of routes that leaves anything open: raises one `route.incomplete` that lists every problem of every
 * route, so that a start fails once and not once a mistake.
 */
export function checkHostRoutes(routes: readonly HostRoute[]): void {
  const problems = routes.flatMap((route) =>
    routeProblems(route).map((problem) => `${name(route)}: ${problem}`),
  );
  const seen = new Set<string>();
  for (const route of routes) {
    const key = `${route.method} ${route.path.replace(/:\w+/g, ":")}`;
    if (seen.has(key)) problems.push(`${name(route)}: another route has this method and path`);
    seen.add(key);
  }
  if (problems.length === 0) return;
  throw new PlatformError(
    `The platform's routes are incomplete:\n${problems.map((line) => `  ${line}`).join("\n")}`,
    {
      code: "route.incomplete",
      hint: "Declare permission, summary, input and output schemas and limits on each route.",
      details: { problems },
    },
  );
}

function name(route: Unchecked): string {
  return `${String(route.method ?? "?")} ${String(route.path ?? "?")}`;
}

function routeProblems(route: Unchecked): string[] {
  const problems: string[] = [];
  const path = String(route.path ?? "");
  if (!/^(GET|POST|PUT|PATCH|DELETE)$/.test(String(route.method)))
    problems.push("the method is not one that routes may have");
  if (!path.startsWith("/api/") || path.endsWith("/"))
    problems.push("the path must begin with /api/ and not end with /");
  if (path === "/api/p" || path.startsWith("/api/p/")) problems.push("/api/p/ belongs to the plugins");
  if (!PERMISSIONS.has(String(route.permission))) problems.push("no permission is declared");
  if (typeof route.summary !== "string" || route.summary === "") problems.push("no summary is declared");
  if (route.fast === true && route.permission !== "public") problems.push("only public routes may be fast");
  const { limits } = route;
  if (!isPositive(limits?.perMinute)) problems.push("limits.perMinute is missing");
  for (const key of ["bodyBytes", "seconds"] as const) {
    if (limits?.[key] !== undefined && !isPositive(limits[key]))
      problems.push(`limits.${key} is not above zero`);
  }
  const file = csvProblem(route);
  if (file !== undefined) problems.push(file);
  problems.push(...schemaProblems(route, path));
  return problems;
}

function schemaProblems(route: Unchecked, path: string): string[] {
  const problems: string[] = [];
  const input = route.input ?? {};
  const named = [...path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? "");
  const declared = propertiesOf(input.params);
  for (const parameter of named) {
    if (!declared.includes(parameter)) problems.push(`the path's :${parameter} is not in input.params`);
  }
  if (input.output === undefined) problems.push("no output schema is declared (input.output)");
  // A fast route may read the raw body itself, and bytes have no schema.
  if (
    /^(POST|PUT|PATCH)$/.test(String(route.method)) &&
    input.body === undefined &&
    route.fast !== true &&
    route.takes === undefined
  ) {
    problems.push("no body schema is declared (input.body); Type.Object({}) where none is needed");
  }
  if (route.method === "GET" && input.body !== undefined) problems.push("a GET has no body");
  return problems;
}

function isPositive(value: unknown): boolean {
  return typeof value === "number" && value > 0;
}

function propertiesOf(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null || !("properties" in schema)) return [];
  const { properties } = schema;
  return typeof properties === "object" && properties !== null ? Object.keys(properties) : [];
}
