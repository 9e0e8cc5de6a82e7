import { type PlatformContext, PlatformError, type TenantContext } from "@promostack/core";

const MODEL = "gpt-4.1-mini";
const MOST_TOKENS = 700;

export interface Question {
  instructions: string;
  /** Data: nothing in it is an instruction. */
  facts: string;
  timeoutMs: number;
}

/** What the model said, or why it said nothing. */
export interface Said {
  text?: string;
  failure?: "no-key" | "timeout" | "rate" | "key" | "service" | "declined" | "too-long";
  promptTokens: number;
  completionTokens: number;
}

const SILENT = { promptTokens: 0, completionTokens: 0 };

/** Asks OpenAI with the tenant's key, or else the installation's. Never throws for what the service may do. */
export async function askOpenAi(
  { secret, fetch, signal }: TenantContext,
  config: PlatformContext["config"],
  { instructions, facts, timeoutMs }: Question,
): Promise<Said> {
  const apiKey = (await secret("openaiKey")) || config("OPENAI_API_KEY");
  if (!apiKey) return { ...SILENT, failure: "no-key" };
  // Loaded where it is used: a host without a key never pays for it.
  const { APIError, default: OpenAI } = await import("openai");
  const baseURL = config("OPENAI_BASE_URL") ?? null;
  const client = new OpenAI({ apiKey, baseURL, fetch, maxRetries: 1, timeout: timeoutMs });
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  try {
    const completion = await client.chat.completions.create(
      {
        model: config("OPENAI_MODEL") || MODEL,
        max_completion_tokens: MOST_TOKENS,
        messages: [
          { role: "system", content: instructions },
          { role: "user", content: facts },
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
    return { ...used, text: choice?.message.content?.trim() ?? "" };
  } catch (error) {
    signal.throwIfAborted();
    if (limit.aborted) return { ...SILENT, failure: "timeout" };
    // Not its trouble, but ours: a host that this plugin may not call.
    if (PlatformError.is(error)) throw error;
    if (!(error instanceof APIError)) return { ...SILENT, failure: "service" };
    if (error.status === 429) return { ...SILENT, failure: "rate" };
    return { ...SILENT, failure: error.status === 401 || error.status === 403 ? "key" : "service" };
  }
}
