import { type Static, type TSchema, Type } from "@promostack/core";
import { Journey } from "../graph/journey.ts";
import { Media, PartId, Tag, Value, VariableName } from "../graph/parts.ts";

/** A walk through a draft in the test chat: nothing is stored or sent, the page keeps `state` and gives it back with each input. */

const Nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const Enum = <Name extends string>(...names: Name[]) => Type.Union(names.map((name) => Type.Literal(name)));
const Instant = Type.Integer({ description: "Milliseconds of UTC." });
const StepId = Type.Union([PartId, Type.Literal("")]);
const Values = Type.Record(VariableName, Value);
/** As a walk has them: an answer of several messages may be long. */
const Variables = Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]));
const Short = Type.String({ maxLength: 200 });

const Answer = Type.Object({
  at: Instant,
  kind: Enum(
    "text",
    "photo",
    "video",
    "voice",
    "document",
    "animation",
    "sticker",
    "contact",
    "location",
    "other",
  ),
  text: Type.String({ maxLength: 4096 }),
  file: Type.Optional(Short),
});

const ReplyWait = { due: Instant, onDue: Enum("timeout", "expire") };

const Wait = Type.Union([
  Type.Object({ kind: Type.Literal("delay"), due: Instant }),
  Type.Object({ kind: Type.Literal("parked"), due: Instant, why: Enum("quiet", "cap", "retry") }),
  Type.Object({ kind: Type.Literal("reply"), ...ReplyWait }),
  Type.Object({ kind: Type.Literal("collect"), due: Instant, reply: Type.Object(ReplyWait) }),
  Type.Object({ kind: Type.Literal("call"), call: Type.Integer() }),
]);

const End = Type.Object({
  state: Enum("completed", "stopped", "expired", "failed"),
  outcome: Type.String(),
  error: Type.Optional(Type.String()),
});

const Session = Type.Object({
  id: Type.String({ format: "uuid" }),
  journeyId: Short,
  personId: Short,
  step: StepId,
  wait: Nullable(Wait),
  variables: Variables,
  tries: Type.Integer({ minimum: 0 }),
  jumps: Type.Record(PartId, Type.Integer()),
  buffer: Type.Array(Answer, { maxItems: 20 }),
  kept: Type.Array(Answer, { maxItems: 20 }),
  keyboard: Type.Optional(Type.Literal(true)),
  seq: Type.Integer({ minimum: 0 }),
  visits: Type.Integer({ minimum: 0 }),
  end: Nullable(End),
});

/** Who walks. What is left out is a sample person's. */
export const RehearsalPerson = Type.Object({
  firstName: Type.Optional(Short),
  lastName: Type.Optional(Short),
  username: Type.Optional(Short),
  language: Type.Optional(Short),
  source: Type.Optional(Short),
  timezone: Type.Optional(Short),
  tags: Type.Optional(Type.Array(Tag, { maxItems: 100 })),
  fields: Type.Optional(Values),
  chats: Type.Optional(Type.Array(Short, { maxItems: 50 })),
});
export type RehearsalPerson = Static<typeof RehearsalPerson>;

const Visit = Type.Object({
  n: Type.Integer(),
  step: PartId,
  enteredAt: Instant,
  left: Type.Optional(Type.Object({ at: Instant, exit: Type.String() })),
});

const Fact = Type.Object({ plugin: Short, fact: Short });

/** What the walk asked of a plugin: the tester answers in its place. */
export const RehearsalCall = Type.Union([
  Type.Object({
    kind: Type.Literal("action"),
    step: PartId,
    plugin: Short,
    action: Short,
    input: Type.Record(Type.String(), Type.Unknown()),
  }),
  Type.Object({ kind: Type.Literal("facts"), step: PartId, facts: Type.Array(Fact) }),
]);
export type RehearsalCall = Static<typeof RehearsalCall>;

export const RehearsalState = Type.Object({
  session: Session,
  /** The person as the walk has left them: tags and fields change on the way. */
  person: Type.Object({
    firstName: Type.String(),
    lastName: Type.String(),
    username: Type.String(),
    language: Type.String(),
    source: Type.String(),
    timezone: Type.Optional(Type.String()),
    tags: Type.Array(Type.String()),
    fields: Variables,
    chats: Type.Array(Type.String()),
  }),
  /** How far skipping has put the walk's clock before the real one, in milliseconds. */
  aheadMs: Type.Integer({ minimum: 0 }),
  /** When the person last wrote or pressed something. */
  heardAt: Instant,
  call: Nullable(RehearsalCall),
  /** Answers to facts so far, by `plugin/fact`. */
  facts: Type.Record(Type.String({ maxLength: 121 }), Nullable(Value)),
  /** Steps walked, the newest 500. */
  trail: Type.Array(Visit, { maxItems: 500 }),
});
export type RehearsalState = Static<typeof RehearsalState>;

