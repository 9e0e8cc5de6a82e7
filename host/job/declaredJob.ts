import type { EnabledTenant, JobRun } from "@promostack/core";
import type { DeclaredJob } from "../plugin/runtime.ts";

export type { DeclaredJob };

/** What the scheduler needs of the plugin kernel. */
export interface JobHandlers {
  jobs(): DeclaredJob[];
  runJob(plugin: string, job: string, run: JobRun, tenantId?: string): Promise<void>;
  enabledTenants(plugin: string, page?: { after?: string; limit?: number }): Promise<EnabledTenant[]>;
}

/** Stands for the platform where a tenant's id is wanted. */
export const PLATFORM = "00000000-0000-0000-0000-000000000000";

/** `plugin/job`: how a job is called in lists, in Agenda and on the command line. */
export function jobName(job: { plugin: string; name: string }): string {
  return `${job.plugin}/${job.name}`;
}
