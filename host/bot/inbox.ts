import { setTimeout as delay } from "node:timers/promises";
import type { BotRole, Log, TelegramUpdate } from "@promostack/core";
import type { UpdateMarks } from "../plugin/ports.ts";
import type { CallbackAnswers } from "./callbackAnswers.ts";
import type { ChatMembership } from "./chatMembership.ts";
import { ClaimedRows } from "./claimedRows.ts";
import { inboxMarks } from "./inboxMarks.ts";
import type { ClaimedUpdate, InboxQueue, UpdateMark } from "./inboxQueue.ts";
import { updateFacts } from "./updateFacts.ts";

/** The runtime's part: hands the update to the tenant's plugins, and marks which of them has had it. */
type HandleUpdate = (
  tenantId: string,
  role: BotRole,
  update: TelegramUpdate,
  marks: UpdateMarks,
) => Promise<void>;

export interface InboxParts {
  queue: InboxQueue;
  handle: HandleUpdate;
  /** Seconds that a refusal where nothing ran asks to wait; undefined for a real failure. */
  pauseOf: (error: unknown) => number | undefined;
  membership: ChatMembership;
  answers: CallbackAnswers;
  log: Log;
  /** Updates handled at once, each of another chat. Default 64. */
  concurrency?: number;
  /** Attempts before an update is parked and its chat goes on. Default 6, within some 30 s. */
  maxAttempts?: number;
  /** First wait after a failure; doubled each time. Default 1,000. */
  backOffMs?: number;
}

const IDLE_MS = 500;
/** Updates that come within this time are claimed in one look: a look costs the database about as much as an update's answer. */
const TOGETHER_MS = 12;

/** Works off Telegram's updates: in order within a chat, different chats at once, shared by every replica. */
export class Inbox {
  readonly #parts: InboxParts;
  readonly #claimed: ClaimedRows<ClaimedUpdate, UpdateMark>;
  #running: Promise<void> | undefined;
  #stopping = false;
  #wake = new AbortController();

  constructor(parts: InboxParts) {
    this.#parts = parts;
    const { queue, log } = parts;
    this.#claimed = new ClaimedRows({
      queue,
      log,
      write: (marks) => queue.mark(marks),
      rowOf: ({ claimed }) => claimed,
      freed: () => this.#wake.abort(),
    });
  }

  start(): void {
    this.#stopping = false;
    this.#claimed.open();
    this.#running ??= this.#run();
  }

  /** Claims nothing more and waits for the handlers under way. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#claimed.closing();
    this.#wake.abort();
    await this.#running;
    this.#running = undefined;
    await this.#claimed.close();
  }

  /** An update has just been stored. */
  look(): void {
    this.#wake.abort();
  }

  /** Handles everything that may be handled now; answers how many. For tests and replays. */
  async drain(): Promise<number> {
    let handled = 0;
    for (;;) {
      const claimed = await this.#round();
      await this.#claimed.settle();
      if (claimed === 0) return handled;
      handled += claimed;
    }
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      this.#wake = new AbortController();
      const began = performance.now();
      const wanted = this.#free();
      let claimed = 0;
      try {
        claimed = await this.#round();
      } catch (error) {
        this.#parts.log.error("The inbox could not be read", { error });
      }
      if (claimed === 0 || claimed < wanted)
        await delay(IDLE_MS, undefined, { signal: this.#wake.signal }).catch(() => undefined);
      const early = began + TOGETHER_MS - performance.now();
      if (early > 0 && !this.#stopping) await delay(early);
    }
  }

  #free(): number {
    return (this.#parts.concurrency ?? 64) - this.#claimed.size;
  }

  async #round(): Promise<number> {
    const free = this.#free();
    if (free <= 0) return 0;
    const claimed = await this.#parts.queue.claim(free);
    for (const update of claimed) this.#claimed.work(update, this.#work(update));
    return claimed.length;
  }

  async #work(claimed: ClaimedUpdate): Promise<void> {
    const { handle, pauseOf, membership, answers, log } = this.#parts;
    const { tenantId, role, botId, updateId, update, blocked } = claimed;
    try {
      await membership.observe(claimed, update, updateFacts(update), blocked);
      await handle(tenantId, role, update, inboxMarks({ tenantId, botId, updateId }));
      await answers.complete(claimed);
      this.#claimed.done({ claimed, state: "done" });
    } catch (error) {
      const pause = pauseOf(error);
      if (pause !== undefined) {
        this.#claimed.done({ claimed, state: "again", delayMs: pause * 1_000, uncounted: true });
        return;
      }
      log.warn("An update was not handled", { tenantId, role, updateId, attempts: claimed.attempts, error });
      this.#claimed.done(await this.#failed(claimed, error));
    }
  }

  async #failed(claimed: ClaimedUpdate, reason: unknown): Promise<UpdateMark> {
    const { answers, log, maxAttempts = 6, backOffMs = 1_000 } = this.#parts;
    const error = reason instanceof Error ? reason.message : String(reason);
    // The button must not spin while the plugin is mended.
    await answers
      .complete(claimed)
      .catch((cause) => log.error("A callback could not be answered", { error: cause }));
    if (claimed.attempts >= maxAttempts) return { claimed, state: "dead", error };
    return { claimed, state: "again", error, delayMs: backOffMs * 2 ** (claimed.attempts - 1) };
  }
}
