import type { BotRole, PluginManifest } from "@promostack/core";
import type { Member } from "./team.ts";

/** GET /api/admin/overview. */
export interface Overview {
  tenants: number;
  people: number;
  /** How many are in each state. */
  plugins: Record<string, number>;
  health: Record<string, { state: string; detail?: string }>;
  /** Releases that wait for an admin, and that are set aside. */
  strategies: { waiting: number; resting: number };
  queues: { name: string; waiting: number; dead: number; oldestSeconds: number }[];
  replicas: ReplicaView[];
  pools: { pool: string; size: number; free: number; waiting: number }[];
  memoryBytes: number;
  uptimeSeconds: number;
  node: string;
  now: string;
}

/** One process; null is what one of a release before does not tell. */
export interface ReplicaView {
  id: string;
  leader: boolean;
  startedAt: string;
  upSeconds: number;
  version: string | null;
  memoryBytes: number | null;
  /** Stopped generations of plugins whose code it still holds. */
  heldGenerations: number | null;
}

/** GET /api/admin/plugins. */
export interface AdminPlugin {
  id: string;
  kind: "plugin" | "strategy";
  title: string;
  version: string;
  source: string;
  state: string;
  reason?: string;
  hint?: string;
  error?: { code: string; message: string; phase?: string; details?: Record<string, unknown> };
  until?: string;
  generation?: number;
  startedAt?: string;
  health?: { state: string; detail?: string; at: string };
  breaker: { state: string; retryAfter?: number; openTenants: string[] };
  /** Since this generation started, in the process that answered. */
  usage: { calls: number; errors: number; timeouts: number; milliseconds: number };
  inFlight: number;
  /** False: an admin turned it off. */
  enabled: boolean;
  /** Generations that finish what they have begun. */
  draining: number;
  /** What can be gone back to. */
  previous?: { version: string; until: string };
  /** The registered release, which does not serve here yet. */
  pending?: { version: string; error?: AdminPlugin["error"] };
  candidate?: {
    version: string;
    percent: number;
    tenants: string[];
    state: string;
    error?: AdminPlugin["error"];
    usage: AdminPlugin["usage"];
  };
  /** The newest release that could take its place. */
  ready?: string;
  /** Parts of the plugin API that the release uses, and the API version that ends them. */
  endings: { name: string; until: string; instead: string }[];
  leftovers: string[];
  /** Tenants that have it enabled. */
  tenants: number;
  manifest?: PluginManifest;
}

/** GET /api/admin/tenants. */
export interface AdminTenant {
  id: string;
  slug: string;
  name: string;
  timezone: string;
  plan: string;
  members: number;
  /** Ids of the enabled ones. */
  plugins: string[];
  createdAt: string;
  /** Where somebody asked for it. */
  erasure?: "exporting" | "waiting" | "deleting" | "failed";
}

/** GET /api/admin/tenants/:id. */
export interface AdminTenantDetail {
  id: string;
  slug: string;
  name: string;
  timezone: string;
  locale: string;
  createdAt: string;
  people: Member[];
  /** What a plan can include here, with the titles of the plugins that ask for it. */
  entitlements: { name: string; plugins: string[] }[];
  plugins: TenantPluginUse[];
  connections: {
    role: BotRole;
    status: "ok" | "warning" | "error" | "not_connected";
    username?: string;
    webhook?: string;
    channels: number;
    problems: string[];
  }[];
}

/** A plugin that a tenant has, or used in the last 30 days. */
export interface TenantPluginUse {
  id: string;
  title: string;
  version?: string;
  /** The installation's; `gone` where it is not installed any more. */
  state: string;
  reason?: string;
  enabled: boolean;
  entitled: boolean;
  problem?: string;
  enabledAt?: string;
  calls: number;
  errors: number;
  milliseconds: number;
  storedBytes: number;
}

/** GET and PUT /api/admin/tenants/:id/plan. */
export interface TenantPlan {
  plan: string;
  entitlements: string[];
}

/** POST /api/admin/view-as. */
export interface ViewAsStarted {
  tenantId: string;
  name: string;
  until: string;
  /** Opens the dash as this tenant. */
  url: string;
}

/** GET /api/admin/plugins/:id/errors. */
export interface PluginFailure {
  mark: string;
  version: string;
  phase: string;
  place: string;
  code: string;
  message: string;
  trace: string | null;
  tenant: string | null;
  requestId: string | null;
  times: number;
  firstAt: string;
  lastAt: string;
}

/** GET /api/admin/plugins/:id/tenants. */
export interface PluginTenant {
  id: string;
  name: string;
  slug: string;
  plan: string;
  enabledAt: string | null;
  problem: string | null;
  calls: number;
  errors: number;
}

/** What calls into a plugin cost. */
export interface CallFigures {
  calls: number;
  errors: number;
  timeouts: number;
  milliseconds: number;
}

/** GET /api/admin/plugins/:id/days. */
export interface PluginDay extends CallFigures {
  day: string;
}

/** GET /api/admin/plugins/:id/hours. */
export interface PluginHour extends CallFigures {
  hour: string;
}

/** GET /api/admin/plugins/:id/migrations. */
export interface MigrationFact {
  number: number;
  name: string;
  /** contracting: waits until nobody can go back to a release that needs what it takes away. */
  state: "applied" | "pending" | "contracting";
  appliedAt?: string;
  breaking: boolean;
}
