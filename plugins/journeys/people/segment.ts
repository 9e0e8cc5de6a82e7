import { type Static, Type } from "@promostack/core";
import { PartId } from "../graph/parts.ts";
import { STORED_RULES } from "../graph/rule.ts";

const Id = Type.String({ format: "uuid" });
const Days = Type.Integer({ minimum: 1, maximum: 3_650 });
const Has = Type.Boolean();

/** What somebody may have done in a journey. */
export const DEEDS = ["entered", "inside", "completed", "stopped", "expired", "failed"] as const;
export type Deed = (typeof DEEDS)[number];

/** How somebody can be reached. `silent`: imported and never heard of, so that Telegram lets no bot write first. */
export const REACHES = ["reachable", "blocked", "stopped", "silent"] as const;
export type Reach = (typeof REACHES)[number];

/** One question about a person: what a journey's condition may ask, and what somebody did. */
export const SegmentRule = Type.Union([
  ...STORED_RULES,
  Type.Object({
    about: Type.Literal("journey"),
    journey: Id,
    did: Type.Union(DEEDS.map((each) => Type.Literal(each))),
    has: Has,
    /** At any time when absent. */
    withinDays: Type.Optional(Days),
  }),
  /** Came to a step, in whichever version. */
  Type.Object({ about: Type.Literal("step"), journey: Id, step: PartId, has: Has }),
  /** Wrote or pressed something. */
  Type.Object({ about: Type.Literal("heard"), withinDays: Days, has: Has }),
  Type.Object({ about: Type.Literal("firstSeen"), withinDays: Days, has: Has }),
  /** Opened a link: of a journey, or any. */
  Type.Object({
    about: Type.Literal("clicked"),
    journey: Type.Optional(Id),
    has: Has,
    withinDays: Type.Optional(Days),
  }),
  Type.Object({
    about: Type.Literal("reach"),
    is: Type.Union(REACHES.map((each) => Type.Literal(each))),
    has: Has,
  }),
]);
export type SegmentRule = Static<typeof SegmentRule>;

const Match = Type.Union([Type.Literal("all"), Type.Literal("any")]);

export const RuleGroup = Type.Object({
  match: Match,
  rules: Type.Array(SegmentRule, { minItems: 1, maxItems: 20 }),
});
export type RuleGroup = Static<typeof RuleGroup>;

/** Rules, and groups of rules: two levels. No rules at all are everybody. */
export const SegmentRules = Type.Object({
  match: Match,
  rules: Type.Array(Type.Union([SegmentRule, RuleGroup]), { maxItems: 20 }),
});
export type SegmentRules = Static<typeof SegmentRules>;

export function isGroup(rule: SegmentRule | RuleGroup): rule is RuleGroup {
  return "match" in rule;
}
