import type { RouteShape } from "@promostack/core";
import type { Endpoint } from "./endpoint.ts";

const PROBLEM = { $ref: "#/components/responses/Problem" };

const PROBLEM_SCHEMA = {
  type: "object",
  required: ["type", "title", "status", "detail", "code", "requestId"],
  properties: {
    type: { type: "string", description: "urn:promostack:problem: and the code." },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string", description: "What happened." },
    code: { type: "string", description: "Stable and dotted; branch on it." },
    hint: { type: "string", description: "What to do next." },
    plugin: { type: "string" },
    phase: { type: "string" },
    details: { type: "object" },
    requestId: { type: "string" },
  },
};

const FORMAT = {
  name: "format",
  in: "query",
  required: false,
  description: "csv: the whole list as a file, from the first row to the last.",
  schema: { enum: ["json", "csv"] },
};

export interface DescribedMount {
  prefix: string;
  summary: string;
  plugin?: string;
}

/** The OpenAPI 3.1 document of every route, made from the schemas that check its requests. */
export function openapi(endpoints: readonly Endpoint[], mounts: readonly DescribedMount[], version: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "PromoStack",
      version,
      description: "Errors are problem details (RFC 9457). Lists page by cursor. Times are ISO 8601 in UTC.",
    },
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          description: "A session's token (JWT), or a tenant's API key (psk_…)",
        },
        session: { type: "apiKey", in: "cookie", name: "__session" },
      },
      schemas: { Problem: PROBLEM_SCHEMA },
      responses: {
        Problem: {
          description: "What went wrong, and what to do.",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
    },
    "x-mounts": mounts.map(({ prefix, summary, plugin }) => ({ prefix, summary, plugin })),
  };
}

function operation(endpoint: Endpoint): Record<string, unknown> {
  const { method, path, permission, summary, plugin, limits, input, csv } = endpoint;
  const writes = method !== "GET";
  const tenant = permission.startsWith("tenant:");
  return {
    operationId: operationId(method, path),
    summary,
    tags: [plugin ?? "platform"],
    "x-permission": permission,
    "x-limits": limits,
    security: permission === "public" ? [] : [{ bearer: [] }, { session: [] }],
    parameters: [
      ...parameters("path", input?.params),
      ...parameters("query", input?.query),
      ...(csv === undefined ? [] : [FORMAT]),
      ...(tenant ? [header("x-tenant", "The tenant's id; a person's only tenant when absent.")] : []),
      ...(writes && permission !== "public"
        ? [
            header("idempotency-key", "The same key answers the same, for a day."),
            header("x-csrf", "Needed with a cookie; from /api/me."),
          ]
        : []),
    ],
    ...requestBody(endpoint),
    responses: {
      ...(input?.output === undefined
        ? { "204": { description: "Done." } }
        : { "200": ok(input.output, csv) }),
      default: PROBLEM,
    },
  };
}

function requestBody({ input, takes }: Endpoint): Record<string, unknown> {
  if (takes !== undefined) {
    const content = Object.fromEntries([takes].flat().map((type) => [type, {}]));
    return { requestBody: { required: true, content } };
  }
  if (input?.body === undefined) return {};
  return { requestBody: { required: true, content: { "application/json": { schema: input.body } } } };
}

function ok(schema: object, csv: string | undefined): Record<string, unknown> {
  const file = csv === undefined ? {} : { "text/csv": { schema: { type: "string" } } };
  return { description: "The answer.", content: { "application/json": { schema }, ...file } };
}

function header(name: string, description: string): Record<string, unknown> {
  return { name, in: "header", required: false, description, schema: { type: "string" } };
}

function parameters(place: "path" | "query", schema: RouteShape["params"]): Record<string, unknown>[] {
  const properties: Record<string, object> = schema?.properties ?? {};
  const required: string[] = schema?.required ?? [];
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: property,
  }));
}

function operationId(method: string, path: string): string {
  const words = path.split(/[^a-zA-Z0-9]+/).filter((word) => word !== "" && word !== "api");
  return `${method.toLowerCase()}${words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join("")}`;
}
