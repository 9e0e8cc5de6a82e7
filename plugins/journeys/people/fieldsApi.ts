import { type Static, Type } from "@promostack/core";
import { Tag, VariableName } from "../graph/parts.ts";

/** What the routes about custom fields and tags take and answer. */

export const FIELD_TYPES = [
  "text",
  "number",
  "money",
  "email",
  "phone",
  "country",
  "date",
  "choice",
  "yesNo",
] as const;

const Definition = {
  label: Type.String({ minLength: 1, maxLength: 60 }),
  type: Type.Union(FIELD_TYPES.map((each) => Type.Literal(each))),
  options: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), {
    maxItems: 100,
    uniqueItems: true,
    description: "Answers of a choice.",
  }),
};

export const Field = Type.Object({ name: VariableName, ...Definition });
export type Field = Static<typeof Field>;
export type FieldType = Field["type"];

/** Journeys by name: where a tag or field is used beside people. */
const UsedIn = Type.Array(Type.String());

export const FieldUse = Type.Object({
  ...Field.properties,
  defined: Type.Boolean({
    description: "False: a journey or an import filled it, and nobody has given it a type.",
  }),
  people: Type.Integer(),
  segments: UsedIn,
  journeys: UsedIn,
});
export type FieldUse = Static<typeof FieldUse>;

export const Fields = Type.Object({ items: Type.Array(FieldUse) });
export type Fields = Static<typeof Fields>;

export const FieldChange = Type.Object({
  ...Definition,
  name: Type.Optional(Type.Unsafe<string>({ ...VariableName, description: "A new name." })),
});
export type FieldChange = Static<typeof FieldChange>;

export const TagUse = Type.Object({
  tag: Type.String(),
  people: Type.Integer(),
  segments: UsedIn,
  journeys: UsedIn,
});
export type TagUse = Static<typeof TagUse>;

export const Tags = Type.Object({ items: Type.Array(TagUse) });
export const TagRename = Type.Object({ to: Tag });

/** How far a rename or a deletion reached. */
export const Reached = Type.Object({ people: Type.Integer(), segments: Type.Integer() });
export type Reached = Static<typeof Reached>;
