import type { Health, PluginManifest } from "@promostack/core";
import type { Ending } from "./deprecatedUses.ts";

export type PluginState = "active" | "starting" | "failed" | "blocked" | "quarantined" | "disabled";

export interface PluginStatus {
  id: string;
  kind: "plugin" | "strategy";
  title: string;
  version: string;
  source: "bundled" | "archive";
  /** Absent where plugin.json itself is broken. */
  manifest?: PluginManifest;
  state: PluginState;
  /** Why it is not active, for a person. */
  reason?: string;
  /** What to do about it. */
  hint?: string;
  /** The error behind `failed`. */
  error?: ReleaseError;
  /** End of a quarantine that ends by itself. */
  until?: Date;
  /** Counts up with each load in this process. */
  generation?: number;
  startedAt?: Date;
  health?: Health & { at: Date };
  breaker: { state: "closed" | "open" | "half-open"; retryAfter?: number; openTenants: string[] };
  /** Since this generation started, in this process. */
  usage: { calls: number; errors: number; timeouts: number; milliseconds: number };
  inFlight: number;
  /** Generations that were swapped out and still finish what they have begun. */
  draining: number;
  /** False: an admin turned it off. */
  enabled: boolean;
  /** The release that can be gone back to. */
  previous?: { version: string; until: Date };
  /** The registered release, which does not serve here (yet), and why. */
  pending?: { version: string; error?: ReleaseError };
  candidate?: CandidateStatus;
  /** Parts of the plugin API that the release uses and that end. */
  endings: readonly Ending[];
  /** Ledger entries that a stopped generation failed to undo. */
  leftovers: string[];
}

export interface RegisteredFiles {
  manifest: PluginManifest;
  folder: string;
}

export interface ReleaseError {
  code: string;
  message: string;
  phase?: string;
  details?: Record<string, unknown>;
}

/** A release that serves some tenants beside the active one. */
export interface CandidateStatus extends Pick<PluginStatus, "breaker" | "usage" | "inFlight"> {
  version: string;
  percent: number;
  tenants: string[];
  state: "active" | "starting" | "failed";
  error?: ReleaseError;
}
