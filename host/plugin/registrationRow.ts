import type { RegistrationManifest } from "@promostack/core";

/** A release and where its files come from. */
export interface ReleaseRef {
  pluginId: string;
  version: string;
  source: "bundled" | "archive";
  /** Bundled: folder relative to the bundled registration manifest. Archive: `<id>/<version>-<sha12>`. */
  path: string | null;
  integrity?: string | null;
}

/** Who gets a candidate: the chosen tenants, and a share of all, always the same ones. */
export interface Offer {
  tenants: readonly string[];
  /** 0 to 100. */
  percent: number;
}

/** Which releases of a plugin are live, as the database says. */
export interface Registration extends ReleaseRef {
  enabled: boolean;
  activatedAt: Date;
  /** The release before this one, until `rollbackUntil`. */
  previous?: ReleaseRef;
  rollbackUntil: Date | null;
  /** By the database's clock: contracting migrations may run. */
  settled: boolean;
  candidate?: ReleaseRef & Offer;
}

export type Bundled = RegistrationManifest["releases"][number];

export interface RegistrationRow {
  pluginId: string;
  enabled: boolean;
  activatedAt: Date;
  rollbackUntil: Date | null;
  settled: boolean;
  stable: StoredRef;
  previous: StoredRef;
  candidate: StoredRef;
  percent: number;
  tenants: string[];
}

interface StoredRef {
  version: string | null;
  source: ReleaseRef["source"] | null;
  path: string | null;
  integrity: string | null;
}

const refOf = (prefix: string) =>
  `json_build_object('version', ${prefix}version, 'source', ${prefix}source, 'path', ${prefix}path, 'integrity', ${prefix}integrity)`;

export const REGISTRATION = `plugin_id as "pluginId", enabled, activated_at as "activatedAt", rollback_until as "rollbackUntil",
  coalesce(rollback_until <= now(), true) as settled, ${refOf("")} as stable, ${refOf("previous_")} as previous,
  ${refOf("candidate_")} as candidate, candidate_percent as percent, candidate_tenants::text[] as tenants`;

/**
 * What a replica with this bundled set is to run; undefined where its release is another checkout's. What a bundled release's
 * version is, each replica's own checkout says; without one, it is as stored.
 */
export function registrationOf(
  row: RegistrationRow,
  bundled?: ReadonlyMap<string, Bundled>,
): Registration | undefined {
  const { pluginId, enabled, activatedAt, rollbackUntil, settled, percent, tenants } = row;
  const here = (stored: StoredRef): ReleaseRef | undefined => {
    const { version, source, path, integrity } = stored;
    if (version === null || source === null) return undefined;
    if (source === "archive" || bundled === undefined) return { pluginId, version, source, path, integrity };
    const own = bundled.get(pluginId);
    return own && { pluginId, version: own.version, source, path: own.path ?? null };
  };
  const stable = here(row.stable);
  if (stable === undefined) return undefined;
  const previous = here(row.previous);
  const candidate = here(row.candidate);
  return {
    ...stable,
    enabled,
    activatedAt,
    rollbackUntil,
    settled,
    ...(previous && !isSameRelease(previous, stable) && { previous }),
    ...(candidate && !isSameRelease(candidate, stable) && { candidate: { ...candidate, percent, tenants } }),
  };
}

export function isSameRelease(one: ReleaseRef, other: ReleaseRef): boolean {
  return one.version === other.version && one.path === other.path && one.source === other.source;
}
