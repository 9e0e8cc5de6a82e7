import type { Subscriber } from "../event/relay.ts";
import { isPlatformWide } from "./enablement.ts";
import type { Generation } from "./generation.ts";
import type { Roster } from "./roster.ts";
import type { DeclaredJob, DeclaredMount, DeclaredPage, DeclaredRoute } from "./runtime.ts";

/** Routes of every plugin that runs. */
export function declaredRoutes(roster: Roster): DeclaredRoute[] {
  return roster.active().flatMap(({ generation }) => routesOf(generation));
}

/** Routes of the candidates, which serve some tenants in the place of the active releases'. */
export function candidateRoutes(roster: Roster): DeclaredRoute[] {
  return roster.active().flatMap(({ candidate }) => routesOf(candidate?.generation));
}

function routesOf(generation: Generation | undefined): DeclaredRoute[] {
  if (generation === undefined) return [];
  const { declared, manifest } = generation;
  const usual = manifest.limits?.requestSeconds ?? 15;
  return [...declared.routes].map((route) => ({
    plugin: manifest.id,
    route,
    seconds: route.limits.seconds ?? usual,
  }));
}

export function declaredMounts(roster: Roster): DeclaredMount[] {
  return roster
    .active()
    .flatMap(({ id, generation }) =>
      [...(generation?.declared.mounts ?? [])].map((mount) => ({ plugin: id, mount })),
    );
}

/** Public pages of every registered plugin: also of one that does not run now, which says so at their addresses. */
export function declaredPages(roster: Roster): DeclaredPage[] {
  return roster.all().flatMap(({ id, manifest, generation }) =>
    (manifest?.contributes?.publicPages ?? []).map(({ path, mount: prefix }) => ({
      plugin: id,
      path,
      mount: [...(generation?.declared.mounts ?? [])].find((mount) => mount.prefix === prefix),
    })),
  );
}

/**
 * Jobs of every plugin that runs, with what plugin.json leaves to defaults filled in. Of a candidate only the tenants' jobs
 * that are new in it: the installation's own wait until it is promoted.
 */
export function declaredJobs(roster: Roster): DeclaredJob[] {
  return roster.active().flatMap(({ generation, candidate }) => {
    const jobs = jobsOf(generation);
    const names = new Set(jobs.map(({ name }) => name));
    const fresh = jobsOf(candidate?.generation).filter(
      ({ name, scope }) => scope === "tenant" && !names.has(name),
    );
    return [...jobs, ...fresh];
  });
}

function jobsOf(generation: Generation | undefined): DeclaredJob[] {
  if (generation === undefined) return [];
  const wait = generation.breaker.retryAfter;
  return (generation.manifest.contributes?.jobs ?? []).map((job) => ({
    plugin: generation.manifest.id,
    name: job.name,
    title: job.title,
    schedule: job.schedule,
    timezone: job.timezone ?? "UTC",
    scope: job.scope,
    catchUp: job.catchUp ?? "latest",
    timeoutSeconds: job.timeoutSeconds ?? 60,
    ...(wait === undefined ? {} : { paused: `It failed too often and pauses for ${wait} s.` }),
  }));
}

/** Who hears events: also those that do not run now, because theirs wait for them. */
export function declaredSubscribers(roster: Roster): Subscriber[] {
  return roster.all().flatMap(({ id, manifest, generation, registration, candidate }) => {
    const heard = [manifest, candidate?.generation?.manifest].flatMap(
      (each) => each?.capabilities?.events?.subscribes ?? [],
    );
    const events = [...new Set(heard)];
    if (manifest === undefined || events.length === 0 || !registration.enabled) return [];
    const running = generation !== undefined && generation.breaker.retryAfter === undefined;
    return [{ plugin: id, events, platformWide: isPlatformWide(manifest), running }];
  });
}
