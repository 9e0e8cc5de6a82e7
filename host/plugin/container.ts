import {
  type BotIdentity,
  type BotRole,
  type Clock,
  type Dial,
  PlatformError,
  type PluginManifest,
  type PublicFetch,
  type Sandbox,
  type Storage,
} from "@promostack/core";
import { type AwilixContainer, asFunction, asValue, createContainer } from "awilix";
import { LRUCache } from "lru-cache";
import { privateHosts, publicFetch } from "../egress/publicFetch.ts";
import { allowedHosts, dialling, egress } from "./egress.ts";
import type { KernelLog, RuntimePorts } from "./ports.ts";

/** Services of a generation; those that were not granted are not registered. */
export interface PlatformServices {
  clock: Clock;
  log: KernelLog;
  sandbox: Sandbox;
  config: (name: string) => string | undefined;
  platformSecret: (name: string) => Promise<string | undefined>;
  fetchUntil: (signal: AbortSignal) => typeof fetch;
  dialUntil: (signal: AbortSignal) => Dial;
  fetchPublicUntil: (signal: AbortSignal) => PublicFetch;
}

/** Services of one tenant in a generation. */
export interface TenantServices {
  tenantLog: KernelLog;
  storage: Storage;
  secret: (name: string) => Promise<string | undefined>;
  keepSecret: (name: string, value: string) => Promise<void>;
  bot: (role: BotRole) => Promise<BotIdentity>;
}

type Cradle = PlatformServices & TenantServices & { tenantId: string };

const TENANTS = 2_000;

/**
 * One generation's container: strict, because in a lenient one a scope may hand out another plugin's singleton of the
 * same name. Below it one scope a tenant, the least recently used thrown away; Awilix does not dispose scopes with their
 * parent, so the list of them is kept here.
 */
export class GenerationContainer {
  readonly #root: AwilixContainer<Cradle>;
  readonly #tenants: LRUCache<string, AwilixContainer<Cradle>>;

  constructor(manifest: PluginManifest, ports: RuntimePorts) {
    this.#root = createContainer<Cradle>({ strict: true });
    registerPlatform(this.#root, manifest, ports);
    registerTenant(this.#root, manifest, ports);
    this.#tenants = new LRUCache({
      max: TENANTS,
      dispose: (scope) => {
        scope.dispose().catch((error: unknown) => {
          ports.log.warn("A tenant's scope was not disposed", { plugin: manifest.id, error: String(error) });
        });
      },
    });
  }

  has(name: keyof Cradle): boolean {
    return this.#root.hasRegistration(name);
  }

  get platform(): PlatformServices {
    return this.#root.cradle;
  }

  tenant(tenantId: string): TenantServices {
    const known = this.#tenants.get(tenantId);
    if (known !== undefined) return known.cradle;
    const scope = this.#root.createScope();
    scope.register("tenantId", asValue(tenantId));
    this.#tenants.set(tenantId, scope);
    return scope.cradle;
  }

  get tenantScopes(): number {
    return this.#tenants.size;
  }

  async dispose(): Promise<void> {
    this.#tenants.clear();
    await this.#root.dispose();
  }
}

function registerPlatform(
  root: AwilixContainer<Cradle>,
  manifest: PluginManifest,
  ports: RuntimePorts,
): void {
  const { id, version, capabilities = {} } = manifest;
  root.register("clock", asValue(ports.clock));
  root.register("log", asFunction(() => ports.log.child({ plugin: id, release: version })).singleton());
  if (capabilities.sandbox) root.register("sandbox", asValue(ports.sandbox));
  if (capabilities.config) {
    const read = (name: string) => {
      allow(id, "config", capabilities.config, name);
      return ports.variables[name];
    };
    root.register("config", asValue(read));
  }
  if (capabilities.secrets?.platform) {
    const read = async (name: string) => {
      allow(id, "secrets.platform", capabilities.secrets?.platform, name);
      return (await ports.vault.get(null, id, name)) ?? ports.variables[name];
    };
    root.register("platformSecret", asValue(read));
  }
  if (capabilities.http?.public) {
    const allowed = privateHosts(ports.variables);
    root.register(
      "fetchPublicUntil",
      asValue((signal: AbortSignal) => publicFetch(id, { privateHosts: allowed, signal })),
    );
  }
  if (capabilities.http?.hosts) {
    const hosts = allowedHosts(manifest, ports.variables);
    root.register(
      "fetchUntil",
      asValue((signal: AbortSignal) => egress(id, hosts, signal)),
    );
    root.register(
      "dialUntil",
      asValue((signal: AbortSignal) => dialling(id, hosts, signal)),
    );
  }
}

function registerTenant(root: AwilixContainer<Cradle>, manifest: PluginManifest, ports: RuntimePorts): void {
  const { id, capabilities = {} } = manifest;
  root.register("tenantLog", asFunction(({ log, tenantId }: Cradle) => log.child({ tenantId })).scoped());
  const { storage, telegram, secrets } = capabilities;
  if (storage) {
    const make = ({ tenantId }: Cradle) =>
      capped(ports.storage(tenantId), storage.maxBytes, (bytes) =>
        ports.usage?.add(tenantId, id, { storedBytes: bytes }),
      );
    root.register("storage", asFunction(make).scoped());
  }
  if (secrets?.tenant) {
    const make =
      ({ tenantId }: Cradle) =>
      async (name: string) => {
        allow(id, "secrets.tenant", secrets.tenant, name);
        return ports.vault.get(tenantId, id, name);
      };
    root.register("secret", asFunction(make).scoped());
    const keep =
      ({ tenantId }: Cradle) =>
      async (name: string, value: string) => {
        allow(id, "secrets.tenant", secrets.tenant, name);
        await ports.vault.put(tenantId, id, name, value);
      };
    root.register("keepSecret", asFunction(keep).scoped());
  }
  if (telegram) {
    const make =
      ({ tenantId }: Cradle) =>
      async (role: BotRole) => {
        allow(id, "telegram.roles", telegram.roles, role);
        return ports.bots.identity(tenantId, role);
      };
    root.register("bot", asFunction(make).scoped());
  }
}

function capped(storage: Storage, most: number, stored: (bytes: number) => void): Storage {
  return {
    put: async (content, options) => {
      const file = await storage.put(content, { ...options, maxBytes: Math.min(options.maxBytes, most) });
      stored(file.bytes);
      return file;
    },
    get: (key) => storage.get(key),
    delete: (key) => storage.delete(key),
    signedUrl: (key, seconds) => storage.signedUrl(key, seconds),
  };
}

/** Raises `capability.refused` where plugin.json does not list the name. */
export function allow(
  plugin: string,
  capability: string,
  listed: readonly string[] | undefined,
  name: string,
): void {
  if (listed?.includes(name)) return;
  throw new PlatformError(`${plugin} may not use ${name}.`, {
    code: "capability.refused",
    plugin,
    hint: `Add it to capabilities.${capability} in plugin.json.`,
    details: { capability, name },
  });
}
