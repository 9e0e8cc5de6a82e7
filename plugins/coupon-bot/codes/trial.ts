import type { TenantContext } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import { type Answer, together } from "./answer.ts";
import type { Trial, TrialAnswer, TrialResult } from "./api.ts";
import { codeFrom } from "./code.ts";
import type { CodeDesk, Step } from "./codeDesk.ts";
import { hostOf } from "./endpoint/address.ts";
import { seal, tenantKey } from "./tenantKey.ts";
import { activeValidators, type Validator, validatorById } from "./validator.ts";
import { validatorNotFound } from "./validatorStore.ts";

/** Of what an endpoint answered. */
const SHOWN_LETTERS = 2_000;

/** What would happen with a code, by all validators in use or by one that is being edited. Nothing of it counts. Raises `codes.validator_not_found`. */
export async function tryCode(context: TenantContext, desk: CodeDesk, trial: Trial): Promise<TrialResult> {
  const code = codeFrom(trial.code);
  const said: Step[] = [];
  if (code !== "") {
    const { person: asker } = trial;
    const question = { code, source: "chat" as const, ...(asker !== undefined && { asker }) };
    for await (const step of desk.rehearse(context, question, await validatorsOf(context, trial)))
      said.push(step);
  }
  const decided = said.findIndex(({ answer }) => answer.state === "valid");
  return {
    code,
    answer:
      code === ""
        ? { state: "invalid", reason: "unknown" }
        : answerOf(together(code, decided < 0 ? said : said.slice(0, decided + 1))),
    steps: said.map(({ answer, text, ...step }, index) => ({
      ...step,
      answer: answerOf(answer),
      idle: decided >= 0 && index > decided,
      ...(text !== undefined && { text: text.slice(0, SHOWN_LETTERS) }),
    })),
  };
}

async function validatorsOf(
  context: TenantContext,
  { validator: id, endpoint }: Trial,
): Promise<Validator[]> {
  if (id === undefined && endpoint === undefined) return context.db(activeValidators);
  const kept = id === undefined ? undefined : await context.db((trx) => validatorById(trx, id));
  if (id !== undefined && kept === undefined) throw validatorNotFound();
  if (endpoint === undefined) return kept === undefined ? [] : [kept];
  const { plan, secret } = endpoint;
  const of = kept?.id ?? uuidv7();
  const sealed =
    secret === undefined ? keptSecret(kept, plan) : seal(await tenantKey(context, "seal"), of, secret);
  return [
    {
      ...{ tenantId: context.tenantId, id: of, kind: "endpoint", title: kept?.title ?? "", plan, sealed },
      ...{ startsAt: null, endsAt: null, uses: 0, failures: 0, openUntil: null, revision: 0 },
    },
  ];
}

/** A kept secret goes only to the host that it was kept for. */
function keptSecret(kept: Validator | undefined, plan: { address: string }): Uint8Array | null {
  if (kept?.kind !== "endpoint") return null;
  return hostOf(kept.plan.address) === hostOf(plan.address) ? kept.sealed : null;
}

function answerOf(answer: Answer): TrialAnswer {
  if (answer.state === "unsure") return { state: "unsure", why: answer.why };
  if (answer.state === "invalid") {
    const { state, reason, message } = answer;
    return { state, reason, ...(message !== undefined && { message }) };
  }
  const { state, values, label } = answer;
  return { state, values: { ...values }, ...(label !== undefined && { label }) };
}
