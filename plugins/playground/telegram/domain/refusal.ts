/** What Telegram answers instead of a result. `description` is Telegram's own wording. */
export class Refusal extends Error {
  readonly code: number;
  readonly parameters: { retry_after?: number; migrate_to_chat_id?: number } | undefined;

  constructor(code: number, description: string, parameters?: Refusal["parameters"]) {
    super(description);
    this.name = "Refusal";
    this.code = code;
    this.parameters = parameters;
  }

  get description(): string {
    return this.message;
  }
}

export const badRequest = (reason: string) => new Refusal(400, `Bad Request: ${reason}`);
export const forbidden = (reason: string) => new Refusal(403, `Forbidden: ${reason}`);
export const conflict = (reason: string) => new Refusal(409, `Conflict: ${reason}`);
export const unauthorized = () => new Refusal(401, "Unauthorized");
export const notFound = () => new Refusal(404, "Not Found");

/** A flood wait of whole seconds. */
export function tooManyRequests(seconds: number): Refusal {
  return new Refusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
}

export function upgraded(toChatId: number): Refusal {
  return new Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", {
    migrate_to_chat_id: toChatId,
  });
}
