import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** What the model is told to say; a number is a status, `silence` no answer at all. */
export type Said = string | number | "silence";

/** A language model behind OpenAI's chat completions, on a real port, that says what a test wrote down. */
export class WordServer {
  /** Bodies of what was asked. */
  readonly asked: { messages: { role: string; content: string }[] }[] = [];
  readonly keys: string[] = [];
  /** Said once each, in order; the last is said again and again. */
  readonly said: Said[] = [];
  readonly #server: Server = createServer((request, response) => void this.#answer(request, response));

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/v1`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    this.asked.push(JSON.parse(body));
    this.keys.push(request.headers.authorization?.slice("Bearer ".length) ?? "");
    const said = (this.said.length > 1 ? this.said.shift() : this.said[0]) ?? "";
    if (said === "silence") return;
    response.setHeader("content-type", "application/json");
    if (typeof said === "number") {
      response.writeHead(said, { "retry-after-ms": "1" }).end(JSON.stringify({ error: { message: "No." } }));
      return;
    }
    const message = { role: "assistant", content: said, refusal: null };
    response.end(
      JSON.stringify({
        id: "chatcmpl-1",
        object: "chat.completion",
        created: 1,
        model: "test",
        choices: [{ index: 0, message, finish_reason: "stop", logprobs: null }],
        usage: { prompt_tokens: 300, completion_tokens: 60, total_tokens: 360 },
      }),
    );
  }
}
