import { type Clock, type Disposable, type Log, PlatformError, type Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { Database } from "../db/database.ts";
import { publicFetch } from "../egress/publicFetch.ts";
import { audit } from "../identity/audit.ts";
import { nextAttempt, patienceIsOver } from "./backOff.ts";
import { WEBHOOK_CHANNEL } from "./channel.ts";
import {
  claimDue,
  claimNew,
  type DueDelivery,
  forgetOld,
  noteAttempt,
  type Outcome,
  release,
} from "./deliveryRows.ts";
import { sealed, TEST_EVENT } from "./envelope.ts";
import type { WebhookSecrets } from "./webhookSecrets.ts";

const TIMEOUT_MS = 10_000;
/** Of an answer: what is longer is no answer of a webhook. */
const ANSWER_BYTES = 262_144;
const ANSWER_KEPT = 1_000;
/** On their way from this host at a time. */
const MOST = 50;
const POLL_MS = 2_000;
const CLEAN_MS = 3_600_000;
/** An address that says so wants nothing more, ever. */
const GONE = 410;

export interface WebhookParts {
  database: Pick<Database, "query" | "system" | "listen">;
  secrets: WebhookSecrets;
  clock: Pick<Clock, "now">;
  log: Log;
  /** Hosts of the operator's own network that may be called, by http too. */
  privateHosts: readonly string[];
}

/**
 * Sends events to tenants' own addresses: at least once, under an id that stays the same, in no promised order, with back-off for a
 * day, until a person tries again. What a host had in hand when it died is sent again by another.
 */
export class Webhooks {
  readonly #parts: WebhookParts;
  readonly #running = new Set<Promise<void>>();
  readonly #end = new AbortController();
  #listening: Disposable | undefined;
  #timers: NodeJS.Timeout[] = [];
  #awake = false;
  #pumping = false;

  constructor(parts: WebhookParts) {
    this.#parts = parts;
  }

  /** Follows new events, and looks every two seconds for those whose back-off has ended. */
  async start(): Promise<void> {
    this.#listening = await this.#parts.database.listen(WEBHOOK_CHANNEL, () => this.#wake());
    this.#timers = [
      setInterval(() => this.#wake(), POLL_MS).unref(),
      setInterval(() => this.#background(this.#forget()), CLEAN_MS).unref(),
    ];
    this.#wake();
  }

  /** What is on its way is cut off, and sent again by another host. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
    const listening = this.#listening;
    this.#listening = undefined;
    await listening?.dispose();
    this.#end.abort(new Error("The host stops."));
    await Promise.all(this.#running);
  }

  /** Sends until nothing is due by the clock; answers how many deliveries were tried. */
  async dispatch(): Promise<number> {
    for (let tried = 0; ; ) {
      const due = await claimDue(this.#parts.database, this.#parts.clock.now(), MOST);
      for (const each of due) this.#begin(each);
      if (this.#running.size === 0) return tried;
      tried += due.length;
      await Promise.all(this.#running);
    }
  }

  /** A made-up event, to be attempted once its transaction is committed, and never again by itself. */
  async test(trx: Transaction, target: { tenantId: string; webhookId: string }): Promise<DueDelivery> {
    const eventId = uuidv7();
    const payload = { message: "This is a test." };
    const due = await claimNew(trx, target, { eventId, event: TEST_EVENT, payload }, this.#parts.clock.now());
    if (due === undefined) throw new Error("A test delivery was not stored.");
    return due;
  }

  /** Tries a claimed delivery now, and notes what came of it. */
  async attempt(due: DueDelivery): Promise<void> {
    const { database, clock } = this.#parts;
    const outcome = await this.#send(due);
    if (outcome === undefined) return release(database, due);
    const now = clock.now();
    await database.system(async (trx) => {
      const isTest = due.event === TEST_EVENT;
      const next = isTest ? null : nextAttempt(due.attempts + 1, now, outcome.retryAfter);
      await noteAttempt(trx, due, outcome, now, next);
      if (outcome.error === null) await this.#well(trx, due);
      else if (!isTest) await this.#failed(trx, due, outcome, now);
      await trx.run("select pg_notify('live', $1)", [`${due.tenantId}:webhooks`]);
    });
  }

  #wake(): void {
    this.#awake = true;
    if (!this.#pumping && this.#listening !== undefined) this.#background(this.#pump());
  }

  async #pump(): Promise<void> {
    this.#pumping = true;
    try {
      while (this.#awake && this.#listening !== undefined) {
        this.#awake = false;
        const free = MOST - this.#running.size;
        // Whatever ends wakes it again.
        if (free === 0) return;
        for (const due of await claimDue(this.#parts.database, this.#parts.clock.now(), free))
          this.#begin(due);
      }
    } finally {
      this.#pumping = false;
    }
  }

  #begin(due: DueDelivery): void {
    const run = this.attempt(due)
      .catch((error: unknown) => this.#stumbled(error))
      .finally(() => {
        this.#running.delete(run);
        this.#wake();
      });
    this.#running.add(run);
  }

  #background(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#stumbled(error));
  }

  /** Its lease runs out then, and it is sent again. */
  #stumbled(error: unknown): void {
    this.#parts.log.warn("Webhooks stumbled and will try again", { error: String(error) });
  }

  #forget(): Promise<void> {
    return forgetOld(this.#parts.database, this.#parts.clock.now());
  }

  /** Undefined where the host stops meanwhile. */
  async #send(due: DueDelivery): Promise<Outcome | undefined> {
    const began = performance.now();
    const took = () => Math.round(performance.now() - began);
    try {
      const { status, text, headers } = await this.#post(due);
      const error = status >= 200 && status < 300 ? null : `${new URL(due.address).host} answered ${status}.`;
      const answer = text.slice(0, ANSWER_KEPT).replaceAll("\0", "");
      const asked = Number(headers["retry-after"]);
      return { status, tookMs: took(), answer, error, ...(asked > 0 && { retryAfter: asked }) };
    } catch (error) {
      if (this.#end.signal.aborted) return undefined;
      const reason = error instanceof Error ? error.message : String(error);
      const hint = PlatformError.is(error) && error.hint !== undefined ? ` ${error.hint}` : "";
      return { status: null, tookMs: took(), answer: null, error: reason + hint };
    }
  }

  async #post({
    tenantId,
    webhookId,
    eventId,
    event,
    payload,
    publishedAt,
    address,
    oldSecretUntil,
  }: DueDelivery) {
    const { secrets, privateHosts, clock } = this.#parts;
    const withOld = oldSecretUntil !== null && oldSecretUntil > clock.now();
    const send = publicFetch("A webhook", { privateHosts, signal: this.#end.signal });
    const envelope = { type: event, timestamp: publishedAt.toISOString(), data: payload };
    // By the machine's clock: whoever verifies refuses what is old by theirs.
    const signed = sealed(eventId, envelope, await secrets.of(tenantId, webhookId, withOld), new Date());
    return send(address, { method: "POST", ...signed, maxBytes: ANSWER_BYTES, timeoutMs: TIMEOUT_MS });
  }

  async #well(trx: Transaction, { tenantId, webhookId }: DueDelivery): Promise<void> {
    await trx.run(
      "update host.webhook set failing_since = null where tenant_id = $1 and id = $2 and failing_since is not null",
      [tenantId, webhookId],
    );
  }

  async #failed(
    trx: Transaction,
    { tenantId, webhookId }: DueDelivery,
    { status, error }: Outcome,
    now: Date,
  ): Promise<void> {
    const hook = await trx.one<{ active: boolean; failingSince: Date; address: string }>(
      `update host.webhook set failing_since = coalesce(failing_since, $3) where tenant_id = $1 and id = $2
       returning active, failing_since as "failingSince", address`,
      [tenantId, webhookId, now],
    );
    if (!hook?.active || (status !== GONE && !patienceIsOver(hook.failingSince, now))) return;
    await trx.run(
      "update host.webhook set active = false, stopped_at = $3 where tenant_id = $1 and id = $2",
      [tenantId, webhookId, now],
    );
    await audit(
      trx,
      { requestId: "host", address: "" },
      { tenantId, action: "webhook.stopped", target: `webhook ${hook.address}`, after: { reason: error } },
    );
  }
}
