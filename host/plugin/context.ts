import type {
  EnabledTenant,
  OutgoingMessage,
  PlatformContext,
  PluginManifest,
  TenantContext,
  TenantMessage,
  Transact,
  Transaction,
} from "@promostack/core";
import type { Database } from "../db/database.ts";
import { schemaOf } from "../db/pluginMigrations.ts";
import type { Call } from "./call.ts";
import { allow, type GenerationContainer } from "./container.ts";
import { FirstTransaction } from "./firstTransaction.ts";
import type { OutboxWriter } from "./ports.ts";
import type { PublishedEvent, Publishing } from "./publishing.ts";
import { suspect } from "./strayError.ts";

/** What contexts reach beyond their own plugin. */
export interface ContextLinks {
  database: Database;
  outbox: OutboxWriter;
  publishing: Publishing;
  /** What a plugin is called. */
  titleOf(plugin: string): string;
  localUrl(): string;
  publicUrl(): string | undefined;
  /** A proxy of another plugin's or the host's service. */
  service<Service extends object>(name: string, tenantId: string | undefined, call: Call): Service;
  enabledTenants(page?: { after?: string; limit?: number }): Promise<EnabledTenant[]>;
  /** Raises `plugin.disabled` where the plugin is off for the tenant. */
  enabledTenant(tenantId: string): Promise<EnabledTenant>;
}

/**
 * Makes the plain frozen object that each call gets. What plugin.json did not ask for is not on it, and once the call was
 * abandoned (deadline, client gone, plugin stopped) whatever it still tries is refused.
 */
export class ContextFactory {
  readonly #manifest: PluginManifest;
  readonly #container: GenerationContainer;
  readonly #links: ContextLinks;
  readonly #schema: string;

  constructor(manifest: PluginManifest, container: GenerationContainer, links: ContextLinks) {
    this.#manifest = manifest;
    this.#container = container;
    this.#links = links;
    this.#schema = schemaOf(manifest.id);
  }

