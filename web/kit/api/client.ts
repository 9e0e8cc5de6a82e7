import { ApiError, refusalOf, unreachable } from "./error.ts";

/** Who asks: set once the session is known, and on each switch of tenant. */
export const caller: { tenantId: string | undefined; csrf: string | undefined } = {
  tenantId: undefined,
  csrf: undefined,
};

export type Query = Record<string, string | number | boolean | undefined | null>;

export interface Ask {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  query?: Query;
  /** Sent as JSON; a Blob as it is, for routes that take bytes. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** The answer's body and the headers that matter to a page. */
export interface Answered<Body> {
  body: Body;
  etag: string | undefined;
}

/** Calls the platform as the signed-in person, in the chosen tenant. Raises ApiError. */
export async function ask<Body>(path: string, options: Ask = {}): Promise<Answered<Body>> {
  const response = await send(path, options);
  if (!response.ok) throw await refusalOf(response);
  const etag = response.headers.get("etag") ?? undefined;
  // An empty answer reads as null: who asks a route that answers nothing asks for nothing.
  const text = (await response.text()) || "null";
  try {
    const body: Body = JSON.parse(text);
    return { body, etag };
  } catch (cause) {
    throw new ApiError("The server answered something that is not data.", {
      status: response.status,
      code: "http.not_json",
      hint: "Reload the page. If it stays, tell support.",
      cause,
    });
  }
}

/** Like `ask`, for those who want only the body. */
export async function call<Body>(path: string, options: Ask = {}): Promise<Body> {
  return (await ask<Body>(path, options)).body;
}

/** Address of a path with its query, for links and event streams. */
export function address(path: string, query: Query = {}): string {
  const words = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") words.set(key, String(value));
  }
  const text = words.toString();
  if (text === "") return path;
  return `${path}${path.includes("?") ? "&" : "?"}${text}`;
}

/** Sends a request as the signed-in person, and answers whatever came. Raises ApiError where the line fails. */
export async function send(
  path: string,
  { method = "GET", query, body, headers, signal }: Ask,
): Promise<Response> {
  const write = method !== "GET";
  const bytes = body instanceof Blob;
  try {
    return await fetch(address(path, query), {
      method,
      signal,
      credentials: "same-origin",
      body: body === undefined || bytes ? body : JSON.stringify(body),
      headers: {
        accept: "application/json",
        ...(body === undefined
          ? {}
          : { "content-type": bytes ? "application/octet-stream" : "application/json" }),
        ...callerHeaders(write),
        ...headers,
      },
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw unreachable(error);
  }
}

/** Who asks, and for a write that it is no other site that does. */
export function callerHeaders(write: boolean): Record<string, string> {
  return {
    ...(caller.tenantId === undefined ? {} : { "x-tenant": caller.tenantId }),
    ...(write && caller.csrf !== undefined ? { "x-csrf": caller.csrf } : {}),
  };
}
