import { A_YEAR, aYearLater } from "./candles.ts";
import { type Finding, isoTime } from "./finding.ts";
import type { Checked } from "./subject.ts";

/** Fewer candidates than this prove nothing. */
const LEAST = 8;
/** Part of the candidates that must come again; clocks change on other days, so a few may not. */
const MOST_LOST = 0.5;

/** The same candles 52 weeks later must give most of the same candidates: a strategy that knows dates knows the past by heart. */
export async function checkHindsight({ subject, series, whole }: Checked): Promise<Finding[]> {
  if (whole.candidates.length < LEAST) return [];
  const later = await subject.evaluate(aYearLater(series));
  const again = new Set(later.candidates.map(({ time, direction }) => `${time - A_YEAR} ${direction}`));
  const lost = whole.candidates.filter(({ time, direction }) => !again.has(`${time} ${direction}`));
  const [first] = lost;
  if (first === undefined || lost.length / whole.candidates.length <= MOST_LOST) return [];
  return [
    {
      check: "hindsight",
      severity: "error",
      what: `The same candles, dated 52 weeks later, lose ${lost.length} of ${whole.candidates.length} candidates.`,
      at: isoTime(first.time),
      why: "Rules that name dates fit the past they were written in, and say nothing about tomorrow.",
      fix: "Use clock.minuteOfDay and clock.weekday, never the date of a candle.",
    },
  ];
}
