import { type Static, Type } from "@promostack/core";
import { NONE, Tag, Value, VariableName } from "./parts.ts";

/** `hasWord`: one of the words of a list, parted by commas, stands in the text as a word. */
export const COMPARISONS = [
  "is",
  "isNot",
  "hasWord",
  "contains",
  "startsWith",
  "greater",
  "atLeast",
  "less",
  "atMost",
  "known",
  "unknown",
] as const;

const Comparison = Type.Union(COMPARISONS.map((each) => Type.Literal(each)));
export type Comparison = Static<typeof Comparison>;

const Compared = { comparison: Comparison, value: Type.Optional(Value) };

/** Questions that the database can answer too: segments ask them of everybody at once. */
export const STORED_RULES = [
  Type.Object({ about: Type.Literal("variable"), name: Type.Union([VariableName, NONE]), ...Compared }),
  Type.Object({ about: Type.Literal("tag"), tag: Type.Union([Tag, NONE]), has: Type.Boolean() }),
  /** Telegram's language code: `es`, which also matches `es-MX`. */
  Type.Object({ about: Type.Literal("language"), ...Compared }),
  /** How the person first came: the code of a deep link, `keyword`, `import` … */
  Type.Object({ about: Type.Literal("source"), ...Compared }),
  /** A connected channel's chat id. */
  Type.Object({
    about: Type.Literal("membership"),
    chat: Type.String({ maxLength: 40 }),
    has: Type.Boolean(),
  }),
] as const;

/** One question about a person. `journey` variables come before the person's own of the same name. */
export const Rule = Type.Union([
  ...STORED_RULES,
  /** Something that a plugin knows about the person: contributed to `journeys.condition`. */
  Type.Object({
    about: Type.Literal("fact"),
    plugin: Type.String({ maxLength: 60 }),
    fact: Type.String({ maxLength: 60 }),
    ...Compared,
  }),
]);
export type Rule = Static<typeof Rule>;

export const Rules = Type.Object({
  match: Type.Union([Type.Literal("all"), Type.Literal("any")]),
  rules: Type.Array(Rule, { maxItems: 20 }),
});
export type Rules = Static<typeof Rules>;
