import type { Journey } from "../journey.ts";
import { ANSWER_RULES } from "./answers.ts";
import { BLANK_RULES } from "./blanks.ts";
import { CONTENT_RULES } from "./contents.ts";
import { ENTRY_RULES } from "./entries.ts";
import { ID_RULES } from "./ids.ts";
import { KNOWN_RULES } from "./known.ts";
import { PATH_RULES } from "./paths.ts";
import type { CheckContext, Problem, Rule } from "./problem.ts";
import { SETTING_RULES } from "./settings.ts";
import { TEXT_RULES } from "./texts.ts";
import { VARIABLE_RULES } from "./variables.ts";

/** What a schema cannot say, each rule on its own: none relies on another having passed. */
const RULES: Rule[] = [
  ...ENTRY_RULES,
  ...ID_RULES,
  ...BLANK_RULES,
  ...PATH_RULES,
  ...TEXT_RULES,
  ...CONTENT_RULES,
  ...ANSWER_RULES,
  ...SETTING_RULES,
  ...VARIABLE_RULES,
  ...KNOWN_RULES,
];

/** Everything that speaks against a journey: errors first, each in the order of the journey's steps. Errors keep it from being published. */
export function problemsOf(journey: Journey, context: CheckContext): Problem[] {
  const place = new Map(journey.steps.map(({ id }, index) => [id, index]));
  const at = ({ step = "" }: Problem) => place.get(step) ?? -1;
  const weight = ({ severity }: Problem) => (severity === "error" ? 0 : 1);
  return RULES.flatMap((rule) => rule(journey, context)).sort(
    (one, other) => weight(one) - weight(other) || at(one) - at(other),
  );
}
