import { setTimeout as delay } from "node:timers/promises";
import type { Disposable, Log } from "@promostack/core";
import { GrammyError } from "grammy";
import type { HeldLock } from "../db/database.ts";
import type { Connection, ConnectionStore } from "./connectionStore.ts";
import { callApi, type Fleet } from "./fleet.ts";
import type { InboxBot } from "./inboxQueue.ts";
import { telegramRefusal } from "./telegramRefusal.ts";
import { isUpdate } from "./updateFacts.ts";
import type { WebhookRegistration } from "./webhookRegistration.ts";

export interface PollingParts {
  store: ConnectionStore;
  fleet: Fleet;
  registration: WebhookRegistration;
  add: (bot: InboxBot, update: { update_id: number }) => Promise<boolean>;
  stored: () => void;
  lock: (key: string) => Promise<HeldLock | undefined>;
  listen: (channel: string, onNotify: (payload: string) => void) => Promise<Disposable>;
  log: Log;
  /** Seconds that Telegram holds a request open. Default 25. */
  holdSeconds?: number;
}

const LOCK = "telegram:polling";
const OTHERS_TRY_MS = 10_000;
const LOOK_MS = 30_000;

/**
 * Long polling, for hosts that Telegram cannot reach. One replica polls every bot; the others wait to take over. Updates go
 * through the same inbox, and Telegram is told of them only after they are stored.
 */
export class Polling {
  readonly #parts: PollingParts;
  readonly #loops = new Map<string, { stop: AbortController; ended: Promise<void> }>();
  #stop = new AbortController();
  #wake = new AbortController();
  #running: Promise<void> | undefined;
  #line: Disposable | undefined;

  constructor(parts: PollingParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    if (this.#running) return;
    this.#stop = new AbortController();
    this.#line = await this.#parts.listen("connections", () => this.#wake.abort());
    this.#running = this.#run(this.#stop.signal);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#wake.abort();
    await this.#running;
    this.#running = undefined;
    await this.#line?.dispose();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { lock, log } = this.#parts;
    while (!signal.aborted) {
      try {
        const held = await lock(LOCK);
        if (held) await this.#lead(held, signal);
      } catch (error) {
        log.warn("Polling is interrupted", { error });
      }
      await delay(OTHERS_TRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #lead(held: HeldLock, signal: AbortSignal): Promise<void> {
    try {
      while (!signal.aborted && (await held.alive())) {
        this.#wake = new AbortController();
        await this.#follow();
        await delay(LOOK_MS, undefined, { signal: this.#wake.signal }).catch(() => undefined);
      }
    } finally {
      await Promise.all([...this.#loops.keys()].map((key) => this.#end(key)));
      await held.release();
    }
  }

  /** One loop for each connection as it is now. */
  async #follow(): Promise<void> {
    const wanted = new Map<string, Connection>();
    for (let after = ""; ; ) {
      const page = await this.#parts.store.page(after, 200);
      for (const connection of page)
        wanted.set(`${connection.publicId} ${connection.updatedAt.getTime()}`, connection);
      const last = page.at(-1);
      if (!last) break;
      after = last.publicId;
    }
    await Promise.all([...this.#loops.keys()].filter((key) => !wanted.has(key)).map((key) => this.#end(key)));
    for (const [key, connection] of wanted) {
      if (this.#loops.has(key)) continue;
      const stop = new AbortController();
      this.#loops.set(key, { stop, ended: this.#poll(connection, stop.signal) });
    }
  }

  async #end(key: string): Promise<void> {
    const loop = this.#loops.get(key);
    this.#loops.delete(key);
    loop?.stop.abort();
    await loop?.ended;
  }

  async #poll(connection: Connection, signal: AbortSignal): Promise<void> {
    const { log, registration } = this.#parts;
    const { tenantId, role } = connection;
    let offset = 0;
    for (let failures = 0; !signal.aborted; ) {
      try {
        offset = await this.#once(connection, offset, signal);
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        // A webhook stands in the way.
        if (error instanceof GrammyError && error.error_code === 409) await registration.register(connection);
        const reason = error instanceof GrammyError ? telegramRefusal(error, "polling").message : "no answer";
        log.warn("A bot could not be polled", { tenantId, role, reason, failures });
        await delay(Math.min(1_000 * 2 ** (failures - 1), 30_000), undefined, { signal }).catch(
          () => undefined,
        );
      }
    }
  }

  /** One request; answers the next offset. Asking with it confirms to Telegram what was stored. */
  async #once(connection: Connection, offset: number, signal: AbortSignal): Promise<number> {
    const { store, fleet, registration, add, stored, holdSeconds = 25 } = this.#parts;
    const { tenantId, role, botId } = connection;
    const credential = await store.credential(tenantId, role);
    if (credential?.botId !== botId) throw new Error("The connection was replaced.");
    const updates = await callApi(
      fleet.api(credential.token, holdSeconds + 15),
      "getUpdates",
      {
        offset,
        limit: 100,
        timeout: holdSeconds,
        allowed_updates: await registration.wantedKinds(tenantId, role),
      },
      signal,
    );
    if (!Array.isArray(updates)) return offset;
    for (const update of updates) {
      if (!isUpdate(update)) continue;
      await add({ tenantId, role, botId }, update);
      offset = update.update_id + 1;
    }
    if (updates.length > 0) stored();
    return offset;
  }
}
