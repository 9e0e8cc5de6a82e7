import {
  type BotRole,
  type Delivery,
  type EnabledTenant,
  type IncomingEvent,
  isReply,
  type JobRun,
  type Mount,
  PlatformError,
  type RawRequest,
  type Reply,
  type Route,
  type TelegramUpdate,
  type TenantContext,
} from "@promostack/core";
import type { Call } from "./call.ts";
import type { Enablement } from "./enablement.ts";
import type { FirstTransaction } from "./firstTransaction.ts";
import type { Generation } from "./generation.ts";
import { type Invocation, type Invocations, isPause } from "./invocation.ts";
import type { BotDirectory } from "./ports.ts";
import type { Roster } from "./roster.ts";
import type { Caller, Mark, PluginMark, ServiceCaller, ValidatedInput } from "./runtime.ts";
import type { Settings } from "./settings.ts";
import type { TenantHook } from "./tenantPlugins.ts";
import { type ReadUpdate, readUpdate } from "./updates.ts";

export interface CallsParts {
  roster: Roster;
  enablement: Enablement;
  invocations: Invocations;
  bots: BotDirectory;
}

/** Every way into a plugin: finds the running generation, asks whether the tenant has it, and runs the handler. */
export class Calls {
  readonly #parts: CallsParts;

  constructor(parts: CallsParts) {
    this.#parts = parts;
  }

  async route(pluginId: string, route: Route, caller: Caller, input: ValidatedInput): Promise<unknown> {
    const generation = this.#parts.roster.require(pluginId).require();
    const { tenantId, actor, signal } = caller;
    const invocation: Invocation = {
      generation,
      phase: "route",
      what: `${route.method} ${route.path}`,
      milliseconds: 1_000 * (route.limits.seconds ?? generation.manifest.limits?.requestSeconds ?? 15),
      parent: signal,
      staysOpen: keepOpen,
    };
    // The route's own types tie context and input to its declaration; here, any route passes, checked by its schemas.
    const handle = (context: unknown) =>
      Promise.resolve(Reflect.apply(route.handle, route, [context, input]));
    if (!route.permission.startsWith("tenant:")) {
      return this.#parts.invocations.run(invocation, (call, first) =>
        handle(generation.contexts.platform(call, first, { actor })),
      );
    }
    if (tenantId === undefined) throw noTenant(pluginId);
    const tenant = await this.#parts.enablement.enabled(tenantId, generation.manifest);
    return this.#parts.invocations.run({ ...invocation, tenantId }, (call, first) =>
      handle(generation.contexts.tenant(tenant, call, first, { actor })),
    );
  }

  async mount(pluginId: string, mount: Mount, request: RawRequest, signal?: AbortSignal): Promise<Reply> {
    const generation = this.#parts.roster.require(pluginId).require();
    const answer = await this.#parts.invocations.run(
      {
        generation,
        phase: "route",
        what: `mount ${mount.prefix}`,
        milliseconds: 1_000 * (mount.limits.seconds ?? generation.manifest.limits?.requestSeconds ?? 15),
        parent: signal,
        staysOpen: keepOpen,
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
    const generation = this.#parts.roster.require(pluginId).require();
    const { declared, manifest } = generation;
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
    if (forOne === undefined || tenantId === undefined) throw noJob(pluginId, job, forOne !== undefined);
    const tenant = await this.#parts.enablement.enabled(tenantId, manifest);
    await this.#forTenant(invocation, tenant, (call, first) =>
      forOne(generation.contexts.tenant(tenant, call, first, {}), run),
    );
  }

  async event(subscriber: string, event: IncomingEvent, mark: Mark): Promise<void> {
    const generation = this.#parts.roster.require(subscriber).require();
    const tenant = await this.#parts.enablement.enabled(event.tenantId, generation.manifest);
    const handle = generation.declared.subscriptions.get(event.name);
    await this.#forTenant(
      { generation, phase: "event", what: `event ${event.name}`, milliseconds: updateMs(generation), mark },
      tenant,
      // A release that no longer subscribes lets its old events go: they are marked without a handler.
      async (call, first) => handle?.(generation.contexts.tenant(tenant, call, first, {}), event),
    );
  }

  async delivery(pluginId: string, report: string, delivery: Delivery, mark?: Mark): Promise<void> {
    const generation = this.#parts.roster.require(pluginId).require();
    const tenant = await this.#parts.enablement.enabled(delivery.tenantId, generation.manifest);
    const handle = generation.declared.deliveries.get(report);
    await this.#forTenant(
      {
        generation,
        phase: "bot",
        what: `delivery report ${report}`,
        milliseconds: updateMs(generation),
        mark,
      },
      tenant,
      async (call, first) => handle?.(generation.contexts.tenant(tenant, call, first, {}), delivery),
    );
  }

  /** One plugin after the other, until one stops it; failures and pauses of one do not keep it from the next. */
  async update(tenantId: string, role: BotRole, update: TelegramUpdate, mark?: PluginMark): Promise<void> {
    const read = readUpdate(update);
    if (read === undefined) return;
    let failure: unknown;
    for (const { generation, manifest } of this.#parts.roster.active()) {
      if (generation === undefined || manifest === undefined || !wants(generation, role, read)) continue;
      try {
        if (!(await this.#parts.enablement.isEnabled(tenantId, manifest))) continue;
        if (await this.#handOn(generation, tenantId, role, update, read, mark)) break;
      } catch (error) {
        // A real failure counts an attempt of the update; a pause only makes it wait.
        if (failure === undefined || isPause(failure)) failure = error;
      }
    }
    if (failure !== undefined) throw failure;
  }

  async hook(pluginId: string, hook: TenantHook, tenant: EnabledTenant, before: Settings): Promise<void> {
    const generation = this.#parts.roster.get(pluginId)?.generation;
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
      if (hook === "settingsChanged") await plugin.settingsChanged?.(context, before);
      else await plugin[hook]?.(context);
    });
  }

  /** For the service directory: undefined where no running plugin provides the service. */
  service(
    name: string,
    caller: ServiceCaller,
    use: (service: object) => Promise<unknown>,
  ): Promise<unknown> | undefined {
    const provider = this.#parts.roster
      .active()
      .find(({ generation }) => generation?.declared.services.has(name));
    const generation = provider?.generation;
    const factory = generation?.declared.services.get(name);
    if (generation === undefined || factory === undefined) return undefined;
    return this.#serve(generation, name, caller, (context) => use(factory(context)));
  }

  async #serve(
    generation: Generation,
    name: string,
    { tenantId, signal, plugin }: ServiceCaller,
    use: (context: TenantContext) => Promise<unknown>,
  ): Promise<unknown> {
    if (tenantId === undefined) throw tenantless(name, plugin);
    const tenant = await this.#parts.enablement.enabled(tenantId, generation.manifest);
    const milliseconds = 1_000 * (generation.manifest.limits?.requestSeconds ?? 15);
    return this.#parts.invocations.run(
      { generation, phase: "service", what: `service ${name}`, milliseconds, tenantId, parent: signal },
      (call, first) => use(generation.contexts.tenant(tenant, call, first, {})),
    );
  }

  /** True where the plugin stops the update. */
  async #handOn(
    generation: Generation,
    tenantId: string,
    role: BotRole,
    update: TelegramUpdate,
    read: ReadUpdate,
    mark?: PluginMark,
  ): Promise<boolean> {
    const { manifest, declared, contexts } = generation;
    const tenant = await this.#parts.enablement.enabled(tenantId, manifest);
    const name = await this.#commandOf(generation, tenantId, role, read);
    const command = name === undefined ? undefined : declared.commands.get(name);
    const handlers = [...declared.updates].filter(
      (each) => each.role === role && each.kinds.includes(read.kind),
    );
    const milliseconds = updateMs(generation);
    const marked: Mark | undefined = mark && ((trx) => mark(trx, manifest.id));
    let stopped = false;
    await this.#forTenant(
      { generation, phase: "bot", what: `update ${read.kind}`, milliseconds, mark: marked },
      tenant,
      async (call, first) => {
        const context = contexts.tenant(tenant, call, first, { role, update, chat: read.chat });
        if (command !== undefined) {
          await command(context, read.command?.argument ?? "");
          stopped = true;
          return;
        }
        for (const handler of handlers) {
          stopped = (await handler.handle(context)) === true;
          if (stopped) return;
        }
      },
    );
    return stopped;
  }

  /** The command's name where it is this plugin's, for this bot. */
  async #commandOf(
    { manifest }: Generation,
    tenantId: string,
    role: BotRole,
    { command }: ReadUpdate,
  ): Promise<string | undefined> {
    if (command === undefined) return undefined;
    const own = manifest.contributes?.commands ?? [];
    if (!own.some((each) => each.role === role && each.command === command.name)) return undefined;
    if (command.bot === undefined) return command.name;
    const { username } = await this.#parts.bots.identity(tenantId, role);
    return username.toLowerCase() === command.bot ? command.name : undefined;
  }

  async #forTenant(
    invocation: Omit<Invocation, "tenantId" | "transact">,
    { tenantId }: EnabledTenant,
    work: (call: Call, first: FirstTransaction) => Promise<void>,
  ): Promise<void> {
    const transact = (call: Call) => invocation.generation.contexts.tenantTransact(tenantId, call);
    await this.#parts.invocations.run({ ...invocation, tenantId, transact }, work);
  }
}

