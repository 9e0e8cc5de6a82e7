import type { Variable } from "./facts.ts";
import type { MessageKind } from "./kinds.ts";

const SIGNAL: readonly Variable[] = [
  { name: "direction", label: "Buy or sell", format: "word", example: "buy" },
  { name: "symbol", label: "Symbol", format: "text", example: "XAU/USD", longest: 21 },
  { name: "strategy", label: "Strategy's id", format: "text", example: "raja-banks-gold", longest: 60 },
  {
    name: "time",
    label: "Time of what happened (UTC)",
    format: "time",
    example: new Date("2024-03-05T10:15:00Z"),
  },
];

const ENTRY: Variable = { name: "entry", label: "Entry", format: "price", example: "2065.20", level: true };
const STOP: Variable = {
  name: "stop",
  label: "First stop",
  format: "price",
  example: "2061.70",
  level: true,
};
const PRICE: Variable = {
  name: "price",
  label: "Price of what happened",
  format: "price",
  example: "2069.40",
  level: true,
};

function target(number: 1 | 2 | 3, price: string, pips: number, part: number): Variable[] {
  const optional = number > 1;
  return [
    {
      name: `target${number}`,
      label: `Target ${number}`,
      format: "price",
      example: price,
      level: true,
      optional,
    },
    {
      name: `target${number}Pips`,
      label: `Pips to target ${number}`,
      format: "pips",
      example: pips,
      level: true,
      optional,
    },
    {
      name: `target${number}Part`,
      label: `Part closed at target ${number}`,
      format: "percent",
      example: part,
      optional,
    },
  ];
}

const LEVELS: readonly Variable[] = [
  ...SIGNAL,
  ENTRY,
  STOP,
  ...target(1, "2069.40", 42, 0.5),
  ...target(2, "2072.20", 70, 0.3),
  ...target(3, "2075.00", 98, 0.2),
];

const RISK_NOTE: Variable = {
  name: "riskNote",
  label: "The channel's risk note",
  format: "text",
  example: "Trading carries risk.",
  optional: true,
  longest: 500,
};

const NEW_STOP: Variable = {
  name: "newStop",
  label: "Where the stop moves to",
  format: "price",
  example: "2065.20",
  level: true,
  optional: true,
};
const TO_ENTRY: Variable = {
  name: "toEntry",
  label: "The stop moves to the entry",
  format: "text",
  example: true,
  optional: true,
};

const RESULT: readonly Variable[] = [
  ...LEVELS,
  PRICE,
  { name: "outcome", label: "Win, loss or break-even", format: "word", example: "win" },
  { name: "win", label: "It was a win", format: "text", example: true, optional: true },
  { name: "loss", label: "It was a loss", format: "text", example: null, optional: true },
  { name: "breakEven", label: "It was a break-even", format: "text", example: null, optional: true },
  { name: "resultR", label: "Result in R, after spread", format: "r", example: 1.12 },
  { name: "resultPips", label: "Result in pips, after spread", format: "signedPips", example: 39.2 },
  { name: "targetsReached", label: "Targets that were reached", format: "count", example: 2 },
  { name: "duration", label: "Minutes from entry to end", format: "count", example: 95 },
  RISK_NOTE,
];

/** Example of an ending by the stop: a loss, so that nobody writes texts for wins only. */
const LOST: readonly Variable[] = RESULT.map((variable) => {
  const examples: Record<string, Variable["example"]> = {
    price: "2061.70",
    outcome: "loss",
    win: null,
    loss: true,
    resultR: -1.09,
    resultPips: -38,
    targetsReached: 0,
  };
  return variable.name in examples ? { ...variable, example: examples[variable.name] } : variable;
});

const WAY: readonly Variable[] = LEVELS;

const REACHED: readonly Variable[] = [
  ...LEVELS,
  PRICE,
  { name: "pips", label: "Pips gained", format: "signedPips", example: 42 },
  { name: "part", label: "Part that was closed", format: "percent", example: 0.5 },
  NEW_STOP,
  TO_ENTRY,
];

