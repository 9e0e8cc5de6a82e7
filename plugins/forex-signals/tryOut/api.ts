import { type Static, Type } from "@promostack/core";
import { Summary } from "../api.ts";

/** A strategy with parameters that nobody has saved yet. */
export const TryOutWish = Type.Object(
  {
    strategy: Type.String({ maxLength: 60 }),
    version: Type.String({ maxLength: 60, default: "", description: "Empty for the newest." }),
    parameters: Type.Record(Type.String(), Type.Unknown(), {
      description: "What differs from the defaults.",
    }),
  },
  { additionalProperties: false },
);
export type TryOutWish = Static<typeof TryOutWish>;

const Tried = Type.Object({
  strategy: Type.String(),
  version: Type.String(),
  candidates: Type.Integer(),
  refused: Type.Record(Type.String(), Type.Integer(), {
    description: "Candidates that guardrails refused, by reason.",
  }),
  summary: Summary,
});

export const TryOut = Type.Object({
  symbol: Type.String(),
  candles: Type.Object({
    count: Type.Integer({ description: "Of 15 minutes, as stored here." }),
    from: Type.Union([Type.String({ format: "date-time" }), Type.Null()]),
    to: Type.Union([Type.String({ format: "date-time" }), Type.Null()]),
    needed: Type.Integer({ description: "Before the strategy's first evaluation, in the same candles." }),
  }),
  proposed: Tried,
  current: Type.Union([Tried, Type.Null()], {
    description: "The setting until now; null where it cannot be used.",
  }),
});
export type TryOut = Static<typeof TryOut>;
