import { listQuery, listShape, type Static, Type } from "@promostack/core";
import { REASONS } from "./answer.ts";
import { CODE_STATES } from "./codeState.ts";
import { ContributedPlan, EndpointPlan, Fields, ListPlan, Title, Wall } from "./plans.ts";

const CLOSED = { additionalProperties: false };
const oneOf = <Values extends readonly string[]>(values: Values) =>
  Type.Unsafe<Values[number]>({ type: "string", enum: [...values] });
const Maybe = <Schema extends Parameters<typeof Type.Optional>[0]>(schema: Schema) =>
  Type.Union([schema, Type.Null()]);
const Moment = Maybe(Type.String());

export const Id = Type.Object({ id: Type.String({ format: "uuid" }) });

/** A validator in the list of all. */
export const ValidatorRow = Type.Object({
  id: Type.String(),
  kind: oneOf(["list", "endpoint", "contributed"] as const),
  title: Type.String(),
  active: Type.Boolean(),
  /** Of a list: its codes, and first uses of them. */
  codes: Type.Integer(),
  uses: Type.Integer(),
  startsAt: Moment,
  endsAt: Moment,
  /** Where it asks: an address's host, or a plugin. */
  where: Type.String(),
  /** Of a plugin's: whether that offers it now. */
  offered: Type.Boolean(),
  breaker: oneOf(["closed", "open", "trial"] as const),
  /** In a row. */
  failures: Type.Integer(),
  openUntil: Moment,
  /** Of those answers that are kept. */
  lastAt: Moment,
  lastState: Maybe(oneOf(["valid", "invalid", "unsure"] as const)),
  editedAt: Type.String(),
  editedBy: Type.String(),
});
export type ValidatorRow = Static<typeof ValidatorRow>;

/** What other plugins offer. */
export const Offer = Type.Object({
  plugin: Type.String(),
  name: Type.String(),
  title: Type.String(),
  description: Type.Optional(Type.String()),
  input: Type.Record(Type.String(), Type.Unknown()),
});
export type Offer = Static<typeof Offer>;

export const Validators = Type.Object({ items: Type.Array(ValidatorRow), offers: Type.Array(Offer) });
export type Validators = Static<typeof Validators>;

const Edited = { etag: Type.String(), editedBy: Type.String() };

/** One validator, as its form edits it. */
export const ValidatorDetail = Type.Union([
  Type.Object({ ...Edited, row: ValidatorRow, kind: Type.Literal("list"), plan: ListPlan }),
  Type.Object({
    ...Edited,
    row: ValidatorRow,
    kind: Type.Literal("endpoint"),
    plan: EndpointPlan,
    /** Whether a value of the secret header is kept. It is never shown. */
    secretKept: Type.Boolean(),
  }),
  Type.Object({
    ...Edited,
    row: ValidatorRow,
    kind: Type.Literal("contributed"),
    plan: ContributedPlan,
    offer: Type.Optional(Offer),
  }),
]);
export type ValidatorDetail = Static<typeof ValidatorDetail>;

export const ListDraft = Type.Object({ title: Title, plan: ListPlan }, CLOSED);
export type ListDraft = Static<typeof ListDraft>;
export const EndpointDraft = Type.Object(
  {
    title: Title,
    plan: EndpointPlan,
    /** Another value of the secret header; null forgets it, absent leaves it. */
    secret: Type.Optional(
      Maybe(Type.String({ minLength: 1, maxLength: 2_000, pattern: "^[^\\u0000\\r\\n]*$" })),
    ),
  },
  CLOSED,
);
export type EndpointDraft = Static<typeof EndpointDraft>;
export const ContributedDraft = Type.Object({ title: Title, plan: ContributedPlan }, CLOSED);
export type ContributedDraft = Static<typeof ContributedDraft>;

export const Order = Type.Object(
  { ids: Type.Array(Type.String({ format: "uuid" }), { maxItems: 50 }) },
  CLOSED,
);
export const Switch = Type.Object({ active: Type.Boolean() }, CLOSED);

export const CODES = listShape({
  sorts: {
    created: { sql: "c.created_at", type: "timestamptz" },
    code: { sql: "c.code", type: "text" },
    uses: { sql: "c.uses::bigint", type: "bigint" },
    ends: { sql: "c.ends_at", type: "timestamptz", nullable: true },
  },
  id: { sql: "c.id", type: "uuid" },
  first: { sort: "created", order: "desc" },
  search: ["c.code", "c.fields::text"],
});

export const CodeRow = Type.Object({
  code: Type.String(),
  state: oneOf(CODE_STATES),
  uses: Type.Integer(),
  mostUses: Maybe(Type.Integer()),
  startsAt: Moment,
  endsAt: Moment,
  fields: Fields,
  createdAt: Type.String(),
  id: Type.String(),
});
export type CodeRow = Static<typeof CodeRow>;
export const CodesQuery = Type.Object({ ...listQuery(CODES), state: Type.Optional(oneOf(CODE_STATES)) });
export type CodesQuery = Static<typeof CodesQuery>;
export const CodesPage = Type.Object({ items: Type.Array(CodeRow), next: Type.Optional(Type.String()) });
export type CodesPage = Static<typeof CodesPage>;

