import { type Static, Type } from "@promostack/core";
import { Journey } from "../graph/journey.ts";

export const ShownTemplate = Type.Object({
  id: Type.String(),
  name: Type.String(),
  summary: Type.String(),
  group: Type.String({ description: "What it is for: Welcome, Sell, Keep, Ask." }),
  steps: Type.Integer(),
  /** For a picture of it. */
  journey: Journey,
});
export type ShownTemplate = Static<typeof ShownTemplate>;

export const TemplateList = Type.Object({ items: Type.Array(ShownTemplate) });
