import { type CliOption, PlatformError, type StrategyDescription } from "@promostack/core";
import { randomFrom } from "../../report/random.ts";

/** Which settings of a strategy's parameters are tried. */
export const SPACE_OPTIONS: CliOption[] = [
  {
    flags: "--grid <json>",
    description: `values of each parameter: a list, or {"from":1,"to":2,"step":0.25}`,
  },
  { flags: "--random <n>", description: "draw so many settings instead of trying all of the grid" },
  { flags: "--seed <number>", description: "what the draw starts from", default: "1" },
];

/** Most settings of one search. */
const MOST = 20_000;

export type Setting = Record<string, unknown>;

/** The values that each parameter may take: listed, or a range that is drawn from. */
type Values = { list: unknown[] } | { from: number; to: number; whole: boolean };

/**
 * The settings that the options ask for, each once: every combination of `--grid`, or `--random` draws from it (from the ranges
 * of the strategy's own parameters where there is no grid). The same seed draws the same.
 */
export function settingsOf(
  description: StrategyDescription,
  options: Record<string, string | boolean | undefined>,
): Setting[] {
  const properties = entriesOf(description.parametersSchema.properties);
  const grid = typeof options.grid === "string" ? gridOf(options.grid, properties) : undefined;
  if (options.random !== undefined) {
    const space = grid ?? rangesOf(properties);
    if (space.size === 0) throw badSpace(`${description.id} has no parameter with a range to draw from.`);
    return draw(space, countOption(options.random), Number(options.seed ?? 1));
  }
  if (grid === undefined) throw badSpace("Say which settings to try with --grid or --random.");
  return combinations(grid);
}

function gridOf(text: string, properties: Map<string, unknown>): Map<string, Values> {
  const grid = entriesOf(parsed(text));
  if (grid.size === 0) throw badSpace("--grid is not a JSON object with a value for each parameter.");
  return new Map(
    [...grid].map(([name, value]) => {
      if (!properties.has(name))
        throw badSpace(
          `There is no parameter ${name}. There are ${[...properties.keys()].join(", ") || "none"}.`,
        );
      return [name, { list: listOf(name, value) }];
    }),
  );
}

function listOf(name: string, value: unknown): unknown[] {
  if (Array.isArray(value) && value.length > 0) return value;
  const { from, to, step } = Object.fromEntries(entriesOf(value));
  if (
    typeof from !== "number" ||
    typeof to !== "number" ||
    typeof step !== "number" ||
    !(step > 0) ||
    to < from
  )
    throw badSpace(`${name} in --grid is neither a list of values nor {"from", "to", "step"}.`);
  const count = Math.floor((to - from) / step + 1e-9) + 1;
  // Steps such as 0.1 add up to 0.30000000000000004.
  return Array.from({ length: count }, (_, index) => Number((from + index * step).toPrecision(12)));
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
    const list = "list" in values ? values.list : [];
    if (settings.length * list.length > MOST)
      throw badSpace(`The grid has more than ${MOST.toLocaleString("en")} settings.`);
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

function countOption(value: string | boolean): number {
  const count = Number(value);
  if (Number.isInteger(count) && count >= 1 && count <= MOST) return count;
  throw badSpace(`--random ${String(value)} is not a number of settings from 1 to ${MOST}.`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw badSpace("--grid is not JSON.", cause);
  }
}

function entriesOf(value: unknown): Map<string, unknown> {
  return new Map(
    typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [],
  );
}

function badSpace(message: string, cause?: unknown): PlatformError {
  return new PlatformError(message, {
    code: "cli.bad_settings",
    status: 400,
    hint: `For example: --grid '{"minBodyAtr":{"from":0.3,"to":0.8,"step":0.1},"entryMode":["break","retest"]}', or --random 100.`,
    cause,
  });
}
