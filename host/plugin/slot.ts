import { type Health, PlatformError, type PluginManifest } from "@promostack/core";
import type { Generation } from "./generation.ts";
import { LiveRelease } from "./liveRelease.ts";
import type { PluginState, PluginStatus } from "./pluginStatus.ts";
import type { Quarantine } from "./quarantine.ts";
import type { Registration } from "./registration.ts";

/**
 * One registered plugin in this process: what the database wants of it and what became of that. At most two of its releases
 * serve at a time, the active one and a candidate.
 */
export class PluginSlot {
  readonly id: string;
  registration: Registration;
  /** The release that serves: the registered one, or the one before it where that could not be loaded (yet). */
  stable: LiveRelease;
  /** The registered release, while another one serves. */
  next: LiveRelease | undefined;
  candidate: LiveRelease | undefined;
  quarantine: Quarantine | undefined;
  /** The dependency that keeps it from starting. */
  blockedBy: string | undefined;
  starting = false;
  /** Generations that were swapped out and still finish what they have begun. */
  draining = 0;
  health: (Health & { at: Date }) | undefined;
  leftovers: string[] = [];

  constructor(registration: Registration, stable = new LiveRelease(registration)) {
    this.id = registration.pluginId;
    this.registration = registration;
    this.stable = stable;
  }

  get manifest(): PluginManifest | undefined {
    return this.stable.manifest;
  }

  get folder(): string | undefined {
    return this.stable.folder;
  }

  get generation(): Generation | undefined {
    return this.stable.generation;
  }

  get failure(): PlatformError | undefined {
    return this.stable.failure;
  }

  get misplaced(): boolean {
    return this.stable.misplaced;
  }

  /** Every release that has a place here. */
  get releases(): LiveRelease[] {
    return [this.stable, this.next, this.candidate].filter((each) => each !== undefined);
  }

  /** The release that answers for a tenant; without one, the active release. */
  serving(tenantId?: string): LiveRelease {
    const { candidate } = this;
    return tenantId !== undefined && candidate?.takes(tenantId) ? candidate : this.stable;
  }

  get state(): PluginState {
    if (!this.registration.enabled || this.misplaced) return "disabled";
    if (this.quarantine?.inForce) return "quarantined";
    if (this.generation !== undefined) return "active";
    if (this.starting) return "starting";
    if (this.failure !== undefined) return "failed";
    if (this.manifest?.kind === "strategy") return "active";
    return this.blockedBy === undefined ? "starting" : "blocked";
  }

  /** The generation that runs for a tenant, or for all. Raises the refusal where there is none. */
  require(tenantId?: string): Generation {
    const { generation } = this.serving(tenantId);
    if (generation !== undefined && this.state === "active") return generation;
    throw this.refusal() ?? unavailable(this, "plugin.failed", "It is not running.", 30);
  }

  /** Why nothing of it answers now. */
  refusal(): PlatformError | undefined {
    switch (this.state) {
      case "active":
        return undefined;
      case "disabled":
        return unknownPlugin(this.id);
      case "quarantined": {
        const wait = Math.ceil(this.quarantine?.secondsLeft ?? 3_600);
        return unavailable(
          this,
          "plugin.quarantined",
          this.reason ?? "It is in quarantine.",
          Math.max(1, wait),
        );
      }
      case "starting":
        return unavailable(this, "plugin.starting", "It is being started.", 2);
      default:
        return unavailable(this, "plugin.failed", this.reason ?? "It failed to start.", 60);
    }
  }

  get reason(): string | undefined {
    switch (this.state) {
      case "active":
      case "starting":
        return undefined;
      case "disabled":
        return this.misplaced
          ? `It runs only in ${this.manifest?.environments?.join(" and ")}.`
          : "An admin turned it off for the whole installation.";
      case "quarantined":
        return this.quarantine?.reason;
      case "blocked":
        return `It needs ${this.blockedBy}, which is not running.`;
      default:
        return this.failure?.message;
    }
  }

  status(): PluginStatus {
    const { generation, manifest, registration, failure, health, reason, stable, next, candidate } = this;
    const { previous, settled, rollbackUntil } = registration;
    return {
      id: this.id,
      kind: manifest?.kind ?? "plugin",
      title: manifest?.title ?? this.id,
      version: stable.ref.version,
      source: stable.ref.source,
      state: this.state,
      ...figuresOf(generation),
      draining: this.draining,
      enabled: registration.enabled,
      endings: stable.endings,
      leftovers: [...this.leftovers],
      ...(manifest === undefined ? {} : { manifest }),
      ...(reason === undefined ? {} : { reason, hint: this.#hint() }),
      ...(this.state === "failed" && failure !== undefined ? { error: summary(failure) } : {}),
      ...(this.quarantine?.inForce && this.quarantine.until ? { until: this.quarantine.until } : {}),
      ...(generation === undefined ? {} : { generation: generation.number, startedAt: generation.loadedAt }),
      ...(health === undefined ? {} : { health }),
      ...(previous && !settled && rollbackUntil
        ? { previous: { version: previous.version, until: rollbackUntil } }
        : {}),
      ...(next ? { pending: { version: next.ref.version, ...problemOf(next) } } : {}),
      ...(candidate ? { candidate: candidateStatus(candidate) } : {}),
    };
  }

  #hint(): string {
    if (this.state === "failed")
      return this.failure?.hint ?? "Read the error, correct the plugin, then release it.";
    if (this.state === "blocked") return `Get ${this.blockedBy} to run first.`;
    if (this.state === "quarantined") return "Release it on the admin site once the cause is gone.";
    return "Turn it on again on the admin site.";
  }
}

function candidateStatus(candidate: LiveRelease): NonNullable<PluginStatus["candidate"]> {
  const { ref, offer, generation } = candidate;
  return {
    version: ref.version,
    percent: offer?.percent ?? 0,
    tenants: [...(offer?.tenants ?? [])],
    state: generation !== undefined ? "active" : candidate.failure === undefined ? "starting" : "failed",
    ...problemOf(candidate),
    ...figuresOf(generation),
  };
}

function problemOf({ failure }: LiveRelease) {
  return failure === undefined ? {} : { error: summary(failure) };
}

function figuresOf(generation: Generation | undefined) {
  const breaker = generation?.breaker;
  return {
    breaker: {
      state: breaker?.state ?? ("closed" as const),
      ...(breaker?.retryAfter === undefined ? {} : { retryAfter: breaker.retryAfter }),
      openTenants: breaker?.openTenants ?? [],
    },
    usage: { ...(generation?.usage ?? { calls: 0, errors: 0, timeouts: 0, milliseconds: 0 }) },
    inFlight: generation?.inFlight ?? 0,
  };
}

function summary({ code, message, phase, details }: PlatformError): NonNullable<PluginStatus["error"]> {
  return { code, message, ...(phase ? { phase } : {}), ...(details ? { details } : {}) };
}

export function unknownPlugin(id: string): PlatformError {
  return new PlatformError(`There is no plugin ${id}.`, {
    code: "plugin.unknown",
    status: 404,
    plugin: id,
    hint: "The catalogue lists the plugins of this installation.",
  });
}

function unavailable(
  { id, manifest }: Pick<PluginSlot, "id" | "manifest">,
  code: string,
  reason: string,
  retryAfter: number,
): PlatformError {
  return new PlatformError(`${manifest?.title ?? id} does not answer now. ${reason}`, {
    code,
    status: 503,
    plugin: id,
    retryAfter,
    hint: "Try again later; an admin sees the cause on the plugin's page.",
  });
}
