import { PlatformError, type TimedCandidate } from "@promostack/core";
import { Ajv } from "ajv";
import type { StrategyRelease } from "./catalogue.ts";
import type { RawCandidate, RunnerAnswer } from "./protocol.ts";

/** The answer to `op`, or the error that the strategy deserves: `sandbox.threw` or `sandbox.invalid_result`. */
export function expectAnswer<Op extends "series" | "newest" | "describe">(
  answer: RunnerAnswer,
  op: Op,
  release: StrategyRelease,
): Extract<RunnerAnswer, { ok: true; op: Op }> {
  if (!answer.ok) {
    const invalid = answer.reason === "invalid";
    throw new PlatformError(
      `${release.id} ${release.version} ${invalid ? "answered something invalid" : "threw"}: ${answer.message}`,
      {
        code: invalid ? "sandbox.invalid_result" : "sandbox.threw",
        status: 422,
        hint: "This is the strategy's fault: its author finds it with `npx promostack backtest`.",
      },
    );
  }
  if (answer.op !== op)
    throw new PlatformError(`The runner answered ${answer.op} to ${op}.`, {
      code: "sandbox.invalid_result",
      status: 422,
    });
  return answer as Extract<RunnerAnswer, { ok: true; op: Op }>;
}

const CANDIDATE = new Ajv().compile({
  type: "object",
  additionalProperties: false,
  required: ["time", "direction", "entry", "stop", "targets"],
  properties: {
    time: { type: "number" },
    direction: { enum: ["buy", "sell"] },
    entry: { type: "number", exclusiveMinimum: 0 },
    stop: { type: "number", exclusiveMinimum: 0 },
    targets: { type: "array", minItems: 1, maxItems: 3, items: { type: "number", exclusiveMinimum: 0 } },
    fractions: {
      type: "array",
      minItems: 1,
      maxItems: 3,
      items: { type: "number", exclusiveMinimum: 0, maximum: 1 },
    },
    indicators: { type: "object", maxProperties: 40, additionalProperties: { type: "number" } },
    reason: { type: "string", maxLength: 300 },
  },
});

/** The runner's word is not taken: what comes out of a process that ran a stranger's code is checked where it arrives. */
export function checkCandidate(candidate: RawCandidate, release: StrategyRelease): TimedCandidate {
  if (!CANDIDATE(candidate)) {
    const [problem] = CANDIDATE.errors ?? [];
    throw new PlatformError(
      `${release.id} ${release.version} answered something invalid: ${problem?.instancePath} ${problem?.message}`,
      {
        code: "sandbox.invalid_result",
        status: 422,
      },
    );
  }
  return candidate;
}