  tenant<More extends object>(
    tenant: EnabledTenant,
    call: Call,
    first: FirstTransaction,
    more: More,
  ): TenantContext & More {
    const { capabilities = {}, id } = this.#manifest;
    const { tenantId, timezone, settings } = tenant;
    const services = this.#container.tenant(tenantId);
    const { platform } = this.#container;
    const links = this.#links;
    const context: Partial<TenantContext> = {
      tenantId,
      timezone,
      settings,
      clock: platform.clock,
      log: services.tenantLog,
      signal: call.signal,
    };
    if (capabilities.db) context.db = (work) => first.run(this.tenantTransact(tenantId, call), work);
    if (capabilities.events?.publishes?.length) {
      context.publish = async (trx, event, payload) => {
        call.throwIfAborted();
        await links.publishing.publish(trx, [{ tenantId, event, payload }]);
      };
    }
    if (capabilities.telegram?.send) {
      context.send = async (trx: Transaction, message: OutgoingMessage) => {
        call.throwIfAborted();
        allow(id, "telegram.roles", capabilities.telegram?.roles, message.role);
        return (await links.outbox.add(trx, id, [{ ...message, tenantId }])) > 0;
      };
      context.withdraw = async (trx, dedupeKeys) => {
        call.throwIfAborted();
        return links.outbox.withdraw(trx, id, tenantId, dedupeKeys);
      };
      context.forget = async (trx, dedupeKeys) => {
        call.throwIfAborted();
        await links.outbox.forget(trx, id, tenantId, dedupeKeys);
      };
    }
    if (capabilities.telegram?.inbox) {
      context.sentByOthers = async (trx, of) => {
        call.throwIfAborted();
        allow(id, "telegram.roles", capabilities.telegram?.roles, of.role);
        const sent = await links.outbox.sentByOthers(trx, id, tenantId, of);
        return sent.map((each) => ({ ...each, by: links.titleOf(each.by) }));
      };
    }
    if (this.#container.has("secret")) {
      context.secret = services.secret;
      context.keepSecret = services.keepSecret;
    }
    if (this.#container.has("fetchUntil")) context.fetch = platform.fetchUntil(call.signal);
    if (this.#container.has("fetchPublicUntil")) context.fetchPublic = platform.fetchPublicUntil(call.signal);
    if (this.#container.has("storage")) context.storage = services.storage;
    if (this.#container.has("bot")) context.bot = services.bot;
    if (capabilities.services?.uses?.length) {
      context.service = (name) => {
        allow(id, "services.uses", capabilities.services?.uses, name);
        return links.service(name, tenantId, call);
      };
    }
    return complete(context, more);
  }

  platform<More extends object>(call: Call, first: FirstTransaction, more: More): PlatformContext & More {
    const { capabilities = {}, id } = this.#manifest;
    const { platform } = this.#container;
    const links = this.#links;
    const context: Partial<PlatformContext> = {
      clock: platform.clock,
      log: platform.log,
      signal: call.signal,
      localUrl: links.localUrl(),
      publicUrl: links.publicUrl(),
      tenants: Object.freeze({
        enabled: (page?: { after?: string; limit?: number }) => links.enabledTenants(page),
        context: async (tenantId: string) =>
          this.tenant(await links.enabledTenant(tenantId), call, new FirstTransaction(undefined), {}),
      }),
    };
    if (capabilities.db?.platform) {
      context.platformDb = (work) => first.run(this.platformTransact(call), work);
    }
    if (capabilities.telegram?.send) {
      context.sendMany = async (trx: Transaction, messages: readonly TenantMessage[]) => {
        call.throwIfAborted();
        for (const { role } of messages) allow(id, "telegram.roles", capabilities.telegram?.roles, role);
        return links.outbox.add(trx, id, messages);
      };
    }
    if (capabilities.events?.publishes?.length) {
      context.publishMany = async (trx: Transaction, events: readonly PublishedEvent[]) => {
        call.throwIfAborted();
        await links.publishing.publish(trx, events);
      };
    }
    if (this.#container.has("platformSecret")) context.platformSecret = platform.platformSecret;
    if (this.#container.has("fetchUntil")) context.fetch = platform.fetchUntil(call.signal);
    if (this.#container.has("dialUntil")) context.dial = platform.dialUntil(call.signal);
    if (this.#container.has("sandbox")) context.sandbox = platform.sandbox;
    if (this.#container.has("config")) context.config = platform.config;
    if (capabilities.services?.uses?.length) {
      context.service = (name) => {
        allow(id, "services.uses", capabilities.services?.uses, name);
        return links.service(name, undefined, call);
      };
    }
    return complete(context, more);
  }

  /** Opens a tenant's transaction, unless the call was abandoned; one abandoned half-way is rolled back. */
  tenantTransact(tenantId: string, call: Call): Transact {
    return (work) =>
      guarded(this.#manifest.id, call, work, (own) =>
        this.#links.database.tenant(tenantId, own, this.#schema),
      );
  }

  platformTransact(call: Call): Transact {
    return (work) =>
      guarded(this.#manifest.id, call, work, (own) => this.#links.database.system(own, this.#schema));
  }
}

async function guarded<Result>(
  plugin: string,
  call: Call,
  work: (trx: Transaction) => Promise<Result>,
  open: (work: (trx: Transaction) => Promise<Result>) => Promise<Result>,
): Promise<Result> {
  call.throwIfAborted();
  try {
    return await open(async (trx) => {
      const result = await work(trx);
      call.throwIfAborted();
      return result;
    });
  } catch (error) {
    suspect(error, plugin);
    throw error;
  }
}

/**
 * The type promises every member. Those that plugin.json did not ask for are absent by contract, which no type can say
 * for each plugin apart; so this is the one place where the promise is made.
 */
function complete<Context extends object, More extends object>(
  members: Partial<Context>,
  more: More,
): Context & More {
  if (!isComplete(members)) throw new TypeError("A context without members.");
  return Object.freeze(Object.assign(members, more));
}

function isComplete<Context extends object>(members: Partial<Context>): members is Context {
  return "signal" in members;
}