export const RehearsalInput = Type.Union([
  /** Begins anew, whatever the state. */
  Type.Object({
    kind: Type.Literal("enter"),
    person: Type.Optional(RehearsalPerson),
    variables: Type.Optional(Values),
  }),
  Type.Object({ kind: Type.Literal("answer"), answer: Type.Omit(Answer, ["at"]) }),
  Type.Object({ kind: Type.Literal("press"), step: PartId, button: PartId }),
  /** Puts the clock on to the end of what is waited for: a delay, a time-out. */
  Type.Object({ kind: Type.Literal("skip") }),
  /** What an action answers: a key of the step's exits. */
  Type.Object({
    kind: Type.Literal("result"),
    exit: Type.String({ maxLength: 40 }),
    values: Type.Optional(Values),
    error: Type.Optional(Short),
  }),
  Type.Object({
    kind: Type.Literal("facts"),
    values: Type.Record(Type.String({ maxLength: 121 }), Nullable(Value)),
  }),
]);
export type RehearsalInput = Static<typeof RehearsalInput>;

export const RehearsalBody = Type.Object({
  /** The draft as it stands on the page; the stored one when absent. */
  journey: Type.Optional(Journey),
  state: Nullable(RehearsalState),
  input: RehearsalInput,
});

export const RehearsalButton = Type.Object({
  text: Type.String(),
  url: Type.Optional(Type.String()),
  /** What to send back as the input `press`. */
  press: Type.Optional(Type.Object({ step: PartId, button: PartId })),
});

/** A key that writes its text, or shares the person's number. */
export const RehearsalKey = Type.Object({
  text: Type.String(),
  shares: Type.Optional(Type.Literal("contact")),
});

export const RehearsalMessage = Type.Object({
  /** Unique in the walk. */
  id: Type.String(),
  step: PartId,
  at: Instant,
  /** Shows "typing…" that long before. */
  typingMs: Type.Integer(),
  html: Type.String({ description: "Telegram's HTML, variables filled in and escaped." }),
  media: Type.Optional(Type.Pick(Media, ["kind", "file"])),
  /** Rows as Telegram shows them. */
  buttons: Type.Array(Type.Array(RehearsalButton)),
  /** Rows that stand in place of the person's keyboard from here on; none takes them away. */
  keys: Type.Optional(Type.Array(Type.Array(RehearsalKey))),
});
export type RehearsalMessage = Static<typeof RehearsalMessage>;

/** What happened beside messages, for the tester to see. */
export const RehearsalNote = Type.Union([
  Type.Object({
    kind: Type.Literal("tag"),
    add: Type.Array(Type.String()),
    remove: Type.Array(Type.String()),
  }),
  Type.Object({ kind: Type.Literal("field"), name: Type.String(), value: Nullable(Value) }),
  /** A button that does nothing any more was pressed. */
  Type.Object({ kind: Type.Literal("over") }),
  /** The walk was not waiting for it: kept for a step that takes earlier replies. */
  Type.Object({ kind: Type.Literal("kept") }),
]);
export type RehearsalNote = Static<typeof RehearsalNote>;

/** What the walk waits for. With `until` it can be skipped. */
export const RehearsalWaits = Type.Union([
  Type.Object({ kind: Type.Literal("delay"), until: Instant }),
  /** A message that must not go out yet. */
  Type.Object({ kind: Type.Literal("parked"), until: Instant, why: Enum("quiet", "cap", "retry") }),
  Type.Object({ kind: Type.Literal("reply"), until: Instant, onDue: Enum("timeout", "expire") }),
  /** More messages of the same answer. */
  Type.Object({ kind: Type.Literal("collect"), until: Instant }),
  /** An answer of `state.call`. */
  Type.Object({ kind: Type.Literal("call") }),
]);
export type RehearsalWaits = Static<typeof RehearsalWaits>;

export const Rehearsed = Type.Object({
  state: RehearsalState,
  messages: Type.Array(RehearsalMessage),
  notes: Type.Array(RehearsalNote),
  /** Null when it is over. */
  waits: Nullable(RehearsalWaits),
  ended: Nullable(End),
  /** The walk's clock now. */
  at: Instant,
  trail: Type.Array(Visit),
});
export type Rehearsed = Static<typeof Rehearsed>;
