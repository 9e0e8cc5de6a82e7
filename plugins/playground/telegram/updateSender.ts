import { setTimeout as sleep } from "node:timers/promises";
import type { PlatformContext } from "@promostack/core";
import { afterFailure } from "./domain/webhookRetry.ts";
import { forgetExpired, type PendingUpdate, updateObject } from "./store/updates.ts";

/** Updates of another host's calls, and retries, are found this often. */
const POLL_MS = 250;
/** Longer than a delivery may take; after a host was killed its updates go on then. */
const LEASE = "15 seconds";
const TIMEOUT_MS = 12_000;
const BATCH = 64;
const TIDY_MS = 60_000;

interface Claimed extends PendingUpdate {
  queue: string;
  webhook_url: string;
  webhook_secret: string | null;
}

/** The senders of this process: each host that runs here has one. */
const running = new Set<UpdateSender>();

/** A call may have caused updates. Senders of other processes find them at their next poll. */
export function wakeSenders(): void {
  for (const sender of running) sender.wake();
}

/**
 * Delivers updates to webhooks as Telegram does: each queue of a bot in order, the next after the acknowledgement,
 * different queues beside each other, failures again with back-off. Two hosts share the work through leases.
 */
export class UpdateSender {
  readonly #context: PlatformContext;
  readonly #loop: Promise<void>;
  readonly #flying = new Set<Promise<void>>();
  #wake: (() => void) | undefined;
  #asked = false;
  #stopped = false;
  #tidyAt = Date.now() + TIDY_MS;

  /** Starts at once; `context` must live until `stop`. */
  constructor(context: PlatformContext) {
    this.#context = context;
    running.add(this);
    this.#loop = this.#run();
  }

  /** There may be something to send: look now instead of at the next poll. */
  wake(): void {
    this.#asked = true;
    this.#wake?.();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    running.delete(this);
    this.wake();
    await this.#loop;
    await Promise.allSettled(this.#flying);
  }

  get #over(): boolean {
    return this.#stopped || this.#context.signal.aborted;
  }

  async #run(): Promise<void> {
    while (!this.#over) {
      await this.#tidy();
      this.#asked = false;
      const claimed = await this.#claim();
      for (const update of claimed) this.#fly(update);
      if (claimed.length < BATCH && !this.#asked) await this.#pause();
    }
    running.delete(this);
  }

  /** What ran out is forgotten. */
  async #tidy(): Promise<void> {
    if (Date.now() < this.#tidyAt) return;
    this.#tidyAt = Date.now() + TIDY_MS;
    try {
      await this.#context.platformDb(forgetExpired);
    } catch (error) {
      if (!this.#over) this.#context.log.warn("Old updates could not be forgotten.", { error });
    }
  }

  async #pause(): Promise<void> {
    const end = new AbortController();
    this.#wake = () => end.abort();
    // Waking early is the point of the abort.
    await sleep(POLL_MS, undefined, { signal: end.signal }).catch(() => undefined);
    this.#wake = undefined;
  }

  #fly(update: Claimed): void {
    const flight = this.#deliver(update).finally(() => {
      this.#flying.delete(flight);
      this.wake();
    });
    this.#flying.add(flight);
  }

  /** The first of each queue that is due, leased so that no other host sends it too. */
  async #claim(): Promise<Claimed[]> {
    const context = this.#context;
    try {
      return await context.platformDb((trx) =>
        trx.many<Claimed>(
          `with due as (
             select p.bot_id, p.update_id from pending_update p join bot b on b.id = p.bot_id
             where b.webhook_url <> '' and p.next_at <= clock_timestamp() and p.expires_at > clock_timestamp()
               and not exists (select 1 from pending_update q
                 where q.bot_id = p.bot_id and q.queue = p.queue and q.update_id < p.update_id and q.expires_at > clock_timestamp())
             order by p.update_id limit $1 for update of p skip locked
           )
           update pending_update u set next_at = clock_timestamp() + $2::interval
           from due, bot b where u.bot_id = due.bot_id and u.update_id = due.update_id and b.id = u.bot_id
           returning u.bot_id, u.update_id, u.kind, u.queue, u.body, u.attempts, b.webhook_url, b.webhook_secret`,
          [BATCH, LEASE],
        ),
      );
    } catch (error) {
      if (!this.#over) context.log.warn("Updates could not be claimed.", { error });
      return [];
    }
  }

  async #deliver(update: Claimed): Promise<void> {
    const context = this.#context;
    const outcome = await this.#post(context, update);
    try {
      await context.platformDb(async (trx) => {
        if (outcome.delivered) {
          await trx.run("delete from pending_update where bot_id = $1 and update_id = $2", [
            update.bot_id,
            update.update_id,
          ]);
          return;
        }
        await trx.run(
          `update pending_update set attempts = attempts + 1, next_at = clock_timestamp() + $3 * interval '1 second'
           where bot_id = $1 and update_id = $2`,
          [update.bot_id, update.update_id, outcome.retryIn],
        );
        await trx.run("update bot set last_error = $2, last_error_at = $3 where id = $1", [
          update.bot_id,
          outcome.error,
          context.clock.now(),
        ]);
      });
    } catch (error) {
      // The lease runs out and the update is sent again: at least once, as with Telegram.
      if (!this.#over)
        context.log.warn("The end of a delivery could not be noted.", { error, update: update.update_id });
    }
  }

  async #post(context: PlatformContext, update: Claimed) {
    try {
      const response = await context.fetch(update.webhook_url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(update.webhook_secret !== null && { "x-telegram-bot-api-secret-token": update.webhook_secret }),
        },
        body: JSON.stringify(updateObject(update)),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body?.cancel();
      if (response.ok) return { delivered: true as const };
      const error = `Wrong response from the webhook: ${response.status} ${response.statusText}`.trim();
      return {
        delivered: false as const,
        error,
        retryIn: afterFailure(update.attempts, response.headers.get("retry-after")),
      };
    } catch (error) {
      context.log.debug("A webhook could not be reached.", { error, url: update.webhook_url });
      const timedOut = error instanceof Error && error.name === "TimeoutError";
      const reason = timedOut ? "Read timeout expired" : "Connection refused";
      return { delivered: false as const, error: reason, retryIn: afterFailure(update.attempts, null) };
    }
  }
}
