import type { Step } from "../../../graph/step.ts";
import type { Place } from "./edits.ts";
import type { NewId } from "./ids.ts";

/** Marks a clipboard's text as steps of a journey. */
const MARK = "promostack/journey-steps@1";

/** Steps as text, for the clipboard: they can be pasted into another journey, window or tenant. */
export function asText(steps: readonly Step[]): string {
  return JSON.stringify({ [MARK]: steps });
}

/** Reads steps from a clipboard's text; undefined for anything else. The server checks them when the draft is saved. */
export function stepsFrom(text: string): Step[] | undefined {
  if (!text.includes(MARK)) return undefined;
  try {
    const found: unknown = Object(JSON.parse(text))[MARK];
    return Array.isArray(found) && found.every(isStep) ? found : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isStep(value: unknown): value is Step {
  const step: Record<string, unknown> = Object(value);
  return (
    typeof step.id === "string" &&
    typeof step.kind === "string" &&
    KINDS.has(step.kind) &&
    typeof step.x === "number" &&
    typeof step.y === "number" &&
    typeof step.exits === "object"
  );
}

const KINDS: ReadonlySet<string> = new Set([
  "message",
  "question",
  "delay",
  "wait_for_reply",
  "condition",
  "split",
  "tag",
  "set",
  "action",
  "goto",
  "end",
]);

/** Copies with ids of their own, moved by `by`. Ways between them stay, ways to others are left out. */
export function copies(steps: readonly Step[], newId: NewId, by: Place): Step[] {
  const ids = new Map(steps.map(({ id }) => [id, newId()]));
  return steps.map((step) => {
    const [copy, parts] = withNewParts(step, newId);
    const exits = Object.entries(copy.exits).flatMap(([key, to]) => {
      const target = ids.get(to);
      return target === undefined ? [] : [[renamedExit(key, parts), target]];
    });
    return {
      ...copy,
      id: ids.get(step.id) ?? newId(),
      x: copy.x + by.x,
      y: copy.y + by.y,
      exits: Object.fromEntries(exits),
    };
  });
}

/** Buttons, choices, branches and variants get new ids too: answers whose old ones. An action's outcomes keep the names it gave them. */
function withNewParts(step: Step, newId: NewId): [Step, ReadonlyMap<string, string>] {
  const parts = new Map<string, string>();
  const renewed = <Part extends { id: string }>(list: readonly Part[]): Part[] =>
    list.map((part) => {
      const id = newId();
      parts.set(part.id, id);
      return { ...part, id };
    });
  switch (step.kind) {
    case "message":
      return [{ ...step, content: { ...step.content, buttons: renewed(step.content.buttons) } }, parts];
    case "question": {
      const content = { ...step.content, buttons: renewed(step.content.buttons) };
      const choices = step.choices && renewed(step.choices);
      return [{ ...step, content, ...(choices !== undefined && { choices }) }, parts];
    }
    case "wait_for_reply":
      return [{ ...step, branches: renewed(step.branches) }, parts];
    case "split":
      return [{ ...step, variants: renewed(step.variants) }, parts];
    default:
      return [step, parts];
  }
}

function renamedExit(key: string, parts: ReadonlyMap<string, string>): string {
  const [kind = "", part] = key.split(":");
  return part === undefined ? key : `${kind}:${parts.get(part) ?? part}`;
}
