import { setTimeout as delay } from "node:timers/promises";
import type { Clock, Disposable, Log } from "@promostack/core";
import { ClaimedRows } from "./claimedRows.ts";
import type { DeliveryReports } from "./deliveryReports.ts";
import type { BotKey, ClaimedMessage, MessageMark, OutboxQueue } from "./outboxQueue.ts";
import type { Sender } from "./sender.ts";

export interface DispatcherParts {
  queue: OutboxQueue;
  sender: Sender;
  reports: DeliveryReports;
  clock: Clock;
  log: Log;
  listen: (channel: string, onNotify: (payload: string) => void) => Promise<Disposable>;
  /** Requests under way at once. Default 200. */
  concurrency?: number;
}

/** While there is work, a bot's next message is due within some 36 ms; without any, a notice wakes us. */
const BUSY_MS = 30;
const IDLE_MS = 500;
/** So long after a claim, what else is due may be held back by nothing but its bot's pace. */
const PACED_MS = 1_000;
/** Bots that one claim looks at. */
const BOTS_A_TURN = 400;

/**
 * Sends what is due, for every tenant. Any number of them, in any number of processes, share the work through the queue.
 * Two ways to run: `start` works on its own until `stop`, `drain` does what is due now and returns.
 */
export class Dispatcher {
  readonly #parts: DispatcherParts;
  readonly #claimed: ClaimedRows<ClaimedMessage, MessageMark>;
  #waiting: BotKey[] = [];
  #mayListAt = 0;
  #listAgainAt = 0;
  #claimedAt = Number.NEGATIVE_INFINITY;
  #running: Promise<void> | undefined;
  #stopping = false;
  #wake = new AbortController();
  #line: Disposable | undefined;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
    const { queue, clock, reports, log } = parts;
    this.#claimed = new ClaimedRows({
      queue,
      log,
      write: (marks) => queue.mark(marks, clock.now()),
      rowOf: ({ message }) => message,
      freed: () => {
        this.#wake.abort();
        reports.look();
      },
    });
  }

  /** Requests under way now. */
  get inFlight(): number {
    return this.#claimed.size;
  }

  async start(): Promise<void> {
    if (this.#running) return;
    this.#stopping = false;
    this.#line = await this.#parts.listen("outbox", () => this.#wake.abort());
    this.#claimed.open();
    this.#running = this.#run();
    this.#parts.reports.start();
  }

  /** Claims nothing more, waits for the answers under way (their time-out at most) and records them. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#claimed.closing();
    this.#wake.abort();
    await this.#running;
    this.#running = undefined;
    await this.#claimed.close();
    await this.#parts.reports.stop();
    await this.#line?.dispose();
  }

  /**
   * Sends everything that may go out at the clock's time, records it and tells the plugins that asked. For a replay or a test with a
   * clock of its own: answers how many left, and when the next may (undefined where nothing waits until `until`).
   */
  async drain(until: Date): Promise<{ sent: number; nextDue?: Date }> {
    const { queue, reports, clock } = this.#parts;
    this.#claimed.open();
    this.#waiting = [];
    let sent = 0;
    try {
      for (;;) {
        this.#mayListAt = 0;
        const claimed = await this.#round();
        await this.#claimed.settle();
        // A plugin that hears of a delivery may well answer with the next message.
        const told = await reports.deliverDue();
        sent += claimed;
        if (claimed === 0 && told === 0 && this.#waiting.length === 0) break;
      }
    } finally {
      if (!this.#running) await this.#claimed.close();
    }
    const next = await queue.nextDue();
    if (next === undefined || next > until) return { sent };
    const now = clock.now();
    return { sent, nextDue: next > now ? next : new Date(now.getTime() + 1) };
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      this.#wake = new AbortController();
      let pause = IDLE_MS;
      try {
        const claimed = await this.#round();
        if (claimed > 0) this.#claimedAt = performance.now();
        const paced = performance.now() - this.#claimedAt < PACED_MS;
        if (paced || this.#claimed.size > 0 || this.#waiting.length > 0) pause = BUSY_MS;
      } catch (error) {
        this.#parts.log.error("The outbox could not be read", { error });
      }
      await delay(pause, undefined, { signal: this.#wake.signal }).catch(() => undefined);
    }
  }

  /** One look at the queue; answers how many were claimed. Their answers come later. */
  async #round(): Promise<number> {
    const { queue, clock, concurrency = 200 } = this.#parts;
    const now = clock.now();
    await queue.expire(now);
    const free = concurrency - this.#claimed.size;
    if (free <= 0) return 0;
    const bots = await this.#next(now);
    const claimed = await queue.claim(bots, now, free);
    for (const message of claimed) this.#claimed.work(message, this.#send(message));
    // Whoever had something may have more; where the limit was reached, anybody may.
    const again =
      claimed.length >= free ? bots : bots.filter((bot) => claimed.some((message) => isOf(message, bot)));
    this.#waiting.push(...again);
    return claimed.length;
  }

  /** The bots to look at now: a turn of those that had something, or all that have anything due. */
  async #next(now: Date): Promise<BotKey[]> {
    const { queue, log } = this.#parts;
    if (Date.now() >= (this.#waiting.length === 0 ? this.#mayListAt : this.#listAgainAt)) {
      const began = Date.now();
      const bots = await queue.bots(now);
      this.#waiting = bots.filter(({ connected }) => connected);
      // However many bots there are, listing them must not become the work.
      const took = Date.now() - began;
      this.#mayListAt = Date.now() + took * 4;
      this.#listAgainAt = Date.now() + Math.max(IDLE_MS, took * 10);
      const bare = bots.filter(({ connected }) => !connected);
      const parked = await queue.park(bare, now);
      if (parked > 0) log.warn("Messages were parked because no bot is connected", { messages: parked });
    }
    return this.#waiting.splice(0, BOTS_A_TURN);
  }

  async #send(message: ClaimedMessage): Promise<void> {
    try {
      this.#claimed.done(await this.#parts.sender.send(message));
    } catch (error) {
      this.#parts.log.error("Sending failed", { error, tenantId: message.tenantId, id: message.id });
      this.#claimed.letGo(message);
    }
  }
}

const isOf = (message: ClaimedMessage, bot: BotKey) =>
  message.tenantId === bot.tenantId && message.role === bot.role;
