import { escapeTelegramHtml, type PlatformContext, type Transaction } from "@promostack/core";
import type { Words, WordsRequest, Writer } from "../briefings/writer.ts";
import { messageKind } from "../messages/kinds.ts";
import type { AskedQuestion } from "./aiMetrics.ts";
import { type Count, countOutcomes } from "./counts.ts";
import { factCheck } from "./factCheck.ts";
import { knownFacts } from "./knownFacts.ts";
import { type Answer, ask } from "./openAi.ts";
import { promptFor } from "./prompt.ts";

/** All of a run's questions together; what is left is said by templates. */
const BUDGET_MS = 90_000;
/** After so many failures in a row the service is left alone for the rest of the run. */
const GIVEN_UP_AFTER = 4;
/** Lines of a template's head that stand above the AI's words as well. */
const HEAD_LINES = 3;

interface Checked {
  /** Plain text; undefined where it was not taken. */
  text: string | undefined;
  outcome: string;
  answer: Answer;
}

export interface AiWriterOptions {
  budgetMs?: number;
  /** Hears of each question, for the installation's metrics. */
  asked?(question: AskedQuestion): void;
}

/**
 * Words from OpenAI behind the fact check; the template wherever there is no key, no time, no answer, or an answer that does not hold. One for
 * each run of a job: equal questions are asked once for all tenants. Signals are never phrased, so that nothing here can hold one up.
 */
export class AiWriter implements Writer {
  readonly #context: PlatformContext;
  readonly #until: number;
  readonly #askedOne: (question: AskedQuestion) => void;
  readonly #asked = new Map<string, Promise<Checked>>();
  readonly #counted = new Set<string>();
  #counts: Count[] = [];
  #failures = 0;

  constructor(
    context: PlatformContext,
    { budgetMs = BUDGET_MS, asked = () => undefined }: AiWriterOptions = {},
  ) {
    this.#context = context;
    this.#askedOne = asked;
    this.#until = performance.now() + budgetMs;
  }

  async words(request: WordsRequest): Promise<Words> {
    const { tenantId, kind, style, facts, text } = request;
    const template = { text, writer: "template" as const };
    if (!style.on || facts.empty === true) return template;
    const key = await this.#keyOf(tenantId);
    if (key === undefined) return template;
    const question = JSON.stringify([key, kind, request.language, style.style, facts]);
    const checked = await this.#once(question, key, request);
    const { promptTokens, completionTokens } = checked.answer;
    // Several channels of a tenant that hear the same are one question of its.
    const mine = `${tenantId} ${question}`;
    if (!this.#counted.has(mine))
      this.#counts.push({ tenantId, kind, outcome: checked.outcome, promptTokens, completionTokens });
    this.#counted.add(mine);
    if (checked.text === undefined) return { ...template, refused: checked.outcome };
    return { text: wholeText(request, checked.text), writer: "ai" };
  }

  async record(trx: Transaction): Promise<void> {
    const counts = this.#counts;
    this.#counts = [];
    await countOutcomes(trx, counts, this.#context.clock.now());
  }

  /** The tenant's own key, or the installation's. */
  async #keyOf(tenantId: string): Promise<string | undefined> {
    const tenant = await this.#context.tenants.context(tenantId);
    return (await tenant.secret("openaiKey")) || this.#context.config("OPENAI_API_KEY") || undefined;
  }

  async #once(question: string, key: string, request: WordsRequest): Promise<Checked> {
    const known = this.#asked.get(question);
    // Whoever shares an answer has not paid for it.
    if (known) return { ...(await known), answer: { promptTokens: 0, completionTokens: 0 } };
    const asking = this.#ask(key, request);
    this.#asked.set(question, asking);
    return asking;
  }

  async #ask(apiKey: string, request: WordsRequest): Promise<Checked> {
    const { kind } = request;
    const answer = { promptTokens: 0, completionTokens: 0 };
    const unasked = (outcome: string): Checked => {
      this.#askedOne({ kind, outcome, ...answer });
      return { text: undefined, outcome, answer };
    };
    if (performance.now() > this.#until) return unasked("no-time");
    if (this.#failures >= GIVEN_UP_AFTER) return unasked("service");
    return this.#answered(apiKey, request);
  }

  async #answered(apiKey: string, { kind, language, facts, style }: WordsRequest): Promise<Checked> {
    const { config, fetch, signal, log } = this.#context;
    const known = knownFacts(messageKind(kind).variables, facts, language);
    const access = {
      apiKey,
      baseUrl: config("OPENAI_BASE_URL"),
      model: config("OPENAI_MODEL"),
      fetch,
      signal,
    };
    const began = performance.now();
    const answer = await ask(access, promptFor(kind, language, known, style.style));
    const seconds = (performance.now() - began) / 1_000;
    this.#failures = answer.failure === undefined ? 0 : this.#failures + 1;
    const outcome = answer.failure ?? factCheck(answer.text ?? "", kind, language, known);
    const { promptTokens, completionTokens } = answer;
    this.#askedOne({ kind, outcome: outcome ?? "used", promptTokens, completionTokens, seconds });
    if (outcome === undefined) return { text: answer.text?.trim(), outcome: "used", answer };
    log.info("The AI's words were not taken", { kind, language, outcome, said: answer.text?.slice(0, 500) });
    return { text: undefined, outcome, answer };
  }
}

/** The template's head (what it is, and that prices are simulated), the AI's words, and the risk note. */
function wholeText({ text, riskNote }: WordsRequest, words: string): string {
  const head = (text.split("\n\n")[0] ?? "").split("\n").slice(0, HEAD_LINES).join("\n");
  const note = riskNote === "" ? [] : [`<i>${escapeTelegramHtml(riskNote)}</i>`];
  return [head, escapeTelegramHtml(words), ...note].join("\n\n");
}
