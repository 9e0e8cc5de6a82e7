import { type Health, PlatformError, type PluginManifest } from "@promostack/core";
import type { Generation } from "./generation.ts";
import type { Quarantine } from "./quarantine.ts";
import type { Registration } from "./registration.ts";
import type { PluginState, PluginStatus } from "./runtime.ts";

/** One registered plugin in this process: what the database wants of it and what became of that. */
export class PluginSlot {
  readonly id: string;
  registration: Registration;
  manifest: PluginManifest | undefined;
  folder: string | undefined;
  generation: Generation | undefined;
  /** Why the last attempt to load it failed; or why it cannot be tried. */
  failure: PlatformError | undefined;
  quarantine: Quarantine | undefined;
  /** The dependency that keeps it from starting. */
  blockedBy: string | undefined;
  starting = false;
  /** Environments of the manifest do not include this one. */
  misplaced = false;
  health: (Health & { at: Date }) | undefined;
  leftovers: string[] = [];

  constructor(registration: Registration) {
    this.id = registration.pluginId;
    this.registration = registration;
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

  /** The running generation. Raises the refusal where there is none. */
  require(): Generation {
    if (this.generation !== undefined && this.state === "active") return this.generation;
    throw this.refusal() ?? unavailable(this.id, "plugin.failed", "It is not running.", 30);
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
          this.id,
          "plugin.quarantined",
          this.reason ?? "It is in quarantine.",
          Math.max(1, wait),
        );
      }
      case "starting":
        return unavailable(this.id, "plugin.starting", "It is being started.", 2);
      default:
        return unavailable(this.id, "plugin.failed", this.reason ?? "It failed to start.", 60);
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
    const { generation, manifest, registration, failure, health, reason } = this;
    const breaker = generation?.breaker;
    return {
      id: this.id,
      kind: manifest?.kind ?? "plugin",
      title: manifest?.title ?? this.id,
      version: registration.version,
      source: registration.source,
      state: this.state,
      breaker: {
        state: breaker?.state ?? "closed",
        ...(breaker?.retryAfter === undefined ? {} : { retryAfter: breaker.retryAfter }),
        openTenants: breaker?.openTenants ?? [],
      },
      usage: { ...(generation?.usage ?? { calls: 0, errors: 0, timeouts: 0, milliseconds: 0 }) },
      inFlight: generation?.inFlight ?? 0,
      leftovers: [...this.leftovers],
      ...(manifest === undefined ? {} : { manifest }),
      ...(reason === undefined ? {} : { reason, hint: this.#hint() }),
      ...(this.state === "failed" && failure !== undefined ? { error: summary(failure) } : {}),
      ...(this.quarantine?.inForce && this.quarantine.until ? { until: this.quarantine.until } : {}),
      ...(generation === undefined ? {} : { generation: generation.number, startedAt: generation.loadedAt }),
      ...(health === undefined ? {} : { health }),
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

function unavailable(id: string, code: string, reason: string, retryAfter: number): PlatformError {
  return new PlatformError(`${id} does not answer now. ${reason}`, {
    code,
    status: 503,
    plugin: id,
    retryAfter,
    hint: "Try again later; an admin sees the cause on the plugin's page.",
  });
}
