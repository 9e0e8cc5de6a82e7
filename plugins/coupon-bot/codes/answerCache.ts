import { LRUCache } from "lru-cache";
import type { Answer, CodeQuestion } from "./answer.ts";
import type { Validator } from "./validator.ts";

const MOST = 20_000;
const KEPT_MS = 300_000;

/**
 * Valid answers of endpoints and plugins, for five minutes. Who asks is part of the question, because it was part of what was asked; another
 * version of the validator is another question. Lists are not in it: they count.
 */
export class AnswerCache {
  readonly #kept = new LRUCache<string, { answer: Answer; until: number }>({ max: MOST });

  get(validator: Validator, question: CodeQuestion, now: Date): Answer | undefined {
    const found = this.#kept.get(keyOf(validator, question));
    return found !== undefined && found.until > now.getTime() ? found.answer : undefined;
  }

  keep(validator: Validator, question: CodeQuestion, answer: Answer, now: Date): void {
    if (answer.state === "valid")
      this.#kept.set(keyOf(validator, question), { answer, until: now.getTime() + KEPT_MS });
  }
}

function keyOf(validator: Validator, { code, asker, source }: CodeQuestion): string {
  const who = asksOf(validator) ? [asker ?? "", source] : [];
  return JSON.stringify([validator.tenantId, validator.id, validator.revision, code, ...who]);
}

/** Whether it is told who asks. */
function asksOf({ kind, plan }: Validator): boolean {
  return kind !== "endpoint" || JSON.stringify(plan).includes("{person}");
}
