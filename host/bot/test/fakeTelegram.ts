import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Call {
  token: string;
  method: string;
  payload: Record<string, unknown>;
  at: number;
}

/** What Telegram answers: a result, an error, or nothing at all (the request hangs until the server closes). */
export type Answer =
  | { result: unknown }
  | { error: number; description: string; parameters?: Record<string, unknown> }
  | { raw: string; status: number }
  | "silence"
  | "hang-up";

export const throttled = (seconds: number): Answer => ({
  error: 429,
  description: `Too Many Requests: retry after ${seconds}`,
  parameters: { retry_after: seconds },
});
export const refused = (
  error: number,
  description: string,
  parameters?: Record<string, unknown>,
): Answer => ({
  error,
  description,
  ...(parameters ? { parameters } : {}),
});

/** A scripted Bot API on a port of its own: enough to test what the platform does with Telegram's answers. */
export class FakeTelegram {
  readonly calls: Call[] = [];
  /** Asked first; undefined falls through to a plausible success. */
  script: (call: Call) => Answer | undefined | Promise<Answer | undefined> = () => undefined;
  readonly #server: Server;
  #messages = 100;
  webhook: Record<string, unknown> = { url: "" };
  /** Webhook secrets by the last part of the address. */
  readonly secrets = new Map<string, string>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(): Promise<FakeTelegram> {
    const server = createServer();
    const fake = new FakeTelegram(server);
    server.on("request", (request, response) => void fake.#serve(request, response));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return fake;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Calls of sending methods, in the order of arrival. */
  get sent(): Call[] {
    return this.calls.filter(({ method }) => /^(send|edit|copy|answer|delete[MS])/.test(method));
  }

  get texts(): unknown[] {
    return this.sent.map(({ payload }) => payload.text);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString("latin1");
    const [, token = "", method = ""] = /^\/bot([^/]+)\/(\w+)/.exec(request.url ?? "") ?? [];
    const payload = request.headers["content-type"]?.includes("json")
      ? JSON.parse(body)
      : { multipart: body };
    const call = { token, method, payload, at: Date.now() };
    this.calls.push(call);
    const answer = (await this.script(call)) ?? { result: this.#default(call) };
    if (answer === "silence") return;
    if (answer === "hang-up") {
      request.socket.destroy();
      return;
    }
    if ("raw" in answer) {
      response.writeHead(answer.status).end(answer.raw);
      return;
    }
    const ok = "result" in answer;
    response.writeHead(ok ? 200 : answer.error, { "content-type": "application/json" });
    response.end(
      JSON.stringify(
        ok
          ? { ok, result: answer.result }
          : { ok, error_code: answer.error, description: answer.description, parameters: answer.parameters },
      ),
    );
  }

  #default({ token, method, payload }: Call): unknown {
    const id = Number(token.split(":")[0]);
    switch (method) {
      case "getMe":
        return { id, is_bot: true, first_name: `Bot ${id}`, username: `bot_${id}` };
      case "getChat":
        return { id: -1001, type: "channel", title: "VIP", username: "vip_channel" };
      case "getChatMember":
        return {
          status: "administrator",
          can_post_messages: true,
          can_invite_users: true,
          can_restrict_members: true,
        };
      case "getWebhookInfo":
        return { pending_update_count: 0, ...this.webhook };
      case "setWebhook":
        this.secrets.set(String(payload.url).split("/").at(-1) ?? "", String(payload.secret_token));
        this.webhook = { url: payload.url, allowed_updates: payload.allowed_updates };
        return true;
      case "deleteWebhook":
        this.webhook = { url: "" };
        return true;
      case "getUpdates":
        return [];
      case "sendPhoto":
        return { message_id: ++this.#messages, photo: [{ file_id: "small" }, { file_id: `photo-of-${id}` }] };
      default:
        return /^(send|edit|copy|forward)/.test(method)
          ? {
              message_id: ++this.#messages,
              date: 0,
              chat: { id: payload.chat_id, type: "private", first_name: "Ann" },
            }
          : true;
    }
  }
}
