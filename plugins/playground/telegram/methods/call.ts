import type { Transaction } from "@promostack/core";
import type { Parameters } from "../domain/parameters.ts";
import type { Bot } from "../store/bots.ts";

/** One call of a bot, inside one transaction. */
export interface Call {
  trx: Transaction;
  bot: Bot;
  method: string;
  parameters: Parameters;
  /** The platform clock's time. */
  now: Date;
}

/** Answers the result; Refusals are Telegram's refusals. */
export type Handler = (call: Call) => Promise<unknown>;

/** A result with the description that Telegram adds to some: `Webhook was set`. */
export class Described {
  readonly result: unknown;
  readonly description: string;

  constructor(result: unknown, description: string) {
    this.result = result;
    this.description = description;
  }
}
