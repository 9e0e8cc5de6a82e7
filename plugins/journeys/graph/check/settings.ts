import { type Duration, LONGEST_MS, milliseconds } from "../parts.ts";
import type { Rule as Question } from "../rule.ts";
import type { Step } from "../step.ts";
import { listedWords } from "../wholeWord.ts";
import { error, type Problem, type Rule, warning } from "./problem.ts";

/** Settings of single steps that fit their schema and still cannot work. */
export const SETTING_RULES: Rule[] = [
  ({ steps }) => steps.flatMap(durations),
  ({ steps }) => steps.flatMap(range),
  ({ steps }) => steps.flatMap(weights),
  ({ steps }) => steps.flatMap(conditions),
  ({ steps }) => steps.flatMap(tags),
  ({ steps }) => steps.flatMap(sums),
];

function durations(step: Step): Problem[] {
  return timesOf(step)
    .filter(([, time]) => milliseconds(time) > LONGEST_MS)
    .map(([field]) =>
      error("Nothing waits longer than 90 days.", "Choose a time from one second to 90 days.", {
        step: step.id,
        field,
      }),
    );
}

function timesOf(step: Step): [field: string, time: Duration][] {
  if (step.kind === "question" || step.kind === "wait_for_reply")
    return step.timeout === undefined ? [] : [["timeout", step.timeout]];
  if (step.kind !== "delay") return [];
  if (step.wait.mode === "fixed") return [["wait.time", step.wait.time]];
  if (step.wait.mode === "until") return [];
  return [
    ["wait.from", step.wait.from],
    ["wait.to", step.wait.to],
  ];
}

function range(step: Step): Problem[] {
  if (step.kind !== "delay" || step.wait.mode !== "random") return [];
  if (milliseconds(step.wait.from) <= milliseconds(step.wait.to)) return [];
  const where = { step: step.id, field: "wait.from" };
  return [error("The random time begins after it ends.", "Swap the two times.", where)];
}

function weights(step: Step): Problem[] {
  if (step.kind !== "split" || step.variants.some(({ weight }) => weight > 0)) return [];
  const where = { step: step.id, field: "variants" };
  return [error("All weights are 0: no branch can be drawn.", "Give at least one branch a weight.", where)];
}

function conditions(step: Step): Problem[] {
  if (step.kind !== "condition") return [];
  const where = { step: step.id, field: "when" };
  if (step.when.rules.length === 0)
    return [warning("Nothing is asked: everybody goes the way of “Yes”.", "Add a rule.", where)];
  return step.when.rules.flatMap((rule, index) =>
    lacksValue(rule)
      ? [
          error("The rule compares with nothing.", "Enter the value to compare with.", {
            ...where,
            field: `when.rules.${index}`,
          }),
        ]
      : [],
  );
}

function lacksValue(rule: Question): boolean {
  if (rule.about === "tag" || rule.about === "membership") return false;
  if (rule.comparison === "known" || rule.comparison === "unknown") return false;
  if (rule.comparison === "hasWord") return listedWords(String(rule.value ?? "")).length === 0;
  return rule.value === undefined || rule.value === "";
}

function tags(step: Step): Problem[] {
  if (step.kind !== "tag") return [];
  const where = { step: step.id };
  if (step.add.length === 0 && step.remove.length === 0)
    return [warning("The step changes no tag.", "Choose a tag to add or to remove.", where)];
  return step.add
    .filter((tag) => step.remove.includes(tag))
    .map((tag) => warning(`“${tag}” is added and removed at once.`, "Keep one of the two.", where));
}

function sums(step: Step): Problem[] {
  if (step.kind !== "set" || step.does !== "add" || step.value.includes("{")) return [];
  if (step.value.trim() !== "" && Number.isFinite(Number(step.value))) return [];
  return [
    error("Only a number can be added.", "Enter a number, such as 1 or -5.", {
      step: step.id,
      field: "value",
    }),
  ];
}
