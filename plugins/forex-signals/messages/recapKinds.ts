import type { Variable } from "./facts.ts";
import type { MessageKind } from "./kinds.ts";

const price = (name: string, label: string, example: string): Variable => ({
  name,
  label,
  format: "price",
  example,
});

const RISK_NOTE: Variable = {
  name: "riskNote",
  label: "The channel's risk note",
  format: "text",
  example: "Trading carries risk.",
  optional: true,
  longest: 500,
};

const BRIEFING: readonly Variable[] = [
  { name: "symbol", label: "Symbol", format: "text", example: "XAU/USD", longest: 21 },
  { name: "day", label: "Today", format: "date", example: new Date("2024-03-06T00:00:00Z") },
  { name: "lastDay", label: "Last trading day", format: "date", example: new Date("2024-03-05T00:00:00Z") },
  price("high", "High of the last trading day", "2141.80"),
  price("low", "Low of the last trading day", "2110.30"),
  price("close", "Close of the last trading day", "2128.10"),
  price("pivot", "Pivot P", "2126.73"),
  price("r1", "Resistance R1", "2143.17"),
  price("r2", "Resistance R2", "2158.23"),
  price("s1", "Support S1", "2111.67"),
  price("s2", "Support S2", "2095.23"),
  {
    name: "asia",
    label: "Asian session's range: tight, normal or wide",
    format: "word",
    example: "tight",
    optional: true,
  },
  { name: "asiaPips", label: "Asian session's range in pips", format: "pips", example: 61, optional: true },
  {
    name: "asiaMeanPips",
    label: "Its 10-day mean in pips",
    format: "pips",
    example: 104.5,
    optional: true,
  },
  {
    name: "asiaRatio",
    label: "Asian session's range over its 10-day mean",
    format: "number",
    example: 0.58,
    optional: true,
  },
  { name: "asiaSoFar", label: "The Asian session still runs", format: "text", example: true, optional: true },
  {
    name: "asiaUntil",
    label: "Time of the newest candle in that range (UTC)",
    format: "time",
    example: new Date("2024-03-06T06:15:00Z"),
    optional: true,
  },
  { name: "simulated", label: "Prices are simulated", format: "text", example: null, optional: true },
  RISK_NOTE,
];

const FIGURES: readonly Variable[] = [
  { name: "empty", label: "Nothing was closed", format: "text", example: null, optional: true },
  { name: "closed", label: "Closed signals", format: "count", example: 3, optional: true },
  { name: "wins", label: "Wins", format: "count", example: 2, optional: true },
  { name: "losses", label: "Losses", format: "count", example: 1, optional: true },
  { name: "breakEvens", label: "Break-evens", format: "count", example: 0, optional: true },
  { name: "timeouts", label: "Of these, closed by time-out", format: "count", example: 1, optional: true },
  {
    name: "ambiguous",
    label: "Of these, decided by the rule that the stop comes first",
    format: "count",
    example: 1,
    optional: true,
  },
  { name: "winRate", label: "Win rate", format: "percent", example: 0.667, optional: true },
  { name: "totalR", label: "Total in R", format: "r", example: 1.83, optional: true },
  { name: "totalPips", label: "Total in pips", format: "signedPips", example: 74.5, optional: true },
  { name: "best", label: "Best result in R", format: "r", example: 1.71, optional: true },
  { name: "worst", label: "Worst result in R", format: "r", example: -1.06, optional: true },
  RISK_NOTE,
];

/** A day's signals, one by one. */
const LISTED: readonly Variable[] = [
  {
    name: "signals",
    label: "The signals, one by one",
    format: "list",
    example: [
      {
        time: new Date("2024-03-05T10:15:00Z"),
        direction: "buy",
        symbol: "XAU/USD",
        outcome: "win",
        resultR: 1.71,
      },
      {
        time: new Date("2024-03-05T13:30:00Z"),
        direction: "sell",
        symbol: "XAU/USD",
        outcome: "loss",
        resultR: -1.06,
      },
    ],
    optional: true,
    entries: {
      most: 12,
      variables: [
        {
          name: "time",
          label: "Time of the end (UTC)",
          format: "time",
          example: new Date("2024-03-05T10:15:00Z"),
        },
        { name: "direction", label: "Buy or sell", format: "word", example: "buy" },
        { name: "symbol", label: "Symbol", format: "text", example: "XAU/USD", longest: 21 },
        { name: "outcome", label: "Win, loss or break-even", format: "word", example: "win" },
        { name: "resultR", label: "Result in R", format: "r", example: 1.71 },
      ],
    },
  },
  { name: "more", label: "Signals beyond the list", format: "count", example: 1, optional: true },
];

/** A week's days. */
const DAYS: Variable = {
  name: "days",
  label: "The days on which something closed",
  format: "list",
  example: [
    { day: new Date("2024-03-04T00:00:00Z"), dayClosed: 1, dayR: 1.18 },
    { day: new Date("2024-03-05T00:00:00Z"), dayClosed: 2, dayR: 0.65 },
  ],
  optional: true,
  entries: {
    most: 7,
    variables: [
      { name: "day", label: "The day", format: "date", example: new Date("2024-03-05T00:00:00Z") },
      { name: "dayClosed", label: "Closed signals of that day", format: "count", example: 2 },
      { name: "dayR", label: "That day's total in R", format: "r", example: 0.65 },
    ],
  },
};

/** Messages of a day and a week: none of them answers a signal. */
export const RECAP_KINDS = [
  {
    id: "briefing",
    group: "recaps",
    title: "Morning briefing",
    summary: "Monday to Friday at 06:20 UTC: the last trading day's pivots, and the Asian session's range.",
    variables: BRIEFING,
    switch: "briefing",
  },
  {
    id: "daily-recap",
    group: "recaps",
    title: "Daily recap",
    summary: "At 06:30 UTC: every signal that closed the day before, losses like wins.",
    variables: [
      { name: "day", label: "The day", format: "date", example: new Date("2024-03-05T00:00:00Z") },
      ...FIGURES,
      ...LISTED,
    ],
    switch: "daily-recap",
  },
  {
    id: "weekly-recap",
    group: "recaps",
    title: "Weekly recap",
    summary: "Mondays at 06:30 UTC: every signal that closed in the week before.",
    variables: [
      {
        name: "firstDay",
        label: "Monday of that week",
        format: "date",
        example: new Date("2024-03-04T00:00:00Z"),
      },
      { name: "lastDay", label: "Its Sunday", format: "date", example: new Date("2024-03-10T00:00:00Z") },
      ...FIGURES,
      DAYS,
    ],
    switch: "weekly-recap",
  },
] as const satisfies readonly MessageKind[];
