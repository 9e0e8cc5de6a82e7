import { lookup as dnsLookup } from "node:dns/promises";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { PlatformError, type PublicAnswer, type PublicFetch, type PublicRequest } from "@promostack/core";
import { isPublicAddress } from "./publicAddress.ts";

const LONGEST_MS = 15_000;
/** What belongs to the connection is ours to say, and credentials do not travel to another host. */
const OURS = new Set(["host", "connection", "content-length", "transfer-encoding", "upgrade", "expect"]);
const CREDENTIALS = new Set(["authorization", "cookie", "proxy-authorization"]);

/** Where a name leads. */
export interface Resolved {
  address: string;
  family: number;
}

export interface PublicFetchOptions {
  /** Hosts (`host` or `host:port`) that may be called all the same, by http too: the operator's choice. */
  privateHosts: readonly string[];
  /** Aborts with the plugin's call. */
  signal: AbortSignal;
  resolve?(name: string): Promise<Resolved[]>;
}

/** As `PublicFetch` says. A name is looked up once, every answer is judged, and the connection goes to what was judged. */
export function publicFetch(plugin: string, options: PublicFetchOptions): PublicFetch {
  return async (address, request) => {
    const milliseconds = Math.min(request.timeoutMs ?? LONGEST_MS, LONGEST_MS);
    const timeout = AbortSignal.timeout(milliseconds);
    const signal = AbortSignal.any([options.signal, timeout]);
    let url = parsed(plugin, address);
    try {
      let asked = request;
      for (let hop = 0; ; hop += 1) {
        const to = await admit(plugin, url, options, signal);
        const answer = await exchange(plugin, url, asked, to, signal);
        const next = request.redirects === undefined ? undefined : nextOf(plugin, url, answer);
        if (next === undefined) return answer;
        if (hop >= (request.redirects ?? 0)) throw tooManyRedirects(plugin, url);
        asked = redirected(asked, answer.status, next.origin === url.origin);
        url = next;
      }
    } catch (error) {
      options.signal.throwIfAborted();
      if (timeout.aborted) throw timedOut(plugin, url, milliseconds);
      throw PlatformError.is(error) ? error : unreachable(plugin, url, error);
    }
  };
}

/** Hosts that a public fetch may call although they are private: the operator's choice, in PRIVATE_HOSTS. */
export function privateHosts(variables: Readonly<Record<string, string | undefined>>): string[] {
  return (variables.PRIVATE_HOSTS ?? "").split(",").flatMap((each) => {
    const host = each.trim().toLowerCase();
    return host === "" ? [] : [host];
  });
}

/** The addresses to connect to. Undefined where the operator allowed the host: it is looked up as any. */
async function admit(
  plugin: string,
  url: URL,
  { privateHosts, resolve = lookUp }: PublicFetchOptions,
  signal: AbortSignal,
): Promise<Resolved[] | undefined> {
  const problem = addressProblem(url, privateHosts);
  if (problem !== undefined) throw notPublic(plugin, url, problem);
  if (isAllowed(url, privateHosts)) return undefined;
  const name = bareName(url);
  const family = isIP(name);
  const found =
    family > 0 ? [{ address: name, family }] : await Promise.race([resolve(name), aborted(signal)]);
  // One private answer among public ones is no accident: none of them is used.
  if (found.length === 0 || !found.every((each) => isPublicAddress(each.address)))
    throw notPublic(plugin, url, EVERYBODY);
  return found;
}

/** Why an address can never be called, and what to write instead; undefined where only its name's look-up can tell. */
export function addressProblem(url: URL, privateHosts: readonly string[]): string | undefined {
  if (url.username !== "" || url.password !== "") return "Leave name and password out of the address.";
  if (isAllowed(url, privateHosts)) return undefined;
  if (url.protocol !== "https:" || url.port !== "") return "Use an https address on the usual port.";
  const name = bareName(url);
  return isIP(name) > 0 && !isPublicAddress(name) ? EVERYBODY : undefined;
}

const EVERYBODY = "Use an address that everybody on the internet can reach.";

function isAllowed({ host, hostname, protocol }: URL, privateHosts: readonly string[]): boolean {
  const named = privateHosts.includes(host) || privateHosts.includes(hostname);
  return named && (protocol === "https:" || protocol === "http:");
}

