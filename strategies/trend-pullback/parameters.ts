import { type Static, Type } from "@promostack/core/strategy";

export const parameters = Type.Object(
  {
    minAdx: Type.Number({
      title: "Smallest trend strength",
      description: "ADX 14 on 15-minute candles.",
      minimum: 0,
      maximum: 60,
      default: 20,
    }),
    emaReachAtr: Type.Number({
      title: "Reach of EMA 20",
      description: "How far from the average a close counts as back at it, in average true ranges (ATR 14).",
      minimum: 0,
      maximum: 3,
      default: 0.3,
    }),
    cooledRsiFrom: Type.Number({
      title: "Cooled-down RSI from",
      description: "For longs, one of the last five RSI 14 lies from here … Shorts mirror it: 38 means 62.",
      minimum: 5,
      maximum: 50,
      default: 38,
    }),
    cooledRsiUntil: Type.Number({
      title: "Cooled-down RSI until",
      description: "… to here. Shorts mirror it: 48 means 52.",
      minimum: 5,
      maximum: 50,
      default: 48,
    }),
    maxRangeAtr: Type.Number({
      title: "Largest entry candle",
      description: "High less low of the newest candle, in average true ranges; a larger one has run away.",
      minimum: 0.5,
      maximum: 10,
      default: 2.5,
    }),
    minStop: Type.Number({
      title: "Nearest stop",
      description: "In dollars; a nearer one is widened to it.",
      exclusiveMinimum: 0,
      maximum: 100,
      default: 2,
      "x-unit": "price",
    }),
    maxStopAtr: Type.Number({
      title: "Furthest stop",
      description: "In average true ranges; a swing further away is not waited for.",
      minimum: 0.2,
      maximum: 10,
      default: 1.2,
    }),
  },
  { additionalProperties: false },
);

export type Parameters = Static<typeof parameters>;
