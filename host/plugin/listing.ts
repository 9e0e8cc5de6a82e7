import type { Subscriber } from "../event/relay.ts";
import { isPlatformWide } from "./enablement.ts";
import type { Roster } from "./roster.ts";
import type { DeclaredJob, DeclaredMount, DeclaredRoute } from "./runtime.ts";

/** Routes of every plugin that runs. */
export function declaredRoutes(roster: Roster): DeclaredRoute[] {
  return roster.active().flatMap(({ id, generation }) => {
    const usual = generation?.manifest.limits?.requestSeconds ?? 15;
    return [...(generation?.declared.routes ?? [])].map((route) => ({
      plugin: id,
      route,
      seconds: route.limits.seconds ?? usual,
    }));
  });
}

export function declaredMounts(roster: Roster): DeclaredMount[] {
  return roster
    .active()
    .flatMap(({ id, generation }) =>
      [...(generation?.declared.mounts ?? [])].map((mount) => ({ plugin: id, mount })),
    );
}

/** Jobs of every plugin that runs, with what plugin.json leaves to defaults filled in. */
export function declaredJobs(roster: Roster): DeclaredJob[] {
  return roster.active().flatMap(({ id, generation }) => {
    const wait = generation?.breaker.retryAfter;
    return (generation?.manifest.contributes?.jobs ?? []).map((job) => ({
      plugin: id,
      name: job.name,
      title: job.title,
      schedule: job.schedule,
      timezone: job.timezone ?? "UTC",
      scope: job.scope,
      catchUp: job.catchUp ?? "latest",
      timeoutSeconds: job.timeoutSeconds ?? 60,
      ...(wait === undefined ? {} : { paused: `It failed too often and pauses for ${wait} s.` }),
    }));
  });
}

/** Who hears events: also those that do not run now, because theirs wait for them. */
export function declaredSubscribers(roster: Roster): Subscriber[] {
  return roster.all().flatMap(({ id, manifest, generation, registration }) => {
    const events = manifest?.capabilities?.events?.subscribes ?? [];
    if (manifest === undefined || events.length === 0 || !registration.enabled) return [];
    const running = generation !== undefined && generation.breaker.retryAfter === undefined;
    return [{ plugin: id, events, platformWide: isPlatformWide(manifest), running }];
  });
}
