import type { Surroundings } from "../../../drafts/surroundings.ts";
import type { Journey } from "../../../graph/journey.ts";
import type { Value } from "../../../graph/parts.ts";
import type { StepOf } from "../../../graph/step.ts";

/** Variables that every text may use. As `engine/lookup.ts` knows them. */
const OF_EVERYBODY = ["firstName", "lastName", "name", "username", "language", "source"];

/** Names that a text of this journey may use: what its steps save and its actions answer, people's fields, what plugins know, and what is known of everybody. */
export function variablesOf(
  journey: Journey,
  { fields, facts, actions }: Pick<Surroundings, "fields" | "facts" | "actions">,
): string[] {
  const own = journey.steps.flatMap((step) => {
    if (step.kind === "question" || step.kind === "wait_for_reply")
      return step.saveTo === undefined ? [] : [step.saveTo.name];
    if (step.kind === "action") return answersOf(step, actions).map(({ variable }) => variable);
    return step.kind === "set" ? [step.target.name] : [];
  });
  const known = facts.flatMap(({ variable }) => variable ?? []);
  return [...new Set([...own, ...fields, ...known, ...OF_EVERYBODY])].filter((name) => name !== "");
}

/** What an action answers: its own names, and those that the step's settings add. */
export function answersOf(step: StepOf<"action">, actions: Surroundings["actions"]): ActionAnswer[] {
  const offer = actions.find(({ plugin, name }) => plugin === step.plugin && name === step.action);
  const prefix = step.prefix === undefined ? "" : `${step.prefix}_`;
  const more = offer?.answersMore === true ? Object.keys(Object(step.input.answers)) : [];
  const added = more.map((name) => ({ name, title: name, sample: undefined }));
  return [...(offer?.answers ?? []), ...added].map(({ name, title, sample = `sample ${name}` }) => ({
    name,
    title,
    sample,
    variable: `${prefix}${name}`,
  }));
}

interface ActionAnswer {
  name: string;
  title: string;
  /** Stands for it in a test. */
  sample: Value;
  /** As texts call it. */
  variable: string;
}

/** A name for a variable made of what somebody types: letters, digits and underscores. */
export function asVariable(text: string): string {
  return text
    .replace(/\s+/g, "_")
    .replace(/[^A-Za-z0-9_]/g, "")
    .replace(/^[0-9_]+/, "")
    .slice(0, 40);
}
