/** A page that a plugin brings, by the server's word. */
export interface PluginPage {
  site: "dash" | "admin";
  path: string;
  title: string;
  icon?: string;
  section?: string;
}

/** The module of a release, at an address whose content never changes. */
export interface PluginUiAddress {
  module: string;
  styles?: string;
}

/** GET /api/admin/pages: a plugin and what it brings to a site. */
export interface PagedPlugin {
  id: string;
  title: string;
  pages: PluginPage[];
  /** Where its pages are loaded from. */
  ui?: PluginUiAddress;
}

/** GET /api/plugins: a plugin as this tenant sees it. */
export interface CataloguePlugin extends PagedPlugin {
  summary: string;
  description?: string;
  icon?: string;
  version: string;
  publisher: { name: string; url?: string };
  /** platform: on for everybody, and nobody turns it off. */
  scope: "tenant" | "platform";
  enabled: boolean;
  /** The installation's state of it. */
  state: "active" | "starting" | "failed" | "blocked" | "quarantined" | "disabled";
  reason?: string;
  /** What the tenant must fix in the settings before it works again. */
  problem?: string;
  entitled: boolean;
  /** What a plan must include; absent where any plan does. */
  entitlement?: string;
  /** Dependencies that are not enabled. */
  missing: string[];
  pausedSeconds?: number;
  /** Through the tenant's bots. */
  sends: boolean;
  /** What it may do, in plain words. */
  capabilities: string[];
  settingsSchema?: Record<string, unknown>;
  dependencies: Record<string, string>;
  /** Cards that it puts on the home page. */
  widgets: { id: string; title: string }[];
  /** Buttons that try settings before they are saved. */
  settingsTests: { name: string; title: string; field?: string }[];
  commands: { command: string; description: string; role: string }[];
  deprecation?: { message: string; removal?: string; replacement?: string };
}

/** GET /api/plugins/:id/usage: this month, UTC. */
export interface PluginUsage {
  since: string;
  calls: number;
  errors: number;
  milliseconds: number;
  storedBytes: number;
  sent: number;
  unsent: number;
  days: { day: string; calls: number; errors: number }[];
  limits: { requestSeconds: number; updateSeconds: number; fileBytes?: number; entitlement?: string };
}

/** GET /api/plugins/:id/settings. */
export interface PluginSettings {
  enabled: boolean;
  /** With defaults, without secrets. */
  settings: Record<string, unknown>;
  secrets: Record<string, { set: boolean; last4?: string }>;
  revision: number;
  etag: string;
  problem?: string;
}
