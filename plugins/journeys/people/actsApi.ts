import { type Static, Type } from "@promostack/core";
import { Tag } from "../graph/parts.ts";
import { Id, PeopleChoice } from "./api.ts";

/** Whom an act on many means: some by name, or all that a list shows. It is done part after part. */
const Chosen = {
  ids: Type.Optional(Type.Array(Id, { maxItems: 1_000, description: "These people." })),
  filter: Type.Optional(
    Type.Object(PeopleChoice.properties, { description: "Those whom the list shows; everybody when empty." }),
  ),
  after: Type.Optional(Type.String({ ...Id, description: "`next` of the part before." })),
};
export const ChosenPeople = Type.Object(Chosen);
export type ChosenPeople = Static<typeof ChosenPeople>;

export const Tagging = Type.Object({
  did: Type.Union([Type.Literal("tag"), Type.Literal("untag")]),
  tag: Tag,
  act: Type.Optional(Type.String({ ...Id, description: "Of the part before, where this goes on." })),
  ...Chosen,
});
export type Tagging = Static<typeof Tagging>;

export const Entering = Type.Object({ journey: Id, ...Chosen });
export type Entering = Static<typeof Entering>;

const Next = Type.Optional(Type.String({ description: "There is more to do: send it as `after`." }));

export const Tagged = Type.Object({
  act: Type.String({ description: "Names it for an undo." }),
  changed: Type.Integer({ description: "People of this part." }),
  next: Next,
});
export type Tagged = Static<typeof Tagged>;

export const Undone = Type.Object({
  changed: Type.Integer(),
  more: Type.Boolean({ description: "Ask once more: there are parts before it." }),
});
export type Undone = Static<typeof Undone>;

export const Erased = Type.Object({ erased: Type.Integer(), next: Next });
export type Erased = Static<typeof Erased>;

export const Entered = Type.Object({
  entered: Type.Integer(),
  waiting: Type.Integer({ description: "They enter when the journey that they are in is over." }),
  refused: Type.Integer({ description: "By the journey's rules, or because they blocked or stopped." }),
  next: Next,
});
export type Entered = Static<typeof Entered>;