function bareName({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

function exchange(
  plugin: string,
  url: URL,
  { method = "GET", headers = {}, body, maxBytes }: PublicRequest,
  to: readonly Resolved[] | undefined,
  signal: AbortSignal,
): Promise<PublicAnswer> {
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  const own = Object.entries(headers).filter(([name]) => !OURS.has(name.toLowerCase()));
  return new Promise((resolve, reject) => {
    const request = send(
      url,
      {
        method,
        signal,
        // A connection of its own: one that is kept would outlive the judgement.
        agent: false,
        headers: {
          "user-agent": "PromoStack",
          ...Object.fromEntries(own),
          ...(body !== undefined && { "content-length": String(Buffer.byteLength(body)) }),
        },
        ...(to !== undefined && { lookup: pinned(to) }),
      },
      (response) => {
        read(plugin, url, response, maxBytes)
          .then(resolve, reject)
          .finally(() => request.destroy());
      },
    );
    request.once("error", reject);
    request.end(body);
  });
}

async function read(
  plugin: string,
  url: URL,
  response: IncomingMessage,
  maxBytes: number,
): Promise<PublicAnswer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > maxBytes) throw tooLong(plugin, url, maxBytes);
    chunks.push(part);
  }
  const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(headers),
    text: Buffer.concat(chunks).toString("utf8"),
    address: url.href,
  };
}

/** Node asks it when it connects, and may want one answer or all of them. */
function pinned(to: readonly Resolved[]): LookupFunction {
  return (_name, { all }, done) => {
    const [first] = to;
    if (all) done(null, [...to]);
    else done(null, first?.address ?? "", first?.family);
  };
}

function lookUp(name: string): Promise<Resolved[]> {
  return dnsLookup(name, { all: true, verbatim: true });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

function nextOf(plugin: string, url: URL, { status, headers }: PublicAnswer): URL | undefined {
  const { location } = headers;
  const moves = [301, 302, 303, 307, 308].includes(status);
  return moves && location !== undefined ? parsed(plugin, location, url) : undefined;
}

/** As browsers do it: 303 (and 301, 302 after a POST) become GET. */
function redirected(request: PublicRequest, status: number, sameOrigin: boolean): PublicRequest {
  const { method = "GET", headers = {}, body: _, ...rest } = request;
  const kept = Object.entries(headers).filter(([name]) => sameOrigin || !CREDENTIALS.has(name.toLowerCase()));
  if (status === 307 || status === 308 || method === "GET")
    return { ...request, headers: Object.fromEntries(kept) };
  const bodiless = kept.filter(([name]) => !name.toLowerCase().startsWith("content-"));
  return { ...rest, method: "GET", headers: Object.fromEntries(bodiless) };
}

function parsed(plugin: string, address: string | URL, base?: URL): URL {
  const text = String(address);
  if (URL.canParse(text, base?.href)) return new URL(text, base);
  throw new PlatformError(`${plugin} was given what is no address.`, {
    code: "fetch.invalid_address",
    status: 422,
    plugin,
    hint: "Write it whole, such as https://example.com/hook.",
  });
}

function notPublic(plugin: string, { host }: URL, hint: string): PlatformError {
  return new PlatformError(`${plugin} may not call ${host}: it is no public address.`, {
    code: "fetch.not_public",
    status: 403,
    plugin,
    hint,
    details: { host },
  });
}

function unreachable(plugin: string, { host }: URL, cause: unknown): PlatformError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new PlatformError(`${host} could not be reached: ${reason}.`, {
    code: "fetch.unreachable",
    status: 502,
    plugin,
    hint: "Look whether the address is right and its server answers.",
    cause,
  });
}

function timedOut(plugin: string, { host }: URL, milliseconds: number): PlatformError {
  return new PlatformError(`${host} did not answer within ${milliseconds / 1_000} seconds.`, {
    code: "fetch.timed_out",
    status: 504,
    plugin,
    hint: "Answer at once, and do what takes long afterwards.",
  });
}

function tooLong(plugin: string, { host }: URL, maxBytes: number): PlatformError {
  return new PlatformError(`${host} answered more than ${maxBytes} bytes.`, {
    code: "fetch.too_long",
    status: 422,
    plugin,
    hint: "Answer with what is needed only.",
  });
}

function tooManyRedirects(plugin: string, { host }: URL): PlatformError {
  return new PlatformError(`${host} sent the call on more often than is followed.`, {
    code: "fetch.too_many_redirects",
    status: 502,
    plugin,
    hint: "Call the final address.",
  });
}
