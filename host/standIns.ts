import type { PluginManifest } from "@promostack/core";

/** Addresses of the stand-ins that plugins bring for services that the configuration does not name. */
export interface StandIns {
  telegram: string | undefined;
  issuer: string | undefined;
  marketData: string | undefined;
}

/** Any key will do for a stand-in, but there has to be one. */
const STAND_IN_KEY = "demo";

/** Finds them in the manifests. `localUrl` is where this host answers on the machine itself. */
export function standIns(
  manifests: readonly (PluginManifest | undefined)[],
  localUrl: string | undefined,
): StandIns {
  const at = (service: keyof StandIns): string | undefined => {
    for (const manifest of manifests) {
      const mount = manifest?.contributes?.standIns?.[service];
      if (mount !== undefined && localUrl !== undefined) return `${localUrl}/api/p/${manifest?.id}${mount}`;
    }
    return undefined;
  };
  return { telegram: at("telegram"), issuer: at("issuer"), marketData: at("marketData") };
}

/**
 * The configuration's variables with the stand-ins' addresses where nothing else is given. Read late, because the
 * port, and with it every address, is known only once the host listens.
 */
export function variablesWith(
  given: Readonly<Record<string, string | undefined>>,
  found: () => StandIns,
): Readonly<Record<string, string | undefined>> {
  const late = (name: string): string | undefined => {
    const { marketData } = found();
    if (name === "TWELVEDATA_BASE_URL")
      return given[name] ?? (given.TWELVEDATA_API_KEY ? undefined : marketData);
    if (name === "TWELVEDATA_WS_URL")
      return (
        given[name] ??
        (given.TWELVEDATA_API_KEY || given.TWELVEDATA_BASE_URL ? undefined : socketUrl(marketData))
      );
    if (name === "TWELVEDATA_API_KEY") return given[name] ?? (marketData && STAND_IN_KEY);
    return given[name];
  };
  return new Proxy(given, { get: (_target, name) => (typeof name === "string" ? late(name) : undefined) });
}

/** The same mount, for WebSockets. */
function socketUrl(address: string | undefined): string | undefined {
  return address?.replace(/^http/, "ws");
}
