import { listQuery, type Static, type TSchema, Type } from "@promostack/core";
import { FILTERS } from "./filters.ts";
import { CONVERSATIONS } from "./listShapes.ts";

/** What the inbox's routes take and answer; the pages import the types. Times ISO 8601 in UTC. */

const Time = Type.String({ format: "date-time" });
const Nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);

/** `plugin` is another plugin that talks through the same bot. */
export const AUTHORS = ["person", "journey", "broadcast", "plugin", "colleague", "system"] as const;
const Author = Type.Union(AUTHORS.map((each) => Type.Literal(each)));

const Colleague = Type.Object({ id: Type.String(), name: Type.String() });
export type Colleague = Static<typeof Colleague>;

export const ConversationsQuery = Type.Object({
  ...listQuery(CONVERSATIONS),
  only: Type.Optional(
    Type.Union(
      FILTERS.map((each) => Type.Literal(each)),
      { description: "failed: their newest walk failed." },
    ),
  ),
});
export type ConversationsQuery = Static<typeof ConversationsQuery>;

export const ConversationRow = Type.Object({
  id: Type.String({ description: "Of the person." }),
  name: Type.String(),
  username: Type.String({ description: "Without the @." }),
  at: Time,
  unread: Type.Integer(),
  waitsSince: Nullable(Time),
  holder: Nullable(Colleague),
  assigned: Nullable(Colleague),
  blocked: Type.Boolean(),
  failed: Type.Boolean({ description: "Their newest walk failed." }),
  last: Nullable(
    Type.Object({
      author: Author,
      kind: Type.String(),
      text: Type.String({ description: "Telegram's HTML where it was sent." }),
      at: Time,
      by: Nullable(Type.String({ description: "The colleague, or the plugin." })),
    }),
  ),
  present: Type.Array(Colleague, { description: "Colleagues who have it open now." }),
});
export type ConversationRow = Static<typeof ConversationRow>;

export const ConversationsPage = Type.Object({
  items: Type.Array(ConversationRow),
  next: Type.Optional(Type.String()),
});

export const ConversationCounts = Type.Object({
  waiting: Type.Integer(),
  takenOver: Type.Integer(),
  mine: Type.Integer(),
  failed: Type.Integer(),
});
export type ConversationCounts = Static<typeof ConversationCounts>;

export const ConversationDetail = Type.Object({
  id: Type.String(),
  name: Type.String(),
  username: Type.String(),
  telegramId: Nullable(Type.String()),
  language: Type.String(),
  source: Type.String(),
  timezone: Nullable(Type.String()),
  tags: Type.Array(Type.String()),
  fields: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
  firstSeen: Time,
  lastHeard: Nullable(Time),
  blockedAt: Nullable(Time),
  stoppedAt: Nullable(Time),
  unread: Type.Integer(),
  waitsSince: Nullable(Time),
  takenOverAt: Nullable(Time),
  holder: Nullable(Colleague),
  assigned: Nullable(Colleague),
  walk: Nullable(
    Type.Object({
      id: Type.String(),
      journeyId: Type.String(),
      journey: Type.String(),
      step: Type.String({ description: "What it is called." }),
      state: Type.String(),
      dueAt: Nullable(Time),
      error: Nullable(Type.String()),
      endedAt: Nullable(Time),
    }),
  ),
  waitingEntries: Type.Array(Type.String(), { description: "Journeys that they enter next." }),
  present: Type.Array(Type.Composite([Colleague, Type.Object({ typing: Type.Boolean() })]), {
    description: "Other colleagues who have it open now.",
  }),
});
export type ConversationDetail = Static<typeof ConversationDetail>;

export const ChatMessage = Type.Object({
  id: Type.String(),
  at: Time,
  author: Author,
  kind: Type.String({
    description:
      "Telegram's kind of what they sent (text, photo, press …), the Bot API's method of what was sent to them; of the system's own: taken_over, handed_back.",
  }),
  text: Type.String({ description: "Telegram's HTML where it was sent to them, plain where they wrote it." }),
  buttons: Type.Array(Type.String()),
  by: Nullable(Type.String({ description: "The colleague, or the plugin." })),
  outcome: Nullable(
    Type.String({ description: "sent, blocked, dead, expired, unknown; null while it waits." }),
  ),
  journey: Nullable(Type.String()),
  step: Nullable(Type.String()),
});
export type ChatMessage = Static<typeof ChatMessage>;

export const MessagesQuery = Type.Object({
  after: Type.Optional(Type.String({ maxLength: 60, description: "`next` of the page before." })),
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
});
export const MessagesPage = Type.Object({
  items: Type.Array(ChatMessage, { description: "The newest first." }),
  next: Type.Optional(Type.String()),
});

export const Reply = Type.Object({
  text: Type.String({ minLength: 1, maxLength: 4_000, pattern: "\\S", description: "Plain text." }),
  seen: Type.Optional(
    Type.String({
      format: "uuid",
      description:
        "The last message that was on the page: refused where another colleague has answered since.",
    }),
  ),
  takeOver: Type.Boolean({ default: true, description: "The bot is silent from here on." }),
});
export type Reply = Static<typeof Reply>;

export const TakeOver = Type.Object({
  from: Type.Optional(Type.String({ description: "Id of the colleague who has it, to take it from them." })),
});

export const HandBack = Type.Object({
  walk: Type.Union([Type.Literal("continue"), Type.Literal("stop")], {
    description: "What happens to the journey that they are in.",
  }),
});
export type HandBack = Static<typeof HandBack>;

export const Assignment = Type.Object({ to: Nullable(Colleague) });
export const Presence = Type.Object({
  here: Type.Boolean(),
  typing: Type.Boolean(),
});

export const Note = Type.Object({
  id: Type.String(),
  at: Time,
  author: Type.String(),
  mine: Type.Boolean(),
  text: Type.String(),
});
export type Note = Static<typeof Note>;
export const Notes = Type.Object({ items: Type.Array(Note) });
export const NewNote = Type.Object({ text: Type.String({ minLength: 1, maxLength: 4_000, pattern: "\\S" }) });
