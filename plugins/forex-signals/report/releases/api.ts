import { type Static, Type } from "@promostack/core";
import { Report } from "../api.ts";

const Time = Type.String({ format: "date-time" });
const Figure = Type.Union([Type.Number(), Type.Null()]);

/** A report that the platform made of a release, by its key figures. */
export const ReleaseReport = Type.Object({
  id: Type.String(),
  strategy: Type.String(),
  version: Type.String(),
  symbol: Type.String(),
  timeframe: Type.String(),
  node: Type.String({ description: "Version of Node that evaluated it." }),
  from: Time,
  to: Time,
  candles: Type.Integer(),
  madeAt: Time,
  milliseconds: Type.Integer(),
  trades: Type.Integer(),
  winRate: Figure,
  totalR: Type.Number(),
  expectancyR: Figure,
  profitFactor: Figure,
  maxDrawdownR: Type.Number(),
  equity: Type.Array(Type.Number(), { description: "Course of the running total in at most 60 points." }),
});
export type ReleaseReport = Static<typeof ReleaseReport>;

export const ReleaseReports = Type.Object({ items: Type.Array(ReleaseReport) });

export const ReleaseReportQuery = Type.Object({
  strategy: Type.Optional(Type.String({ maxLength: 80 })),
  version: Type.Optional(Type.String({ maxLength: 40 })),
  symbol: Type.Optional(Type.String({ maxLength: 40 })),
});
export type ReleaseReportQuery = Static<typeof ReleaseReportQuery>;

export const ReleaseReportDetail = Type.Composite([ReleaseReport, Type.Object({ report: Report })]);

export const ReportWish = Type.Object(
  {
    strategy: Type.String({ minLength: 1, maxLength: 80 }),
    version: Type.Optional(Type.String({ maxLength: 40, description: "The newest where none is named." })),
    symbol: Type.String({ default: "XAU/USD", maxLength: 40 }),
  },
  { additionalProperties: false },
);
export type ReportWish = Static<typeof ReportWish>;

/** A report that somebody, or the hour's job, asked for. */
export const ReportTask = Type.Object({
  id: Type.String(),
  strategy: Type.String(),
  version: Type.String(),
  symbol: Type.String(),
  state: Type.Union([
    Type.Literal("waiting"),
    Type.Literal("running"),
    Type.Literal("done"),
    Type.Literal("failed"),
  ]),
  doing: Type.String({ description: "In words." }),
  progress: Type.Number({ description: "0 to 1." }),
  reportId: Type.Union([Type.String(), Type.Null()]),
  error: Type.Union([Type.String(), Type.Null()]),
  askedAt: Time,
});
export type ReportTask = Static<typeof ReportTask>;
