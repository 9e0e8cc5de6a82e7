import type { Step, StepKind } from "../../../graph/step.ts";
import type { NewId } from "./ids.ts";

/** A step as the palette gives it: it does something sensible at once wherever it can. */
export function newStep(kind: StepKind, at: { x: number; y: number }, newId: NewId): Step {
  const common = { id: newId(), x: Math.round(at.x), y: Math.round(at.y), exits: {} };
  const content = { text: "", buttons: [] };
  switch (kind) {
    case "message":
      return { ...common, kind, content };
    case "question":
      return { ...common, kind, content, answer: "text", tries: 3 };
    case "delay":
      return { ...common, kind, wait: { mode: "fixed", time: { amount: 1, unit: "hours" } }, quiet: true };
    case "wait_for_reply":
      return { ...common, kind, branches: [], takesEarlier: false };
    case "condition":
      return {
        ...common,
        kind,
        when: { match: "all", rules: [{ about: "tag", tag: "", has: true }] },
      };
    case "split":
      return {
        ...common,
        kind,
        variants: [
          { id: newId(), name: "A", weight: 50 },
          { id: newId(), name: "B", weight: 50 },
        ],
      };
    case "tag":
      return { ...common, kind, add: [], remove: [] };
    case "set":
      return { ...common, kind, target: { scope: "person", name: "" }, does: "set", value: "" };
    case "action":
      return { ...common, kind, plugin: "", action: "", input: {}, outcomes: [] };
    case "goto":
      return { ...common, kind, most: 3 };
    case "end":
      return { ...common, kind, outcome: "done" };
  }
}
