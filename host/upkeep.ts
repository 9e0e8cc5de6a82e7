import type { Log } from "@promostack/core";
import type { Bots } from "./bot/bots.ts";
import type { Pruning } from "./install/pruning.ts";
import type { Leader } from "./job/leader.ts";
import type { Runtime } from "./plugin/runtime.ts";
import type { Erasures } from "./rollout/erasures.ts";
import type { Purges } from "./rollout/purges.ts";
import type { Replicas } from "./tenant/replicas.ts";

const MINUTE_MS = 60_000;

/** The host's own chores, done by whichever replica leads: webhooks that Telegram lost, rows that are old, schemas and data of plugins whose time has come. */
export class Upkeep {
  readonly #bots: Bots;
  readonly #leader: Leader;
  readonly #runtime: Pick<Runtime, "contract" | "forgetCalls">;
  readonly #pruning: Pruning;
  readonly #replicas: Pick<Replicas, "runOnly">;
  readonly #purges: Purges;
  readonly #erasures: Erasures;
  readonly #log: Log;
  readonly #end = new AbortController();
  #timers: NodeJS.Timeout[] = [];

  constructor(parts: {
    bots: Bots;
    leader: Leader;
    runtime: Pick<Runtime, "contract" | "forgetCalls">;
    pruning: Pruning;
    replicas: Pick<Replicas, "runOnly">;
    purges: Purges;
    erasures: Erasures;
    log: Log;
  }) {
    this.#runtime = parts.runtime;
    this.#pruning = parts.pruning;
    this.#replicas = parts.replicas;
    this.#purges = parts.purges;
    this.#erasures = parts.erasures;
    this.#bots = parts.bots;
    this.#leader = parts.leader;
    this.#log = parts.log;
  }

  /** Webhooks are looked at once now: this host may answer at another address than the last one did. */
  start(): void {
    this.#do("verify webhooks", () => this.#bots.connections.verifyWebhooks(this.#end.signal));
    this.#timers = [
      this.#every(10 * MINUTE_MS, "verify webhooks", () =>
        this.#bots.connections.verifyWebhooks(this.#end.signal),
      ),
      this.#every(MINUTE_MS, "contract schemas", () =>
        this.#runtime.contract((plugin, version) => this.#replicas.runOnly(plugin, version)),
      ),
      this.#every(MINUTE_MS, "purge plugins", () => this.#purges.step()),
      this.#every(MINUTE_MS, "erase tenants", () => this.#erasures.step()),
      this.#every(60 * MINUTE_MS, "delete old releases", () => this.#pruning.prune()),
      this.#everywhere(60 * MINUTE_MS, "delete folders of old releases", () => this.#pruning.sweep()),
      this.#every(60 * MINUTE_MS, "purge", () => this.#bots.purge()),
      this.#every(60 * MINUTE_MS, "forget calls", () => this.#runtime.forgetCalls()),
    ];
  }

  stop(): void {
    this.#end.abort();
    for (const timer of this.#timers) clearInterval(timer);
  }

  #every(milliseconds: number, what: string, work: () => Promise<unknown>): NodeJS.Timeout {
    return this.#everywhere(milliseconds, what, async () => {
      if (this.#leader.leading) await work();
    });
  }

  /** Of this machine, whoever leads. */
  #everywhere(milliseconds: number, what: string, work: () => Promise<unknown>): NodeJS.Timeout {
    return setInterval(() => this.#do(what, work), milliseconds).unref();
  }

  #do(what: string, work: () => Promise<unknown>): void {
    work().catch((error: unknown) => {
      if (!this.#end.signal.aborted)
        this.#log.warn("A chore failed and will be tried again", { what, error });
    });
  }
}
