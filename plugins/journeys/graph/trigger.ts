import { type Static, Type } from "@promostack/core";
import { NONE, PartId, Tag, WordMatch } from "./parts.ts";
import { wordsIn } from "./wholeWord.ts";

/** What lets a person into a journey. */
export const Trigger = Type.Union([
  /** `https://t.me/<bot>?start=<code>` */
  Type.Object({
    id: PartId,
    kind: Type.Literal("deep_link"),
    code: Type.String({ pattern: "^[A-Za-z0-9_-]{0,64}$" }),
  }),
  Type.Object({
    id: PartId,
    kind: Type.Literal("keyword"),
    words: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 20 }),
    match: WordMatch,
  }),
  Type.Object({ id: PartId, kind: Type.Literal("any_message") }),
  Type.Object({
    id: PartId,
    kind: Type.Literal("command"),
    command: Type.String({ pattern: "^[a-z0-9_]{0,32}$" }),
  }),
  /** `chat` as Connections keeps it; any connected channel when empty. */
  Type.Object({ id: PartId, kind: Type.Literal("join_request"), chat: Type.String({ maxLength: 40 }) }),
  Type.Object({ id: PartId, kind: Type.Literal("channel_join"), chat: Type.String({ maxLength: 40 }) }),
  Type.Object({ id: PartId, kind: Type.Literal("tag_added"), tag: Type.Union([Tag, NONE]) }),
  /** Contributed to `journeys.trigger` by a plugin: a payment succeeded, a signal was won. */
  Type.Object({
    id: PartId,
    kind: Type.Literal("event"),
    plugin: Type.String({ minLength: 2, maxLength: 60 }),
    event: Type.String({ minLength: 1, maxLength: 60 }),
  }),
  Type.Object({ id: PartId, kind: Type.Literal("api") }),
  Type.Object({ id: PartId, kind: Type.Literal("broadcast_button") }),
]);
export type Trigger = Static<typeof Trigger>;
export type TriggerKind = Trigger["kind"];

/** Ends a walk when it happens, with the outcome `goal`. */
export const Goal = Type.Union([
  Type.Object({ kind: Type.Literal("tag_added"), tag: Type.Union([Tag, NONE]) }),
  Type.Object({
    kind: Type.Literal("event"),
    plugin: Type.String({ minLength: 2, maxLength: 60 }),
    event: Type.String({ minLength: 1, maxLength: 60 }),
  }),
]);
export type Goal = Static<typeof Goal>;

/** What a trigger listens to, one row of the table `trigger` each; `""` for those that take anything of their kind. */
export function keysOf(trigger: Trigger): string[] {
  switch (trigger.kind) {
    case "deep_link":
      return [trigger.code];
    case "keyword":
      return [...new Set(trigger.words.map((word) => keyOf(word, trigger.match)))];
    case "command":
      return [trigger.command];
    case "join_request":
    case "channel_join":
      return [trigger.chat];
    case "tag_added":
      return [trigger.tag];
    case "event":
      return [`${trigger.plugin}/${trigger.event}`];
    default:
      return [""];
  }
}

function keyOf(word: string, match: WordMatch): string {
  return (match === "word" ? wordsIn(word) : word).trim().toLowerCase();
}
