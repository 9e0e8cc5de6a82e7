import type { Page } from "../../api/list.ts";
import type { HeardEvent } from "../../api/webhooks.ts";
import { useResource } from "../../kit/api/resource.ts";
import { webhookWords as W } from "./texts.ts";

const TEST = "webhook.test@1";

/** Events that a webhook can hear now. */
export function useHeardEvents() {
  return useResource<Page<HeardEvent>>("/api/webhook-events", {}, { topics: ["plugins"] });
}

/** What events are called, where that is known. */
export function useEventTitles(): ReadonlyMap<string, string> {
  const { data } = useHeardEvents();
  return new Map([
    [TEST, W.testEvent],
    ...(data?.items ?? []).map(({ event, title }): [string, string] => [event, title]),
  ]);
}
