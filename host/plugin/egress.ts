import { type Dial, PlatformError, type PluginManifest } from "@promostack/core";
import { dialSocket } from "../socket/dialSocket.ts";

const TIMEOUT_MS = 15_000;
const REDIRECTS = 5;

/**
 * Host names that a plugin may call: those of plugin.json, and those of addresses in the installation's configuration
 * that the manifest names, since whoever runs the installation chose them (a proxy, a stand-in).
 */
export function allowedHosts(
  manifest: PluginManifest,
  variables: Readonly<Record<string, string | undefined>>,
): string[] {
  const configured = (manifest.capabilities?.config ?? []).flatMap((name) => {
    const value = variables[name];
    return value !== undefined && URL.canParse(value) ? [new URL(value).host] : [];
  });
  return [...(manifest.capabilities?.http?.hosts ?? []), ...configured];
}

/**
 * A `fetch` that reaches only these hosts, redirects included, and gives up after 15 seconds or with the call's signal.
 * A seat belt, not a wall: code in this process could open a socket of its own.
 */
export function egress(plugin: string, hosts: readonly string[], signal: AbortSignal): typeof fetch {
  return async (input, init) => {
    let request = new Request(input, init);
    for (let hop = 0; hop <= REDIRECTS; hop += 1) {
      admit(plugin, hosts, request.url, ["https:", "http:"]);
      const timed = AbortSignal.any([signal, request.signal, AbortSignal.timeout(TIMEOUT_MS)]);
      const following = request.clone();
      const response = await fetch(request, { redirect: "manual", signal: timed });
      const location = response.headers.get("location");
      if (location === null || response.status < 300 || response.status >= 400) return response;
      if (request.redirect === "manual") return response;
      request = redirected(following, new URL(location, request.url), response.status);
    }
    throw new PlatformError(`${plugin} was sent from address to address more than ${REDIRECTS} times.`, {
      code: "fetch.too_many_redirects",
      status: 502,
      plugin,
      hint: "Call the final address.",
    });
  };
}

/** The same for WebSockets, which last until the call's signal aborts. */
export function dialling(plugin: string, hosts: readonly string[], signal: AbortSignal): Dial {
  return async (address, own) => {
    admit(plugin, hosts, address, ["wss:", "ws:"]);
    return dialSocket(address, own === undefined ? signal : AbortSignal.any([signal, own]));
  };
}

function admit(
  plugin: string,
  hosts: readonly string[],
  address: string | URL,
  protocols: readonly string[],
): void {
  const { host, hostname, protocol } = new URL(address);
  const allowed = hosts.some((each) =>
    each.startsWith("*.") ? hostname.endsWith(each.slice(1)) : each === host || each === hostname,
  );
  if (allowed && protocols.includes(protocol)) return;
  throw new PlatformError(`${plugin} may not call ${host}.`, {
    code: "capability.http",
    plugin,
    hint: "Add the host to capabilities.http.hosts in plugin.json.",
    details: { host, allowed: [...hosts] },
  });
}

/** As browsers do it: 303 (and 301, 302 after a POST) become GET; credentials do not travel to another host. */
function redirected(request: Request, to: URL, status: number): Request {
  const headers = new Headers(request.headers);
  if (to.host !== new URL(request.url).host) {
    for (const name of ["authorization", "cookie", "proxy-authorization"]) headers.delete(name);
  }
  if (status === 303 || (status < 303 && request.method === "POST")) {
    headers.delete("content-type");
    headers.delete("content-length");
    return new Request(to, { method: "GET", headers, signal: request.signal });
  }
  return new Request(to, new Request(request, { headers }));
}
