import type { StrategyDefinition } from "@promostack/core/strategy";
import type { RawCandidate, RunnerDescription } from "./protocol.ts";

const TIMEFRAMES = new Set(["1min", "5min", "15min", "30min", "1h", "4h", "1day"]);

/** Raised for what a strategy answers that is not what the contract says. */
export class InvalidResult extends Error {
  readonly #own = true;

  /** Asks nothing of the value: what a stranger throws may be a proxy whose every trap is one. */
  static is(value: unknown): boolean {
    return typeof value === "object" && value !== null && #own in value && value.#own;
  }
}

/** Evaluates a bundled strategy in a compartment of its own: no clock, randomness, timers, network, files or shared globals. */
export function evaluateStrategy(source: string): StrategyDefinition {
  const compartment = new Compartment({ __options__: true, globals: { console: SILENT } });
  for (const name of UNNEEDED) Reflect.deleteProperty(compartment.globalThis, name);
  // Without this, free globals such as Math.abs go through a slow scope proxy (160 times slower, measured).
  harden(compartment.globalThis);
  const definition: unknown = compartment.evaluate(source);
  if (
    typeof definition !== "object" ||
    definition === null ||
    typeof Reflect.get(definition, "evaluate") !== "function"
  ) {
    throw new InvalidResult(
      "The default export is not a strategy. Write `export default defineStrategy({ … })`.",
    );
  }
  return definition as StrategyDefinition;
}

/** Scheduling and shared memory have no place in a pure function. */
const UNNEEDED = ["WeakRef", "FinalizationRegistry", "SharedArrayBuffer", "Atomics"];

/** A console that says nothing. */
export const SILENT = Object.freeze(
  Object.fromEntries(
    ["log", "info", "warn", "error", "debug"].map((name) => [name, Object.freeze(() => undefined)]),
  ),
);

/** Reads the definition's facts once each: a getter that lies twice is heard once. */
export function describeDefinition(definition: StrategyDefinition): RunnerDescription {
  const { title, summary, timeframe, warmUp, higherTimeframes, parameters, guardrails } = definition;
  return {
    title: text(title, "title", 60),
    summary: text(summary, "summary", 400),
    timeframe: timeframeOf(timeframe, "timeframe"),
    warmUp: count(warmUp, "warmUp"),
    higherTimeframes: list(higherTimeframes ?? [], "higherTimeframes", 3).map((each, index) => {
      const { timeframe, warmUp } = record(each, `higherTimeframes[${index}]`);
      return {
        timeframe: timeframeOf(timeframe, `higherTimeframes[${index}].timeframe`),
        warmUp: count(warmUp, `higherTimeframes[${index}].warmUp`),
      };
    }),
    parametersSchema: record(JSON.parse(JSON.stringify(parameters ?? {})), "parameters"),
    guardrails: numbers(guardrails ?? {}, "guardrails"),
  };
}

/** Copies a candidate out of the strategy's world, each property read once. */
export function readCandidate(value: unknown, time: number): RawCandidate | null {
  if (value === null || value === undefined) return null;
  const { direction, entry, stop, targets, fractions, indicators, reason } = record(value, "the candidate");
  if (direction !== "buy" && direction !== "sell") throw new InvalidResult("direction must be buy or sell");
  const candidate: RawCandidate = {
    time,
    direction,
    entry: price(entry, "entry"),
    stop: price(stop, "stop"),
    targets: list(targets, "targets", 3).map((each, index) => price(each, `targets[${index}]`)),
  };
  if (candidate.targets.length === 0) throw new InvalidResult("targets must name at least one price");
  if (fractions !== undefined)
    candidate.fractions = list(fractions, "fractions", 3).map((each, index) => fraction(each, index));
  if (indicators !== undefined) candidate.indicators = numbers(indicators, "indicators");
  if (reason !== undefined) candidate.reason = text(reason, "reason", 300);
  return candidate;
}

function record(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new InvalidResult(`${name} must be an object`);
  return value as Record<string, unknown>;
}

function list(value: unknown, name: string, most: number): unknown[] {
  if (!Array.isArray(value)) throw new InvalidResult(`${name} must be a list`);
  const length = value.length;
  if (length > most) throw new InvalidResult(`${name} has more than ${most} entries`);
  return Array.from({ length }, (_, index): unknown => value[index]);
}

function numbers(value: unknown, name: string): Record<string, number> {
  const entries = Object.entries(record(value, name));
  if (entries.length > 40) throw new InvalidResult(`${name} has more than 40 entries`);
  return Object.fromEntries(
    entries.map(([key, each]) => [key.slice(0, 60), finite(each, `${name}.${key.slice(0, 60)}`)]),
  );
}

function finite(value: unknown, name: string): number {
  if (typeof value !== "number" || !Number.isFinite(value))
    throw new InvalidResult(`${name} must be a finite number`);
  return value;
}

function price(value: unknown, name: string): number {
  const number = finite(value, name);
  if (number <= 0 || number > 1e9) throw new InvalidResult(`${name} must be a price above 0`);
  return number;
}

function fraction(value: unknown, index: number): number {
  const number = finite(value, `fractions[${index}]`);
  if (number <= 0 || number > 1) throw new InvalidResult(`fractions[${index}] must lie above 0 and up to 1`);
  return number;
}

function count(value: unknown, name: string): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > 20_000) {
    throw new InvalidResult(`${name} must be a whole number from 0 to 20,000`);
  }
  return value;
}

function text(value: unknown, name: string, most: number): string {
  if (typeof value !== "string" || value.length > most)
    throw new InvalidResult(`${name} must be text of at most ${most} characters`);
  return value;
}

function timeframeOf(value: unknown, name: string): RunnerDescription["timeframe"] {
  if (typeof value !== "string" || !TIMEFRAMES.has(value))
    throw new InvalidResult(`${name} must be one of ${[...TIMEFRAMES].join(", ")}`);
  return value as RunnerDescription["timeframe"];
}
