import { type Static, Type } from "@promostack/core";
import { Content, Duration, PartId, Tag, Target, Text, TimeOfDay, VariableName, WordMatch } from "./parts.ts";
import { Rules } from "./rule.ts";

/** What every step has. `exits` leads from an exit's key (see `exits.ts`) to the step that comes next; what is absent ends there. */
const Common = {
  id: PartId,
  title: Type.Optional(Type.String({ maxLength: 80 })),
  /** For colleagues; nobody else sees it. */
  comment: Type.Optional(Type.String({ maxLength: 2_000 })),
  x: Type.Number(),
  y: Type.Number(),
  exits: Type.Record(Type.String({ pattern: "^[a-z]+(:[a-z0-9]{1,12})?$" }), PartId),
};

const Message = Type.Object({
  ...Common,
  kind: Type.Literal("message"),
  content: Content,
  /** Shows "typing…" that long before. */
  typingSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 5 })),
});

export const ANSWER_TYPES = [
  "text",
  "number",
  "money",
  "email",
  "phone",
  "country",
  "date",
  "choice",
  "pattern",
  "file",
] as const;

const Question = Type.Object({
  ...Common,
  kind: Type.Literal("question"),
  content: Content,
  answer: Type.Union(ANSWER_TYPES.map((each) => Type.Literal(each))),
  /** Bounds of a number or an amount, of a text's length, or of a date as `YYYY-MM-DD`. */
  least: Type.Optional(Type.Union([Type.Number(), Type.String({ maxLength: 10 })])),
  most: Type.Optional(Type.Union([Type.Number(), Type.String({ maxLength: 10 })])),
  /** Regular expression of a pattern, matched whole. */
  pattern: Type.Optional(Type.String({ maxLength: 200 })),
  /** Answers of a choice, shown as buttons; each has an exit of its own where one is connected. */
  choices: Type.Optional(
    Type.Array(Type.Object({ id: PartId, text: Type.String({ maxLength: 64 }) }), {
      maxItems: 20,
    }),
  ),
  saveTo: Type.Optional(Target),
  /** How often it is asked in all before the exit `invalid`. */
  tries: Type.Integer({ minimum: 1, maximum: 10 }),
  /** Said before asking again; a sentence that fits the type when empty. */
  hint: Type.Optional(Text),
  /** Messages that follow within so many seconds belong to the same answer. */
  collectSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
  timeout: Type.Optional(Duration),
});

const Delay = Type.Object({
  ...Common,
  kind: Type.Literal("delay"),
  wait: Type.Union([
    Type.Object({ mode: Type.Literal("fixed"), time: Duration }),
    Type.Object({ mode: Type.Literal("random"), from: Duration, to: Duration }),
    Type.Object({
      mode: Type.Literal("until"),
      time: TimeOfDay,
      zone: Type.Union([Type.Literal("tenant"), Type.Literal("person")]),
      /** 1 Monday to 7 Sunday; every day when empty. */
      weekdays: Type.Optional(
        Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { uniqueItems: true, maxItems: 7 }),
      ),
    }),
  ]),
  /** Ends no earlier than the quiet hours. */
  quiet: Type.Boolean(),
});

const WaitForReply = Type.Object({
  ...Common,
  kind: Type.Literal("wait_for_reply"),
  /** The first branch whose words fit takes the reply; `next` takes any other. */
  branches: Type.Array(
    Type.Object({
      id: PartId,
      words: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 20 }),
      match: WordMatch,
    }),
    { maxItems: 10 },
  ),
  saveTo: Type.Optional(Target),
  /** What the person wrote while the walk was busy counts. */
  takesEarlier: Type.Boolean(),
  collectSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
  timeout: Type.Optional(Duration),
});

const Condition = Type.Object({ ...Common, kind: Type.Literal("condition"), when: Rules });

const Split = Type.Object({
  ...Common,
  kind: Type.Literal("split"),
  variants: Type.Array(
    Type.Object({
      id: PartId,
      name: Type.String({ maxLength: 40 }),
      weight: Type.Integer({ minimum: 0, maximum: 1_000 }),
    }),
    { minItems: 2, maxItems: 8 },
  ),
});

const TagStep = Type.Object({
  ...Common,
  kind: Type.Literal("tag"),
  add: Type.Array(Tag, { maxItems: 20 }),
  remove: Type.Array(Tag, { maxItems: 20 }),
});

const SetStep = Type.Object({
  ...Common,
  kind: Type.Literal("set"),
  target: Target,
  does: Type.Union([Type.Literal("set"), Type.Literal("add"), Type.Literal("clear")]),
  /** Text with variables; a number to add. */
  value: Text,
});

const Action = Type.Object({
  ...Common,
  kind: Type.Literal("action"),
  /** Who contributed it, and its name there; empty while it is still to be chosen. */
  plugin: Type.String({ maxLength: 60 }),
  action: Type.String({ maxLength: 60 }),
  /** Its own settings, by its schema; texts in it may hold variables. */
  input: Type.Record(Type.String({ maxLength: 60 }), Type.Unknown()),
  /** Outcomes beside `next` and `failed`, as the action declared them when the step was made: each is an exit. */
  outcomes: Type.Array(Type.Object({ id: PartId, title: Type.String({ maxLength: 60 }) }), { maxItems: 8 }),
  /** Begins the names of the variables that it answers. */
  prefix: Type.Optional(VariableName),
});

const Goto = Type.Object({
  ...Common,
  kind: Type.Literal("goto"),
  /** Jumps at most so often in one walk; then the exit `over`. */
  most: Type.Integer({ minimum: 1, maximum: 100 }),
});

const End = Type.Object({
  ...Common,
  kind: Type.Literal("end"),
  outcome: Type.String({ maxLength: 60 }),
});

export const Step = Type.Union([
  Message,
  Question,
  Delay,
  WaitForReply,
  Condition,
  Split,
  TagStep,
  SetStep,
  Action,
  Goto,
  End,
]);
export type Step = Static<typeof Step>;
export type StepKind = Step["kind"];
type StepMap = { [Kind in StepKind]: Extract<Step, { kind: Kind }> };
/** Written so that a table of functions by kind takes a step of any kind. */
export type StepOf<Kind extends StepKind> = { [Each in Kind]: { kind: Each } & StepMap[Each] }[Kind];
