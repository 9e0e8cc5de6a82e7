/** GET /api/admin/installation. */
export interface Installation {
  versions: { host: string; node: string; postgres: string; machine: string };
  /** What follows from the configuration, each with the variables that change it. */
  facts: { fact: string; values: string[]; variables: string[] }[];
  configuration: { group: string; variables: Reading[] }[];
}

/** A variable as it was read. */
export interface Reading {
  name: string;
  purpose: string;
  source: "environment" | "default" | "absent";
  secret: boolean;
  /** Never of a secret. */
  value?: string;
}

/** GET /api/admin/installation/findings. */
export interface Findings {
  at: string;
  items: { name: string; state: "ok" | "warning" | "failed"; detail: string; fix?: string }[];
}
