import { type Static, Type } from "@promostack/core/strategy";

const distance = (title: string, standard: number, most: number) =>
  Type.Number({
    title,
    description: "In average true ranges (ATR 14) from the entry.",
    minimum: 0.2,
    maximum: most,
    default: standard,
  });

export const parameters = Type.Object(
  {
    oversoldRsi: Type.Number({
      title: "Buy below this RSI",
      description:
        "RSI 14, in a rising market. Sells wait for the mirror image: 35 here means above 65 there.",
      minimum: 5,
      maximum: 50,
      default: 35,
    }),
    minAdx: Type.Number({
      title: "Smallest trend strength",
      description: "ADX 14; below it the market has no direction to come back to.",
      minimum: 0,
      maximum: 60,
      default: 25,
    }),
    confirmations: Type.Integer({
      title: "Confirmations needed",
      description:
        "Of three: the close at the Bollinger band, the stochastic's extreme, the MACD histogram's slope.",
      minimum: 0,
      maximum: 3,
      default: 2,
    }),
    bandReachAtr: Type.Number({
      title: "Reach of the Bollinger band",
      description:
        "How far from the band (20 candles, 2 deviations) a close counts as at it, in average true ranges.",
      minimum: 0,
      maximum: 3,
      default: 0.3,
    }),
    stochasticExtreme: Type.Number({
      title: "Stochastic extreme",
      description: "A buy is confirmed by %K (14, 3, 3) below it, a sell by %K above 100 less it.",
      minimum: 0,
      maximum: 50,
      default: 20,
    }),
    stopAtr: distance("Stop", 2, 10),
    target1Atr: distance("Target 1", 2, 10),
    target2Atr: distance("Target 2", 3, 15),
    target3Atr: distance("Target 3", 4, 20),
  },
  { additionalProperties: false },
);

export type Parameters = Static<typeof parameters>;
