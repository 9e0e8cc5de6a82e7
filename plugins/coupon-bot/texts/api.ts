import { type Static, Type } from "@promostack/core";

/** What the routes of message texts take and answer. */

const CLOSED = { additionalProperties: false };
const Text = Type.String({
  maxLength: 8_000,
  description: "With {placeholders}; in messages Telegram's HTML.",
});

export const TextPlace = Type.Object({
  language: Type.String({ maxLength: 10 }),
  key: Type.String({ maxLength: 40 }),
});

export const MessageText = Type.Object({
  key: Type.String(),
  text: Text,
  own: Type.Boolean({ description: "The tenant's own, not the platform's." }),
  standard: Text,
  etag: Type.String({ description: "Send it back in If-Match." }),
  changedAt: Type.Union([Type.String({ format: "date-time" }), Type.Null()]),
  changedBy: Type.Union([Type.String(), Type.Null()]),
});
export type MessageText = Static<typeof MessageText>;

export const MessageTexts = Type.Object({
  language: Type.String(),
  languages: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      direction: Type.Union([Type.Literal("ltr"), Type.Literal("rtl")]),
      own: Type.Integer({ description: "Texts that are the tenant's own." }),
    }),
  ),
  spoken: Type.Union([Type.String(), Type.Null()], {
    description: "The one language that the bot speaks; null where it speaks each person's.",
  }),
  items: Type.Array(MessageText),
});
export type MessageTexts = Static<typeof MessageTexts>;

export const TextsQuery = Type.Object({ language: Type.Optional(Type.String({ maxLength: 10 })) }, CLOSED);
export const NewText = Type.Object({ text: Text }, CLOSED);
export const TextPreviewOrder = Type.Object({ ...TextPlace.properties, text: Text }, CLOSED);

export const TextPreview = Type.Object({
  said: Type.String({ description: "What is sent, with examples." }),
  html: Type.Boolean(),
  length: Type.Integer({ description: "Characters that Telegram counts." }),
  limit: Type.Integer(),
  problems: Type.Array(
    Type.Object({
      at: Type.Integer(),
      length: Type.Integer(),
      message: Type.String(),
      fix: Type.Optional(Type.String()),
    }),
  ),
});
export type TextPreview = Static<typeof TextPreview>;
