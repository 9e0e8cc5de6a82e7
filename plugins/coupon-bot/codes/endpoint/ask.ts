import { randomUUID } from "node:crypto";
import { PlatformError, type PublicAnswer, type TenantContext } from "@promostack/core";
import type { Answer, Cause, CodeQuestion } from "../answer.ts";
import type { Deadline } from "../deadline.ts";
import type { EndpointPlan } from "../plans.ts";
import { callOf } from "./call.ts";
import { meaningOf } from "./meaning.ts";

/** How often at most an endpoint is asked about one code. */
const ATTEMPTS = 2;
/** Of what is left: the second attempt needs some of it. */
const FIRST_SHARE = 0.65;
/** In less than this no answer comes. */
const LEAST_MS = 200;

const CAUSES: Readonly<Record<string, Cause>> = {
  "fetch.timed_out": "timeout",
  "fetch.unreachable": "unreachable",
};

/** What came of asking. */
export interface Asked {
  answer: Answer;
  /** Its server is in trouble: counts towards asking it no more for a while. */
  failed: boolean;
  attempts: number;
  status?: number;
  /** What it answered, for who tries it. */
  text?: string;
}

/** Asks an endpoint, once more where its server failed and there is time; raises only where we ourselves are ending. */
export async function askEndpoint(
  context: Pick<TenantContext, "fetchPublic" | "signal">,
  plan: EndpointPlan,
  secret: string | undefined,
  question: CodeQuestion,
  deadline: Deadline,
): Promise<Asked> {
  const { address, request } = callOf(plan, question, secret, randomUUID());
  let asked: Asked = {
    answer: { state: "unsure", why: "There was no time left.", cause: "timeout" },
    failed: false,
    attempts: 0,
  };
  for (let attempt = 1; attempt <= ATTEMPTS && deadline.left >= LEAST_MS; attempt += 1) {
    const timeoutMs = Math.ceil(attempt < ATTEMPTS ? deadline.left * FIRST_SHARE : deadline.left);
    try {
      const answer = await context.fetchPublic(address, { ...request, timeoutMs });
      asked = { ...readAs(plan, answer), attempts: attempt };
    } catch (error) {
      context.signal.throwIfAborted();
      if (!PlatformError.is(error) || !error.code.startsWith("fetch.")) throw error;
      const { message: why, status, code } = error;
      const cause = CAUSES[code] ?? "unclear";
      asked = { answer: { state: "unsure", why, cause }, failed: true, attempts: attempt };
      // An address that must not be called, an answer without end: the same again brings the same.
      if (status < 500) return asked;
    }
    if (!asked.failed) return asked;
  }
  return asked;
}

function readAs(plan: EndpointPlan, answer: PublicAnswer): Omit<Asked, "attempts"> {
  const { status, text } = answer;
  return {
    answer: meaningOf(plan, answer),
    failed: status >= 500 || status === 429,
    status,
    text,
  };
}
