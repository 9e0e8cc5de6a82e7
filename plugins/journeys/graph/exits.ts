import type { Step } from "./step.ts";

/** A way out of a step: the key in its `exits`, and what people call it. */
export interface Exit {
  key: string;
  title: string;
}

const NEXT: Exit = { key: "next", title: "Next" };

/** Every exit that a step has, in the order in which the editor shows them. */
export function exitsOf(step: Step): Exit[] {
  switch (step.kind) {
    case "message":
      return [NEXT, ...buttonExits(step.content.buttons)];
    case "question":
      return [
        NEXT,
        ...(step.answer === "choice" ? (step.choices ?? []) : []).map(({ id, text }) => ({
          key: `choice:${id}`,
          title: text,
        })),
        ...buttonExits(step.content.buttons),
        { key: "invalid", title: "No valid answer" },
        ...timeoutExit(step),
      ];
    case "wait_for_reply":
      return [
        ...step.branches.map(({ id, words }) => ({ key: `branch:${id}`, title: words.join(", ") })),
        { key: "next", title: step.branches.length > 0 ? "Any other reply" : "Any reply" },
        ...timeoutExit(step),
      ];
    case "condition":
      return [
        { key: "yes", title: "Yes" },
        { key: "no", title: "No" },
      ];
    case "split":
      return step.variants.map(({ id, name }) => ({ key: `variant:${id}`, title: name }));
    case "action":
      return [
        NEXT,
        ...step.outcomes.map(({ id, title }) => ({ key: `outcome:${id}`, title })),
        { key: "failed", title: "Failed" },
      ];
    case "goto":
      return [
        { key: "next", title: "Jump to" },
        { key: "over", title: "Jumped often enough" },
      ];
    case "end":
      return [];
    default:
      return [NEXT];
  }
}

function buttonExits(buttons: readonly { id: string; text: string; does: string }[]): Exit[] {
  return buttons
    .filter(({ does }) => does === "next")
    .map(({ id, text }) => ({ key: `button:${id}`, title: text }));
}

function timeoutExit({ timeout }: { timeout?: unknown }): Exit[] {
  return timeout === undefined ? [] : [{ key: "timeout", title: "No reply in time" }];
}
