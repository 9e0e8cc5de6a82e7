import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { PlatformError, type Static, type TimedCandidate, Type } from "@promostack/core";
import type { Candle, Timeframe } from "@promostack/core/strategy";
import { compile } from "../plugin/schema.ts";
import { readCandlesOf } from "./candleFile.ts";

const EXPECTED = Type.Object(
  {
    /** Close of c0, ISO 8601 in UTC. */
    time: Type.String({ pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$" }),
    direction: Type.Union([Type.Literal("buy"), Type.Literal("sell")]),
    entry: Type.Number(),
    stop: Type.Number(),
    targets: Type.Array(Type.Number()),
  },
  { additionalProperties: false },
);

const FIXTURE = Type.Object(
  {
    /** A CSV beside the fixture. */
    candles: Type.String(),
    /** One-hour candles of the source's own. */
    candles1h: Type.Optional(Type.String()),
    /** Those that differ from the defaults. */
    parameters: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    candidates: Type.Array(EXPECTED),
  },
  { additionalProperties: false },
);

/** A candidate that a fixture expects; prices in dollars, rounded to seven digits or to the tick. */
export type Expected = Static<typeof EXPECTED>;

/** `fixtures/<name>.json` of a strategy with the candles that it names. */
export interface Fixture {
  /** `fixtures/made-up.json`. */
  name: string;
  file: string;
  content: Static<typeof FIXTURE>;
  candles: Candle[];
  hourly: Candle[] | undefined;
}

/** The fixtures of a strategy's folder by name, their candles in its timeframe; none where there are none. */
export async function readFixtures(folder: string, timeframe: Timeframe): Promise<Fixture[]> {
  const home = path.join(folder, "fixtures");
  const names = await readdir(home).catch(() => []);
  const files = names.filter((name) => name.endsWith(".json")).sort();
  return Promise.all(files.map((name) => readFixture(home, name, timeframe)));
}

/** Writes what a fixture expects from now on. */
export async function writeExpected(
  { file, content }: Fixture,
  candidates: readonly TimedCandidate[],
): Promise<void> {
  const updated = { ...content, candidates: candidates.map(expectedOf) };
  await writeFile(file, `${JSON.stringify(updated, null, 2)}\n`);
}

export function expectedOf({ time, direction, entry, stop, targets }: TimedCandidate): Expected {
  return {
    time: new Date(time).toISOString().replace(".000Z", "Z"),
    direction,
    entry: digits(entry),
    stop: digits(stop),
    targets: targets.map(digits),
  };
}

/** Seven digits: $0.001 at $2,000, and a tenth of a pip at 1.08. */
function digits(price: number): number {
  return Number(price.toPrecision(7));
}

async function readFixture(home: string, fileName: string, timeframe: Timeframe): Promise<Fixture> {
  const name = `fixtures/${fileName}`;
  const file = path.join(home, fileName);
  const content = parse(await readFile(file, "utf8"), name);
  const [candles, hourly] = await Promise.all([
    readCandlesOf(content.candles, home, timeframe),
    content.candles1h === undefined ? undefined : readCandlesOf(content.candles1h, home, "1h"),
  ]);
  return { name, file, content, candles, hourly };
}

function parse(text: string, name: string): Static<typeof FIXTURE> {
  const value = jsonOf(text, name);
  const [problem] = compile(FIXTURE)(value);
  if (problem === undefined && isFixture(value)) return value;
  throw bad(name, `${problem?.pointer || "/"} ${problem?.message ?? "has another form"}`);
}

/** The schema has spoken; its type is made from it. */
function isFixture(value: unknown): value is Static<typeof FIXTURE> {
  return typeof value === "object" && value !== null;
}

function jsonOf(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw bad(name, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function bad(name: string, problem: string, cause?: unknown): PlatformError {
  return new PlatformError(`${name} is not a fixture: ${problem}.`, {
    code: "strategy.bad_fixture",
    status: 400,
    hint: 'Write { "candles": "candles.csv", "parameters": {}, "candidates": [] } and let `strategy test --update` fill the candidates in.',
    cause,
  });
}
