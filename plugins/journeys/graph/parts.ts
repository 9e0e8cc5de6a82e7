import { type Static, Type } from "@promostack/core";

/** Id of a step, or of a button, branch or variant in it: unique in its journey, short enough for a button's 64 bytes. */
export const PartId = Type.String({ pattern: "^[a-z0-9]{1,12}$" });

/** Name of a variable, as texts write it in braces. */
export const VariableName = Type.String({ pattern: "^[A-Za-z][A-Za-z0-9_]{0,39}$" });

/** Variables that every text may use, beside those that a journey sets. */
export const BUILT_IN = ["firstName", "lastName", "name", "username", "language", "source"] as const;

export const Tag = Type.String({ pattern: "^[\\p{L}\\p{N}][\\p{L}\\p{N} _.:-]{0,39}$" });

export const TimeOfDay = Type.String({ pattern: "^([01]\\d|2[0-3]):[0-5]\\d$" });

/** What a draft holds where a name or a tag is still to be chosen: it can be saved, and the check before publishing says so. */
export const NONE = Type.Literal("");

/** What a variable holds. Money is text with its currency (`12.50 EUR`), a date is `YYYY-MM-DD`. */
export const Value = Type.Union([Type.String({ maxLength: 4096 }), Type.Number(), Type.Boolean()]);
export type Value = Static<typeof Value>;

/** How a message fits a list of words: it is one of them, has one as a word, or one anywhere in it, within another word too. */
export const WordMatch = Type.Union([Type.Literal("word"), Type.Literal("is"), Type.Literal("contains")]);
export type WordMatch = Static<typeof WordMatch>;

/** One second to 90 days: checked in `check/settings.ts`, where it can say so in words. */
export const Duration = Type.Object({
  amount: Type.Integer({ minimum: 1, maximum: 7_776_000 }),
  unit: Type.Union([
    Type.Literal("seconds"),
    Type.Literal("minutes"),
    Type.Literal("hours"),
    Type.Literal("days"),
  ]),
});
export type Duration = Static<typeof Duration>;

const UNIT_MS = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 };
export const LONGEST_MS = 90 * UNIT_MS.days;

export function milliseconds({ amount, unit }: Duration): number {
  return amount * UNIT_MS[unit];
}

/** Where an answer is kept: for this walk, or with the person (a custom field). */
export const Target = Type.Object({
  scope: Type.Union([Type.Literal("journey"), Type.Literal("person")]),
  name: Type.Union([VariableName, NONE]),
});
export type Target = Static<typeof Target>;

export const Media = Type.Object({
  kind: Type.Union([
    Type.Literal("photo"),
    Type.Literal("video"),
    Type.Literal("voice"),
    Type.Literal("document"),
    Type.Literal("animation"),
  ]),
  /** Key of a stored file. Empty while none has been chosen. */
  file: Type.String({ maxLength: 300 }),
  name: Type.Optional(Type.String({ maxLength: 200 })),
});
export type Media = Static<typeof Media>;

/** What happens when a button is pressed: an address opens, the walk goes on at the button's own exit, or its value is the answer. */
export const Button = Type.Object({
  id: PartId,
  text: Type.String({ maxLength: 64 }),
  does: Type.Union([Type.Literal("link"), Type.Literal("next"), Type.Literal("reply")]),
  /** The address of a link. */
  url: Type.Optional(Type.String({ maxLength: 2048 })),
  /** The answer of a reply; its text when absent. */
  value: Type.Optional(Type.String({ maxLength: 200 })),
});
export type Button = Static<typeof Button>;

/** Telegram's HTML with variables in braces: `Hello {firstName|there}`. */
export const Text = Type.String({ maxLength: 8_192 });

/** A message's content: a step's, or a broadcast's. */
export const Content = Type.Object({
  text: Text,
  media: Type.Optional(Media),
  buttons: Type.Array(Button, { maxItems: 8 }),
  /** Without a sound. */
  silent: Type.Optional(Type.Boolean()),
  /** Links without their preview. */
  plainLinks: Type.Optional(Type.Boolean()),
});
export type Content = Static<typeof Content>;

/** Variables that every text may use, beside those that a journey sets, people's fields and what plugins contribute. */
export const BUILT_IN_VARIABLES = [
  "firstName",
  "lastName",
  "name",
  "username",
  "language",
  "source",
] as const;
