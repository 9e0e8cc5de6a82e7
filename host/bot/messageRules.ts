import { type OutboxMethod, readTelegramHtml, type TenantMessage } from "@promostack/core";

/** Parameters that Telegram requires beside `chat_id`. `message_id` of an edit may come from `refersTo`. */
const REQUIRED: Record<OutboxMethod, readonly string[]> = {
  sendMessage: ["text"],
  sendPhoto: ["photo"],
  sendDocument: ["document"],
  sendVideo: ["video"],
  sendVoice: ["voice"],
  sendAnimation: ["animation"],
  editMessageText: ["message_id", "text"],
  editMessageCaption: ["message_id"],
  editMessageReplyMarkup: ["message_id"],
  deleteMessage: ["message_id"],
  copyMessage: ["from_chat_id", "message_id"],
  forwardMessage: ["from_chat_id", "message_id"],
  answerCallbackQuery: ["callback_query_id"],
  approveChatJoinRequest: ["user_id"],
  declineChatJoinRequest: ["user_id"],
  createChatInviteLink: [],
  banChatMember: ["user_id"],
  unbanChatMember: ["user_id"],
  sendChatAction: ["action"],
  pinChatMessage: ["message_id"],
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const CHAT = /^(-?[0-9]{1,19}|@[A-Za-z][A-Za-z0-9_]{3,31})$/;

/** Why Telegram, or the outbox, would refuse the message; undefined where nothing speaks against it. */
export function messageProblem(message: TenantMessage): string | undefined {
  const required = REQUIRED[message.method];
  if (required === undefined) return `the outbox does not carry ${message.method}`;
  return envelopeProblem(message) ?? parametersProblem(message, required) ?? payloadProblem(message);
}

function envelopeProblem(message: TenantMessage): string | undefined {
  if (!UUID.test(message.tenantId)) return "tenantId is not a tenant's id";
  if (message.role !== "signal_bot" && message.role !== "message_bot")
    return `there is no role ${message.role}`;
  if (!CHAT.test(message.chat)) return `"${message.chat}" is neither a chat id nor @name`;
  const { dedupeKey, priority = 5 } = message;
  if (dedupeKey === "" || dedupeKey.length > 300 || dedupeKey.includes("\0"))
    return "dedupeKey must have 1 to 300 characters";
  if (!Number.isInteger(priority) || priority < 0 || priority > 9) return "priority must be 0 to 9";
  if (message.refersTo?.dedupeKey === dedupeKey) return "refersTo names the message itself";
  return undefined;
}

function parametersProblem(
  { payload, refersTo }: TenantMessage,
  required: readonly string[],
): string | undefined {
  const given = (name: string) =>
    payload[name] !== undefined || (name === "message_id" && refersTo?.as === "edit");
  const missing = required.filter((name) => !given(name));
  if (missing.length > 0) return `${missing.join(", ")} is missing`;
  if ("chat_id" in payload) return "chat_id belongs in `chat`";
  return undefined;
}

function payloadProblem({ method, payload }: TenantMessage): string | undefined {
  if (method === "answerCallbackQuery") return lengthProblem("text", payload.text, 200);
  return (
    textProblem("text", payload.text, payload.parse_mode, 4096) ??
    textProblem("caption", payload.caption, payload.parse_mode, 1024) ??
    keyboardProblem(payload.reply_markup)
  );
}

function lengthProblem(name: string, text: unknown, most: number): string | undefined {
  if (text === undefined) return undefined;
  if (typeof text !== "string") return `${name} must be text`;
  return text.length > most ? `${name} has ${text.length} characters, Telegram takes ${most}` : undefined;
}

function textProblem(name: string, text: unknown, mode: unknown, most: number): string | undefined {
  if (text === undefined) return undefined;
  if (typeof text !== "string") return `${name} must be text`;
  const read = mode === "HTML" ? readTelegramHtml(text) : { text };
  if ("problem" in read) return `${name}: ${read.problem}`;
  if (name === "text" && read.text.trim() === "") return "text is empty";
  // Markdown's marks are counted too: a little too strict near the limit, never too lax.
  return lengthProblem(name, read.text, most);
}

function keyboardProblem(markup: unknown): string | undefined {
  if (!isObject(markup) || !Array.isArray(markup.inline_keyboard)) return undefined;
  for (const button of markup.inline_keyboard.flat()) {
    if (!isObject(button) || typeof button.text !== "string" || button.text === "")
      return "a button has no text";
    const { callback_data: data } = button;
    if (data === undefined) continue;
    if (typeof data !== "string") return "callback_data must be text";
    const bytes = Buffer.byteLength(data);
    if (bytes < 1 || bytes > 64) return `callback_data "${data}" has ${bytes} bytes, Telegram takes 1 to 64`;
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
