import type { Clock } from "./clock.ts";
import type { OutgoingMessage } from "./message.ts";
import type { Sandbox } from "./sandbox.ts";
import type { Dial } from "./socket.ts";
import type { Transact, Transaction } from "./sql.ts";
import type { Log, TenantContext } from "./tenant.ts";

/** A message of the outbox, with the tenant it belongs to: for work that fans out over many tenants at once. */
export type TenantMessage = OutgoingMessage & { tenantId: string };

/** A tenant in which this plugin is enabled now. */
export interface EnabledTenant {
  tenantId: string;
  timezone: string;
  settings: Record<string, unknown>;
}

/** What platform-scope work gets (`start`, platform jobs, admin routes). As with a tenant's, what was not granted is absent. */
export interface PlatformContext {
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Tenants that have the plugin enabled, in pages. */
  tenants: {
    enabled(page?: { after?: string; limit?: number }): Promise<EnabledTenant[]>;
    /** The tenant's own context; raises `plugin.disabled` where the plugin is off. */
    context(tenantId: string): Promise<TenantContext>;
  };
  /**
   * A transaction over every tenant's rows of this plugin. Only with the capability `db.platform`, which the
   * consent screen shows as what it is.
   */
  platformDb: Transact;
  /** Many messages of many tenants in one statement. Answers how many were new. */
  sendMany(trx: Transaction, messages: readonly TenantMessage[]): Promise<number>;
  /** Many events of many tenants in one statement. */
  publishMany(
    trx: Transaction,
    events: readonly { tenantId: string; event: string; payload: Record<string, unknown> }[],
  ): Promise<void>;
  /** A secret of the installation (an API key of the platform's), not of a tenant. */
  platformSecret(name: string): Promise<string | undefined>;
  fetch: typeof fetch;
  /** As `fetch`, for a WebSocket; it is cut off when the call's signal aborts. Both only with the capability `http`. */
  dial: Dial;
  /** Runs untrusted strategies. Only with the capability `sandbox`. */
  sandbox: Sandbox;
  service<Service extends object>(name: string): Service;
  /** Address at which this host answers on the machine itself: `http://127.0.0.1:3000`. */
  readonly localUrl: string;
  /** Address at which Telegram's users reach this host, as far as it has one: what links in messages begin with. */
  readonly publicUrl: string | undefined;
  /** Values of the installation's configuration that this plugin's manifest names. */
  config(name: string): string | undefined;
}
