import { type Static, Type } from "@promostack/core";
import { Content, PartId, Tag } from "../graph/parts.ts";
import { SegmentRules } from "../people/segment.ts";

const Id = Type.String({ format: "uuid" });

/** Whom a broadcast is for: of these, those who can be reached. */
export const Audience = Type.Union([
  Type.Object({ kind: Type.Literal("everybody") }),
  Type.Object({
    kind: Type.Literal("tags"),
    match: Type.Union([Type.Literal("all"), Type.Literal("any")]),
    tags: Type.Array(Tag, { minItems: 1, maxItems: 20 }),
  }),
  /** As the segment stands when sending begins. */
  Type.Object({ kind: Type.Literal("segment"), segment: Id }),
  Type.Object({ kind: Type.Literal("rules"), rules: SegmentRules }),
]);
export type Audience = Static<typeof Audience>;

const WallTime = Type.String({
  pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d$",
});

/** When it goes out. */
export const When = Type.Union([
  Type.Object({ kind: Type.Literal("now") }),
  Type.Object({ kind: Type.Literal("at"), at: Type.String({ format: "date-time" }) }),
  /** When the tenant's clock shows it. */
  Type.Object({ kind: Type.Literal("clock"), time: WallTime }),
  /** When each person's own clock shows it; the tenant's clock counts for people whose zone nobody knows. */
  Type.Object({ kind: Type.Literal("local"), time: WallTime }),
]);
export type When = Static<typeof When>;

/** Everything that somebody decides about a broadcast. */
export const Plan = Type.Object({
  audience: Audience,
  content: Content,
  /** The journeys that buttons (`next`) lead into, by the button's id. */
  doors: Type.Record(PartId, Id),
  when: When,
  /** Nothing goes out in a person's quiet hours: it waits for their end. */
  quiet: Type.Boolean(),
  /** Counts as a message that nobody asked for, and waits where the cap is reached. */
  capped: Type.Boolean(),
});
export type Plan = Static<typeof Plan>;

export const NEW_PLAN: Plan = {
  audience: { kind: "everybody" },
  content: { text: "", buttons: [] },
  doors: {},
  when: { kind: "now" },
  quiet: true,
  capped: true,
};
