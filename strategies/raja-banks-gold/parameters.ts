import { type Static, Type } from "@promostack/core/strategy";

export const parameters = Type.Object(
  {
    entryMode: Type.Union([Type.Literal("break"), Type.Literal("retest")], {
      title: "Entry",
      description:
        "break: at the impulse's close. retest: when price comes back to the broken extreme and turns.",
      default: "break",
    }),
    openingWaitMinutes: Type.Integer({
      title: "Minutes to wait after a session opens",
      minimum: 0,
      maximum: 180,
      default: 60,
    }),
    minBodyAtr: Type.Number({
      title: "Smallest body of the impulse",
      description: "In average true ranges (ATR 14).",
      minimum: 0,
      maximum: 5,
      default: 0.5,
    }),
    minStop: Type.Number({
      title: "Nearest stop",
      description: "In dollars; a nearer one is widened to it.",
      exclusiveMinimum: 0,
      maximum: 100,
      default: 1.5,
      "x-unit": "price",
    }),
    swingReach: Type.Number({
      title: "Reach of a swing",
      description:
        "In dollars: a trade against the trend is taken so near to a 1-hour swing, and no further.",
      minimum: 0,
      maximum: 500,
      default: 5,
      "x-unit": "price",
    }),
  },
  { additionalProperties: false },
);

export type Parameters = Static<typeof parameters>;
