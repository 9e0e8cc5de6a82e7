import type { WordMatch } from "../parts.ts";
import type { Step, StepOf } from "../step.ts";
import { wordsIn } from "../wholeWord.ts";
import { error, type Problem, type Rule, repeated, warning } from "./problem.ts";

type Question = StepOf<"question">;

/** What questions take for an answer. */
export const ANSWER_RULES: Rule[] = [
  ({ steps }) => steps.filter(isQuestion).flatMap(choices),
  ({ steps }) => steps.filter(isQuestion).flatMap(bounds),
  ({ steps }, { refusedPattern }) =>
    steps.filter(isQuestion).flatMap((step) => pattern(step, refusedPattern)),
  ({ steps }) => steps.flatMap(branches),
  ({ steps }) => steps.flatMap(unheard),
];

function isQuestion(step: Step): step is Question {
  return step.kind === "question";
}

function choices({ id: step, answer, choices = [] }: Question): Problem[] {
  if (answer !== "choice") return [];
  const where = { step, field: "choices" };
  if (choices.length === 0)
    return [error("There is nothing to choose from.", "Add at least two answers.", where)];
  const texts = choices.map(({ text }) => text.trim().toLowerCase());
  return repeated(texts.filter((text) => text !== "")).map((text) =>
    error(`Two answers read “${text}”.`, "Word them differently: a typed answer must mean one.", where),
  );
}

function bounds({ id: step, answer, least, most }: Question): Problem[] {
  const kind = answer === "date" ? "string" : "number";
  const bounded = ["text", "number", "money", "date"].includes(answer);
  if (!bounded) return [];
  for (const [field, bound] of [
    ["least", least],
    ["most", most],
  ] as const) {
    if (bound === undefined) continue;
    if (typeof bound !== kind || (typeof bound === "string" && !isDate(bound)))
      return [
        error(
          `A bound of this answer must be a ${kind === "string" ? "date" : "number"}.`,
          kind === "string" ? "Write it as 2027-03-31." : "Enter a number, or leave it empty.",
          { step, field },
        ),
      ];
  }
  if (least === undefined || most === undefined || least <= most) return [];
  return [
    error("No answer fits: the least is more than the most.", "Swap the two.", { step, field: "least" }),
  ];
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

function pattern(
  { id: step, answer, pattern = "" }: Question,
  refused: ((pattern: string) => string | undefined) | undefined,
): Problem[] {
  if (answer !== "pattern") return [];
  const where = { step, field: "pattern" };
  if (pattern === "")
    return [error("The pattern is empty.", "Enter a regular expression, such as [A-Z]{2}\\d{4}.", where)];
  const reason = refused?.(pattern);
  if (reason === undefined) return [];
  const fix = "Use RE2's syntax: it has no look-ahead, look-behind or back references.";
  return [error(`The pattern cannot be used: ${reason}.`, fix, where)];
}

/** Of two branches that listen to the same word, the second never hears it. */
function branches(step: Step): Problem[] {
  if (step.kind !== "wait_for_reply") return [];
  const words = step.branches.flatMap(({ words }) => [
    ...new Set(words.map((word) => word.trim().toLowerCase())),
  ]);
  return repeated(words).map((word) =>
    warning(`Two branches listen to “${word}”; the first takes it.`, "Remove it from one.", {
      step: step.id,
      field: "branches",
    }),
  );
}

function unheard(step: Step): Problem[] {
  if (step.kind !== "wait_for_reply") return [];
  return step.branches.flatMap((branch, index) =>
    noWords(branch, { step: step.id, field: `branches.${index}.words` }),
  );
}

/** What is no word is never heard as one: `?`, `!`. */
export function noWords(
  { words, match }: { words: readonly string[]; match: WordMatch },
  where: Partial<Problem>,
): Problem[] {
  if (match !== "word") return [];
  return words
    .filter((word) => word.trim() !== "" && wordsIn(word) === " ")
    .map((word) =>
      warning(`“${word}” is no word: nobody says it as one.`, "Let the reply contain it.", where),
    );
}
