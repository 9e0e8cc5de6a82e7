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
    minAdx: Type.Number({
      title: "Smallest trend strength",
      description: "ADX 14; below it the market does not move enough.",
      minimum: 0,
      maximum: 60,
      default: 15,
    }),
    oversoldRsi: Type.Number({
      title: "Buy below this RSI",
      description: "RSI 14. Sells wait for the mirror image: 40 here means above 60 there.",
      minimum: 5,
      maximum: 50,
      default: 40,
    }),
    bandReachAtr: Type.Number({
      title: "Reach of the Bollinger band",
      description:
        "How far from the band (20 candles, 2 deviations) a close counts as at it, in average true ranges.",
      minimum: 0,
      maximum: 3,
      default: 0.5,
    }),
    stochasticExtreme: Type.Number({
      title: "Stochastic extreme",
      description: "Buys take %K (14, 3, 3) below it as well as the band, sells %K above 100 less it.",
      minimum: 0,
      maximum: 50,
      default: 20,
    }),
    stopAtr: distance("Stop", 1, 5),
    target1Atr: distance("Target 1", 1.2, 10),
    target2Atr: distance("Target 2", 2, 15),
    target3Atr: distance("Target 3", 2.5, 20),
  },
  { additionalProperties: false },
);

export type Parameters = Static<typeof parameters>;
