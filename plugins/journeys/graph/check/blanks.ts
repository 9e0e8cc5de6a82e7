import type { Step } from "../step.ts";
import type { Trigger } from "../trigger.ts";
import { error, type Problem, type Rule } from "./problem.ts";
import { contentOf } from "./said.ts";

/** What a draft may leave for later, and a journey that people walk may not. */
export const BLANK_RULES: Rule[] = [
  ({ steps }) =>
    steps.flatMap((step) =>
      blanksOf(step).map(([field, message, fix]) => error(message, fix, { step: step.id, field })),
    ),
  ({ triggers }) => triggers.flatMap(blankTrigger),
  ({ rules }) =>
    rules.goals.flatMap((goal, index) =>
      goal.kind === "tag_added" && goal.tag === ""
        ? [
            error("A goal waits for a tag without a name.", "Choose the tag.", {
              field: `rules.goals.${index}`,
            }),
          ]
        : [],
    ),
];

type Blank = [field: string, message: string, fix: string];

function blanksOf(step: Step): Blank[] {
  const found: Blank[] = (contentOf(step)?.buttons ?? []).flatMap(({ text }, index) =>
    ifBlank(text, `content.buttons.${index}.text`, "A button has no words.", "Say what it does."),
  );
  const name = (target: { name: string } | undefined, field: string) =>
    target === undefined
      ? []
      : ifBlank(target.name, field, "The answer is saved under no name.", "Name it, such as city.");
  switch (step.kind) {
    case "question":
      found.push(...name(step.saveTo, "saveTo"));
      if (step.answer !== "choice") return found;
      return found.concat(
        (step.choices ?? []).flatMap(({ text }, index) =>
          ifBlank(text, `choices.${index}.text`, "An answer has no words.", "Write it, or remove it."),
        ),
      );
    case "wait_for_reply":
      return name(step.saveTo, "saveTo").concat(
        step.branches.flatMap(({ words }, index) =>
          ifBlank(
            words.join(""),
            `branches.${index}.words`,
            "A branch listens to no word.",
            "Enter a word, or remove it.",
          ),
        ),
      );
    case "split":
      return step.variants.flatMap(({ name }, index) =>
        ifBlank(name, `variants.${index}.name`, "A branch has no name.", "Name it: the numbers show it."),
      );
    case "set":
      return ifBlank(step.target.name, "target", "No variable is named.", "Choose what to set.");
    case "condition":
      return step.when.rules.flatMap((rule, index): Blank[] => {
        const field = `when.rules.${index}`;
        if (rule.about === "tag")
          return ifBlank(rule.tag, field, "The rule names no tag.", "Choose the tag.");
        if (rule.about === "variable")
          return ifBlank(rule.name, field, "The rule names no variable.", "Choose the variable.");
        return [];
      });
    case "end":
      return ifBlank(step.outcome, "outcome", "The end has no outcome.", "Name it: the numbers count by it.");
    default:
      return found;
  }
}

function ifBlank(text: string, ...blank: Blank): Blank[] {
  return text.trim() === "" ? [blank] : [];
}

function blankTrigger(trigger: Trigger): Problem[] {
  const say = (text: string, field: string, message: string, fix: string) =>
    text.trim() === "" ? [error(message, fix, { trigger: trigger.id, field })] : [];
  switch (trigger.kind) {
    case "deep_link":
      return say(trigger.code, "code", "The deep link has no code.", "Enter one, such as spring.");
    case "keyword":
      return say(trigger.words.join(""), "words", "No keyword is named.", "Enter the words to listen to.");
    case "command":
      return say(trigger.command, "command", "The command has no name.", "Enter one, such as start.");
    case "tag_added":
      return say(trigger.tag, "tag", "No tag is named.", "Choose the tag that lets people in.");
    default:
      return [];
  }
}
