import path from "node:path";
import { fileURLToPath } from "node:url";
import { PlatformError } from "@promostack/core";
import type { Registration } from "./registration.ts";

/** Where releases of one kind come from. Archives that admins install will be the second kind. */
export interface ReleaseSource {
  readonly source: Registration["source"];
  /** The folder with the release's plugin.json, on this machine; fetched first where need be. */
  folder(registration: Registration): Promise<string>;
}

export const BUNDLED_SET = fileURLToPath(new URL("../registration.json", import.meta.url));

/** Releases that ship with this repository: folders named relative to the registration manifest. */
export class BundledReleases implements ReleaseSource {
  readonly source = "bundled";
  readonly #base: string;

  constructor(registrationFile: string) {
    this.#base = path.dirname(registrationFile);
  }

  async folder({ pluginId, path: relative }: Registration): Promise<string> {
    if (relative === null) throw noPath(pluginId);
    return path.resolve(this.#base, relative);
  }
}

function noPath(pluginId: string): PlatformError {
  return new PlatformError(`${pluginId} is registered as bundled, without a path.`, {
    code: "release.no_path",
    plugin: pluginId,
    phase: "load",
    hint: "Give its folder in the registration manifest.",
  });
}

/** The source that knows a registration's kind. */
export function sourceOf(sources: readonly ReleaseSource[], registration: Registration): ReleaseSource {
  const found = sources.find(({ source }) => source === registration.source);
  if (found !== undefined) return found;
  throw new PlatformError(
    `${registration.pluginId}: this host cannot load ${registration.source} releases.`,
    {
      code: "release.unknown_source",
      plugin: registration.pluginId,
      phase: "load",
      hint: "Install a bundled release, or update the host.",
    },
  );
}
