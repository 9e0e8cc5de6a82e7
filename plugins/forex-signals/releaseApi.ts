import { type Static, Type } from "@promostack/core";

const Time = Type.String({ format: "date-time" });

/** The release that a tenant's signals come from, and what there is to know about it. */
export const ChosenRelease = Type.Object({
  strategy: Type.String(),
  title: Type.String(),
  version: Type.Union([Type.String(), Type.Null()], { description: "Null where there is none to use." }),
  follows: Type.Boolean({ description: "The newest, as against staying on one version." }),
  newest: Type.Union([Type.String(), Type.Null()], { description: "What followers get." }),
  state: Type.Union([
    Type.Literal("active"),
    Type.Literal("deprecated"),
    Type.Literal("withdrawn"),
    Type.Literal("quarantined"),
    Type.Literal("unusable"),
  ]),
  reason: Type.Optional(Type.String({ description: "Why it is not active, or what does not fit." })),
  until: Type.Optional(Type.String({ ...Time, description: "End of a quarantine." })),
  replacement: Type.Optional(Type.String({ description: "Strategy to use instead." })),
  upgrade: Type.Optional(
    Type.Object(
      { from: Type.String(), at: Time },
      { description: "A newer release was followed by itself within the last week." },
    ),
  ),
});
export type ChosenRelease = Static<typeof ChosenRelease>;
