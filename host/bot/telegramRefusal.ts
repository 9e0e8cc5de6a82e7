import { PlatformError } from "@promostack/core";
import { GrammyError, HttpError } from "grammy";

/** Telegram's refusal as something that a person at the Connections page can act on. */
export function telegramRefusal(error: unknown, doing: string): PlatformError {
  if (error instanceof GrammyError) {
    const { error_code: status, description } = error;
    if (status === 401 || status === 404) {
      return new PlatformError("Telegram does not know this token.", {
        code: "connection.token_rejected",
        status: 422,
        hint: "Copy the token anew from @BotFather; an older one ends when it is revoked there.",
        details: { telegram: description },
      });
    }
    return new PlatformError(`Telegram refused ${doing}: ${withoutCode(description)}.`, {
      code: "connection.telegram_refused",
      status: 422,
      hint: hintFor(description),
      details: { telegram: description, status },
      ...(status === 429 ? { retryAfter: error.parameters.retry_after ?? 5 } : {}),
    });
  }
  if (error instanceof HttpError) {
    // The cause is left out: its text may carry the address, and with it the token.
    return new PlatformError(`Telegram could not be reached for ${doing}.`, {
      code: "connection.telegram_unreachable",
      status: 503,
      hint: "Try again in a minute. If it stays, check that this host reaches the Bot API.",
      retryAfter: 30,
    });
  }
  if (PlatformError.is(error)) return error;
  throw error;
}

function withoutCode(description: string): string {
  return description
    .replace(/^(Bad Request|Forbidden|Conflict|Too Many Requests):\s*/i, "")
    .replace(/\.$/, "");
}

function hintFor(description: string): string {
  const said = description.toLowerCase();
  if (said.includes("chat not found"))
    return "Add the bot to the chat first; for a person: let them press Start in the bot.";
  if (said.includes("blocked")) return "The person must unblock the bot in Telegram.";
  if (said.includes("not a member") || said.includes("kicked"))
    return "Add the bot to the chat as an administrator.";
  if (said.includes("rights") || said.includes("administrator"))
    return "Make the bot an administrator that may post messages.";
  if (said.includes("webhook")) return "PUBLIC_URL must be an https address that Telegram can reach.";
  return "Correct it as Telegram says and try again.";
}
