import type { RuleGroup, SegmentRule, SegmentRules } from "../../../people/segment.ts";

export type About = SegmentRule["about"];

/** A fresh rule of each kind, with what is still to be chosen left empty. */
const FRESH: { [Kind in About]: () => Extract<SegmentRule, { about: Kind }> } = {
  tag: () => ({ about: "tag", tag: "", has: true }),
  variable: () => ({ about: "variable", name: "", comparison: "is", value: "" }),
  journey: () => ({ about: "journey", journey: "", did: "completed", has: true }),
  step: () => ({ about: "step", journey: "", step: "", has: true }),
  heard: () => ({ about: "heard", withinDays: 30, has: true }),
  firstSeen: () => ({ about: "firstSeen", withinDays: 7, has: true }),
  clicked: () => ({ about: "clicked", has: true }),
  reach: () => ({ about: "reach", is: "reachable", has: true }),
  membership: () => ({ about: "membership", chat: "", has: true }),
  language: () => ({ about: "language", comparison: "is", value: "" }),
  source: () => ({ about: "source", comparison: "is", value: "" }),
};

export function freshRule(about: About): SegmentRule {
  return FRESH[about]();
}

/** False while something is still to be chosen. */
export function isComplete(rule: SegmentRule | RuleGroup | SegmentRules): boolean {
  if ("rules" in rule) return rule.rules.every(isComplete);
  switch (rule.about) {
    case "tag":
      return rule.tag !== "";
    case "variable":
      return rule.name !== "" && hasValue(rule);
    case "language":
    case "source":
      return hasValue(rule);
    case "membership":
      return rule.chat !== "";
    case "journey":
      return rule.journey !== "";
    case "step":
      return rule.journey !== "" && rule.step !== "";
    default:
      return true;
  }
}

function hasValue({ comparison, value }: { comparison: string; value?: unknown }): boolean {
  return comparison === "known" || comparison === "unknown" || (value !== undefined && value !== "");
}

/** A list with one entry changed, or taken out where it is undefined. */
export function withEntry<Entry>(
  entries: readonly Entry[],
  index: number,
  entry: Entry | undefined,
): Entry[] {
  return entries.flatMap((each, at) => (at !== index ? [each] : entry === undefined ? [] : [entry]));
}
