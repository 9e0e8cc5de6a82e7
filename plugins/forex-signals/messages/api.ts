import { type Static, Type } from "@promostack/core";
import type { LANGUAGES } from "./language.ts";
import { CHANNEL_KINDS } from "./rules.ts";

/** What the routes of messages take and answer. */

const ChannelKind = Type.Union(CHANNEL_KINDS.map((kind) => Type.Literal(kind)));
const Language = Type.Union(
  (["en", "es", "fr", "pt", "ru", "ar"] as const satisfies readonly (keyof typeof LANGUAGES)[]).map((id) =>
    Type.Literal(id),
  ),
);
const Nullable = <Schema extends Parameters<typeof Type.Union>[0][number]>(schema: Schema) =>
  Type.Union([schema, Type.Null()]);
const Text = Type.String({ maxLength: 20_000, description: "Telegram's HTML with {variables}." });

const Shown = {
  name: Type.String(),
  label: Type.String(),
  example: Type.String({ description: "As the message says it, in English." }),
  optional: Type.Boolean({ description: "It may be missing: use it in a block." }),
  level: Type.Boolean({ description: "Not told to channels whose levels are hidden." }),
  block: Type.Boolean({ description: "It has no text of its own: it says yes or no, or repeats a block." }),
};
export const MessageVariable = Type.Object({
  ...Shown,
  entries: Type.Array(Type.Object(Shown), { description: "Variables of one entry of a list." }),
});
export type MessageVariable = Static<typeof MessageVariable>;

export const MessageKinds = Type.Object({
  languages: Type.Array(
    Type.Object({
      id: Language,
      name: Type.String(),
      direction: Type.Union([Type.Literal("ltr"), Type.Literal("rtl")]),
    }),
  ),
  channels: Type.Array(
    Type.Object({
      kind: ChannelKind,
      post: Type.String(),
      hideLevels: Type.Boolean(),
      off: Type.Array(Type.String()),
      language: Language,
      chats: Type.Array(Type.Object({ chat: Type.String(), title: Type.String() })),
    }),
    { description: "What each kind of channel gets, and the tenant's channels of it." },
  ),
  kinds: Type.Array(
    Type.Object({
      id: Type.String(),
      group: Type.String(),
      title: Type.String(),
      summary: Type.String(),
      switch: Type.String(),
      switchable: Type.Boolean(),
      part: Type.Boolean({ description: "No message of its own, but part of others." }),
      limit: Type.Integer({ description: "Characters that Telegram takes." }),
      variables: Type.Array(MessageVariable),
    }),
  ),
  own: Type.Array(Type.Object({ kind: Type.String(), channelKind: ChannelKind, language: Language }), {
    description: "Texts that are the tenant's own.",
  }),
});
export type MessageKinds = Static<typeof MessageKinds>;
export type MessageKindShown = MessageKinds["kinds"][number];

export const TemplatePlace = Type.Object({
  kind: Type.String({ maxLength: 40 }),
  channelKind: ChannelKind,
  language: Language,
});
export type TemplatePlace = Static<typeof TemplatePlace>;

export const MessageTemplate = Type.Object({
  text: Text,
  own: Type.Boolean({ description: "The tenant's own, not the platform's." }),
  standard: Text,
  etag: Type.String({ description: "Send it back in If-Match." }),
  changedAt: Nullable(Type.String({ format: "date-time" })),
  changedBy: Nullable(Type.String()),
});
export type MessageTemplate = Static<typeof MessageTemplate>;

export const NewTemplate = Type.Object({ text: Text }, { additionalProperties: false });

export const PreviewRequest = Type.Object(
  {
    ...TemplatePlace.properties,
    text: Type.Optional(Text),
    signalId: Type.Optional(
      Type.String({ format: "uuid", description: "Filled with this signal instead of the examples." }),
    ),
  },
  { additionalProperties: false },
);

export const MessagePreview = Type.Object({
  html: Type.String({ description: "What is sent; empty while the template has problems." }),
  length: Type.Integer({ description: "Characters that Telegram counts; with broken tags, all there are." }),
  longest: Type.Integer({ description: "Of the longest message that the template can make." }),
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
export type MessagePreview = Static<typeof MessagePreview>;

export const TestRequest = Type.Object(
  {
    ...TemplatePlace.properties,
    text: Type.Optional(Text),
    chat: Type.String({
      pattern: "^(-?[0-9]{1,19}|@[A-Za-z][A-Za-z0-9_]{3,31})$",
      description: "The one chat that it goes to: an id or @name.",
    }),
  },
  { additionalProperties: false },
);

export const Sent = Type.Object({ dedupeKey: Type.String() });
