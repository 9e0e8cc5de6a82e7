import { type Static, Type } from "@promostack/core";
import { REASONS } from "./answer.ts";

const CLOSED = { additionalProperties: false };
const oneOf = <Values extends readonly string[]>(values: Values) =>
  Type.Unsafe<Values[number]>({ type: "string", enum: [...values] });

/** Time on the tenant's clock. */
export const Wall = Type.String({ pattern: "^20\\d\\d-[01]\\d-[0-3]\\dT[0-2]\\d:[0-5]\\d$" });
export const Title = Type.String({ minLength: 1, maxLength: 120, pattern: "\\S" });
const Line = (maxLength: number) => Type.String({ maxLength, pattern: "^[^\\u0000\\r\\n]*$" });

/** Variables for templates. */
export const Fields = Type.Record(
  Type.String({ pattern: "^(?!code$)[A-Za-z][A-Za-z0-9_]{0,39}$" }),
  Type.String({ maxLength: 200, pattern: "^[^\\u0000]*$" }),
  { maxProperties: 20, additionalProperties: false },
);
export type Fields = Static<typeof Fields>;

/** What people read for a reason, in place of the bot's own words. */
const Texts = Type.Object(
  {
    unknown: Type.Optional(Type.String({ maxLength: 300 })),
    not_yet: Type.Optional(Type.String({ maxLength: 300 })),
    expired: Type.Optional(Type.String({ maxLength: 300 })),
    used_up: Type.Optional(Type.String({ maxLength: 300 })),
    refused: Type.Optional(Type.String({ maxLength: 300 })),
  },
  CLOSED,
);

const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000_000 }));

/** A list of codes that the tenant keeps here. */
export const ListPlan = Type.Object(
  {
    starts: Type.Optional(Wall),
    ends: Type.Optional(Wall),
    /** How many people may use one code. */
    usesPerCode: Limit,
    /** How many uses all its codes have together. */
    usesInAll: Limit,
    /** How many different codes of it one person may use. */
    codesPerPerson: Limit,
    fields: Fields,
    texts: Texts,
  },
  CLOSED,
);
export type ListPlan = Static<typeof ListPlan>;

/** What an answer means where it looks like this. */
export const Meaning = Type.Object(
  {
    /** `200`, `2xx`, `404, 410`; empty for any. */
    statuses: Type.String({ maxLength: 60, pattern: "^( *[1-5](\\d\\d|xx) *(, *[1-5](\\d\\d|xx) *)*)?$" }),
    /** A field of its JSON such as `coupon.state`; empty where the status says it all. */
    path: Line(200),
    /** What stands there, several with commas; empty for anything but nothing. */
    equals: Line(200),
    means: oneOf(["valid", ...REASONS] as const),
  },
  CLOSED,
);
export type Meaning = Static<typeof Meaning>;

/** An address of the tenant's that knows its codes. `{code}` and `{person}` stand for what is asked. */
export const EndpointPlan = Type.Object(
  {
    address: Type.String({ minLength: 1, maxLength: 2_000, pattern: "^https?://[^\\s\\u0000]+$" }),
    method: oneOf(["GET", "POST"] as const),
    headers: Type.Array(
      Type.Object({ name: Type.String({ pattern: "^[A-Za-z0-9-]{1,60}$" }), value: Line(500) }, CLOSED),
      { maxItems: 20 },
    ),
    /** Name of the header whose value is kept secret; empty for none. */
    secretHeader: Type.String({ pattern: "^[A-Za-z0-9-]{0,60}$" }),
    /** Of a POST. */
    body: Type.String({ maxLength: 4_000 }),
    bodyType: oneOf(["json", "form"] as const),
    /** The first that fits says it; where none does, the answer is not known. */
    meanings: Type.Array(Meaning, { minItems: 1, maxItems: 20 }),
    /** Variables for templates, each by the path of a field of the JSON. */
    values: Type.Record(Type.String({ pattern: "^(?!code$)[A-Za-z][A-Za-z0-9_]{0,39}$" }), Line(200), {
      maxProperties: 20,
      additionalProperties: false,
    }),
    texts: Texts,
  },
  CLOSED,
);
export type EndpointPlan = Static<typeof EndpointPlan>;

/** What another plugin checks. */
export const ContributedPlan = Type.Object(
  {
    plugin: Type.String({ maxLength: 60 }),
    name: Type.String({ maxLength: 60 }),
    input: Type.Record(Type.String(), Type.Unknown(), { maxProperties: 50 }),
    texts: Texts,
  },
  CLOSED,
);
export type ContributedPlan = Static<typeof ContributedPlan>;

export type Kind = "list" | "endpoint" | "contributed";
