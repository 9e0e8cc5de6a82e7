import {
  type AuditNote,
  type Delivery,
  type EnabledTenant,
  type IncomingEvent,
  isReply,
  type JobRun,
  type Mount,
  PlatformError,
  type PluginManifest,
  type RawRequest,
  type Reply,
  type Route,
  type SettingsTestResult,
  type TenantContext,
  type Transaction,
} from "@promostack/core";
import { audit } from "../identity/audit.ts";
import type { Call } from "./call.ts";
import { noJob, noTenant, noTest, otherRelease, tenantless } from "./callRefusals.ts";
import type { Enablement } from "./enablement.ts";
import type { Generation } from "./generation.ts";
import type { Invocation, Invocations } from "./invocation.ts";
import { keepOpen, keepServing } from "./lastingAnswers.ts";
import type { Roster } from "./roster.ts";
import type { Caller, Mark, ServiceCaller, ValidatedInput } from "./runtime.ts";
import type { Settings } from "./settings.ts";
import type { TenantHook } from "./tenantPlugins.ts";

export interface CallsParts {
  roster: Roster;
  enablement: Enablement;
  invocations: Invocations;
}

/** Every way into a plugin: finds the running generation, asks whether the tenant has it, and runs the handler. */
export class Calls {
  readonly #parts: CallsParts;

  constructor(parts: CallsParts) {
    this.#parts = parts;
  }

