import { PlatformError, type PluginManifest } from "@promostack/core";
import semver from "semver";

export interface Graph {
  /** Every plugin that can be ordered, dependencies before dependents; the rest of the order is by id. */
  order: string[];
  /** Why a plugin cannot start: missing dependency, wrong range, cycle. */
  problems: Map<string, PlatformError>;
}

type Node = Pick<PluginManifest, "id" | "version" | "dependencies">;

/** Orders plugins by their dependencies. Every problem is named whole: all that miss, and the full cycle. */
export function dependencyGraph(manifests: readonly Node[]): Graph {
  const nodes = new Map([...manifests].sort(byId).map((manifest) => [manifest.id, manifest]));
  const problems = new Map<string, PlatformError>();
  for (const node of nodes.values()) {
    const unmet = unmetDependencies(node, nodes);
    if (unmet.length > 0) problems.set(node.id, unmetError(node, unmet));
  }
  const order: string[] = [];
  const done = new Set<string>();
  const visit = (id: string, trail: readonly string[]) => {
    const at = trail.indexOf(id);
    if (at >= 0) {
      const cycle = [...trail.slice(at), id];
      for (const member of new Set(cycle)) problems.set(member, cycleError(member, cycle));
      return;
    }
    const node = nodes.get(id);
    if (node === undefined || done.has(id)) return;
    for (const dependency of Object.keys(node.dependencies ?? {}).sort()) visit(dependency, [...trail, id]);
    if (done.has(id)) return;
    done.add(id);
    order.push(id);
  };
  for (const id of nodes.keys()) visit(id, []);
  return { order, problems };
}

function unmetDependencies(node: Node, nodes: ReadonlyMap<string, Node>): string[] {
  return Object.entries(node.dependencies ?? {}).flatMap(([id, range]) => {
    const dependency = nodes.get(id);
    if (dependency === undefined) return [`${id} ${range}, which is not registered`];
    if (semver.satisfies(dependency.version, range, { includePrerelease: true })) return [];
    return [`${id} ${range}, and ${dependency.version} is registered`];
  });
}

function unmetError(node: Node, unmet: string[]): PlatformError {
  return new PlatformError(`${node.id} ${node.version} needs ${unmet.join("; ")}.`, {
    code: "dependency.unmet",
    plugin: node.id,
    phase: "load",
    hint: "Register what it needs in a fitting version, or take this plugin out of the registration.",
    details: { unmet },
  });
}

function cycleError(id: string, cycle: string[]): PlatformError {
  return new PlatformError(`${id} depends on itself: ${cycle.join(" → ")}.`, {
    code: "dependency.cycle",
    plugin: id,
    phase: "load",
    hint: "Take one dependency out of the circle; an event or an extension point often does.",
    details: { cycle },
  });
}

function byId(one: Node, other: Node): number {
  return one.id < other.id ? -1 : 1;
}
