import { DEPRECATIONS, inPhase, PlatformError, type PluginManifest } from "@promostack/core";
import { migratePlugin } from "../db/pluginMigrations.ts";
import type { BootMarker } from "./bootMarker.ts";
import { GenerationContainer } from "./container.ts";
import { ContextFactory, type ContextLinks } from "./context.ts";
import { endingWords, folderEndings } from "./deprecatedUses.ts";
import { Generation } from "./generation.ts";
import { askHealth } from "./healthChecks.ts";
import type { LiveRelease } from "./liveRelease.ts";
import { readManifest } from "./manifest.ts";
import { checkNames } from "./namesTaken.ts";
import type { RuntimePorts } from "./ports.ts";
import type { ReleaseRef } from "./registrationRow.ts";
import { type ReleaseSource, sourceOf } from "./release.ts";
import type { Roster } from "./roster.ts";
import { SettingsSchema } from "./settings.ts";
import type { Neighbours } from "./setup.ts";

export interface LaunchParts {
  ports: RuntimePorts;
  roster: Roster;
  marker: BootMarker;
  sources: readonly ReleaseSource[];
  neighbours: Neighbours;
  links(manifest: PluginManifest, release: LiveRelease): ContextLinks;
  changed(): void;
}

export interface LaunchOptions {
  /** Newest contracting migration that may run now: those above it wait for the end of the rollback window. */
  contractTo: number;
  /** Another release serves: this one takes over only when it says that it is well. */
  beside: boolean;
}

/** Brings releases up, one step after the other, each marked in the database, so that one which ends the process is found. */
export class Launch {
  readonly #parts: LaunchParts;
  /** Releases of whose deprecated parts the log has been told. */
  readonly #told = new Set<string>();

  constructor(parts: LaunchParts) {
    this.#parts = parts;
  }

  /** Finds the release's folder and reads its manifest. What is wrong stands on the release afterwards. */
  async read(release: LiveRelease): Promise<void> {
    const { sources, ports } = this.#parts;
    const { ref } = release;
    if (release.manifest !== undefined || release.failure !== undefined) return;
    try {
      release.folder = await sourceOf(sources, ref).folder(ref);
      const manifest = await readManifest(release.folder);
      if (manifest.id !== ref.pluginId || manifest.version !== ref.version) throw otherRelease(ref, manifest);
      release.manifest = manifest;
      release.endings = await folderEndings(release.folder, manifest, ports.deprecations ?? DEPRECATIONS);
      this.#warn(release);
      release.misplaced = !(manifest.environments?.includes(ports.environment) ?? true);
    } catch (error) {
      release.failure = inPhase(error, ref.pluginId, "manifest");
    }
  }

  #warn({ ref: { pluginId: plugin, version: release }, endings }: LiveRelease): void {
    const name = `${plugin} ${release}`;
    if (endings.length === 0 || this.#told.has(name)) return;
    this.#told.add(name);
    for (const ending of endings)
      this.#parts.ports.log.warn("A release uses a part of the plugin API that ends", {
        plugin,
        release,
        part: ending.name,
        ends: ending.until,
        told: endingWords(ending),
      });
  }

  /** Brings the plugin's schema up to the release; contracting migrations above `contractTo` wait. */
  async migrate(
    { folder = "", ref }: LiveRelease,
    { id, capabilities, migrations }: PluginManifest,
    contractTo: number,
  ): Promise<void> {
    if (capabilities?.db === undefined) return;
    const { head = 0, breaking = 0, contracting = [] } = migrations ?? {};
    const platform = capabilities.db.platform ?? false;
    const guarded = ref.source === "archive";
    const files = { pluginId: id, folder, head, breaking, contracting, platform, guarded };
    await migratePlugin(this.#parts.ports.database, files, contractTo);
  }

  /** Migrate, load, setup, start, health. Raises what failed, with nothing of the release left running. */
  async raise(
    release: LiveRelease,
    manifest: PluginManifest,
    { contractTo, beside }: LaunchOptions,
  ): Promise<Generation> {
    const { ports, marker, neighbours, roster, changed } = this.#parts;
    const { id, version } = manifest;
    const folder = release.folder ?? "";
    checkNames(manifest, roster);
    await this.migrate(release, manifest, contractTo);
    await marker.set(id, version, "load");
    try {
      const container = new GenerationContainer(manifest, ports);
      const contexts = new ContextFactory(manifest, container, this.#parts.links(manifest, release));
      const parts = { manifest, folder, container, contexts };
      const generation = await Generation.load(parts, neighbours, changed);
      SettingsSchema.of(manifest).adopt(generation.plugin.migrateSettings);
      await marker.set(id, version, "start");
      try {
        await generation.start();
        if (beside) await refuseIll(generation);
      } catch (error) {
        await generation.stop(0);
        throw error;
      }
      return generation;
    } finally {
      await marker.clear(id);
    }
  }
}

async function refuseIll(generation: Generation): Promise<void> {
  const { state, detail = "it says no more" } = await askHealth(generation);
  if (state !== "failed") return;
  const { id, version } = generation.manifest;
  throw new PlatformError(`${id} ${version} started and is not well: ${detail}`, {
    code: "plugin.unhealthy",
    plugin: id,
    phase: "health",
    hint: "The release before it goes on. Correct the cause, then try again.",
  });
}

function otherRelease({ pluginId, version }: ReleaseRef, manifest: PluginManifest): PlatformError {
  const found = `${manifest.id} ${manifest.version}`;
  return new PlatformError(`${pluginId} ${version} is registered, and its folder holds ${found}.`, {
    code: "release.other",
    plugin: pluginId,
    phase: "manifest",
    hint: "Give the registration manifest and plugin.json the same id and version.",
  });
}
