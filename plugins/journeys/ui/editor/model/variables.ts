import type { Journey } from "../../../graph/journey.ts";

/** Variables that every text may use. As `engine/lookup.ts` knows them. */
const OF_EVERYBODY = ["firstName", "lastName", "name", "username", "language", "source"];

/** Names that a text of this journey may use: of everybody, of people's fields, and what its steps save. */
export function variablesOf(journey: Journey, fields: readonly string[]): string[] {
  const own = journey.steps.flatMap((step) => {
    if (step.kind === "question" || step.kind === "wait_for_reply")
      return step.saveTo === undefined ? [] : [step.saveTo.name];
    return step.kind === "set" ? [step.target.name] : [];
  });
  return [...new Set([...own, ...fields, ...OF_EVERYBODY])].filter((name) => name !== "");
}

/** A name for a variable made of what somebody types: letters, digits and underscores. */
export function asVariable(text: string): string {
  return text
    .replace(/\s+/g, "_")
    .replace(/[^A-Za-z0-9_]/g, "")
    .replace(/^[0-9_]+/, "")
    .slice(0, 40);
}
