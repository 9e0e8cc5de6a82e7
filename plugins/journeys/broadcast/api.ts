import { listQuery, type Static, type TSchema, Type } from "@promostack/core";
import { Content, PartId } from "../graph/parts.ts";
import { BROADCASTS, RECIPIENTS } from "./listShapes.ts";
import { Audience, Plan, type When } from "./plan.ts";
import { type BroadcastState, RECIPIENT_STATES, STATES } from "./states.ts";

/** What the routes about broadcasts take and answer; the pages import the types. Times ISO 8601 in UTC. */

const Time = Type.String({ format: "date-time" });
const Nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const Name = Type.String({ minLength: 1, maxLength: 120, pattern: "\\S" });
const State = Type.Union(STATES.map((each) => Type.Literal(each)));

/** People by how far their message is. */
export const Progress = Type.Object({
  people: Type.Integer({ description: "Gathered so far." }),
  waiting: Type.Integer(),
  queued: Type.Integer({ description: "In the outbox." }),
  sent: Type.Integer({ description: "Telegram has taken it." }),
  unknown: Type.Integer({ description: "The line broke: perhaps Telegram has it. Never sent twice." }),
  blocked: Type.Integer(),
  failed: Type.Integer(),
  skipped: Type.Integer(),
  cancelled: Type.Integer(),
  clicked: Type.Integer({ description: "People who opened a link or pressed a button." }),
  entered: Type.Integer({ description: "People who entered a journey by a button." }),
  held: Type.Record(Type.String(), Type.Integer(), {
    description: "People who wait longer, by why: quiet, cap, taken_over.",
  }),
  nextDueAt: Nullable(Time),
  secondsLeft: Nullable(Type.Integer({ description: "At 30 messages a second, once all are due." })),
});
export type Progress = Static<typeof Progress>;

export const BroadcastRow = Type.Object({
  id: Type.String(),
  name: Type.String(),
  state: State,
  owner: Type.String({ description: "The plugin that made it; empty for people." }),
  createdAt: Time,
  editedBy: Type.String(),
  startsAt: Nullable(Time),
  begunAt: Nullable(Time),
  endedAt: Nullable(Time),
  people: Type.Integer(),
  sent: Type.Integer(),
  clicked: Type.Integer(),
});
export type BroadcastRow = Static<typeof BroadcastRow>;

export const BroadcastsQuery = Type.Object({ ...listQuery(BROADCASTS), state: Type.Optional(State) });
export type BroadcastsQuery = Static<typeof BroadcastsQuery>;
export const BroadcastsPage = Type.Object({
  items: Type.Array(BroadcastRow),
  next: Type.Optional(Type.String()),
});

export const NewBroadcast = Type.Object({ name: Name, plan: Type.Optional(Plan) });
export const BroadcastDraft = Type.Object({ name: Name, plan: Plan });
export type BroadcastDraft = Static<typeof BroadcastDraft>;

export const Broadcast = Type.Object({
  id: Type.String(),
  name: Type.String(),
  state: State,
  owner: Type.String(),
  plan: Plan,
  etag: Type.String({ description: "For If-Match." }),
  editedAt: Time,
  editedBy: Type.String(),
  startsAt: Nullable(Time),
  begunAt: Nullable(Time),
  gatheredAt: Nullable(Time),
  endedAt: Nullable(Time),
  progress: Progress,
  buttons: Type.Record(PartId, Type.Integer(), { description: "People who pressed or opened each." }),
});
export type Broadcast = Static<typeof Broadcast>;

export const AudienceLook = Type.Object({ audience: Audience });
export const AudienceCount = Type.Object({
  count: Type.Integer({ description: "Of them, those who can be reached." }),
  seconds: Type.Integer({ description: "How long the bot takes for them." }),
});
export type AudienceCount = Static<typeof AudienceCount>;

export const PreviewLook = Type.Object({
  content: Content,
  person: Type.Optional(Type.String({ format: "uuid", description: "As they would see it." })),
});
export const Preview = Type.Object({
  text: Type.String({ description: "Telegram's HTML." }),
  buttons: Type.Array(Type.Array(Type.String())),
  problems: Type.Array(Type.Object({ field: Type.String(), message: Type.String() })),
  as: Type.String({ description: "Whose values stand in it." }),
});
export type Preview = Static<typeof Preview>;

export const TestSend = Type.Object({ person: Type.String({ format: "uuid" }) });

export const Doors = Type.Object({
  items: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
});

export const RecipientsQuery = Type.Object({
  ...listQuery(RECIPIENTS),
  state: Type.Optional(Type.Union(RECIPIENT_STATES.map((each) => Type.Literal(each)))),
});
export type RecipientsQuery = Static<typeof RecipientsQuery>;
export const Recipient = Type.Object({
  id: Type.String({ description: "Of the person." }),
  name: Type.String(),
  username: Type.String(),
  state: Type.Union(RECIPIENT_STATES.map((each) => Type.Literal(each))),
  why: Type.String(),
  dueAt: Time,
  endedAt: Nullable(Time),
  clicked: Type.Boolean(),
  enteredAt: Nullable(Time),
});
export type Recipient = Static<typeof Recipient>;
export const RecipientsPage = Type.Object({
  items: Type.Array(Recipient),
  next: Type.Optional(Type.String()),
});

/** `journeys.broadcasts@1`: broadcasts that another plugin makes, with content of its own. */
export interface BroadcastsService {
  /** Makes a broadcast and sends it when it says; answers its id. The same key again answers the one that it made. Raises `broadcast.*`. */
  send(broadcast: {
    plugin: string;
    key: string;
    name: string;
    audience: Audience;
    content: Content;
    doors?: Record<string, string>;
    when?: When;
  }): Promise<string>;
  /** Sends it to one person (their id) now: it counts nowhere. Raises `broadcast.not_ready`, `person.unreachable`. */
  test(message: { content: Content; person: string }): Promise<void>;
  progress(id: string): Promise<{ state: BroadcastState; startsAt: string | null; progress: Progress }>;
  pause(id: string): Promise<void>;
  resume(id: string): Promise<void>;
  cancel(id: string): Promise<void>;
}