  async route(pluginId: string, route: Route, caller: Caller, input: ValidatedInput): Promise<unknown> {
    const { tenantId, actor, signal } = caller;
    const generation = this.#parts.roster.require(pluginId).require(tenantId);
    if (!generation.declared.routes.has(route)) throw otherRelease(pluginId);
    const more = { actor, ...auditing(generation.manifest, caller) };
    const invocation: Invocation = {
      generation,
      phase: "route",
      what: `${route.method} ${route.path}`,
      milliseconds: 1_000 * (route.limits.seconds ?? generation.manifest.limits?.requestSeconds ?? 15),
      parent: signal,
      staysOpen: keepOpen,
    };
    if (!route.permission.startsWith("tenant:")) {
      return this.#parts.invocations.run(invocation, (call, first) =>
        handled(route, generation.contexts.platform(call, first, more), input),
      );
    }
    if (tenantId === undefined) throw noTenant(pluginId);
    return generation.held(this.#parts.enablement.enabled(tenantId, generation.manifest), (tenant) =>
      this.#parts.invocations.run({ ...invocation, tenantId }, (call, first) =>
        handled(route, generation.contexts.tenant(tenant, call, first, more), input),
      ),
    );
  }

  /** A mount has no tenant before its plugin has read the request, so that it is always the active release's. */
  async mount(pluginId: string, found: Mount, request: RawRequest, signal?: AbortSignal): Promise<Reply> {
    const generation = this.#parts.roster.require(pluginId).require();
    const mount = [...generation.declared.mounts].find(({ prefix }) => prefix === found.prefix);
    if (mount === undefined) throw otherRelease(pluginId);
    const answer = await this.#parts.invocations.run(
      {
        generation,
        phase: "route",
        what: `mount ${mount.prefix}`,
        milliseconds: 1_000 * (mount.limits.seconds ?? generation.manifest.limits?.requestSeconds ?? 15),
        parent: signal,
        staysOpen: (result, call) =>
          request.wantsSocket ? keepServing(result, call) || keepOpen(result, call) : keepOpen(result, call),
      },
      (call, first) => mount.handle(generation.contexts.platform(call, first, {}), request),
    );
    if (isReply(answer)) return answer;
    throw new PlatformError(`${pluginId}: the mount ${mount.prefix} answered no reply.`, {
      code: "plugin.invalid_answer",
      plugin: pluginId,
      phase: "route",
      hint: "Answer reply(status, body).",
    });
  }

  async job(pluginId: string, job: string, run: JobRun, tenantId?: string, mark?: Mark): Promise<void> {
    const slot = this.#parts.roster.require(pluginId);
    const generation = slot.require(tenantId);
    const { declared } = generation;
    const invocation = {
      generation,
      phase: "job",
      what: `job ${job}`,
      milliseconds: run.timeoutMs,
      mark,
    } as const;
    const forAll = declared.platformJobs.get(job);
    if (forAll !== undefined) {
      const transact = (call: Call) => generation.contexts.platformTransact(call);
      await this.#parts.invocations.run({ ...invocation, transact }, (call, first) =>
        forAll(generation.contexts.platform(call, first, {}), run),
      );
      return;
    }
    const forOne = declared.tenantJobs.get(job);
    // A job of the other live release, which does not serve this tenant: its window is marked, and nothing runs.
    const others = slot.releases.some((each) => each.generation?.declared.tenantJobs.has(job));
    if (tenantId === undefined || (forOne === undefined && !others))
      throw noJob(pluginId, job, forOne !== undefined);
    await this.#forTenant(invocation, tenantId, async (context) => forOne?.(context, run));
  }

  async event(subscriber: string, event: IncomingEvent, mark: Mark): Promise<void> {
    const generation = this.#parts.roster.require(subscriber).require(event.tenantId);
    const handle = generation.declared.subscriptions.get(event.name);
    const milliseconds = updateMs(generation);
    // A release that does not subscribe lets events of the other one go: they are marked without a handler.
    await this.#forTenant(
      { generation, phase: "event", what: `event ${event.name}`, milliseconds, mark },
      event.tenantId,
      async (context) => handle?.(context, event),
    );
  }

  async delivery(pluginId: string, report: string, delivery: Delivery, mark?: Mark): Promise<void> {
    const generation = this.#parts.roster.require(pluginId).require(delivery.tenantId);
    const handle = generation.declared.deliveries.get(report);
    const milliseconds = updateMs(generation);
    await this.#forTenant(
      { generation, phase: "bot", what: `delivery report ${report}`, milliseconds, mark },
      delivery.tenantId,
      async (context) => handle?.(context, delivery),
    );
  }

  /** Work for a tenant that has the plugin, in the tenant's own context. */
  #forTenant(
    invocation: Omit<Invocation, "tenantId" | "transact">,
    tenantId: string,
    work: (context: TenantContext) => Promise<void>,
  ): Promise<void> {
    const { generation } = invocation;
    return generation.held(this.#parts.enablement.enabled(tenantId, generation.manifest), (tenant) =>
      this.#parts.invocations.forTenant(invocation, tenant, (call, first) =>
        work(generation.contexts.tenant(tenant, call, first, {})),
      ),
    );
  }

  async hook(pluginId: string, hook: TenantHook, tenant: EnabledTenant, before: Settings): Promise<void> {
    const generation = this.#parts.roster.get(pluginId)?.serving(tenant.tenantId).generation;
    if (generation?.plugin[hook] === undefined) return;
    const { plugin } = generation;
    const subject = {
      generation,
      phase: "tenant-hook",
      what: hook,
      milliseconds: startMs(generation),
    } as const;
    await this.#parts.invocations.run({ ...subject, tenantId: tenant.tenantId }, async (call, first) => {
      const context = generation.contexts.tenant(tenant, call, first, {});
      if (hook === "settingsChanged" || hook === "checkSettings") await plugin[hook]?.(context, before);
      else await plugin[hook]?.(context);
    });
  }

  /** A tenant's settings as a form holds them: secrets among them come before the stored ones. */
  async settingsTest(
    pluginId: string,
    name: string,
    tenant: EnabledTenant,
    typed: Readonly<Record<string, string | null>>,
    signal?: AbortSignal,
  ): Promise<SettingsTestResult> {
    const generation = this.#parts.roster.require(pluginId).require(tenant.tenantId);
    const test = generation.declared.settingsTests.get(name);
    if (test === undefined) throw noTest(pluginId, name);
    const invocation: Invocation = {
      generation,
      phase: "route",
      what: `settings test ${name}`,
      milliseconds: 1_000 * (generation.manifest.limits?.requestSeconds ?? 15),
      tenantId: tenant.tenantId,
      parent: signal,
    };
    const result = await this.#parts.invocations.run(invocation, (call, first) => {
      const context = generation.contexts.tenant(tenant, call, first, {});
      if (!("secret" in context)) return test(context);
      const secret = async (of: string) => (of in typed ? (typed[of] ?? undefined) : context.secret(of));
      return test(Object.freeze({ ...context, secret }));
    });
    if (typeof result?.ok === "boolean" && typeof result.message === "string") return result;
    throw new PlatformError(`${pluginId}: the settings test ${name} answered no result.`, {
      code: "plugin.invalid_answer",
      plugin: pluginId,
      phase: "route",
      hint: "Answer { ok, message }.",
    });
  }

  /** For the service directory: undefined where no running plugin provides the service. */
  service(
    name: string,
    caller: ServiceCaller,
    use: (service: object) => Promise<unknown>,
  ): Promise<unknown> | undefined {
    const { roster } = this.#parts;
    const serving = caller.tenantId === undefined ? roster.generations() : roster.serving(caller.tenantId);
    const generation = serving.find(({ declared }) => declared.services.has(name));
    const factory = generation?.declared.services.get(name);
    if (generation === undefined || factory === undefined) return undefined;
    return this.serve(generation, `service ${name}`, caller, (context) => use(factory(context)));
  }

  /** Runs what one plugin does for another, in its own context for the caller's tenant. */
  async serve(
    generation: Generation,
    what: string,
    { tenantId, signal, plugin }: ServiceCaller,
    use: (context: TenantContext) => Promise<unknown>,
  ): Promise<unknown> {
    if (tenantId === undefined) throw tenantless(what, plugin);
    const milliseconds = 1_000 * (generation.manifest.limits?.requestSeconds ?? 15);
    return generation.held(this.#parts.enablement.enabled(tenantId, generation.manifest), (tenant) =>
      this.#parts.invocations.run(
        { generation, phase: "service", what, milliseconds, tenantId, parent: signal },
        (call, first) => use(generation.contexts.tenant(tenant, call, first, {})),
      ),
    );
  }
}

/** The route's own types tie context and input to its declaration; here, any route passes, checked by its schemas. */
function handled(route: Route, context: object, input: ValidatedInput): Promise<unknown> {
  return Promise.resolve(Reflect.apply(route.handle, route, [context, input]));
}

/** A route's way into the audit log; none for a plugin without a database, which has no transaction to write it in. */
function auditing({ id, capabilities }: PluginManifest, caller: Caller) {
  if (!capabilities?.db) return {};
  const { tenantId = null, actor, requestId = "", address = "" } = caller;
  return {
    audit: (trx: Transaction, { action, ...note }: AuditNote) =>
      audit(trx, { actor, requestId, address }, { tenantId, action: `${id}.${action}`, ...note }),
  };
}

/** Deadline of a bot handler, an event handler and a delivery report. */
export function updateMs({ manifest }: Generation): number {
  return 1_000 * (manifest.limits?.updateSeconds ?? 15);
}

function startMs({ manifest }: Generation): number {
  return 1_000 * (manifest.limits?.startSeconds ?? 10);
}
