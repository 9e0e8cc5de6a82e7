import type { CliOption, StrategyDescription } from "@promostack/core";
import { randomFrom } from "../../report/random.ts";
import { seedOption } from "../reportAnswer.ts";
import { countOption } from "./countOption.ts";
import { badValues, steps, type Values, valuesOf } from "./valuesOption.ts";

/** Which settings of a strategy's parameters are tried. */
export const SPACE_OPTIONS: CliOption[] = [
  {
    flags: "--param <name=values>",
    description: "values of a parameter: 1..3:0.5, or 1,2,4; once for each parameter",
    repeatable: true,
  },
  {
    flags: "--grid <json>",
    description: `the same as JSON, a list or {"from":1,"to":2,"step":0.25} for each parameter`,
  },
  { flags: "--random <n>", description: "draw so many settings instead of trying all of the grid" },
  { flags: "--seed <number>", description: "what the draw starts from", default: "1" },
];

/** Most settings of one search. */
const MOST = 20_000;

export type Setting = Record<string, unknown>;

/**
 * The settings that the options ask for, each once: every combination of `--param` and `--grid`, or `--random` draws from
 * them (from the ranges of the strategy's own parameters where neither is given). The same seed draws the same.
 */
export function settingsOf(
  description: StrategyDescription,
  options: Record<string, string | boolean | undefined>,
): Setting[] {
  const properties = entriesOf(description.parametersSchema.properties);
  const seed = seedOption(options.seed);
  const asked = new Map([...gridOf(options.grid, properties), ...paramsOf(options.param, properties)]);
  if (options.random !== undefined) {
    const space = asked.size > 0 ? asked : rangesOf(properties);
    if (space.size === 0) throw badValues(`${description.id} has no parameter with a range to draw from.`);
    return draw(space, countOption("--random", options.random, "settings", MOST), seed);
  }
  if (asked.size === 0) throw badValues("Say which settings to try with --param, --grid or --random.");
  return combinations(asked);
}

/** Each `--param name=values`, a line each. */
function paramsOf(
  lines: string | boolean | undefined,
  properties: Map<string, unknown>,
): Map<string, Values> {
  const params = new Map<string, Values>();
  for (const line of typeof lines === "string" ? lines.split("\n") : []) {
    const [, name = "", text = ""] = /^([^=]+)=(.*)$/.exec(line.trim()) ?? [];
    if (name === "") throw badValues(`--param ${line} does not say name=values.`);
    if (params.has(name)) throw badValues(`--param ${name} is given twice.`);
    const facts = entriesOf(known(name, properties));
    params.set(name, valuesOf(name, text, facts.get("type") === "integer"));
  }
  return params;
}

function gridOf(text: string | boolean | undefined, properties: Map<string, unknown>): Map<string, Values> {
  if (typeof text !== "string") return new Map();
  const grid = entriesOf(parsed(text));
  if (grid.size === 0) throw badValues("--grid is not a JSON object with a value for each parameter.");
  return new Map(
    [...grid].map(([name, value]) => {
      known(name, properties);
      return [name, { list: listOf(name, value) }];
    }),
  );
}

function known(name: string, properties: Map<string, unknown>): unknown {
  if (properties.has(name)) return properties.get(name);
  throw badValues(`There is no parameter ${name}. There are ${[...properties.keys()].join(", ") || "none"}.`);
}

function listOf(name: string, value: unknown): unknown[] {
  if (Array.isArray(value) && value.length > 0) return value;
  const { from, to, step } = Object.fromEntries(entriesOf(value));
  if (typeof from !== "number" || typeof to !== "number" || typeof step !== "number")
    throw badValues(`${name} in --grid is neither a list of values nor {"from", "to", "step"}.`);
  return steps(name, from, to, step);
}

/** Numbers with both bounds, and choices. */
function rangesOf(properties: Map<string, unknown>): Map<string, Values> {
  const ranges = new Map<string, Values>();
  for (const [name, schema] of properties) {
    const facts = entriesOf(schema);
    const [least, most] = [facts.get("minimum") ?? facts.get("exclusiveMinimum"), facts.get("maximum")];
    const choices = facts.get("enum") ?? constantsOf(facts.get("anyOf"));
    if (Array.isArray(choices) && choices.length > 0) ranges.set(name, { list: choices });
    else if (facts.get("type") === "boolean") ranges.set(name, { list: [false, true] });
    else if (typeof least === "number" && typeof most === "number")
      ranges.set(name, { from: least, to: most, whole: facts.get("type") === "integer" });
  }
  return ranges;
}

function constantsOf(anyOf: unknown): unknown[] | undefined {
  return Array.isArray(anyOf) ? anyOf.flatMap((each) => entriesOf(each).get("const") ?? []) : undefined;
}

function combinations(grid: Map<string, Values>): Setting[] {
  let settings: Setting[] = [{}];
  for (const [name, values] of grid) {
    if (!("list" in values))
      throw badValues(`${name}=${values.from}..${values.to} has no step; only --random draws from a range.`);
    const { list } = values;
    if (settings.length * list.length > MOST)
      throw badValues(`The grid has more than ${MOST.toLocaleString("en")} settings.`);
    settings = settings.flatMap((setting) => list.map((value) => ({ ...setting, [name]: value })));
  }
  return settings;
}

function draw(space: Map<string, Values>, count: number, seed: number): Setting[] {
  const random = randomFrom(seed);
  const found = new Map<string, Setting>();
  // A small space may hold fewer than were asked for.
  for (let tries = 0; found.size < count && tries < count * 50; tries++) {
    const setting: Setting = {};
    for (const [name, values] of space) setting[name] = drawn(values, random());
    found.set(JSON.stringify(setting), setting);
  }
  return [...found.values()];
}

function drawn(values: Values, share: number): unknown {
  if ("list" in values) return values.list[Math.floor(share * values.list.length)];
  const { from, to, whole } = values;
  if (whole) return from + Math.floor(share * (to - from + 1));
  return Number((from + share * (to - from)).toPrecision(4));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw badValues("--grid is not JSON.", cause);
  }
}

function entriesOf(value: unknown): Map<string, unknown> {
  return new Map(
    typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [],
  );
}
