import { type Static, type TSchema, Type } from "@promostack/core";

/** Numbers of a journey: of the walks through one version that began in a period. Days are UTC's. */

const Nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const Day = Type.String({ format: "date", description: "A day in UTC, included." });
const Share = Type.Number({ description: "0 to 1." });

export const NumbersQuery = Type.Object({
  version: Type.Optional(
    Type.Integer({ minimum: 1, description: "Its number; the live one, else the newest." }),
  ),
  from: Type.Optional(Day),
  to: Type.Optional(Day),
});
export type NumbersQuery = Static<typeof NumbersQuery>;

export const NumbersOverview = Type.Object({
  /** Null where nothing was published yet. */
  version: Nullable(Type.Integer()),
  versions: Type.Array(
    Type.Object({
      number: Type.Integer(),
      publishedAt: Type.String({ format: "date-time" }),
      live: Type.Boolean(),
    }),
  ),
  entered: Type.Integer({ description: "Walks that began." }),
  inside: Type.Integer({ description: "Of those, how many are under way." }),
  outcomes: Type.Array(
    Type.Object({ state: Type.String(), outcome: Type.String(), walks: Type.Integer(), share: Share }),
  ),
});
export type NumbersOverview = Static<typeof NumbersOverview>;

export const StepNumbers = Type.Object({
  step: Type.String(),
  name: Type.String(),
  kind: Type.String(),
  walks: Type.Integer({ description: "Walks that came to the step." }),
  share: Type.Number({ description: "Of the walks that began, 0 to 1." }),
  stays: Type.Integer({ description: "How often they came: more than walks where they came again." }),
  inside: Type.Integer({ description: "Standing there now." }),
  ended: Type.Integer({ description: "Walks that ended there." }),
  median: Nullable(Type.Number({ description: "Seconds until half of the newest stays were left." })),
  p90: Nullable(Type.Number({ description: "Seconds until nine in ten of them were." })),
});
export type StepNumbers = Static<typeof StepNumbers>;
export const StepNumbersList = Type.Object({ items: Type.Array(StepNumbers) });

export const ExitNumbers = Type.Object({
  step: Type.String(),
  exit: Type.String(),
  title: Type.String(),
  to: Type.String({ description: "The step that comes next; empty where the walk ends." }),
  stays: Type.Integer(),
  share: Type.Number({ description: "Of the stays that were left, 0 to 1." }),
});
export type ExitNumbers = Static<typeof ExitNumbers>;
export const ExitNumbersList = Type.Object({ items: Type.Array(ExitNumbers) });

/** A branch of a split. `low` to `high` holds the true share in 95 of 100 cases (Wilson's interval). */
export const VariantNumbers = Type.Object({
  step: Type.String(),
  name: Type.String(),
  variant: Type.String(),
  title: Type.String(),
  walks: Type.Integer(),
  completed: Type.Integer({ description: "Walks that came to an end of the journey, a goal included." }),
  completedShare: Share,
  completedLow: Share,
  completedHigh: Share,
  goal: Type.Integer({ description: "Walks that reached a goal." }),
  goalShare: Share,
  goalLow: Share,
  goalHigh: Share,
});
export type VariantNumbers = Static<typeof VariantNumbers>;
export const VariantNumbersList = Type.Object({ items: Type.Array(VariantNumbers) });

export const LinkNumbers = Type.Object({
  step: Type.String(),
  name: Type.String(),
  button: Type.String(),
  text: Type.String(),
  url: Type.String(),
  clicks: Type.Integer(),
  people: Type.Integer({ description: "People who clicked, each once." }),
  share: Type.Number({ description: "Of the walks that came to the step, 0 to 1." }),
});
export type LinkNumbers = Static<typeof LinkNumbers>;
export const LinkNumbersList = Type.Object({ items: Type.Array(LinkNumbers) });
