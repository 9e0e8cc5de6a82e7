import { type Static, Type } from "@promostack/core";

/** Instruments as routes take and answer them. Prices in the quote currency. */

const Calendar = Type.Union([Type.Literal("metals"), Type.Literal("forex"), Type.Literal("crypto")], {
  description: "Trading hours.",
});

const facts = {
  name: Type.String({ minLength: 1, maxLength: 80 }),
  tick: Type.Number({ exclusiveMinimum: 0, maximum: 1, description: "Smallest step of a price." }),
  pip: Type.Number({ exclusiveMinimum: 0, maximum: 10_000 }),
  contractSize: Type.Number({
    exclusiveMinimum: 0,
    maximum: 1e9,
    description: "Units of the base in one lot.",
  }),
  minStop: Type.Number({ exclusiveMinimum: 0, maximum: 1e6 }),
  spread: Type.Number({ minimum: 0, maximum: 1e6 }),
  calendar: Calendar,
};

export const InstrumentInput = Type.Object(facts, { additionalProperties: false });
export type InstrumentInput = Static<typeof InstrumentInput>;

export const InstrumentView = Type.Object({
  id: Type.String({ description: "The symbol." }),
  title: Type.String(),
  symbol: Type.String(),
  ...facts,
  digits: Type.Integer(),
  pipValuePerLot: Type.Number(),
  hours: Type.String(),
  origin: Type.Union([Type.Literal("known"), Type.Literal("changed"), Type.Literal("own")]),
});
export type InstrumentView = Static<typeof InstrumentView>;

export const InstrumentList = Type.Object({ items: Type.Array(InstrumentView) });
export type InstrumentList = Static<typeof InstrumentList>;
