import { createHmac, randomBytes } from "node:crypto";

const PREFIX = "whsec_";
const BYTES = 32;

/** Sent by hand, once, to see whether the address hears. */
export const TEST_EVENT = "webhook.test@1";

/** What a webhook is sent, as the body says it. Its id is in the header `webhook-id`. */
export interface Envelope {
  type: string;
  /** When it happened, ISO 8601. */
  timestamp: string;
  data: Record<string, unknown>;
}

/** What a delivery goes out with. */
export interface Signed {
  body: string;
  headers: Record<string, string>;
}

export function makeWebhookSecret(): string {
  return PREFIX + randomBytes(BYTES).toString("base64");
}

/** A delivery as https://www.standardwebhooks.com says, so that its libraries verify it. Every secret signs: one of them suffices. */
export function sealed(id: string, envelope: Envelope, secrets: readonly string[], now: Date): Signed {
  const body = JSON.stringify(envelope);
  const seconds = Math.floor(now.getTime() / 1_000);
  return {
    body,
    headers: {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(seconds),
      "webhook-signature": secrets.map((secret) => signature(secret, id, seconds, body)).join(" "),
    },
  };
}

/** HMAC-SHA256 over `<id>.<seconds>.<body>`, with its version before it. */
export function signature(secret: string, id: string, seconds: number, body: string): string {
  const key = Buffer.from(secret.slice(PREFIX.length), "base64");
  return `v1,${createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64")}`;
}
