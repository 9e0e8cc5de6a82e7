import type { Journey } from "../../../graph/journey.ts";

/** Makes ids that a journey does not have yet. */
export type NewId = () => string;

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** Six letters and digits, random, so that copies that travel between journeys rarely meet; never one of the journey's. */
export function newIds(journey: Pick<Journey, "steps" | "triggers">): NewId {
  const taken = new Set([...journey.steps.map(({ id }) => id), ...journey.triggers.map(({ id }) => id)]);
  return () => {
    for (;;) {
      const bytes = crypto.getRandomValues(new Uint8Array(6));
      const id = Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join("");
      if (taken.has(id)) continue;
      taken.add(id);
      return id;
    }
  };
}
