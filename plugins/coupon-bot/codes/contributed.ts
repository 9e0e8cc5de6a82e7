import { type ExtensionPoint, PlatformError, type TenantContext } from "@promostack/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import { type Answer, type Cause, type CodeQuestion, REASONS } from "./answer.ts";
import type { Deadline } from "./deadline.ts";
import { type ContributedPlan, Fields } from "./plans.ts";
import type { ValidatorAnswer, ValidatorOffer, ValidatorQuestion } from "./points.ts";

export type ValidatorPoint = ExtensionPoint<ValidatorOffer>;

const text = (maxLength: number) => ({ type: "string", maxLength });
const isAnswer = new Ajv2020({ strict: false }).compile<ValidatorAnswer>({
  oneOf: [
    {
      properties: { state: { const: "valid" }, values: Fields, label: text(120) },
      required: ["state"],
      additionalProperties: false,
    },
    {
      properties: { state: { const: "invalid" }, reason: { enum: REASONS }, message: text(300) },
      required: ["state", "reason"],
      additionalProperties: false,
    },
    {
      properties: { state: { const: "unsure" }, why: text(300) },
      required: ["state"],
      additionalProperties: false,
    },
  ],
  type: "object",
});

/** Asks another plugin's validator. Whatever goes wrong with it leaves the code open; its own faults count against it. */
export async function askContributed(
  point: ValidatorPoint,
  context: Pick<TenantContext, "tenantId" | "signal" | "log">,
  { plugin, name, input, texts }: ContributedPlan,
  { code, asker, source }: CodeQuestion,
  deadline: Deadline,
): Promise<{ answer: Answer; failed: boolean }> {
  const person = source === "chat" ? asker : undefined;
  const question: ValidatorQuestion = { code, source, ...(person !== undefined && { person }) };
  const signal = AbortSignal.any([context.signal, deadline.signal]);
  try {
    const said = await deadline.within(
      point.call({ tenantId: context.tenantId, signal }, { plugin, name }, "check", input, question),
    );
    if (said === undefined) return unsure(`${plugin} took too long.`, "timeout");
    if (!isAnswer(said)) return unsure(`${plugin} answered what cannot be read.`, "failing");
    if (said.state === "valid") return { answer: { ...said, values: said.values ?? {} }, failed: false };
    if (said.state === "unsure") return unsure(said.why ?? `${plugin} could not say.`, "unclear");
    const message = texts[said.reason]?.trim() || said.message;
    return { answer: { state: "invalid", reason: said.reason, ...(message && { message }) }, failed: false };
  } catch (error) {
    context.signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    if (!PlatformError.is(error))
      context.log.warn("A validator of another plugin failed", { plugin, name, error });
    return unsure(why, "unreachable");
  }
}

function unsure(why: string, cause: Cause): { answer: Answer; failed: boolean } {
  return { answer: { state: "unsure", why, cause }, failed: cause !== "unclear" };
}
