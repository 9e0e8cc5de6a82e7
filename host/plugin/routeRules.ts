import { csvProblem, type Route } from "@promostack/core";
import { metaProblem } from "./schema.ts";

const PERMISSION = /^(tenant:(owner|admin|member|viewer)|admin|person|public)$/;
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** What a route's declaration lacks: it is refused at start without a permission, a summary, limits and sound schemas. */
export function routeProblems(route: Route, others: readonly Route[]): string[] {
  const problems: string[] = [];
  if (!METHODS.includes(route.method)) problems.push(`has the method ${route.method}`);
  if (!/^\/([\w.:-]+(\/[\w.:-]+)*)?$/.test(route.path)) problems.push("has a path that is no path");
  if (!PERMISSION.test(String(route.permission))) problems.push("declares no permission");
  if (typeof route.summary !== "string" || route.summary.length < 3) problems.push("has no summary");
  if (!(route.limits?.perMinute > 0)) problems.push("has no limits.perMinute");
  if (typeof route.handle !== "function") problems.push("has no handler");
  const shape = (path: string) => path.replaceAll(/:[^/]+/g, ":");
  if (others.some(({ method, path }) => method === route.method && shape(path) === shape(route.path))) {
    problems.push("is declared twice");
  }
  const file = csvProblem(route);
  if (file !== undefined) problems.push(file);
  for (const part of ["params", "query", "body", "output"] as const) {
    const schema = route.input?.[part];
    const problem = schema === undefined ? undefined : metaProblem(schema);
    if (problem !== undefined) problems.push(`has a broken ${part} schema: ${problem}`);
  }
  const described = Object.keys(route.input?.params?.properties ?? {});
  const named = [...route.path.matchAll(/:([^/]+)/g)].map(([, name]) => name ?? "");
  const undescribed = named.filter((name) => !described.includes(name));
  if (undescribed.length > 0) problems.push(`has parameters without a schema: ${undescribed.join(", ")}`);
  return problems;
}
