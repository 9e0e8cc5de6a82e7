/** GET /api/messages: rows of the outbox, newest first. */
export interface MessageView {
  id: string;
  plugin: string;
  role: string;
  chat: string;
  method: string;
  text: string | null;
  state: "pending" | "sending" | "sent" | "unknown" | "expired" | "blocked" | "dead";
  attempts: number;
  messageId: number | null;
  error: string | null;
  dueAt: string;
  /** Next attempt, where one failed. */
  retryAt: string | null;
  doneAt: string | null;
}

/** GET /api/messages/counts, over all of the tenant's messages. */
export interface MessageCounts {
  /** Since midnight in the tenant's zone. */
  sentToday: number;
  /** Written and not sent yet. */
  waiting: number;
  dead: number;
  anySent: boolean;
}

/** GET /api/admin/dead-letters. */
export interface DeadLetter {
  id: string;
  kind: "message" | "update";
  tenantId: string;
  tenant: string;
  role: string;
  what: string;
  error: string | null;
  attempts: number;
  at: string;
}

/** GET /api/jobs and /api/admin/jobs. */
export interface JobView {
  plugin: string;
  job: string;
  title: string;
  schedule: string;
  timezone: string;
  scope: "platform" | "tenant";
  /** Why it does not run now. */
  paused?: string;
  nextRun: string;
  lastRun?: {
    window: string;
    at: string;
    outcome: "done" | "failed";
    milliseconds: number;
    error?: string | null;
  };
  /** Windows that wait or run. */
  unfinished: number;
  /** Failed attempts of the last 24 hours. */
  failures: number;
  lastFailure?: { window: string; at: string; error: string | null };
}
