import type { PlatformError, PluginManifest } from "@promostack/core";
import type { Generation } from "./generation.ts";
import { dependencyGraph, type Graph } from "./graph.ts";
import { type PluginSlot, unknownPlugin } from "./slot.ts";

/** The registered plugins of this process, and the order in which they depend on each other. */
export class Roster {
  readonly #slots = new Map<string, PluginSlot>();
  #graph: Graph = { order: [], problems: new Map() };

  get(id: string): PluginSlot | undefined {
    return this.#slots.get(id);
  }

  /** Raises `plugin.unknown`. */
  require(id: string): PluginSlot {
    const slot = this.#slots.get(id);
    if (slot === undefined) throw unknownPlugin(id);
    return slot;
  }

  /** Raises why there is none: the plugin is unknown, or its plugin.json broken. */
  requireManifest(id: string, tenantId?: string): PluginManifest {
    const { manifest, failure } = this.require(id).serving(tenantId);
    if (manifest === undefined) throw failure ?? unknownPlugin(id);
    return manifest;
  }

  set(slot: PluginSlot): void {
    this.#slots.set(slot.id, slot);
  }

  delete(id: string): void {
    this.#slots.delete(id);
  }

  /** Dependencies before dependents; those that cannot be ordered come last. */
  all(): PluginSlot[] {
    const ordered = this.#graph.order.flatMap((id) => this.#slots.get(id) ?? []);
    return [...ordered, ...[...this.#slots.values()].filter((slot) => !ordered.includes(slot))];
  }

  /** Those that run, dependencies first. */
  active(): PluginSlot[] {
    return this.all().filter((slot) => slot.generation !== undefined && slot.state === "active");
  }

  /** What answers for a tenant of the plugins that run, dependencies first. */
  serving(tenantId: string): Generation[] {
    return this.active().flatMap((slot) => slot.serving(tenantId).generation ?? []);
  }

  /** Every generation that serves somebody. */
  generations(): Generation[] {
    return this.all().flatMap(({ releases }) => releases.flatMap(({ generation }) => generation ?? []));
  }

  manifest(id: string, tenantId?: string): PluginManifest | undefined {
    return this.#slots.get(id)?.serving(tenantId).manifest;
  }

  /** Ids by the folders that plugins are loaded from. */
  folders(): Map<string, string> {
    return new Map(
      [...this.#slots.values()].flatMap(({ id, releases }) =>
        releases.flatMap(({ folder }): [string, string][] => (folder === undefined ? [] : [[folder, id]])),
      ),
    );
  }

  /** Orders anew after manifests or registrations changed; answers what stands in the way of whom. */
  order(): Graph {
    const wanted = [...this.#slots.values()].filter((slot) => slot.registration.enabled && !slot.misplaced);
    this.#graph = dependencyGraph(wanted.flatMap(({ manifest }) => manifest ?? []));
    return this.#graph;
  }

  /** What would stand in the way of whom if this release took the place of the plugin's active one. */
  orderWith(release: PluginManifest): ReadonlyMap<string, PlatformError> {
    const others = [...this.#slots.values()].filter(
      ({ id, registration, misplaced }) => id !== release.id && registration.enabled && !misplaced,
    );
    const { problems } = dependencyGraph([...others.flatMap(({ manifest }) => manifest ?? []), release]);
    return new Map([...problems].filter(([id]) => !this.#graph.problems.has(id)));
  }
}