/** Whether the plugin would do anything with an update of this kind for this bot. */
function wants({ declared, manifest }: Generation, role: BotRole, { kind, command }: ReadUpdate): boolean {
  if ([...declared.updates].some((each) => each.role === role && each.kinds.includes(kind))) return true;
  return (manifest.contributes?.commands ?? []).some(
    (each) => each.role === role && each.command === command?.name,
  );
}

/** A stream of events outlives its handler: its call, and with it the signal, stays open until the stream ends. */
function keepOpen(result: unknown, call: Call): boolean {
  if (!isReply(result) || result.events === undefined) return false;
  const { events } = result;
  result.events = (async function* closing() {
    try {
      yield* events;
    } finally {
      call.close();
    }
  })();
  return true;
}

function updateMs({ manifest }: Generation): number {
  return 1_000 * (manifest.limits?.updateSeconds ?? 15);
}

function startMs({ manifest }: Generation): number {
  return 1_000 * (manifest.limits?.startSeconds ?? 10);
}

function noTenant(plugin: string): PlatformError {
  return new PlatformError("The request names no tenant.", {
    code: "tenant.missing",
    status: 400,
    plugin,
    hint: "Send the header x-tenant with the id of a tenant that /api/me lists.",
  });
}

function noJob(plugin: string, job: string, needsTenant: boolean): PlatformError {
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

function tenantless(name: string, plugin: string): PlatformError {
  return new PlatformError(`${plugin} calls ${name} without a tenant.`, {
    code: "service.no_tenant",
    status: 400,
    plugin,
    hint: "Take a tenant's own context: (await context.tenants.context(tenantId)).service(name).",
  });
}
