import type { Step, StepKind } from "./step.ts";

const KINDS: Record<StepKind, string> = {
  message: "Message",
  question: "Question",
  delay: "Delay",
  wait_for_reply: "Wait for a reply",
  condition: "Condition",
  split: "Split",
  tag: "Tags",
  set: "Set a variable",
  action: "Action",
  goto: "Jump",
  end: "End",
};

const MOST = 40;

/** What people call a step: its title, else its kind with the beginning of what it says. */
export function stepName(step: Step): string {
  const said = beginningOf(step);
  return hasTitle(step) || said === "" ? stepTitle(step) : `${KINDS[step.kind]}: ${said}`;
}

/** The same in few words, where what it says stands beside. */
export function stepTitle(step: Pick<Step, "kind" | "title">): string {
  return hasTitle(step) ? step.title.trim() : KINDS[step.kind];
}

function hasTitle<Named extends Pick<Step, "title">>(step: Named): step is Named & { title: string } {
  return (step.title?.trim() ?? "") !== "";
}

function beginningOf(step: Step): string {
  switch (step.kind) {
    case "message":
    case "question":
      return short(step.content.text.replace(/<[^<>]*>/g, ""));
    case "tag":
      return short([...step.add.map((tag) => `+${tag}`), ...step.remove.map((tag) => `−${tag}`)].join(" "));
    case "set":
      return step.target.name;
    case "end":
      return short(step.outcome);
    case "split":
      return short(step.variants.map(({ name }) => name).join(" / "));
    case "action":
      return short(step.action);
    default:
      return "";
  }
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= MOST ? line : `${line.slice(0, MOST - 1).trimEnd()}…`;
}
