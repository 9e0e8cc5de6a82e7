import { setTimeout as sleep } from "node:timers/promises";
import type { Disposable, Log } from "@promostack/core";
import pg from "pg";
import { connectDirect } from "./direct.ts";
import { explain } from "./failure.ts";

type Hear = (payload: string) => void;

const PROBE_MS = 30_000;

/**
 * All LISTENs of the process on one direct connection. After a reconnect every callback is called with "", since notices were
 * missed meanwhile: look for yourself then.
 */
export class Listener {
  readonly #address: () => string;
  readonly #log: Log;
  readonly #channels = new Map<string, Set<Hear>>();
  #client: Promise<pg.Client> | undefined;
  #hears = false;
  #closed = false;

  constructor(address: () => string, log: Log) {
    this.#address = address;
    this.#log = log;
  }

  /** False from the loss of the connection until every callback has been called after it. */
  get hears(): boolean {
    return this.#hears;
  }

  /** Resolves once the server listens. A callback that throws is logged and does not disturb the others. */
  async listen(channel: string, hear: Hear): Promise<Disposable> {
    const hearers = this.#channels.get(channel) ?? new Set();
    const first = hearers.size === 0;
    this.#channels.set(channel, hearers);
    hearers.add(hear);
    const known = this.#client;
    const asked = known ?? this.#connect("first");
    this.#client = asked;
    try {
      const client = await asked;
      if (known && first) await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      hearers.delete(hear);
      if (this.#client === asked && !known) this.#client = undefined;
      throw explain(error);
    }
    return { label: `listen ${channel}`, dispose: () => this.#forget(channel, hear) };
  }

  /** Calls back who listens to the channel. */
  tell(channel: string, payload: string): void {
    for (const hear of this.#channels.get(channel) ?? []) {
      try {
        hear(payload);
      } catch (error) {
        this.#log.error("A listener failed", { channel, error });
      }
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#hears = false;
    this.#channels.clear();
    const client = await this.#client?.catch(() => undefined);
    await client?.end().catch(() => undefined);
  }

  async #forget(channel: string, hear: Hear): Promise<void> {
    const hearers = this.#channels.get(channel);
    if (!hearers?.delete(hear) || hearers.size > 0) return;
    this.#channels.delete(channel);
    const client = await this.#client?.catch(() => undefined);
    // Where the connection is gone, so is the LISTEN.
    await client?.query(`unlisten ${pg.escapeIdentifier(channel)}`).catch(() => undefined);
  }

  async #connect(time: "first" | "again"): Promise<pg.Client> {
    const client = await connectDirect(this.#address(), "listen");
    client.on("notification", ({ channel, payload }) => this.tell(channel, payload ?? ""));
    const probe = setInterval(() => {
      // A half-open connection hears nothing and says nothing; a question finds out.
      client.query("select 1").catch(() => client.end());
    }, PROBE_MS).unref();
    let listening = false;
    client.once("end", () => {
      clearInterval(probe);
      if (this.#closed || !listening) return;
      this.#hears = false;
      this.#client = this.#reconnect();
      // Whoever asks for a channel meanwhile waits for the same promise; nobody may be asking.
      this.#client.catch(() => undefined);
    });
    for (const channel of this.#channels.keys()) await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    listening = true;
    if (time === "again") for (const channel of this.#channels.keys()) this.tell(channel, "");
    this.#hears = !this.#closed;
    return client;
  }

  async #reconnect(): Promise<pg.Client> {
    this.#log.warn("Lost the connection that listens to the database; reconnecting");
    for (let wait = 100; ; wait = Math.min(wait * 2, 3_000)) {
      await sleep(wait, undefined, { ref: false });
      try {
        const client = await this.#connect("again");
        if (this.#closed) await client.end();
        this.#log.info("Listening to the database again");
        return client;
      } catch (error) {
        if (this.#closed) throw error;
        this.#log.debug("The database is still away", { reason: String(error) });
      }
    }
  }
}