/** What is said of a signal, from its opening to its end. */
export const SIGNAL_KINDS = [
  {
    id: "opening",
    group: "opening",
    title: "New signal",
    summary: "When a signal opens. Everything later answers this message.",
    variables: [
      ...LEVELS,
      { name: "stopPips", label: "Pips to the stop", format: "pips", example: 35, level: true },
      {
        name: "reason",
        label: "The strategy's reason, in English",
        format: "text",
        example: "Closed below the last low with the 1-hour trend.",
        optional: true,
        level: true,
        longest: 300,
      },
      RISK_NOTE,
    ],
    switch: "opening",
  },
  {
    id: "way40",
    group: "guidance",
    title: "40 % to target 1",
    summary: "Once, when the price has come 40 % of the way to target 1.",
    variables: WAY,
    switch: "way40",
  },
  {
    id: "way70",
    group: "guidance",
    title: "70 % to target 1",
    summary: "Once, when the price has come 70 % of the way to target 1.",
    variables: WAY,
    switch: "way70",
  },
  {
    id: "half2",
    group: "guidance",
    title: "Half-way to target 2",
    summary: "Once, when the price is half-way from target 1 to target 2.",
    variables: WAY,
    switch: "half2",
  },
  {
    id: "risk60",
    group: "guidance",
    title: "60 % to the stop",
    summary: "Once, when the price has come 60 % of the way to the stop.",
    variables: WAY,
    switch: "risk60",
  },
  {
    id: "target1",
    group: "progress",
    title: "Target 1 reached",
    summary: "When target 1 is filled and a part stays open.",
    variables: REACHED,
    switch: "target1",
  },
  {
    id: "target2",
    group: "progress",
    title: "Target 2 reached",
    summary: "When target 2 is filled and a part stays open.",
    variables: REACHED,
    switch: "target2",
  },
  {
    id: "stop-moved",
    group: "progress",
    title: "Stop moved",
    summary:
      "A message of its own when the stop moves. Off at first: the message about the target says it already.",
    variables: [...LEVELS, { ...NEW_STOP, optional: false }, TO_ENTRY],
    switch: "stop-moved",
  },
  {
    id: "closed-target",
    group: "results",
    title: "Closed at the last target",
    summary: "When the last target is filled.",
    variables: RESULT,
    switch: "results",
  },
  {
    id: "closed-stop",
    group: "results",
    title: "Closed at the stop",
    summary: "When the stop is touched: a loss, or less of a win where the stop had moved.",
    variables: LOST,
    switch: "results",
  },
  {
    id: "closed-timeout",
    group: "results",
    title: "Closed by time-out",
    summary: "When three hours have passed.",
    variables: RESULT,
    switch: "results",
  },
  {
    id: "closed-thesis",
    group: "results",
    title: "Closed: thesis broken",
    summary: "When the indicators of the entry have turned and the settings close such signals.",
    variables: LOST,
    switch: "results",
  },
  {
    id: "closed-manual",
    group: "results",
    title: "Closed by hand",
    summary: "When somebody of your team closes a signal.",
    variables: RESULT,
    switch: "results",
  },
  {
    id: "thesis-weakening",
    group: "thesis",
    title: "Thesis weakens",
    summary: "After 90 minutes without a target, when the indicators of the entry have weakened.",
    variables: LEVELS,
    switch: "thesis-weakening",
  },
  {
    id: "thesis-broken",
    group: "thesis",
    title: "Thesis broken",
    summary: "When they have turned and the signal stays open.",
    variables: LEVELS,
    switch: "thesis-broken",
  },
  {
    id: "thesis-intact",
    group: "thesis",
    title: "Thesis holds again",
    summary: "When they are in favour again.",
    variables: LEVELS,
    switch: "thesis-intact",
  },
  {
    id: "risk-note",
    group: "notes",
    title: "Risk note",
    summary: "Stands where a template says {riskNote}: by default under every new signal.",
    variables: [],
    switch: "risk-note",
    part: true,
  },
] as const satisfies readonly MessageKind[];
