/** GET /api/webhooks and /api/webhooks/:id. */
export interface Webhook {
  id: string;
  address: string;
  events: string[];
  active: boolean;
  createdBy: string;
  createdAt: string;
  /** Until then the secret before this one signs too. */
  oldSecretUntil: string | null;
  failingSince: string | null;
  /** When the platform turned it off for its failures. */
  stoppedAt: string | null;
  problem: string | null;
  waiting: number;
  failed: number;
}

/** POST /api/webhooks: the one answer that has the secret itself. */
export interface FreshWebhook extends Webhook {
  secret: string;
}

/** POST /api/webhooks/:id/secrets. */
export interface FreshSecret {
  secret: string;
  oldSecretUntil: string;
}

/** GET /api/webhook-events. */
export interface HeardEvent {
  event: string;
  title: string;
  plugin: string;
}

/** GET /api/webhooks/:id/deliveries. */
export interface Delivery {
  /** The event's. */
  id: string;
  event: string;
  state: "waiting" | "sent" | "failed";
  attempts: number;
  publishedAt: string;
  triedAt: string | null;
  /** Next attempt, while it waits. */
  dueAt: string | null;
  status: number | null;
  tookMs: number | null;
  answer: string | null;
  error: string | null;
}
