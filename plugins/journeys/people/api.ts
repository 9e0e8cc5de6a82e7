import { listQuery, type Static, type TSchema, Type } from "@promostack/core";
import { Tag, Value, VariableName } from "../graph/parts.ts";
import { PEOPLE } from "./listShapes.ts";
import { REACHES } from "./segment.ts";

/** What the routes about people take and answer; the pages import the types. Times ISO 8601 in UTC. */

const Time = Type.String({ format: "date-time" });
export const Id = Type.String({ format: "uuid" });
const Nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const Reach = Type.Union(
  REACHES.map((each) => Type.Literal(each)),
  { description: "silent: imported and never heard of; a bot cannot write first." },
);

export const PersonRow = Type.Object({
  id: Type.String(),
  telegramId: Nullable(Type.String()),
  firstName: Type.String(),
  lastName: Type.String(),
  username: Type.String({ description: "Without the @." }),
  language: Type.String(),
  source: Type.String({ description: "How they first came." }),
  tags: Type.Array(Type.String()),
  reach: Reach,
  journey: Nullable(Type.String({ description: "Name of the journey they are in now." })),
  firstSeen: Time,
  lastHeard: Nullable(Time),
});
export type PersonRow = Static<typeof PersonRow>;

export const PeopleFilter = Type.Object({
  tag: Type.Optional(Tag),
  language: Type.Optional(Type.String({ maxLength: 20 })),
  source: Type.Optional(Type.String({ maxLength: 64 })),
  reach: Type.Optional(Reach),
  journey: Type.Optional(Type.String({ ...Id, description: "A journey that they are in now." })),
  segment: Type.Optional(Id),
});
export type PeopleFilter = Static<typeof PeopleFilter>;

const Search = Type.Optional(Type.String({ maxLength: 120, description: "Words that must all be found." }));

export const PeopleQuery = Type.Object({ ...listQuery(PEOPLE), ...PeopleFilter.properties });
export type PeopleQuery = Static<typeof PeopleQuery>;

/** Whom a count, an export or an act on many means. */
export const PeopleChoice = Type.Object({ q: Search, ...PeopleFilter.properties });
export type PeopleChoice = Static<typeof PeopleChoice>;

export const PeoplePage = Type.Object({ items: Type.Array(PersonRow), next: Type.Optional(Type.String()) });

export const PeopleCount = Type.Object({
  count: Type.Integer(),
  reachable: Type.Integer({ description: "Neither blocked nor stopped, and known to the bot." }),
});
export type PeopleCount = Static<typeof PeopleCount>;

export const Person = Type.Composite([
  PersonRow,
  Type.Object({
    timezone: Nullable(Type.String()),
    fields: Type.Record(Type.String(), Value),
    chats: Type.Array(Type.String(), { description: "Chat ids of connected channels that they are in." }),
    blockedAt: Nullable(Time),
    stoppedAt: Nullable(Time),
    messages: Type.Integer(),
    walks: Type.Integer(),
    clicks: Type.Integer(),
  }),
]);
export type Person = Static<typeof Person>;

export const PersonChange = Type.Object({
  addTags: Type.Optional(Type.Array(Tag, { maxItems: 50 })),
  removeTags: Type.Optional(Type.Array(Tag, { maxItems: 50 })),
  fields: Type.Optional(
    Type.Record(VariableName, Nullable(Value), { description: "Null clears a field.", maxProperties: 50 }),
  ),
  timezone: Type.Optional(Nullable(Type.String({ maxLength: 60 }))),
});
export type PersonChange = Static<typeof PersonChange>;

const HAPPENINGS = ["wrote", "sent", "entered", "ended", "clicked"] as const;

export const Happening = Type.Object({
  id: Type.String(),
  at: Time,
  kind: Type.Union(HAPPENINGS.map((each) => Type.Literal(each))),
  author: Type.String({ description: "person, journey, broadcast, colleague or system." }),
  what: Type.String({ description: "Telegram's kind of a message; the state in which a walk ended." }),
  text: Type.String({
    description: "Telegram's HTML where it was sent; what let them in; what went wrong; the button.",
  }),
  journey: Nullable(Type.String()),
  step: Nullable(Type.String()),
  outcome: Nullable(Type.String()),
});
export type Happening = Static<typeof Happening>;

export const TimelineQuery = Type.Object({
  after: Type.Optional(Type.String({ maxLength: 200, description: "`next` of the page before." })),
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
});
export type TimelineQuery = Static<typeof TimelineQuery>;

export const Timeline = Type.Object({ items: Type.Array(Happening), next: Type.Optional(Type.String()) });

export const Walk = Type.Object({
  id: Type.String(),
  journeyId: Type.String(),
  journey: Type.String(),
  version: Type.Integer(),
  enteredBy: Type.String(),
  state: Type.String(),
  outcome: Nullable(Type.String()),
  error: Nullable(Type.String()),
  enteredAt: Time,
  endedAt: Nullable(Time),
  dueAt: Nullable(Time),
  variables: Type.Record(Type.String(), Value),
  trail: Type.Array(
    Type.Object({
      step: Type.String(),
      title: Type.String(),
      enteredAt: Time,
      leftAt: Nullable(Time),
      exit: Nullable(Type.String()),
    }),
  ),
});
export type Walk = Static<typeof Walk>;

export const Walks = Type.Object({ items: Type.Array(Walk) });
export type Walks = Static<typeof Walks>;

/** What filters and segments may choose from. */
export const PeopleOptions = Type.Object({
  tags: Type.Array(Type.String()),
  languages: Type.Array(Type.String()),
  sources: Type.Array(Type.String()),
  journeys: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      live: Type.Boolean(),
      steps: Type.Array(Type.Object({ id: Type.String(), title: Type.String() })),
    }),
  ),
  fields: Type.Array(Type.Object({ name: Type.String(), label: Type.String() })),
  channels: Type.Array(Type.Object({ chat: Type.String(), title: Type.String() })),
});
export type PeopleOptions = Static<typeof PeopleOptions>;
