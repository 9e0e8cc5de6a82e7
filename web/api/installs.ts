export type InstallState = "running" | "waiting" | "done" | "failed" | "cancelled";

export interface InstallStep {
  name: string;
  title: string;
  state: "waiting" | "running" | "done" | "failed" | "skipped";
  milliseconds?: number;
  note?: string;
  /** What somebody should know though nothing failed. */
  warnings?: string[];
}

/** What the admin is asked before a release runs. */
export interface InstallConsent {
  asks: string[];
  /** Of `asks`, what the running release may not do. */
  adds: string[];
  drops: string[];
  settingsProblems: { tenantId: string; tenant: string; problem: string }[];
  publisher: {
    state: "approved" | "unknown" | "unsigned";
    name: string;
    fingerprint?: string;
    /** Releases before came from another key. */
    differs: boolean;
  };
}

/** GET /api/admin/installs/:id. */
export interface Install {
  id: string;
  source: "upload" | "registry" | "file" | "bundled";
  name: string;
  /** False: only made ready, to be offered to some tenants. */
  activate: boolean;
  plugin?: string;
  version?: string;
  previousVersion?: string;
  state: InstallState;
  steps: InstallStep[];
  consent?: InstallConsent;
  failure?: { code: string; message: string; hint?: string; file?: string };
  requestedBy?: string;
  createdAt: string;
  updatedAt: string;
}

/** GET /api/admin/plugins/:id/releases. */
export interface PlacedRelease {
  version: string;
  source: "bundled" | "archive";
  integrity?: string;
  /** Absent where nobody signed it, as of what comes with the platform. */
  signer?: { name: string; fingerprint: string; state: "unknown" | "approved" | "blocked" };
  place: "active" | "previous" | "candidate" | "stored";
  since?: string;
  /** For the previous one: until when it can be gone back to. */
  until?: string;
  /** It served, and was gone back from. */
  goneBackAt?: string;
  failure?: { code: string; phase?: string; reason: string; at: string };
}

/** GET /api/admin/uninstalled. */
export interface UninstalledPlugin {
  id: string;
  title: string;
  version: string;
  source: "bundled" | "archive";
  removedAt: string;
  /** Had it on, and get it back with it. */
  tenants: number;
  /** It has tables. */
  data: boolean;
}

/** GET /api/admin/plugins/:id/purge. */
export interface Purge {
  plugin: string;
  state: "exporting" | "waiting" | "deleting" | "done" | "failed";
  requestedBy?: string;
  requestedAt: string;
  dueAt: string;
  waitHours: number;
  exportBytes?: number;
  exportUrl?: string;
  failure?: string;
}

/** GET /api/admin/tenants/:id/erasure. */
export interface Erasure extends Omit<Purge, "plugin"> {
  tenant: string;
}
