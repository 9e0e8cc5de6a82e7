import { type Disposable, PlatformError } from "@promostack/core";
import type { ServiceCaller } from "./runtime.ts";

type Method = (...values: unknown[]) => unknown;

/** Calls a method of a service that a plugin provides; undefined where no running plugin provides it. */
export type ProviderCall = (
  name: string,
  caller: ServiceCaller,
  use: (service: object) => Promise<unknown>,
) => Promise<unknown> | undefined;

/**
 * Services by name: the host's own and those of plugins. What a plugin gets is a proxy: each call finds the provider
 * that runs at that moment, arguments and results travel as copies, so that a provider can be swapped, or move to a
 * process of its own, without its callers noticing.
 */
export class ServiceDirectory {
  readonly #host = new Map<string, (caller: ServiceCaller) => object>();
  readonly #provided: ProviderCall;

  constructor(provided: ProviderCall) {
    this.#provided = provided;
  }

  provideHost(name: string, factory: (caller: ServiceCaller) => object): Disposable {
    this.#host.set(name, factory);
    return {
      label: `host service ${name}`,
      dispose: () => {
        if (this.#host.get(name) === factory) this.#host.delete(name);
      },
    };
  }

  hasHost(name: string): boolean {
    return this.#host.has(name);
  }

  proxy<Service extends object>(name: string, caller: ServiceCaller): Service {
    const call = (method: string, values: unknown[]) => this.#call(name, method, values, caller);
    const target = new Proxy(Object.create(null), {
      // A promise's `then` must not be found, or awaiting the proxy would call the service.
      get: (_, method) =>
        typeof method === "string" && method !== "then"
          ? (...values: unknown[]) => call(method, values)
          : undefined,
    });
    if (!isService<Service>(target)) throw new TypeError("A proxy is an object.");
    return target;
  }

  async #call(name: string, method: string, values: unknown[], caller: ServiceCaller): Promise<unknown> {
    caller.signal.throwIfAborted();
    const given = copied(values, name, method, "arguments");
    const use = async (service: object) => {
      const answer = await methodOf(service, name, method)(...given);
      return copied(answer, name, method, "answer");
    };
    const host = this.#host.get(name);
    if (host !== undefined) return use(host(caller));
    const answer = this.#provided(name, caller, use);
    if (answer === undefined) throw missing(name, caller.plugin);
    return answer;
  }
}

export function methodOf(service: object, name: string, method: string): Method {
  const found: unknown = Reflect.get(service, method);
  if (typeof found !== "function") {
    throw new PlatformError(`The service ${name} has no ${method}.`, {
      code: "service.no_method",
      hint: "Look at the provider's api.ts; an incompatible change needs a new major version of the service.",
      details: { service: name, method },
    });
  }
  return (...values) => Reflect.apply(found, service, values);
}

export function copied<Value>(value: Value, name: string, method: string, what: string): Value {
  try {
    return structuredClone(value);
  } catch (cause) {
    throw new PlatformError(`The ${what} of ${name} ${method} cannot be copied.`, {
      code: "service.not_serialisable",
      hint: "Pass data only: no functions, no class instances with behaviour.",
      cause,
    });
  }
}

function missing(name: string, plugin: string): PlatformError {
  return new PlatformError(`Nobody provides ${name} now, which ${plugin} calls.`, {
    code: "service.unavailable",
    status: 503,
    retryAfter: 10,
    hint: "Install and start the plugin that provides it; list it under dependencies to be started after it.",
    details: { service: name },
  });
}

/** What the consumer's type says of a service is between it and the provider's api.ts. */
function isService<Service extends object>(value: object): value is Service {
  return typeof value === "object";
}
