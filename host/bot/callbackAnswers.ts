import type { Clock, TenantMessage, Transact } from "@promostack/core";
import { LRUCache } from "lru-cache";
import type { ClaimedUpdate } from "./inboxQueue.ts";
import type { Outbox } from "./outbox.ts";
import { field } from "./updateFacts.ts";

/** Telegram forgets a callback query after this long. */
const QUERY_LIVES_MS = 150_000;

/** Sees to it that every callback query is answered: a button spins until then. */
export class CallbackAnswers {
  readonly #outbox: Outbox;
  readonly #transact: Transact;
  readonly #clock: Clock;
  readonly #answered = new LRUCache<string, true>({ max: 10_000 });

  constructor(outbox: Outbox, transact: Transact, clock: Clock) {
    this.#outbox = outbox;
    this.#transact = transact;
    this.#clock = clock;
    // Handlers run in this process, so what they write passes here.
    outbox.onAdd((message) => this.#saw(message));
  }

  /** Where no plugin answered the update's callback query, answers it with nothing. */
  async complete({ tenantId, role, update }: ClaimedUpdate): Promise<void> {
    const query = update.callback_query;
    const id = field(query, "id");
    if (typeof id !== "string" || this.#answered.has(`${tenantId}:${id}`)) return;
    const chat = field(field(field(query, "message"), "chat"), "id") ?? field(field(query, "from"), "id");
    const message: TenantMessage = {
      tenantId,
      role,
      chat: String(chat),
      method: "answerCallbackQuery",
      payload: { callback_query_id: id },
      dedupeKey: `host:callback:${id}`,
      expiresAt: new Date(this.#clock.now().getTime() + QUERY_LIVES_MS),
      priority: 0,
      afterCrash: "repeat",
    };
    await this.#transact((trx) => this.#outbox.add(trx, "host", [message]));
  }

  #saw({ method, tenantId, payload }: TenantMessage): void {
    if (method === "answerCallbackQuery")
      this.#answered.set(`${tenantId}:${payload.callback_query_id}`, true);
  }
}
