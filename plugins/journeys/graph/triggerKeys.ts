import type { Trigger } from "./trigger.ts";

/** What a trigger listens to, as the table `trigger` keeps it: one key for each word. */
export interface TriggerKey {
  key: string;
  match: "is" | "contains";
}

export function triggerKeys(trigger: Trigger): TriggerKey[] {
  const one = (key: string): TriggerKey[] => [{ key, match: "is" }];
  switch (trigger.kind) {
    case "deep_link":
      return one(trigger.code);
    case "keyword": {
      const words = new Set(trigger.words.map((word) => word.trim().toLowerCase()));
      return [...words].map((key) => ({ key, match: trigger.match }));
    }
    case "command":
      return one(trigger.command);
    case "join_request":
    case "channel_join":
      return one(trigger.chat);
    case "tag_added":
      return one(trigger.tag);
    case "event":
      return one(`${trigger.plugin}/${trigger.event}`);
    case "any_message":
    case "api":
    case "broadcast_button":
      return one("");
  }
}
