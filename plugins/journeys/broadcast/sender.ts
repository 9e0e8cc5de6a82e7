import { setTimeout as delay } from "node:timers/promises";
import { type PlatformContext, PlatformError, RestingTenants } from "@promostack/core";
import type { TenantFacts } from "../run/tenantFacts.ts";
import { sendBatch } from "./batch.ts";
import { gather } from "./gathering.ts";
import { tellBroadcasts } from "./live.ts";

const IDLE_MS = 1_000;
/** Broadcasts that one look goes through. */
const AT_ONCE = 100;

interface UnderWay {
  tenantId: string;
  id: string;
  state: "scheduled" | "sending";
  gathered: boolean;
}

/**
 * Sends broadcasts: every host looks once a second, begins those whose time has come, gathers their people and puts the next messages
 * into the outbox, a batch of each in turn. Every batch is one transaction that holds the broadcast's row, so that hosts share the work
 * and a host that dies leaves whole batches behind.
 */
export class BroadcastSender {
  readonly #context: PlatformContext;
  readonly #facts: (tenantId: string) => Promise<TenantFacts>;
  readonly #stop = new AbortController();
  readonly #resting = new RestingTenants();
  #running: Promise<void> | undefined;

  constructor(context: PlatformContext, facts: (tenantId: string) => Promise<TenantFacts>) {
    this.#context = context;
    this.#facts = facts;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const worked = await this.#look().catch((error: unknown) => {
        this.#context.log.error("Broadcasts could not be looked at", { error });
        return 0;
      });
      // The machine's clock: a business clock that stands still must not stop the looking.
      if (worked === 0) await delay(IDLE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** A batch of each broadcast that is under way; answers how many people were looked at. */
  async #look(): Promise<number> {
    const { platformDb, clock, log } = this.#context;
    const underWay = await platformDb((trx) =>
      trx.many<UnderWay>(
        `select tenant_id as "tenantId", id, state, gathered_at is not null as gathered from broadcast
         where state in ('scheduled', 'sending') and starts_at <= $1 and tenant_id <> all($2::uuid[]) order by starts_at limit $3`,
        [clock.now(), this.#resting.now(), AT_ONCE],
      ),
    );
    let worked = 0;
    for (const each of underWay) {
      if (this.#stop.signal.aborted) break;
      try {
        worked += await this.#step(each);
      } catch (error) {
        // Off for the tenant, or without a bot: the others go on, and this one is looked at again.
        this.#resting.rest(each.tenantId);
        if (!PlatformError.is(error) || error.code !== "plugin.disabled")
          log.warn("A broadcast could not go on", { broadcastId: each.id, error });
      }
    }
    return worked;
  }

  async #step(broadcast: UnderWay): Promise<number> {
    const { platformDb, tenants, clock, sendMany } = this.#context;
    const { tenantId, id } = broadcast;
    const context = await tenants.context(tenantId);
    const facts = await this.#facts(tenantId);
    if (broadcast.state === "scheduled") await this.#begin(broadcast);
    const gathered = broadcast.gathered ? 0 : await gather(context, id);
    const { looked, done } = await platformDb(async (trx) => {
      const batch = await sendBatch(
        { tenantId, id },
        { trx, now: clock.now(), facts, sendMany: (messages) => sendMany(trx, messages) },
      );
      if (batch.done) await tellBroadcasts(trx, tenantId);
      return batch;
    });
    return gathered + looked + (done ? 1 : 0);
  }

  async #begin({ tenantId, id }: UnderWay): Promise<void> {
    const { platformDb, clock } = this.#context;
    await platformDb(async (trx) => {
      await trx.run(
        "update broadcast set state = 'sending', begun_at = $3 where tenant_id = $1 and id = $2 and state = 'scheduled'",
        [tenantId, id, clock.now()],
      );
      await tellBroadcasts(trx, tenantId);
    });
  }
}
