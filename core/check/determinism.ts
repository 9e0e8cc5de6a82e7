import { compare, worded } from "./comparison.ts";
import { type Finding, isoTime } from "./finding.ts";
import type { Checked, Evaluation } from "./subject.ts";

/** Twice the same, and in a fresh process the same: every field of every candidate. */
export async function checkDeterminism({ subject, series, whole, again }: Checked): Promise<Finding[]> {
  const afresh = await subject.evaluateAfresh(series);
  return [
    ...finding(whole, again, "A second evaluation of the same candles"),
    ...finding(whole, afresh, "An evaluation of the same candles in a fresh process"),
  ];
}

function finding(whole: Evaluation, other: Evaluation, which: string): Finding[] {
  const { compared, differences } = compare(whole.candidates, other.candidates, { exact: true });
  const [first] = differences;
  if (first === undefined) return [];
  return [
    {
      check: "determinism",
      severity: "error",
      what: `${which} proposes ${worded(first.second)} where the first proposed ${worded(first.first)}; ${differences.length} of ${compared} closes differ.`,
      at: isoTime(first.time),
      why: "A signal that cannot be repeated cannot be checked: the backtest says nothing about what members will get.",
      fix: "Let a candidate follow from the context alone, and keep nothing outside evaluate that changes.",
    },
  ];
}
