import path from "node:path";
import { fileURLToPath } from "node:url";
import { PlatformError } from "@promostack/core";
import type { ReleaseRef } from "./registrationRow.ts";

/** Where releases of one kind come from. */
export interface ReleaseSource {
  readonly source: ReleaseRef["source"];
  /** The folder with the release's plugin.json, on this machine; fetched first where need be. */
  folder(release: ReleaseRef): Promise<string>;
  /** Releases of a plugin that could be brought up, newest first. */
  list?(pluginId: string): Promise<ListedRelease[]>;
}

/** A release that could be brought up, and since when it is one that was gone back from. */
export type ListedRelease = ReleaseRef & { goneBackAt?: Date | null };

export const BUNDLED_SET = fileURLToPath(new URL("../registration.json", import.meta.url));

/** Releases that ship with this repository: folders named relative to the registration manifest. */
export class BundledReleases implements ReleaseSource {
  readonly source = "bundled";
  readonly #base: string;

  constructor(registrationFile: string) {
    this.#base = path.dirname(registrationFile);
  }

  async folder({ pluginId, path: relative }: ReleaseRef): Promise<string> {
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

/** The source that knows a release's kind. */
export function sourceOf(sources: readonly ReleaseSource[], release: ReleaseRef): ReleaseSource {
  const found = sources.find(({ source }) => source === release.source);
  if (found !== undefined) return found;
  throw new PlatformError(`${release.pluginId}: this host cannot load ${release.source} releases.`, {
    code: "release.unknown_source",
    plugin: release.pluginId,
    phase: "load",
    hint: "Install a bundled release, or update the host.",
  });
}
