import type { Prompt } from "./prompt.ts";

/** A model of OpenAI's that answers within seconds and costs little; OPENAI_MODEL names another. */
const MODEL = "gpt-4.1-mini";
const MOST_TOKENS = 700;
/** Words that come later are of no use: the template has said it. */
export const TIMEOUT_MS = 10_000;

export interface OpenAiAccess {
  apiKey: string;
  /** OpenAI's own where none is given. */
  baseUrl: string | undefined;
  model: string | undefined;
  fetch: typeof fetch;
  signal: AbortSignal;
}

/** What the model said, or why it said nothing. */
export interface Answer {
  text?: string;
  failure?: "timeout" | "rate" | "key" | "service" | "declined" | "too-long";
  promptTokens: number;
  completionTokens: number;
}

/** Asks once, and a second time where the service asks for it within the time limit. Never throws for what the service may do. */
export async function ask(
  { apiKey, baseUrl, model, fetch, signal }: OpenAiAccess,
  prompt: Prompt,
  timeoutMs = TIMEOUT_MS,
): Promise<Answer> {
  // Loaded where it is used: a host without a key never pays for it.
  const { APIError, APIUserAbortError, default: OpenAI } = await import("openai");
  const client = new OpenAI({ apiKey, baseURL: baseUrl ?? null, fetch, maxRetries: 1, timeout: timeoutMs });
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const silent = { promptTokens: 0, completionTokens: 0 };
  try {
    const completion = await client.chat.completions.create(
      {
        model: model || MODEL,
        max_completion_tokens: MOST_TOKENS,
        messages: [
          { role: "system", content: prompt.instructions },
          { role: "user", content: prompt.facts },
        ],
      },
      { signal: limit },
    );
    const used = {
      promptTokens: completion.usage?.prompt_tokens ?? 0,
      completionTokens: completion.usage?.completion_tokens ?? 0,
    };
    const choice = completion.choices[0];
    if (choice?.finish_reason === "length") return { ...used, failure: "too-long" };
    if (choice?.message.refusal) return { ...used, failure: "declined" };
    return { ...used, text: choice?.message.content ?? "" };
  } catch (error) {
    signal.throwIfAborted();
    if (limit.aborted || error instanceof APIUserAbortError) return { ...silent, failure: "timeout" };
    if (!(error instanceof APIError)) return { ...silent, failure: "service" };
    if (error.status === 429) return { ...silent, failure: "rate" };
    return { ...silent, failure: error.status === 401 || error.status === 403 ? "key" : "service" };
  }
}
