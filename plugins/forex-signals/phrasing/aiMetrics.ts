import type { Setup } from "@promostack/core";

/** A question for the AI's words that was asked once, for however many tenants. */
export interface AskedQuestion {
  kind: string;
  /** `used`, or why not. */
  outcome: string;
  promptTokens: number;
  completionTokens: number;
  /** Undefined where the service was not asked. */
  seconds?: number;
}

/**
 * What the installation's metrics say of the AI: what it was really asked, by this host. A tenant's own counts, shared answers
 * included, stand in the table `phrasing`.
 */
export function aiMetrics(p: Pick<Setup, "counter" | "histogram">): (question: AskedQuestion) => void {
  const questions = p.counter("ai_questions");
  const tokens = p.counter("ai_tokens");
  const took = p.histogram("ai_answer_seconds");
  return ({ kind, outcome, promptTokens, completionTokens, seconds }) => {
    questions.add(1, { kind, outcome });
    tokens.add(promptTokens, { direction: "prompt" });
    tokens.add(completionTokens, { direction: "completion" });
    if (seconds !== undefined) took.observe(seconds, { kind });
  };
}
