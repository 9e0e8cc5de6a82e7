import type { Journey } from "../journey.ts";
import { keysOf, type Trigger, type TriggerKind } from "../trigger.ts";
import { fits } from "../wholeWord.ts";
import { noWords } from "./answers.ts";
import { type CheckContext, error, type LiveTrigger, type Problem, type Rule, warning } from "./problem.ts";

/** How people get in, and whether another journey takes them first. */
export const ENTRY_RULES: Rule[] = [some, reserved, twice, unheard, clashes];

function some({ triggers }: Journey): Problem[] {
  if (triggers.length > 0) return [];
  return [error("Nothing lets people in.", "Add a trigger: a deep link is a good start.")];
}

function reserved({ triggers }: Journey, { stopWords = [] }: CheckContext): Problem[] {
  return triggers.flatMap((trigger) => {
    const words = trigger.kind === "keyword" ? stopWords : trigger.kind === "command" ? ["stop"] : [];
    const taken = keysOf(trigger).find((key) => words.includes(key));
    if (taken === undefined) return [];
    const word = trigger.kind === "command" ? `/${taken}` : taken;
    return [
      error(`“${word}” stops everything: it starts nothing.`, "Choose another word.", {
        trigger: trigger.id,
      }),
    ];
  });
}

function twice({ triggers }: Journey): Problem[] {
  const named = triggers.map((trigger) => keysOf(trigger).map((key) => `${trigger.kind} ${key}`));
  return triggers.flatMap((trigger, index) => {
    const before = named.slice(0, index).flat();
    if (!named[index]?.some((name) => before.includes(name))) return [];
    return [
      warning("Another trigger of this journey says the same.", "Remove one.", { trigger: trigger.id }),
    ];
  });
}

function unheard({ triggers }: Journey): Problem[] {
  return triggers.flatMap((trigger) =>
    trigger.kind === "keyword" ? noWords(trigger, { trigger: trigger.id, field: "words" }) : [],
  );
}

/** The API and a broadcast's button name the journey that they mean. */
const ADDRESSED: TriggerKind[] = ["api", "broadcast_button"];

function clashes({ triggers, rules }: Journey, { live = [] }: CheckContext): Problem[] {
  return triggers
    .filter(({ kind }) => !ADDRESSED.includes(kind))
    .flatMap((trigger) =>
      live
        .filter((other) => meets(trigger, other))
        // One word with each other journey is enough.
        .filter((other, index, all) => all.findIndex(({ journey }) => journey === other.journey) === index)
        .map((other) => clash(trigger, other, rules.priority)),
    );
}

function clash(trigger: Trigger, other: LiveTrigger, priority: number): Problem {
  const theirs = other.priority > priority;
  const why = other.priority === priority ? "it is the newer one" : "of its higher priority";
  const message = theirs
    ? `“${other.name}” takes the same people first, because ${why}.`
    : `“${other.name}” listens to the same; this journey goes first, because ${why}.`;
  return warning(message, "Change the trigger, or the priority of one of the two.", { trigger: trigger.id });
}

function meets(trigger: Trigger, other: LiveTrigger): boolean {
  if (trigger.kind !== other.kind) return false;
  return keysOf(trigger).some((key) => {
    if (key === other.key) return true;
    if (trigger.kind === "join_request" || trigger.kind === "channel_join")
      return key === "" || other.key === "";
    if (trigger.kind !== "keyword") return false;
    // Whatever contains the longer word contains the shorter one too.
    return fits(other.key, key, trigger.match) || fits(key, other.key, other.match);
  });
}