/** What may be said of one code. */
const Rules = {
  mostUses: Type.Optional(Maybe(Type.Integer({ minimum: 1, maximum: 1_000_000_000 }))),
  starts: Type.Optional(Maybe(Wall)),
  ends: Type.Optional(Maybe(Wall)),
  fields: Type.Optional(Fields),
};
export const CodeChange = Type.Object(Rules, CLOSED);
export type CodeChange = Static<typeof CodeChange>;
/** As they were typed, one or more, parted by lines or commas. */
export const NewCodes = Type.Object(
  { text: Type.String({ minLength: 1, maxLength: 100_000 }), ...Rules },
  CLOSED,
);
export type NewCodes = Static<typeof NewCodes>;
export const Added = Type.Object({
  added: Type.Integer(),
  /** They were in the list already. */
  known: Type.Integer(),
  refused: Type.Array(Type.String()),
});
export type Added = Static<typeof Added>;

export const Chosen = Type.Object(
  { ids: Type.Array(Type.String({ format: "uuid" }), { minItems: 1, maxItems: 500 }) },
  CLOSED,
);
export const Changed = Type.Object({ count: Type.Integer() });

export const Generation = Type.Object(
  {
    count: Type.Integer({ minimum: 1, maximum: 10_000 }),
    prefix: Type.String({ maxLength: 24, pattern: "^[A-Z0-9_-]*$" }),
    /** Random letters and digits behind the prefix. */
    length: Type.Integer({ minimum: 4, maximum: 16 }),
    ...Rules,
  },
  CLOSED,
);
export type Generation = Static<typeof Generation>;

/** Longest file, in letters. */
export const LARGEST_FILE = 8_000_000;
export const ImportFile = Type.Object(
  {
    csv: Type.String({ minLength: 1, maxLength: LARGEST_FILE }),
    /** Says what would happen. */
    dryRun: Type.Boolean(),
    /** Codes that are in the list already get what the file says of them. */
    replaces: Type.Boolean(),
  },
  CLOSED,
);
export type ImportFile = Static<typeof ImportFile>;
export const Imported = Type.Object({
  lines: Type.Integer(),
  added: Type.Integer(),
  changed: Type.Integer(),
  known: Type.Integer(),
  refused: Type.Integer(),
  /** The first of them. */
  problems: Type.Array(Type.Object({ line: Type.Integer(), problem: Type.String() })),
  /** Columns that become variables for templates. */
  fields: Type.Array(Type.String()),
});
export type Imported = Static<typeof Imported>;

export const Trial = Type.Object(
  {
    /** As somebody might type it. */
    code: Type.String({ minLength: 1, maxLength: 4_096 }),
    /** Telegram user id. */
    person: Type.Optional(Type.String({ pattern: "^\\d{1,20}$" })),
    /** Only this one, in use or not. */
    validator: Type.Optional(Type.String({ format: "uuid" })),
  },
  CLOSED,
);
/** With an endpoint as it is being edited; a `validator` lends it the secret that is kept for the same host. */
export const EndpointTrial = Type.Object(
  {
    ...Trial.properties,
    endpoint: Type.Object(
      { plan: EndpointPlan, secret: Type.Optional(Type.String({ minLength: 1, maxLength: 2_000 })) },
      CLOSED,
    ),
  },
  CLOSED,
);
export type Trial = Static<typeof Trial> & Partial<Pick<Static<typeof EndpointTrial>, "endpoint">>;

export const TrialAnswer = Type.Object({
  state: oneOf(["valid", "invalid", "unsure"] as const),
  reason: Type.Optional(oneOf(REASONS)),
  message: Type.Optional(Type.String()),
  why: Type.Optional(Type.String()),
  label: Type.Optional(Type.String()),
  values: Type.Optional(Type.Record(Type.String(), Type.String())),
});
export type TrialAnswer = Static<typeof TrialAnswer>;
export const TrialResult = Type.Object({
  /** As it is understood; empty where nothing of it is a code. */
  code: Type.String(),
  answer: TrialAnswer,
  steps: Type.Array(
    Type.Object({
      id: Type.String(),
      title: Type.String(),
      kind: ValidatorRow.properties.kind,
      answer: TrialAnswer,
      milliseconds: Type.Integer(),
      /** It would not be asked: one before it said yes. */
      idle: Type.Boolean(),
      attempts: Type.Optional(Type.Integer()),
      status: Type.Optional(Type.Integer()),
      /** The beginning of what it answered. */
      text: Type.Optional(Type.String()),
    }),
  ),
});
export type TrialResult = Static<typeof TrialResult>;

export const LastAnswers = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.String(),
      code: Type.String(),
      state: oneOf(["valid", "invalid", "unsure"] as const),
      note: Type.String(),
      status: Maybe(Type.Integer()),
      milliseconds: Type.Integer(),
      answeredAt: Type.String(),
    }),
  ),
});
export type LastAnswers = Static<typeof LastAnswers>;
