import { type Static, Type } from "@promostack/core";
import { PartId } from "./parts.ts";
import { Step } from "./step.ts";
import { Goal, Trigger } from "./trigger.ts";

/** How a journey treats the people in it. */
export const JourneyRules = Type.Object({
  /**
   * `once`: one walk a person, ever. `after_completion`: again when the last walk is over. `restart`: at any time; the walk under way
   * ends as stopped.
   */
  reentry: Type.Union([Type.Literal("once"), Type.Literal("after_completion"), Type.Literal("restart")]),
  /** The person is in another journey: begin when that is over, not at all, or instead of it. */
  whenBusy: Type.Union([Type.Literal("wait"), Type.Literal("refuse"), Type.Literal("replace")]),
  /** Of several journeys that would take a trigger, the higher number does; of equals the newer. */
  priority: Type.Integer({ minimum: 0, maximum: 100 }),
  /** What comes by timer waits for the end of the quiet hours. */
  quiet: Type.Boolean(),
  /** Counts against the cap of messages across journeys. */
  capped: Type.Boolean(),
  /** A walk that has waited so many days for a reply is over: expired. */
  expiresAfterDays: Type.Integer({ minimum: 1, maximum: 365 }),
  goals: Type.Array(Goal, { maxItems: 10 }),
});
export type JourneyRules = Static<typeof JourneyRules>;

export const MOST_STEPS = 200;

/** A journey as it is drafted, published, exported and imported. A published one never changes. */
export const Journey = Type.Object({
  format: Type.Literal(1),
  /** Id of the first step; empty while there is none. */
  start: Type.Union([PartId, Type.Literal("")]),
  triggers: Type.Array(Trigger, { maxItems: 20 }),
  rules: JourneyRules,
  steps: Type.Array(Step, { maxItems: MOST_STEPS }),
});
export type Journey = Static<typeof Journey>;

export const NEW_RULES: JourneyRules = {
  reentry: "after_completion",
  whenBusy: "wait",
  priority: 50,
  quiet: true,
  capped: true,
  expiresAfterDays: 30,
  goals: [],
};
