import type { Channel } from "@promostack/core";
import { clockMinutes, quietEnd } from "@promostack/core";
import type { MessageKind } from "./kinds.ts";
import type { Language } from "./language.ts";

export type ChannelKind = Channel["kind"];

export const CHANNEL_KINDS = ["vip", "free", "other"] as const satisfies readonly ChannelKind[];

/** What goes to a tenant's channels of one kind, and how. */
export interface ChannelRules {
  /** signals: everything that is not switched off. results: only how signals ended, every one of them. */
  post: "signals" | "results" | "nothing";
  /** Entry, stop, targets and prices stay out of the texts. */
  hideLevels: boolean;
  /** Switches of kinds of messages that are not sent. */
  off: readonly string[];
  /** Minutes after the event; the same for every message, so that their order holds. */
  delayMinutes: number;
  /** Empty: the tenant's. */
  language: Language | "";
  /** Wall clock of the tenant's zone, such as 22:00. Quiet only where both are there. */
  quietFrom?: string;
  quietUntil?: string;
  /** New signals, targets and results in quiet hours. none: no new signals; what is open is told silently. */
  quietSignals: "normal" | "silent" | "hold" | "none";
  /** Guidance and thesis in quiet hours. */
  quietGuidance: "drop" | "hold";
}

export const DEFAULT_RULES: Readonly<Record<ChannelKind, ChannelRules>> = {
  vip: rules({ post: "signals" }),
  free: rules({ post: "results", hideLevels: true }),
  other: rules({ post: "nothing" }),
};

function rules(own: Partial<ChannelRules>): ChannelRules {
  return {
    post: "nothing",
    hideLevels: false,
    off: ["stop-moved"],
    delayMinutes: 0,
    language: "",
    quietSignals: "silent",
    quietGuidance: "drop",
    ...own,
  };
}

/** A channel as a signal holds on to it from its opening on: what was promised to it then. */
export interface FollowedChat {
  chat: string;
  title: string;
  kind: ChannelKind;
  /** It was told of the opening, and is told what follows. */
  opening: boolean;
  /** It is told the end, whatever that is. Decided before anybody knows it, so that nobody can post the wins only. */
  results: boolean;
}

/** What a signal that opens now promises to a channel; undefined where it hears nothing of it. */
export function promiseTo(
  { chat, title, kind }: Channel,
  rules: ChannelRules,
  timezone: string,
  now: number,
): FollowedChat | undefined {
  if (rules.post === "nothing") return undefined;
  const kept = rules.quietSignals === "none" && quietFor(rules, timezone, now + delayOf(rules)) !== undefined;
  const opening = rules.post === "signals" && !kept;
  const results = !rules.off.includes("results") && (opening || rules.post === "results");
  return opening || results ? { chat, title, kind, opening, results } : undefined;
}

/** When and how a message goes to a channel. */
export interface Placement {
  /** Milliseconds; undefined for at once. */
  dueAt: number | undefined;
  silent: boolean;
}

/** Undefined where the message does not go there at all. */
export function placementOf(
  { group, switch: name }: Pick<MessageKind, "group" | "switch">,
  rules: ChannelRules,
  { opening, results }: Pick<FollowedChat, "opening" | "results">,
  timezone: string,
  now: number,
): Placement | undefined {
  if (group === "results" ? !results : !opening || rules.off.includes(name)) return undefined;
  const due = now + delayOf(rules);
  const morning = quietFor(rules, timezone, due);
  const at = due > now ? due : undefined;
  if (morning === undefined) return { dueAt: at, silent: false };
  if (group === "guidance" || group === "thesis")
    return rules.quietGuidance === "drop" ? undefined : { dueAt: morning, silent: false };
  if (rules.quietSignals === "hold") return { dueAt: morning, silent: false };
  return { dueAt: at, silent: rules.quietSignals !== "normal" };
}

/** End of the quiet hours that an instant lies in; undefined where it lies in none. */
function quietFor(
  { quietFrom, quietUntil }: ChannelRules,
  timezone: string,
  instant: number,
): number | undefined {
  if (quietFrom === undefined || quietUntil === undefined || quietFrom === quietUntil) return undefined;
  return quietEnd({ from: clockMinutes(quietFrom), until: clockMinutes(quietUntil) }, timezone, instant);
}

function delayOf({ delayMinutes }: ChannelRules): number {
  return delayMinutes * 60_000;
}
