import { listQuery, listShape, type Static, type TSchema, Type } from "@promostack/core";
import { SOURCES } from "../uses/use.ts";
import { WINDOW_NAMES } from "../uses/windows.ts";

/** Numbers of the coupon bot: of a period of whole days in the tenant's zone. What each is stands in definitions.ts. */

const Nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const oneOf = <Values extends readonly string[]>(values: Values, description: string) =>
  Type.Unsafe<Values[number]>({ type: "string", enum: [...values], description });
const Day = Type.String({ format: "date", description: "A day in the tenant's zone, included." });
const Time = Type.String({ format: "date-time" });
const Share = Type.Number({ description: "0 to 1." });

export const NumbersQuery = Type.Object({
  from: Type.Optional(Day),
  to: Type.Optional(Day),
  source: Type.Optional(oneOf(SOURCES, "Only the chat, or only the public page.")),
  template: Type.Optional(Type.String({ maxLength: 60, description: "Id: only pictures of this template." })),
});
export type NumbersQuery = Static<typeof NumbersQuery>;

export const Totals = Type.Object({
  uses: Type.Integer(),
  pictures: Type.Integer(),
  successRate: Nullable(Share),
  people: Type.Integer(),
  newPeople: Type.Integer(),
  accepted: Type.Integer({ description: "Checks that found a valid code." }),
  refused: Type.Integer({ description: "Checks that found none." }),
  acceptedRate: Nullable(Share),
});
export type Totals = Static<typeof Totals>;

export const Retention = Type.Object({
  window: oneOf(WINDOW_NAMES, "d1: 24 to 48 hours, d7: days 7 to 14, d30: days 30 to 60."),
  people: Type.Integer({ description: "Whose window ended in the period." }),
  returned: Type.Integer(),
  rate: Nullable(Share),
  rateBefore: Nullable(Type.Number({ description: "The same of the period before." })),
});
export type Retention = Static<typeof Retention>;

export const Numbers = Type.Object({
  from: Day,
  to: Day,
  zone: Type.String({ description: "In which days, hours and weekdays are told." }),
  totals: Totals,
  before: Totals,
  retention: Type.Array(Retention),
  templates: Type.Array(Type.Object({ id: Type.String(), name: Type.String() }), {
    description: "Published now.",
  }),
  ever: Type.Boolean({ description: "False where nothing was ever used." }),
});
export type Numbers = Static<typeof Numbers>;

export const DayNumbers = Type.Object({
  day: Day,
  uses: Type.Integer(),
  pictures: Type.Integer(),
  people: Type.Integer(),
  accepted: Type.Integer(),
  refused: Type.Integer(),
  usesBefore: Type.Integer({ description: "Of the day in the same place of the period before." }),
});
export type DayNumbers = Static<typeof DayNumbers>;
export const DayNumbersList = Type.Object({ items: Type.Array(DayNumbers) });

export const HourNumbers = Type.Object({
  weekday: Type.Integer({ minimum: 1, maximum: 7, description: "1 is Monday." }),
  hour: Type.Integer({ minimum: 0, maximum: 23 }),
  uses: Type.Integer(),
});
export type HourNumbers = Static<typeof HourNumbers>;
export const HourNumbersList = Type.Object({ items: Type.Array(HourNumbers) });

export const TemplateNumbers = Type.Object({
  template: Type.String(),
  name: Type.String({ description: "Empty where it was deleted." }),
  pictures: Type.Integer(),
  share: Share,
  failed: Type.Integer(),
  people: Type.Integer(),
});
export type TemplateNumbers = Static<typeof TemplateNumbers>;
export const TemplateNumbersList = Type.Object({ items: Type.Array(TemplateNumbers) });

export const CodeNumbers = Type.Object({
  code: Type.String(),
  pictures: Type.Integer(),
  share: Share,
  people: Type.Integer(),
  lastAt: Time,
});
export type CodeNumbers = Static<typeof CodeNumbers>;
export const CodeNumbersList = Type.Object({ items: Type.Array(CodeNumbers) });

export const ErrorNumbers = Type.Object({
  outcome: oneOf(["invalid", "unsure", "failed"] as const, "What the use came to."),
  reason: Type.String(),
  uses: Type.Integer(),
  share: Type.Number({ description: "Of all uses, 0 to 1." }),
});
export type ErrorNumbers = Static<typeof ErrorNumbers>;
export const ErrorNumbersList = Type.Object({ items: Type.Array(ErrorNumbers) });

export const INVALID_CODES = listShape({
  sorts: {
    times: { sql: "i.times", type: "bigint" },
    last: { sql: "i.last_at", type: "timestamptz" },
    code: { sql: "i.code", type: "text" },
  },
  id: { sql: "i.code", type: "text" },
  first: { sort: "times", order: "desc" },
  search: ["i.code"],
});
export const InvalidCode = Type.Object({
  code: Type.String(),
  times: Type.Integer(),
  people: Type.Integer({ description: "Of the chat." }),
  reason: Type.String({ description: "At the last time." }),
  firstAt: Time,
  lastAt: Time,
});
export type InvalidCode = Static<typeof InvalidCode>;
export const InvalidCodesQuery = Type.Object({
  // A page of a file is long: each counts anew.
  ...listQuery(INVALID_CODES, { most: 5_000 }),
  ...Type.Omit(NumbersQuery, ["template"]).properties,
});
export type InvalidCodesQuery = Static<typeof InvalidCodesQuery>;
export const InvalidCodesPage = Type.Object({
  items: Type.Array(InvalidCode),
  next: Type.Optional(Type.String()),
});
