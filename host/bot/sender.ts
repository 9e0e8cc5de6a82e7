import type { Clock, Log } from "@promostack/core";
import { chatId } from "./channels.ts";
import { callApi, type Fleet, type FleetBot } from "./fleet.ts";
import type { MediaFiles } from "./mediaFiles.ts";
import type { ClaimedMessage, MessageMark, OutboxQueue } from "./outboxQueue.ts";
import { backOff, outcomeOf, outcomeOfError, type SendOutcome } from "./sendOutcome.ts";

/** Told what Telegram said about a bot or a chat, so that Connections can show it. */
interface SendTrouble {
  /** Telegram does not know the token any more. */
  tokenRefused(tenantId: string, role: ClaimedMessage["role"], error: string): Promise<void>;
  /** The bot may not post in this chat. */
  chatRefused(tenantId: string, role: ClaimedMessage["role"], chat: string, error: string): Promise<void>;
}

export interface SenderParts {
  fleet: Fleet;
  queue: OutboxQueue;
  media: MediaFiles;
  trouble: SendTrouble;
  clock: Clock;
  log: Log;
  /** Attempts before a message is parked in the dead letters. Default 12: some 25 minutes of an outage. */
  maxAttempts?: number;
}

/** Takes one claimed message to Telegram and says what became of it. Never throws for what Telegram may answer. */
export class Sender {
  readonly #parts: SenderParts;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  async send(message: ClaimedMessage): Promise<MessageMark> {
    if (message.blocked) return { message, state: "blocked", error: "The chat has blocked the bot." };
    if (message.crashed && message.afterCrash === "skip") {
      return {
        message,
        state: "unknown",
        error: "The dispatcher ended between sending and Telegram's answer.",
      };
    }
    const { payload, mark } = this.#withReference(message);
    if (mark) return mark;
    try {
      const bot = await this.#parts.fleet.bot(message.tenantId, message.role);
      if (!bot) return this.#later(message, "The bot was disconnected.");
      return await this.#mark(message, await this.#call(bot, message, payload));
    } catch (error) {
      // A secret that cannot be read, a file that is gone: ours to mend, so it is tried again and then parked.
      this.#parts.log.error("A message could not be prepared", {
        error,
        tenantId: message.tenantId,
        id: message.id,
      });
      return this.#later(message, error instanceof Error ? error.message : String(error));
    }
  }

  /** Fills in the id of the message that this one answers or edits. */
  #withReference(message: ClaimedMessage): { payload: ClaimedMessage["payload"]; mark?: MessageMark } {
    const { payload, refersAs, refersState, refersMessageId, refersDueAt } = message;
    if (refersAs === null) return { payload };
    if (refersDueAt !== null && (refersState === "pending" || refersState === "sending")) {
      const now = this.#parts.clock.now().getTime();
      // Behind the message that it waits for, or that one, being later in the chat's order, would never go out.
      const dueAt = new Date(refersDueAt.getTime() + 1);
      const notBefore = new Date(now + 250);
      return { payload, mark: { message, state: "pending", dueAt, notBefore, uncounted: true } };
    }
    const found = message.refersChat === message.chat ? refersMessageId : null;
    if (refersAs === "edit") {
      const error = "The message to change was never sent.";
      if (found === null) return { payload, mark: { message, state: "dead", error } };
      return { payload: { ...payload, message_id: payload.message_id ?? found } };
    }
    if (found === null) return { payload };
    const given = typeof payload.reply_parameters === "object" ? payload.reply_parameters : {};
    const reply = { message_id: found, allow_sending_without_reply: true, ...given };
    return { payload: { ...payload, reply_parameters: reply } };
  }

  async #call(
    bot: FleetBot,
    message: ClaimedMessage,
    payload: Record<string, unknown>,
  ): Promise<SendOutcome> {
    const { media } = this.#parts;
    const { method, chat } = message;
    const filled = await media.fill(bot.tenantId, bot.botId, method, payload);
    // Both answer a query or the bot, not a chat.
    const where = method === "answerCallbackQuery" ? {} : { chat_id: chatId(chat) };
    try {
      const result = await callApi(bot.api, method, { ...where, ...filled.payload });
      // It has gone out: whatever happens now must not send it again.
      await filled
        .learn?.(result)
        .catch((error) => this.#parts.log.warn("A file's id was not kept", { error }));
      return outcomeOf(result);
    } catch (error) {
      const outcome = outcomeOfError(error, method);
      const staleFile =
        outcome.kind === "dead" && /file identifier|file_id|wrong remote file/i.test(outcome.error);
      if (staleFile && (await media.forget(bot.tenantId, bot.botId, payload))) {
        return { kind: "retry", error: outcome.error, token: false };
      }
      return outcome;
    }
  }

  async #mark(message: ClaimedMessage, outcome: SendOutcome): Promise<MessageMark> {
    const { clock, queue, trouble } = this.#parts;
    const { tenantId, role, chat } = message;
    switch (outcome.kind) {
      case "sent":
        return { message, state: "sent", ...outcome.brought, asked: true };
      case "throttled": {
        const now = clock.now();
        const pauseUntil = new Date(now.getTime() + outcome.retryAfterMs);
        await queue.throttle(message, pauseUntil, now);
        return {
          message,
          state: "pending",
          error: outcome.error,
          pauseUntil,
          notBefore: pauseUntil,
          uncounted: true,
        };
      }
      case "blocked":
        // A callback's answer or a join request says nothing about messages to the chat.
        if (!message.paced) return { message, state: "dead", error: outcome.error };
        await trouble.chatRefused(tenantId, role, chat, outcome.error);
        return { message, state: "blocked", error: outcome.error, asked: true, blocks: true };
      case "migrated":
        await queue.migrate(tenantId, role, chat, outcome.chat);
        return { message, state: "pending", error: outcome.error };
      case "retry":
        if (outcome.token) await trouble.tokenRefused(tenantId, role, outcome.error);
        return this.#later(message, outcome.error);
      case "dead":
        if (/not enough rights|need administrator rights|CHAT_WRITE_FORBIDDEN/i.test(outcome.error)) {
          await trouble.chatRefused(tenantId, role, chat, outcome.error);
        }
        return { message, state: "dead", error: outcome.error, asked: true };
    }
  }

  #later(message: ClaimedMessage, error: string): MessageMark {
    const { clock, maxAttempts = 12 } = this.#parts;
    if (message.attempts >= maxAttempts) {
      return { message, state: "dead", error: `${error} (given up after ${message.attempts} attempts)` };
    }
    return {
      message,
      state: "pending",
      error,
      notBefore: new Date(clock.now().getTime() + backOff(message.attempts)),
    };
  }
}
