/** One answered request, before it is put into one of OpenAI's shapes. */
export interface Completion {
  id: string;
  model: string;
  text: string;
  promptTokens: number;
  /** Unix seconds of the machine's clock. */
  created: number;
}

/** About four characters a token: good enough to show and to add up. */
export function tokensOf(text: string): number {
  return Math.max(1, Math.ceil(text.length / 4));
}

/** The Chat Completions API's answer. */
export function chatCompletion({ id, model, text, promptTokens, created }: Completion) {
  const completion = tokensOf(text);
  return {
    id: `chatcmpl-${id}`,
    object: "chat.completion",
    created,
    model,
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: text, refusal: null, annotations: [] },
        logprobs: null,
        finish_reason: "stop",
      },
    ],
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: completion,
      total_tokens: promptTokens + completion,
      prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
    },
    service_tier: "default",
    system_fingerprint: "fp_playground",
  };
}

/** The same as server-sent events, a word at a time. */
export function chatStream(completion: Completion): string {
  const { id, model, text, created } = completion;
  const chunk = (delta: object, finish: string | null) => ({
    id: `chatcmpl-${id}`,
    object: "chat.completion.chunk",
    created,
    model,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
  });
  const words = text.match(/\S+\s*/g) ?? [];
  const chunks = [
    chunk({ role: "assistant", content: "" }, null),
    ...words.map((content) => chunk({ content }, null)),
    chunk({}, "stop"),
  ];
  return `${chunks.map((each) => `data: ${JSON.stringify(each)}\n\n`).join("")}data: [DONE]\n\n`;
}

/** The Responses API's answer. */
export function response({ id, model, text, promptTokens, created }: Completion) {
  const output = tokensOf(text);
  return {
    id: `resp_${id}`,
    object: "response",
    created_at: created,
    status: "completed",
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: null,
    model,
    output: [
      {
        type: "message",
        id: `msg_${id}`,
        status: "completed",
        role: "assistant",
        content: [{ type: "output_text", text, annotations: [], logprobs: [] }],
      },
    ],
    parallel_tool_calls: true,
    previous_response_id: null,
    temperature: 1,
    tool_choice: "auto",
    tools: [],
    top_p: 1,
    truncation: "disabled",
    usage: {
      input_tokens: promptTokens,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: promptTokens + output,
    },
    metadata: {},
  };
}
