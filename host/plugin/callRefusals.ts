import { PlatformError } from "@promostack/core";

/** What was asked for belongs to a release that has been swapped out since: the same request finds the one that serves now. */
export function otherRelease(plugin: string): PlatformError {
  return new PlatformError(`${plugin} was just exchanged for another release.`, {
    code: "plugin.stopping",
    status: 503,
    plugin,
    retryAfter: 1,
    hint: "Try again now.",
  });
}

export function noTenant(plugin: string): PlatformError {
  return new PlatformError("The request names no tenant.", {
    code: "tenant.missing",
    status: 400,
    plugin,
    hint: "Send the header x-tenant with the id of a tenant that /api/me lists.",
  });
}

export function noJob(plugin: string, job: string, needsTenant: boolean): PlatformError {
  const message = needsTenant
    ? `${plugin}: the job ${job} runs for a tenant.`
    : `${plugin} has no job ${job}.`;
  return new PlatformError(message, {
    code: "job.unknown",
    status: 404,
    plugin,
    hint: "The jobs page lists what can be run.",
  });
}

export function noTest(plugin: string, name: string): PlatformError {
  return new PlatformError(`${plugin} has no settings test ${name}.`, {
    code: "settings.unknown_test",
    status: 404,
    plugin,
    hint: "The catalogue lists the tests of each plugin.",
  });
}

export function tenantless(name: string, plugin: string): PlatformError {
  return new PlatformError(`${plugin} calls ${name} without a tenant.`, {
    code: "service.no_tenant",
    status: 400,
    plugin,
    hint: "Take a tenant's own context: (await context.tenants.context(tenantId)).service(name).",
  });
}
