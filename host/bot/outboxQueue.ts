import { randomUUID } from "node:crypto";
import type { BotRole, Delivery, OutboxMethod, SqlValue, Transaction } from "@promostack/core";
import { isGroup, type Paces, TELEGRAM_PACES } from "./chatPace.ts";
import { BOTS, CLAIM, EXPIRE, EXTEND, MARK, MIGRATE, NEXT_DUE, PARK, THROTTLE } from "./outboxQueries.ts";

/** What the queues need of the database: statements over every tenant's rows. */
export interface Statements {
  query<Row extends object>(text: string, values?: readonly SqlValue[]): Promise<Row[]>;
  system<Result>(work: (trx: Transaction) => Promise<Result>): Promise<Result>;
}

/**
 * Runs a claim. A queue's statistics are always out of date: with few rows in its mind the planner would collect and sort a whole
 * backlog, where the index gives the first rows in order.
 */
export function claimByIndex<Row extends object>(
  database: Statements,
  text: string,
  values: readonly SqlValue[],
): Promise<Row[]> {
  return database.system(async (trx) => {
    await trx.run("set local enable_bitmapscan = off; set local enable_seqscan = off");
    return trx.many<Row>(text, values);
  });
}

export interface BotKey {
  tenantId: string;
  role: BotRole;
}

/** A message that this dispatcher holds until its lease runs out. */
export interface ClaimedMessage extends BotKey {
  id: string;
  claim: string;
  plugin: string;
  dedupeKey: string;
  chat: string;
  paced: boolean;
  method: OutboxMethod;
  payload: Record<string, unknown>;
  /** This attempt counted. */
  attempts: number;
  /** The chat has blocked the bot: mark it, do not send it. */
  blocked: boolean;
  /** Another dispatcher held it and its lease ran out: nobody knows whether Telegram has it. */
  crashed: boolean;
  afterCrash: "skip" | "repeat";
  refersAs: "reply" | "edit" | null;
  /** The message referred to; null where there is none. */
  refersState: string | null;
  refersChat: string | null;
  refersMessageId: number | null;
  refersDueAt: Date | null;
}

/** What became of a claimed message. */
export interface MessageMark {
  message: ClaimedMessage;
  /** `pending` puts it back. */
  state: Delivery["outcome"] | "pending";
  messageId?: number;
  /** What Telegram answered, where that is not a message. */
  result?: Record<string, unknown>;
  error?: string;
  /** For `pending`: not before this time. */
  notBefore?: Date;
  /** For `pending`: its place in the chat's order, where it must come after another message. */
  dueAt?: Date;
  /** This attempt does not count (throttled, waiting for another message). */
  uncounted?: boolean;
  /** Telegram was asked: the chat's pace goes on. */
  asked?: boolean;
  /** The chat refuses the bot from now on. */
  blocks?: boolean;
  /** Nothing to this chat before this time. */
  pauseUntil?: Date;
}

export interface QueueOptions {
  paces?: Paces;
  /** How long a claim holds without a sign of life. Default 15 s, of the machine's clock. */
  leaseMs?: number;
}

/**
 * The outbox as a queue that any number of dispatchers share: claims and marks in single statements, no HTTP. Order
 * within a queue (tenant, role, chat) is strict: only the head can be claimed, and it stays the head until it is marked.
 * `now` is always the platform clock's; leases are PostgreSQL's own.
 */
export class OutboxQueue {
  readonly #database: Statements;
  readonly #paces: Paces;
  readonly #leaseMs: number;

  constructor(database: Statements, options: QueueOptions = {}) {
    this.#database = database;
    this.#paces = options.paces ?? TELEGRAM_PACES;
    this.#leaseMs = options.leaseMs ?? 15_000;
  }

  get leaseMs(): number {
    return this.#leaseMs;
  }

  /** Bots that have anything due. */
  bots(now: Date): Promise<(BotKey & { connected: boolean })[]> {
    return this.#database.query(BOTS, [now]);
  }

  /** Drops what was to be gone by now. Answers how many. */
  async expire(now: Date): Promise<number> {
    return (await this.#database.query<{ n: number }>(EXPIRE, [now]))[0]?.n ?? 0;
  }

  /**
   * Takes the heads of chats that may go out now, at most `limit`, within each bot's pace; most urgent first. They are
   * `sending`, and that is committed, when this resolves.
   */
  async claim(bots: readonly BotKey[], now: Date, limit: number): Promise<ClaimedMessage[]> {
    if (bots.length === 0 || limit < 1) return [];
    const { bot, privateChat, group } = this.#paces;
    const tolerance = ({ intervalMs, burst }: Paces["bot"]) => intervalMs * (burst - 1);
    return claimByIndex<ClaimedMessage>(this.#database, CLAIM, [
      bots.map(({ tenantId }) => tenantId),
      bots.map(({ role }) => role),
      now,
      limit,
      randomUUID(),
      this.#leaseMs,
      bot.intervalMs,
      tolerance(bot),
      tolerance(privateChat),
      tolerance(group),
    ]);
  }

  /** Records many outcomes at once. A message whose claim was lost meanwhile stays as its new holder has it. */
  async mark(marks: readonly MessageMark[], now: Date): Promise<number> {
    if (marks.length === 0) return 0;
    const rows = marks.map(({ message: { tenantId: tenant, id, claim }, ...mark }) => ({
      tenant,
      id,
      claim,
      ...mark,
    }));
    const { privateChat, group } = this.#paces;
    const values = [JSON.stringify(rows), now, privateChat.intervalMs, group.intervalMs];
    return (await this.#database.query<{ n: number }>(MARK, values))[0]?.n ?? 0;
  }

  /** Holds on to claims that take longer than a lease. */
  async extend(messages: readonly ClaimedMessage[]): Promise<void> {
    if (messages.length === 0) return;
    const rows = messages.map(({ tenantId, id, claim }) => ({ tenant: tenantId, id, claim }));
    await this.#database.query(EXTEND, [JSON.stringify(rows), this.#leaseMs]);
  }

  /**
   * Telegram answered 429 for this chat: nothing to it until `until`. A private chat within its pace, or a second chat soon after
   * the first, means that it is the whole bot that must wait.
   */
  async throttle({ tenantId, role, chat }: ClaimedMessage, until: Date, now: Date): Promise<void> {
    await this.#database.query(THROTTLE, [tenantId, role, chat, until, now, !isGroup(chat)]);
  }

  /** A group became a supergroup: everything that waits for it goes to its new id. */
  async migrate(tenantId: string, role: BotRole, from: string, to: string): Promise<void> {
    await this.#database.query(MIGRATE, [tenantId, role, from, to]);
  }

  /** Nobody connected these bots: what is due for them goes to the dead letters. Answers how many. */
  async park(bots: readonly BotKey[], now: Date): Promise<number> {
    if (bots.length === 0) return 0;
    const values = [bots.map(({ tenantId }) => tenantId), bots.map(({ role }) => role), now];
    return (await this.#database.query<{ n: number }>(PARK, values))[0]?.n ?? 0;
  }

  /** When the next message may go out; undefined where none waits that nobody holds. Looks at every head, so it is for drains, not for loops. */
  async nextDue(): Promise<Date | undefined> {
    const { bot, privateChat, group } = this.#paces;
    const tolerance = ({ intervalMs, burst }: Paces["bot"]) => intervalMs * (burst - 1);
    const values = [tolerance(bot), tolerance(privateChat), tolerance(group)];
    return (await this.#database.query<{ at: Date | null }>(NEXT_DUE, values))[0]?.at ?? undefined;
  }
}
