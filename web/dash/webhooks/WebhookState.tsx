import type { Webhook } from "../../api/webhooks.ts";
import { Status } from "../../kit/show/states.tsx";
import { webhookWords as W } from "./texts.ts";

export function WebhookState({ webhook }: { webhook: Webhook }) {
  const { active, stoppedAt, failingSince } = webhook;
  if (stoppedAt !== null) return <Status tone="bad">{W.stopped}</Status>;
  if (!active) return <Status tone="quiet">{W.off}</Status>;
  return failingSince === null ? (
    <Status tone="good">{W.on}</Status>
  ) : (
    <Status tone="warn">{W.failing}</Status>
  );
}
