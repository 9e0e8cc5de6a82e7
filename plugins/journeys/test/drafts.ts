import { type Journey, type JourneyRules, NEW_RULES } from "../graph/journey.ts";
import type { Content } from "../graph/parts.ts";
import type { Step, StepKind, StepOf } from "../graph/step.ts";
import type { Trigger } from "../graph/trigger.ts";

/** A journey of some steps, the first of which begins it. */
export function journeyOf(steps: Step[], rules: Partial<JourneyRules> = {}, triggers?: Trigger[]): Journey {
  return {
    format: 1,
    start: steps[0]?.id ?? "",
    triggers: triggers ?? [{ id: "t1", kind: "deep_link", code: "hello" }],
    rules: { ...NEW_RULES, ...rules },
    steps,
  };
}

export function content(text: string, more: Partial<Content> = {}): Content {
  return { text, buttons: [], ...more };
}

type Own<Kind extends StepKind> = Omit<StepOf<Kind>, "id" | "kind" | "x" | "y" | "exits">;

/** Makes steps: `step.message("a", { content: content("Hi") }, { next: "b" })`. */
export const step = {
  message: (id: string, text: string | Content, exits: Record<string, string> = {}) =>
    made("message", id, { content: typeof text === "string" ? content(text) : text }, exits),
  question: (id: string, own: Partial<Own<"question">> = {}, exits: Record<string, string> = {}) =>
    made("question", id, { content: content(`${id}?`), answer: "text", tries: 2, ...own }, exits),
  delay: (id: string, wait: StepOf<"delay">["wait"], exits: Record<string, string> = {}, quiet = false) =>
    made("delay", id, { wait, quiet }, exits),
  reply: (id: string, own: Partial<Own<"wait_for_reply">> = {}, exits: Record<string, string> = {}) =>
    made("wait_for_reply", id, { branches: [], takesEarlier: false, ...own }, exits),
  condition: (id: string, when: StepOf<"condition">["when"], exits: Record<string, string> = {}) =>
    made("condition", id, { when }, exits),
  split: (id: string, weights: Record<string, number>, exits: Record<string, string> = {}) =>
    made(
      "split",
      id,
      { variants: Object.entries(weights).map(([name, weight]) => ({ id: name, name, weight })) },
      exits,
    ),
  tag: (id: string, own: Partial<Own<"tag">>, exits: Record<string, string> = {}) =>
    made("tag", id, { add: [], remove: [], ...own }, exits),
  set: (id: string, own: Own<"set">, exits: Record<string, string> = {}) => made("set", id, own, exits),
  action: (id: string, own: Partial<Own<"action">> = {}, exits: Record<string, string> = {}) =>
    made("action", id, { plugin: "coupons", action: "send", input: {}, outcomes: [], ...own }, exits),
  goto: (id: string, most: number, exits: Record<string, string> = {}) => made("goto", id, { most }, exits),
  end: (id: string, outcome = "done") => made("end", id, { outcome }, {}),
};

function made<Kind extends StepKind>(kind: Kind, id: string, own: Own<Kind>, exits: Record<string, string>) {
  return { id, kind, x: 0, y: 0, exits, ...own };
}
