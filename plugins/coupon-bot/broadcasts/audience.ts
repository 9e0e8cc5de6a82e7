import { type Static, Type } from "@promostack/core";
import type { Audience } from "@promostack/plugin-journeys/api.ts";
import { choice } from "../template/choice.ts";

const CLOSED = { additionalProperties: false };
const Days = Type.Integer({ minimum: 1, maximum: 3_650 });

/** Somebody used the bot within these days, did not, or came for the first time within them. */
export const ACTIVITIES = ["active", "idle", "new"] as const;

/** Whom it is for: of these, those who can be reached. */
export const ChosenAudience = Type.Union([
  Type.Object({ kind: Type.Literal("everybody") }, CLOSED),
  Type.Object({ kind: choice(ACTIVITIES), days: Days }, CLOSED),
  Type.Object(
    {
      kind: Type.Literal("tags"),
      match: choice(["all", "any"] as const),
      tags: Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { minItems: 1, maxItems: 20 }),
    },
    CLOSED,
  ),
  Type.Object({ kind: Type.Literal("segment"), segment: Type.String({ format: "uuid" }) }, CLOSED),
]);
export type ChosenAudience = Static<typeof ChosenAudience>;

/** The same in journeys' words. */
export function audienceOf(chosen: ChosenAudience): Audience {
  switch (chosen.kind) {
    case "everybody":
    case "tags":
    case "segment":
      return chosen;
    case "active":
    case "idle":
    case "new": {
      const { kind, days: withinDays } = chosen;
      const about = kind === "new" ? "firstSeen" : "heard";
      return { kind: "rules", rules: { match: "all", rules: [{ about, withinDays, has: kind !== "idle" }] } };
    }
  }
}
