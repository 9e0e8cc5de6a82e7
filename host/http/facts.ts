import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { Context } from "koa";

/** The host that the browser asked for, with its port. A forwarded host is not believed: it may come from the client. */
export function hostOf(context: Context): string {
  return (context.req.headers.host ?? "").toLowerCase();
}

/** Our own origin as the browser sees it. Not Koa's `origin`, which is the Origin header. */
export function originOf(context: Context): string {
  return `${context.protocol}://${hostOf(context)}`;
}

/** What a request shows of who sends it. */
export function credentialsOf(context: Context): {
  headers: Record<string, string | undefined>;
  cookies: Record<string, string>;
} {
  const headers = flatHeaders(context.req.headers);
  return { headers, cookies: parseCookies(headers.cookie) };
}

/** A request's headers with one text each; repeated ones are joined as HTTP says. */
export function flatHeaders(headers: IncomingHttpHeaders): Record<string, string | undefined> {
  const flat: Record<string, string | undefined> = {};
  for (const name in headers) {
    const value = headers[name];
    flat[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return flat;
}

/** Cookies by name; the first of two with one name counts, as in every browser's order of paths. */
export function parseCookies(header: string | undefined): Record<string, string> {
  const cookies: Record<string, string> = Object.create(null);
  for (const part of header?.split(";") ?? []) {
    const equals = part.indexOf("=");
    if (equals < 1) continue;
    const name = part.slice(0, equals).trim();
    if (name in cookies) continue;
    cookies[name] = decoded(
      part
        .slice(equals + 1)
        .trim()
        .replace(/^"(.*)"$/, "$1"),
    );
  }
  return cookies;
}

/** The client's own request id where it is a plain one, so that its logs and ours meet; else a new one. */
export function requestIdOf(header: string | undefined): string {
  return header !== undefined && /^[\w-]{8,64}$/.test(header) ? header : randomUUID();
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    // What is not percent-encoded is meant literally.
    if (error instanceof URIError) return text;
    throw error;
  }
}
