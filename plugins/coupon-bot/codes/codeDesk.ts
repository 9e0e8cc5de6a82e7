import type { TenantContext } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import { type Answer, type Cause, type CodeAnswer, type CodeQuestion, together } from "./answer.ts";
import { AnswerCache } from "./answerCache.ts";
import { mayAsk, noteOutcome } from "./breaker.ts";
import { Bulkhead } from "./bulkhead.ts";
import { askContributed, type ValidatorPoint } from "./contributed.ts";
import { Deadline } from "./deadline.ts";
import { type Asked, askEndpoint } from "./endpoint/ask.ts";
import { checkInList } from "./listCheck.ts";
import { tenantKey, unseal } from "./tenantKey.ts";
import { activeValidators, type Validator, type ValidatorOf } from "./validator.ts";

/** For all validators of one code together. */
const PATIENCE_MS = 6_000;
const SEATS = { inAll: 128, aTenant: 12 };
/** Answers that are kept of each validator for people to look at. */
const KEPT_ANSWERS = 50;

/** What checking a code needs of whoever asks. */
export type CodeContext = Pick<
  TenantContext,
  "tenantId" | "db" | "clock" | "signal" | "log" | "secret" | "keepSecret" | "fetchPublic"
>;

/** What one validator did with a code, for who tries it. */
export interface Step {
  id: string;
  title: string;
  kind: Validator["kind"];
  answer: Answer;
  milliseconds: number;
  /** From the cache: it was not asked. */
  kept?: boolean;
  attempts?: number;
  status?: number;
  text?: string;
}

/**
 * Checks codes by the tenant's validators in their order. Nobody waits for longer than six seconds, a slow server holds a share of the seats
 * and no other tenant up, and one that keeps failing is not asked for a while.
 */
export class CodeDesk {
  readonly #point: ValidatorPoint;
  readonly #patienceMs: number;
  readonly #cache = new AnswerCache();
  readonly #seats = new Bulkhead(SEATS);

  constructor(point: ValidatorPoint, { patienceMs = PATIENCE_MS } = {}) {
    this.#point = point;
    this.#patienceMs = patienceMs;
  }

  async check(context: CodeContext, question: CodeQuestion): Promise<CodeAnswer> {
    const deadline = new Deadline(this.#patienceMs);
    const said: { title: string; answer: Answer }[] = [];
    for (const validator of await context.db(activeValidators)) {
      const answer = await this.#ask(context, validator, question, deadline);
      said.push({ title: validator.title, answer });
      if (answer.state === "valid") break;
    }
    return together(question.code, said);
  }

  /** What would happen: nothing is counted, kept or taken from the cache, and a server that rests is asked all the same. */
  async *rehearse(
    context: CodeContext,
    question: CodeQuestion,
    validators: readonly Validator[],
  ): AsyncGenerator<Step> {
    const deadline = new Deadline(this.#patienceMs);
    for (const validator of validators) {
      const began = performance.now();
      const asked = await this.#reach(context, validator, question, deadline, true);
      const { failed: _failed, ...step } = asked;
      const { id, title, kind } = validator;
      yield { id, title, kind, ...step, milliseconds: Math.round(performance.now() - began) };
    }
  }

  async #ask(
    context: CodeContext,
    validator: Validator,
    question: CodeQuestion,
    deadline: Deadline,
  ): Promise<Answer> {
    const now = context.clock.now();
    if (validator.kind === "list")
      return context.db((trx) => checkInList(trx, validator, question, { now, dry: false }));
    const kept = this.#cache.get(validator, question, now);
    if (kept !== undefined) return kept;
    const resting = validator.openUntil !== null;
    if (resting && !(await context.db((trx) => mayAsk(trx, validator, now))))
      return unsure("It failed too often just now and is left in peace for a while.", "resting");
    const leave = await this.#seats.enter(context.tenantId, deadline.signal);
    if (leave === undefined) return unsure("Too many codes were being checked at once.", "busy");
    const began = performance.now();
    try {
      const asked = await this.#reach(context, validator, question, deadline, false);
      await this.#note(context, validator, question, asked, Math.round(performance.now() - began));
      this.#cache.keep(validator, question, asked.answer, context.clock.now());
      return asked.answer;
    } finally {
      leave();
    }
  }

  async #reach(
    context: CodeContext,
    validator: Validator,
    question: CodeQuestion,
    deadline: Deadline,
    dry: boolean,
  ): Promise<Omit<Asked, "attempts"> & { attempts?: number }> {
    if (validator.kind === "list") {
      const now = context.clock.now();
      const answer = await context.db((trx) => checkInList(trx, validator, question, { now, dry }));
      return { answer, failed: false };
    }
    if (validator.kind === "contributed")
      return askContributed(this.#point, context, validator.plan, question, deadline);
    const secret = await secretOf(context, validator);
    if (secret === "unreadable")
      return {
        answer: unsure("Its secret header cannot be read: enter its value again.", "unclear"),
        failed: false,
      };
    return askEndpoint(context, validator.plan, secret?.value, question, deadline);
  }

  /** The breaker and what people look at, together. */
  async #note(
    { db, clock, tenantId }: CodeContext,
    validator: Validator,
    { code }: CodeQuestion,
    { answer, failed, status }: Pick<Asked, "answer" | "failed" | "status">,
    milliseconds: number,
  ): Promise<void> {
    const now = clock.now();
    await db(async (trx) => {
      await noteOutcome(trx, validator, failed, now);
      await trx.run(
        `insert into code_answer (tenant_id, id, validator_id, code, state, note, status, milliseconds, answered_at)
         select $1, $2, id, $4, $5, $6, $7, $8, $9 from code_validator where id = $3`,
        [
          tenantId,
          uuidv7(),
          validator.id,
          code,
          answer.state,
          noteOf(answer),
          status ?? null,
          milliseconds,
          now,
        ],
      );
      await trx.run(
        `delete from code_answer where validator_id = $1 and id <=
           (select id from code_answer where validator_id = $1 order by id desc offset ${KEPT_ANSWERS} limit 1)`,
        [validator.id],
      );
    });
  }
}

/** See `CodeDesk`. */
export function checkCode(desk: CodeDesk, context: CodeContext, question: CodeQuestion): Promise<CodeAnswer> {
  return desk.check(context, question);
}

/** The secret header's value. What another key sealed is the tenant's to enter anew. */
async function secretOf(
  context: CodeContext,
  { id, sealed }: ValidatorOf<"endpoint">,
): Promise<{ value: string } | "unreadable" | undefined> {
  if (sealed === null) return undefined;
  try {
    return { value: unseal(await tenantKey(context, "seal"), id, sealed) };
  } catch (error) {
    context.log.error("The secret header of an endpoint cannot be read", { validator: id, error });
    return "unreadable";
  }
}

function unsure(why: string, cause: Cause): Answer {
  return { state: "unsure", why, cause };
}

function noteOf(answer: Answer): string {
  if (answer.state === "unsure") return answer.why.slice(0, 300);
  return answer.state === "invalid" ? answer.reason : (answer.label ?? "");
}
