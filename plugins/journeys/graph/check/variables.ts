import { namesOf, type Part, parseTemplate } from "@promostack/core";
import type { Journey } from "../journey.ts";
import { BUILT_IN } from "../parts.ts";
import type { Step } from "../step.ts";
import { type CheckContext, error, type Problem, type Rule, warning } from "./problem.ts";
import { saidIn } from "./said.ts";
import { reachedFrom, waysOf } from "./ways.ts";

/** Variables that texts and conditions name: somebody must have set them before. */
export const VARIABLE_RULES: Rule[] = [unknown];

interface Use {
  step: Step;
  field: string;
  name: string;
  /** It says what stands there without a value. */
  covered: boolean;
}

function unknown(journey: Journey, context: CheckContext): Problem[] {
  if (context.variables === undefined) return [];
  const everywhere = new Set<string>([...BUILT_IN, ...context.variables]);
  const setters = journey.steps.filter((step) => sets(step, context) !== undefined);
  const ways = waysOf(journey);
  const after = new Map(
    setters.map((step) => [
      step.id,
      reachedFrom(
        ways.filter(({ from }) => from.id === step.id).map(({ to }) => to.id),
        ways,
      ),
    ]),
  );
  return usesIn(journey).flatMap((use) => {
    const { step, field, name } = use;
    if (name === "" || everywhere.has(name)) return [];
    const setting = setters.filter((each) => sets(each, context)?.(name));
    if (setting.some((each) => after.get(each.id)?.has(step.id))) return [];
    const where = { step: step.id, field };
    return setting.length > 0 ? [early(name, where)] : [missing(use, journey, [...everywhere], where)];
  });
}

function early(name: string, where: Partial<Problem>): Problem {
  return warning(
    `{${name}} is used before any step sets it.`,
    `Set it on the way here, or say what stands there until then: {${name}|…}.`,
    where,
  );
}

function missing(
  { name, covered }: Use,
  journey: Journey,
  known: string[],
  where: Partial<Problem>,
): Problem {
  const like = known.find((each) => each.toLowerCase() === name.toLowerCase());
  const fix =
    like === undefined
      ? "Save an answer under this name first, or choose another."
      : `Did you mean {${like}}?`;
  // The API and events may bring variables of their own.
  const brought = journey.triggers.some(({ kind }) => kind === "api" || kind === "event");
  const say = covered || brought ? warning : error;
  return say(`Nothing sets {${name}}.`, fix, where);
}

function usesIn(journey: Journey): Use[] {
  const inTexts = saidIn(journey).flatMap(({ step, field, text }) => {
    const { parts } = parseTemplate(text);
    const covered = coveredIn(parts);
    return [...new Set(namesOf(parts).map(({ name }) => name))].map((name) => ({
      step,
      field,
      name,
      covered: covered.has(name),
    }));
  });
  const inRules = journey.steps.flatMap((step) =>
    step.kind === "condition"
      ? step.when.rules.flatMap((rule, index) =>
          rule.about === "variable"
            ? [{ step, field: `when.rules.${index}`, name: rule.name, covered: asksWhether(rule.comparison) }]
            : [],
        )
      : [],
  );
  return [...inTexts, ...inRules];
}

function asksWhether(comparison: string): boolean {
  return comparison === "known" || comparison === "unknown";
}

/** Names that have a fallback, or that stand as a block, which asks whether there is a value. */
function coveredIn(parts: readonly Part[]): Set<string> {
  const found = new Set<string>();
  for (const part of parts) {
    if (part.kind === "block") {
      found.add(part.name);
      for (const name of coveredIn(part.parts)) found.add(name);
    } else if (part.kind === "value" && part.fallback !== undefined) found.add(part.name);
  }
  return found;
}

/** Whether a step may set a variable of some name; undefined for steps that set none. */
function sets(step: Step, { actions }: CheckContext): ((name: string) => boolean) | undefined {
  switch (step.kind) {
    case "question":
    case "wait_for_reply":
      return step.saveTo && ((name) => name === step.saveTo?.name);
    case "set":
      return step.does === "clear" ? undefined : (name) => name === step.target.name;
    case "action": {
      const values = actions?.find(
        ({ plugin, name }) => plugin === step.plugin && name === step.action,
      )?.values;
      const prefix = step.prefix === undefined ? "" : `${step.prefix}_`;
      return (name) =>
        name === "error" ||
        (name.startsWith(prefix) && (values === undefined || values.includes(name.slice(prefix.length))));
    }
    default:
      return undefined;
  }
}
