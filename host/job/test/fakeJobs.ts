import { randomUUID } from "node:crypto";
import type { Disposable, EnabledTenant, JobRun } from "@promostack/core";
import type { DeclaredJob, JobHandlers } from "../declaredJob.ts";

export interface Ran extends JobRun {
  job: string;
  tenantId: string | undefined;
  /** Which replica ran it. */
  by: string;
}

type Handler = (run: Ran) => Promise<void>;

/** The kernel's jobs without a kernel: what is declared, what it does, and an account of all that ran, shared by replicas. */
export class FakeJobs {
  readonly ran: Ran[] = [];
  readonly declared: DeclaredJob[] = [];
  readonly tenants: string[] = [];
  /** Runs at the same moment, per tenant and window: must never pass 1. */
  most = 0;
  readonly #handlers = new Map<string, Handler>();
  readonly #listeners = new Set<() => void>();
  readonly #now = new Map<string, number>();

  declare(job: Partial<DeclaredJob>, handler: Handler = async () => undefined): DeclaredJob {
    const declared: DeclaredJob = {
      plugin: "demo",
      name: "job",
      title: "A job",
      schedule: "*/15 * * * *",
      timezone: "UTC",
      scope: "platform",
      catchUp: "latest",
      timeoutSeconds: 30,
      ...job,
    };
    this.declared.push(declared);
    this.#handlers.set(declared.name, handler);
    return declared;
  }

  /** Tells the replicas that `declared` is another. */
  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  addTenants(count: number): string[] {
    this.tenants.push(...Array.from({ length: count }, () => randomUUID()));
    this.tenants.sort();
    return this.tenants;
  }

  /** What one replica sees. */
  replica(by = "one"): JobHandlers & { onChange(listener: () => void): Disposable } {
    return {
      onChange: (listener) => {
        this.#listeners.add(listener);
        return { label: "listener", dispose: () => void this.#listeners.delete(listener) };
      },
      jobs: () => this.declared,
      enabledTenants: async (_plugin, page = {}): Promise<EnabledTenant[]> =>
        this.tenants
          .filter((id) => page.after === undefined || id > page.after)
          .slice(0, page.limit ?? 100)
          .map((tenantId) => ({ tenantId, timezone: "UTC", settings: {} })),
      runJob: async (_plugin, job, run, tenantId) => {
        const key = `${job} ${tenantId} ${run.at.toISOString()}`;
        const running = (this.#now.get(key) ?? 0) + 1;
        this.#now.set(key, running);
        this.most = Math.max(this.most, running);
        const ran = { ...run, job, tenantId, by };
        this.ran.push(ran);
        try {
          await this.#handlers.get(job)?.(ran);
        } finally {
          this.#now.set(key, running - 1);
        }
      },
    };
  }

  /** Windows that ran, as `HH:MM`. */
  windows(): string[] {
    return this.ran.map((run) => run.at.toISOString().slice(11, 16));
  }
}
