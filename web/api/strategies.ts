/** Who published a release; without a key where it came with the platform. */
export interface ReleasePublisher {
  key?: string;
  name: string;
  fingerprint?: string;
  /** unknown, approved or blocked. */
  state?: string;
}

export interface AdminRelease {
  version: string;
  /** bundled, pending, active, deprecated, withdrawn or refused. */
  state: string;
  reason?: string;
  replacement?: string;
  decidedBy?: string;
  quarantine?: { reason: string; until: string; strikes: number; inForce: boolean };
  /** Sets of tenants' own parameters that are set aside. */
  restingParameters: number;
  publisher: ReleasePublisher;
  /** Those who follow the newest get this one. */
  followed: boolean;
  tenants: number;
  /** Who chose this version and stay on it. */
  staying: number;
  /** Within a day. */
  faults: number;
  reports: { title: string; href: string; madeAt: string }[];
  publishedAt?: string;
  activeAt?: string;
}

/** GET /api/admin/strategies. */
export interface AdminStrategy {
  id: string;
  title: string;
  summary: string;
  bundled: boolean;
  publisher: ReleasePublisher;
  /** Releases that wait for an admin. */
  waiting: number;
  tenants: number;
  following: number;
  /** Newest first. */
  releases: AdminRelease[];
}

/** GET /api/admin/strategies/:id. */
export interface AdminStrategyDetail extends AdminStrategy {
  log: { version: string; code: string; message: string; at: string }[];
}

/** GET /api/admin/strategies/:id/releases/:version. */
export interface ReleaseDetail {
  integrity: string;
  files: { path: string; bytes: number; sha256: string }[];
  readme?: string;
  script: string;
  checks: {
    series?: {
      series: string;
      checks: { check: string; state: string; detail: string }[];
      findings: { check: string; severity: string; what: string; fix: string }[];
    }[];
  };
}

/** GET /api/admin/publishers. */
export interface AdminPublisher {
  key: string;
  name: string;
  fingerprint: string;
  state: string;
  reason?: string;
  firstSeenAt: string;
  changedAt: string;
  /** Who use its releases. */
  tenants: number;
  releases: { strategy: string; version: string; state: string; publishedAt: string }[];
}
