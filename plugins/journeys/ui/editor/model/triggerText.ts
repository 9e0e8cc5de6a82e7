import type { Trigger } from "../../../graph/trigger.ts";

/** What a trigger listens to, in a few words. */
export function triggerText(trigger: Trigger): string {
  switch (trigger.kind) {
    case "deep_link":
      return trigger.code === "" ? "…" : trigger.code;
    case "keyword":
      return trigger.words.length === 0 ? "…" : trigger.words.join(", ");
    case "command":
      return trigger.command === "" ? "…" : `/${trigger.command}`;
    case "tag_added":
      return trigger.tag === "" ? "…" : trigger.tag;
    case "event":
      return trigger.event;
    default:
      return "";
  }
}
