import { type Journey, type JourneyRules, NEW_RULES } from "../graph/journey.ts";
import type { Button } from "../graph/parts.ts";
import type { StepKind, StepOf } from "../graph/step.ts";
import type { Trigger } from "../graph/trigger.ts";
import { placed } from "./placed.ts";

/** A journey to start from: it can be published as it is, once the addresses in it are one's own. */
export interface Template {
  id: string;
  name: string;
  /** What it does, in a sentence or two. */
  summary: string;
  /** What it is for, as the gallery groups it. */
  group: "Welcome" | "Sell" | "Keep" | "Ask";
  journey: Journey;
}

/** A step as templates write it: places come from the order in which it is walked. */
export type Unplaced = {
  [Kind in StepKind]: Omit<StepOf<Kind>, "x" | "y" | "exits"> & { exits?: Record<string, string> };
}[StepKind];

export function template(
  about: Omit<Template, "journey">,
  triggers: Trigger[],
  steps: Unplaced[],
  rules: Partial<JourneyRules> = {},
): Template {
  const first = steps[0]?.id ?? "";
  const journey: Journey = {
    format: 1,
    start: first,
    triggers,
    rules: { ...NEW_RULES, ...rules },
    steps: placed(first, steps),
  };
  return { ...about, journey };
}

export function says(
  id: string,
  text: string,
  next?: string,
  own: { title?: string; comment?: string } = {},
): Unplaced {
  return {
    ...own,
    id,
    kind: "message",
    content: { text, buttons: [] },
    ...(next !== undefined && { exits: { next } }),
  };
}

export function offers(
  id: string,
  text: string,
  buttons: Button[],
  exits: Record<string, string>,
  own: { title?: string; comment?: string } = {},
): Unplaced {
  return { ...own, id, kind: "message", content: { text, buttons }, exits };
}

/** A link button. Its address is an example: whoever uses the template puts their own. */
export function link(text: string, path: string): Button {
  return { id: "link", text, does: "link", url: `https://example.com/${path}` };
}

export function waits(
  id: string,
  amount: number,
  unit: "minutes" | "hours" | "days",
  next: string,
): Unplaced {
  return { id, kind: "delay", wait: { mode: "fixed", time: { amount, unit } }, quiet: true, exits: { next } };
}

/** Until the person's clock shows that time, on some weekdays (1 Monday to 7 Sunday) or on any. */
export function until(id: string, time: string, next: string, weekdays: number[] = []): Unplaced {
  const wait = { mode: "until" as const, time, zone: "person" as const, weekdays };
  return { id, kind: "delay", wait, quiet: false, exits: { next } };
}

export function tags(id: string, add: string[], next: string, remove: string[] = []): Unplaced {
  return { id, kind: "tag", add, remove, exits: { next } };
}

export function ends(id: string, outcome: string): Unplaced {
  return { id, kind: "end", outcome };
}
