import { type Static, type TSchema, Type } from "@promostack/core";

/** What the routes of briefings, words and pictures take and answer. Times ISO 8601 in UTC. */

const Time = Type.String({ format: "date-time" });
const Nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);

export const BulletinKind = Type.Union([
  Type.Literal("briefing"),
  Type.Literal("daily-recap"),
  Type.Literal("weekly-recap"),
]);

export const Preview = Type.Object({
  items: Type.Array(
    Type.Object({
      subject: Type.String({ description: "A briefing's symbol; empty for recaps." }),
      skipped: Nullable(
        Type.String({ description: "Why nothing would be said: nothing-closed, stale-prices, paused …" }),
      ),
      text: Type.String({ description: "Telegram's HTML." }),
      writer: Type.String({ description: "template or ai." }),
      refused: Nullable(Type.String({ description: "Why the AI's words were not taken." })),
      language: Type.String(),
      channels: Type.Array(Type.String()),
      facts: Type.Array(Type.Object({ label: Type.String(), value: Type.String() })),
    }),
  ),
  asks: Type.Boolean({ description: "There is an OpenAI key to ask for words with." }),
});
export type Preview = Static<typeof Preview>;

export const BulletinPage = Type.Object({
  items: Type.Array(
    Type.Object({
      kind: BulletinKind,
      subject: Type.String(),
      day: Type.String({ description: "The day (UTC) on which it was due." }),
      chatTitle: Type.String(),
      text: Type.String(),
      writer: Type.String(),
      refused: Nullable(Type.String()),
      skipped: Nullable(Type.String()),
      time: Time,
      outcome: Nullable(
        Type.String({ description: "sent, unknown, expired, blocked, dead; null on its way." }),
      ),
      error: Nullable(Type.String()),
    }),
  ),
  next: Nullable(Type.String()),
});
export type BulletinPage = Static<typeof BulletinPage>;

export const PhrasingCounts = Type.Object({
  days: Type.Integer({ description: "Days that are counted." }),
  asked: Type.Integer(),
  used: Type.Integer(),
  promptTokens: Type.Integer(),
  completionTokens: Type.Integer(),
  outcomes: Type.Array(Type.Object({ kind: Type.String(), outcome: Type.String(), count: Type.Integer() })),
});
export type PhrasingCounts = Static<typeof PhrasingCounts>;

export const PictureKind = Type.Union([Type.Literal("opening"), Type.Literal("result")]);
export const PictureTheme = Type.Union([Type.Literal("dark"), Type.Literal("light")]);

export const Picture = Type.Object({
  image: Type.String({ description: "PNG as a data: address." }),
  theme: PictureTheme,
});
export type Picture = Static<typeof Picture>;

export const Logo = Type.Object({
  image: Nullable(
    Type.String({ description: "PNG as a data: address; null where pictures are without a logo." }),
  ),
  uploadedAt: Nullable(Time),
  uploadedBy: Nullable(Type.String()),
});
export type Logo = Static<typeof Logo>;

export const LogoUpload = Type.Object(
  { content: Type.String({ description: "A PNG, JPEG or WebP of at most 1 MB, in base64." }) },
  { additionalProperties: false },
);
