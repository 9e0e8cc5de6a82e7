import { type CliOption, PlatformError } from "@promostack/core";

export const WINDOW_OPTIONS: CliOption[] = [
  {
    flags: "--train <length>",
    description: "stretch on which settings are chosen: 90d, 12w, 6m, 1y",
    default: "6m",
  },
  { flags: "--test <length>", description: "stretch after it on which the choice is tested", default: "2m" },
  { flags: "--anchored", description: "every training begins with the first candle, and grows" },
];

/** A training and the test that follows it, milliseconds since the epoch, ends excluded. */
export interface Window {
  trainFrom: number;
  testFrom: number;
  testUntil: number;
}

interface Length {
  count: number;
  unit: "d" | "w" | "m" | "y";
}

/** Trainings and tests over [from, until): tests lie end to end, the last one may be cut short. Months are UTC's. */
export function windowsOf(
  from: number,
  until: number,
  options: Record<string, string | boolean | undefined>,
): Window[] {
  const train = lengthOf("--train", options.train ?? "6m");
  const test = lengthOf("--test", options.test ?? "2m");
  const windows: Window[] = [];
  for (let step = 0; ; step++) {
    const trainFrom = shifted(from, { ...test, count: test.count * step });
    const testFrom = shifted(trainFrom, train);
    if (testFrom >= until) break;
    const testUntil = Math.min(
      shifted(shifted(from, { ...test, count: test.count * (step + 1) }), train),
      until,
    );
    windows.push({ trainFrom: options.anchored ? from : trainFrom, testFrom, testUntil });
  }
  if (windows.length > 0) return windows;
  throw new PlatformError(
    `The candles from ${day(from)} to ${day(until)} are too few for a training of ${String(options.train ?? "6m")}.`,
    {
      code: "candles.too_few",
      status: 400,
      hint: "Give a longer file, or a shorter --train.",
    },
  );
}

function lengthOf(flag: string, value: string | boolean): Length {
  const [, count = "", unit = ""] = /^([1-9]\d{0,3})([dwmy])$/.exec(String(value)) ?? [];
  if (unit === "d" || unit === "w" || unit === "m" || unit === "y") return { count: Number(count), unit };
  throw new PlatformError(`${flag} ${String(value)} is not a length of time.`, {
    code: "cli.bad_length",
    status: 400,
    hint: "Write days, weeks, months or years: 90d, 12w, 6m, 1y.",
  });
}

function shifted(time: number, { count, unit }: Length): number {
  if (unit === "d" || unit === "w") return time + count * (unit === "w" ? 7 : 1) * 86_400_000;
  const date = new Date(time);
  date.setUTCMonth(date.getUTCMonth() + count * (unit === "y" ? 12 : 1));
  return date.getTime();
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
